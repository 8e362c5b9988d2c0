/**
 * An invalid input. The message states the mistake, and the hint names a valid value. Both show hidden characters as
 * codes.
 */
export class InputProblem extends Error {
  readonly hint: string

  constructor(fact: string, hint: string) {
    super(showHidden(fact))
    this.name = 'InputProblem'
    this.hint = showHidden(hint)
  }
}

/** `where` is the name of an input, or the position of a target in the list. */
export type ReportProblem = (where: string, problem: InputProblem) => void

/** Returns the value of `read`. If `read` throws an `InputProblem`, reports it and returns undefined. */
export function attempt<T>(read: () => T, report: ReportProblem, where: string): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    report(where, error)
    return undefined
  }
}

/** Quotes a text for a message, on one line and shortened: `"wide"`. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line
  const whole = inQuotes(cut)
  return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole
}

/** Returns valid JSON and YAML. Shows hidden characters as codes. */
export const inQuotes = (text: string) => showHidden(JSON.stringify(text))

/** A plain word needs no quotes at the start of a message. */
export const labelOf = (name: string) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name))

/** Matches U+200C and U+200D between visible characters, because Persian and emoji need them. */
const joiner = /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{P}\p{S}])/u
/** Matches Unicode's format characters (Cf), which are invisible. Some of them change the direction of text. */
const formatCharacters = new RegExp(`(?<joiner>${joiner.source})|\\p{Cf}`, 'gu')
const hiddenCharacters = new RegExp(`(?<joiner>${joiner.source})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, 'gu')

/** Replaces control characters, format characters, line ends and unpaired surrogates by codes such as `\u200b`. */
function showHidden(text: string): string {
  return text.replace(hiddenCharacters, (character, isJoiner?: string) =>
    isJoiner === undefined ? escapeUnits(character) : character,
  )
}

const escapeUnits = (character: string) =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

/**
 * Returns the text if all of its characters are visible.
 * @throws InputProblem
 */
export function refuseHidden(text: string): string {
  for (const [character, isJoiner] of text.matchAll(formatCharacters))
    if (isJoiner === undefined)
      throw new InputProblem(
        `${quoted(text)} has the invisible character ${codePoint(character)}`,
        'delete it',
      )
  if (text.includes('\ufffd'))
    throw new InputProblem(
      `${quoted(text)} has U+FFFD in the place of a character that was not UTF-8`,
      'write that character again',
    )
  return text
}

const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Finds the known word that is most similar to a mistyped word and differs in at most `most` letters. */
export function nearestWord(word: string, known: readonly string[], most: 1 | 2 = 2): string | undefined {
  const near = known
    .map(candidate => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance > 0 && distance <= most)
    .sort((one, other) => one.distance - other.distance)
  return near[0]?.candidate
}

/**
 * Counts the letters to change, add or leave out (Levenshtein). Returns infinity if the lengths differ by more than
 * two.
 */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let index = 1; index <= one.length; index += 1) {
    const next = [index]
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[index - 1] === other[column - 1] ? 0 : 1
      next.push(
        Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + change),
      )
    }
    row = next
  }
  return row[other.length] ?? 0
}

/**
 * Finds inputs of the step whose names are similar to a known input. The runner only prints a warning for an unknown
 * input, and sets `INPUT_<NAME>` as usual.
 */
export function misspelledInputs(
  env: Readonly<Record<string, string | undefined>>,
  names: ReadonlySet<string>,
): [name: string, known: string][] {
  return Object.keys(env).flatMap((variable): [string, string][] => {
    const [, name = ''] = /^INPUT_(.{1,40})$/.exec(variable) ?? []
    const lower = name.toLowerCase()
    if (lower === '' || names.has(lower)) return []
    const known = nearestWord(lower, [...names])
    return known === undefined ? [] : [[lower, known]]
  })
}

/** The beginnings of addresses that Looker can render. */
const resources = [
  'dashboards',
  'dashboards-next',
  'lookml_dashboards',
  'looks',
  'queries',
  'explore',
  'dashboard_elements',
  'folders',
  'boards',
  'models',
]

/**
 * Words that users may write instead: the singular, old names in Looker, and the beginnings of this action's file
 * names.
 */
const otherNames: Record<string, string> = {
  dashboard: 'dashboards',
  lookml_dashboard: 'lookml_dashboards',
  look: 'looks',
  query: 'queries',
  explores: 'explore',
  dashboard_element: 'dashboard_elements',
  'dashboard-elements': 'dashboard_elements',
  elements: 'dashboard_elements',
  folder: 'folders',
  space: 'folders',
  spaces: 'folders',
  board: 'boards',
  homepages: 'boards',
  model: 'models',
}

function resourceFor(word: string): string | undefined {
  const lower = word.toLowerCase()
  if (resources.includes(lower)) return lower
  if (Object.hasOwn(otherNames, lower)) return otherNames[lower]
  return nearestWord(lower, resources, lower.length < 6 ? 1 : 2)
}

interface Correction {
  /** Follows the quoted text in the message. */
  mistake: string
  /** Returns the text unchanged if it does not have the mistake. */
  correct(text: string): string
}

/** Matches `https://host/embed/`, or a part of it. */
const addressStart = '((?:https?://[^/?#]{1,260})?/*(?:embed/)?)'
const notAnAddress = 'is not a Looker address'

/** Applied in this order. */
const corrections: readonly Correction[] = [
  {
    mistake: 'has quotes around it',
    correct: text => text.replace(/^["'`“„<](.*)["'`”“>]$/u, '$1').trim(),
  },
  {
    mistake: 'begins with a bullet',
    correct: text => text.replace(/^(?:[*•+]|\d{1,4}[.)])\s+/, ''),
  },
  {
    mistake: 'begins like a mapping of a YAML list',
    correct: text => text.replace(/^target:\s*/, ''),
  },
  {
    mistake: 'has a comma or semicolon at its end',
    correct: text => text.replace(/[,;]$/, ''),
  },
  {
    // A host without `https://`.
    mistake: notAnAddress,
    correct: text => text.replace(/^(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}(?::\d{1,5})?\/)/, 'https://'),
  },
  {
    // `dashboard 42`
    mistake: notAnAddress,
    correct: text =>
      text.replace(/^([a-z_]{4,20})\s?[ :=#]\s?([\w-]{1,100})$/i, (whole, word: string, id: string) => {
        const resource = resourceFor(word)
        return resource === undefined ? whole : `${resource}/${id}`
      }),
  },
  {
    // An id without a resource.
    mistake: notAnAddress,
    correct: text => text.replace(/^(?=\d{1,12}$|[\w-]{1,100}::[\w.-]{1,100}$)/, 'dashboards/'),
  },
  {
    // `dashboard/42`
    mistake: notAnAddress,
    correct: text =>
      text.replace(
        new RegExp(`^${addressStart}([\\w-]{1,40})(?=/)`, 'i'),
        (whole, before: string, word: string) => {
          const resource = resourceFor(word)
          return resource === undefined ? whole : before + resource
        },
      ),
  },
  {
    // `looks/7/edit`
    mistake: notAnAddress,
    correct: text =>
      text.replace(
        new RegExp(`^(${addressStart}[\\w-]{1,40}/[^/?#]{1,200})/(?:edit|view|show)/?`, 'i'),
        '$1',
      ),
  },
]

/** The maximum length of a text that is searched for mistakes. */
const maxSlipLength = 2000
/** The maximum length of an address that a message repeats. */
const maxCorrectionLength = 200

interface Slip {
  fact: string
  hint: string
}

/**
 * Finds several targets on one line. Such a line may also be readable as one address in which the other targets belong
 * to a filter's value.
 */
export function explainSeveral(text: string, isAddress: (text: string) => boolean): Slip | undefined {
  if (text.length > maxSlipLength || !/[\s,;]/.test(text)) return undefined
  const parts = text.split(/[\s,;]+/).filter(part => part !== '')
  if (parts.length < 2 || !parts.every(isAddress)) return undefined
  const first = parts.slice(0, 3).join(' and ')
  const rest = parts.length > 3 ? ` and ${parts.length - 3} more` : ''
  return {
    fact: `${quoted(text)} has ${parts.length} targets on one line`,
    hint: `write each target on a separate line: ${first.slice(0, maxCorrectionLength)}${rest}`,
  }
}

/** Corrects common mistakes. Returns undefined if no correction gives a valid address. */
export function explainSlip(text: string, isAddress: (text: string) => boolean): Slip | undefined {
  if (text.length > maxSlipLength) return undefined
  const withoutDash = text.replace(/^-+(?=[^\s-])/, '')
  if (withoutDash !== text) {
    const target = isAddress(withoutDash) ? withoutDash : correctAddress(withoutDash, isAddress)?.text
    return target === undefined
      ? undefined
      : { fact: `${quoted(text)} has no space after its dash`, hint: `write - ${target}` }
  }
  const corrected = correctAddress(text, isAddress)
  return corrected && { fact: `${quoted(text)} ${corrected.mistake}`, hint: `write ${corrected.text}` }
}

/** Applies all corrections, and returns the first mistake. */
function correctAddress(text: string, isAddress: (text: string) => boolean) {
  let corrected = text
  let firstMistake: string | undefined
  for (const { mistake, correct } of corrections) {
    const next = correct(corrected)
    if (next !== corrected) firstMistake ??= mistake
    corrected = next
  }
  if (firstMistake === undefined || corrected.length > maxCorrectionLength || !isAddress(corrected))
    return undefined
  return { text: corrected, mistake: firstMistake }
}
