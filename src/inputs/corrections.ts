import { nearestWord, quoted } from './problem.ts'

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
 * Wrong words for a resource, with the right word. `nearestWord` cannot find the right word, because the words differ
 * too much.
 */
const otherNames: Record<string, string> = {
  query: 'queries',
  elements: 'dashboard_elements',
  space: 'folders',
  spaces: 'folders',
  homepages: 'boards',
}

function resourceFor(word: string): string | undefined {
  const lower = word.toLowerCase()
  if (resources.includes(lower)) return lower
  if (Object.hasOwn(otherNames, lower)) return otherNames[lower]
  return nearestWord(lower, resources, lower.length < 6 ? 1 : 2)
}

interface Correction {
  /** A description of the mistake. In the message, it follows the quoted text. */
  mistake: string
  /** Returns the text unchanged if it does not have the mistake. */
  correct(text: string): string
}

/** Matches `https://host/embed/`, or a part of it. */
const addressStart = '((?:https?://[^/?#]{1,260})?/*(?:embed/)?)'
const notAnAddress = 'is not a Looker address'

/** `correctAddress` applies the corrections in this order. */
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
    // `acme.looker.com/dashboards/42`
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
    // `42`
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
        new RegExp(`^(${addressStart}[\\w-]{1,40}/[^/?#]{1,200})/(?:edit|view|show)/?(?=[?#]|$)`, 'i'),
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
 * Finds several targets on one line. Without this check, `dashboards/1?A=b dashboards/2` would be a valid address whose
 * filter has the value `b dashboards/2`.
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

/** If the text has several mistakes, returns the first mistake. */
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
