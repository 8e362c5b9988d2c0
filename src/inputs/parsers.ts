import type { Shard, Tolerance } from '../input-types.ts'
import type { ApiVersion, Rectangle } from '../model.ts'
import { withThousands } from '../runtime/text.ts'
import { InputProblem, nearestWord, quoted, refuseHidden } from './problem.ts'
import type * as YamlReader from './yaml.ts'
import type { Yaml } from './yaml.ts'

/** Reads a single value from a text. Throws an `InputProblem` with the mistake and a valid form. */
export type Parse<T> = (text: string) => T

/** Reads the booleans of YAML's core schema, as the toolkit's `getBooleanInput` does. */
export const boolean: Parse<boolean> = text => {
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw new InputProblem(
    `${quoted(text)} is neither true nor false`,
    booleanHint(text) ?? 'write true or false',
  )
}

/** Returns a hint for a word that other YAML versions or languages accept as a boolean, such as `yes`. */
function booleanHint(text: string): string | undefined {
  if (/^(y|yes|on|1|t)$/i.test(text)) return 'write true'
  return /^(n|no|off|0|f)$/i.test(text) ? 'write false' : undefined
}

export const wholeNumber =
  (least: number, most: number, what: string): Parse<number> =>
  text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw numberProblem(text, value, {
      what,
      isAllowed: number => Number.isInteger(number) && number >= least && number <= most,
      hint: `write a number from ${least} to ${most}`,
    })
  }

export const decimalNumber =
  (above: number, most: number, what: string): Parse<number> =>
  text => {
    const value = decimal(text)
    if (value > above && value <= most) return value
    throw numberProblem(text, value, {
      what,
      isAllowed: number => number > above && number <= most,
      hint: `write a number above ${above}, up to ${most}; decimals are allowed`,
    })
  }

interface NumberRule {
  what: string
  isAllowed(value: number): boolean
  hint: string
}

/** Suggests the number alone if the text is a number with a unit (`1260px`) or with a sign (`#12`). */
function numberProblem(text: string, value: number, { what, isAllowed, hint }: NumberRule): InputProblem {
  if (!Number.isNaN(value)) return new InputProblem(`${quoted(text)} is out of range`, hint)
  const [, number = ''] = /^#?(\d{1,15}(?:\.\d{1,9})?)\s?[a-z]{0,12}\.?$/i.exec(text) ?? []
  const isCorrect = number !== '' && isAllowed(Number(number))
  return new InputProblem(`${quoted(text)} is not ${what}`, isCorrect ? `write ${Number(number)}` : hint)
}

/** Reads a number from 0 to 1, including 0 and 1. */
export const fraction: Parse<number> = text => {
  const value = decimal(text)
  if (value <= 1) return value
  throw new InputProblem(`${quoted(text)} is not a number from 0 to 1`, 'write a number such as 0.1')
}

const decimal = (text: string): number => (/^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : Number.NaN)

/** Reads `120` pixels, or `0.5%` of all pixels. */
export const tolerance: Parse<Tolerance> = text => {
  const [, number = '', percent] = /^(\d+|\d*\.\d+)(\s*%)?$/.exec(text) ?? []
  if (percent && Number(number) <= 100) return { share: Number(number) / 100 }
  if (!percent && /^\d{1,15}$/.test(number)) return { pixels: Number(number) }
  throw new InputProblem(
    `${quoted(text)} is neither a number nor a percentage of pixels`,
    'write a value such as 120 or 0.5%',
  )
}

export const oneOf =
  <T extends string>(...choices: readonly T[]): Parse<T> =>
  text => {
    const choice = choices.find(choice => choice === text.toLowerCase())
    if (choice !== undefined) return choice
    const near = /^[a-z]\w{2,30}$/i.test(text)
      ? nearestWord(text.toLowerCase(), choices, text.length < 6 ? 1 : 2)
      : undefined
    throw new InputProblem(
      `${quoted(text)} is not an allowed value`,
      (choices.includes('true' as T) ? booleanHint(text) : undefined) ??
        (near === undefined ? `write one of ${choices.join(', ')}` : `did you mean ${near}?`),
    )
  }

export const lines: Parse<string[]> = text =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

export const asWritten: Parse<string> = text => text

/**
 * Reads a name that must equal a name in Looker or GitHub. Refuses invisible characters, because users cannot see the
 * difference.
 */
export const visibleName: Parse<string> = text => refuseHidden(text)

const shortText =
  (maxLength: number): Parse<string> =>
  text => {
    if (text.length <= maxLength) return text
    throw new InputProblem(
      `${quoted(text)} has ${withThousands(text.length)} characters`,
      `shorten it to ${maxLength}`,
    )
  }

/** The comment contains its key, and GitHub limits the comment's length. */
export const commentKey = shortText(500)

/** GitHub allows 50 characters in the name of a label. */
export const labelName: Parse<string> = text => visibleName(shortText(50)(text))

/** Reads `4.0` or `3.1`. Also accepts `4`, because YAML reads `4.0` without quotes as a number. */
export const apiVersion: Parse<ApiVersion> = text => oneOf('4.0', '3.1')(text === '4' ? '4.0' : text)

/**
 * The maximum length of an artifact's name. The name of the report's file is this name with `.html`. File systems allow
 * 255 bytes.
 */
const maxArtifactNameBytes = 250

/** Reads a name that the artifact service and every file system accept. */
export const artifactName: Parse<string> = text => {
  const bytes = Buffer.byteLength(text)
  if (bytes > maxArtifactNameBytes)
    throw new InputProblem(
      `${quoted(text)} cannot be an artifact's name: it has ${bytes} bytes`,
      `shorten it to ${maxArtifactNameBytes} bytes; a letter other than a to z takes two to four bytes`,
    )
  if (!/^[^":<>|*?\\/\p{Cc}]+$/u.test(text))
    throw new InputProblem(
      `${quoted(text)} cannot be an artifact's name`,
      'leave out " : < > | * ? \\ / and line ends',
    )
  return refuseReserved(refuseTricks(text))
}

/**
 * Refuses names that would mislead readers of the log, because they contain a runner command or invisible characters.
 */
export function refuseTricks(name: string): string {
  if (name.includes('##['))
    throw new InputProblem(`${quoted(name)} has a command of GitHub's runner in it`, 'leave out ##[')
  return refuseHidden(name)
}

/** Matches names that Windows reserves (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const reservedName = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i

export function refuseReserved(name: string): string {
  if (!reservedName.test(name)) return name
  throw new InputProblem(`${quoted(name)} is the name of a device on Windows`, 'write another name')
}

/**
 * Reads a branch, or a complete ref such as `refs/looker/snapshots`, by the rules of git
 * (https://git-scm.com/docs/git-check-ref-format) and of GitHub
 * (https://docs.github.com/en/get-started/using-git/dealing-with-special-characters-in-branch-and-tag-names).
 */
export const gitRef: Parse<string> = text => {
  refuseHidden(text)
  const ref = text.startsWith('refs/') ? text.slice('refs/'.length) : `heads/${text}`
  const parts = ref.split('/')
  const isValid =
    parts.length > 1 &&
    !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
    parts.every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part)) &&
    !/^heads\/(-|refs\/|HEAD$|@$|[\da-fA-F]{40}$)/.test(ref)
  if (ref === 'heads/gh-pages')
    throw new InputProblem(
      `${quoted(text)} is the branch that GitHub Pages publishes`,
      'write another branch, such as looker-snapshots',
    )
  if (isValid && !/^(tags|pull|remotes)\//.test(ref)) return ref
  throw new InputProblem(
    `${quoted(text)} cannot be a branch`,
    'write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots',
  )
}

/** Reads a shard. For example, `0/4` is the first of four jobs. */
export const shardNumber: Parse<Shard> = text => {
  const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? []
  if (total !== '' && Number(index) < Number(total)) return { index: Number(index), total: Number(total) }
  throw new InputProblem(
    `${quoted(text)} is not a valid share of the jobs`,
    'write index/total, counted from 0: 0/4 is the first of four',
  )
}

/** Reads lines of the form `x, y, width, height`, in pixels. In YAML, a rectangle may also be a list of numbers. */
export const rectangles = (value: Yaml): Rectangle[] => rectangleLines(value).map(rectangle)

function rectangleLines(value: Yaml): string[] {
  if (typeof value === 'string') return lines(value)
  if (!Array.isArray(value)) throw noRectangle(JSON.stringify(value))
  const isOne = value.every(item => typeof item === 'string' && /^\d+$/.test(item))
  return isOne ? [value.join(', ')] : value.flatMap(rectangleLines)
}

const rectangle: Parse<Rectangle> = text => {
  const numbers = text.split(',').map(number => number.trim())
  if (numbers.length !== 4 || !numbers.every(number => /^\d{1,6}$/.test(number))) throw noRectangle(text)
  const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number)
  if (width > 0 && height > 0) return { x, y, width, height }
  throw new InputProblem(`${quoted(text)} has no pixels`, 'give it a width and a height above 0')
}

const noRectangle = (text: string) =>
  new InputProblem(
    `${quoted(text)} is not a rectangle`,
    'write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40',
  )

/**
 * The YAML parser, if loaded. It is loaded on demand, because it is as large as all other code before the first
 * request, and most runs list one target per line and set no filters.
 */
let reader: typeof YamlReader | undefined

interface InputTexts {
  get(name: string): string
}

/** Loads the parser if an input may be YAML. Must be called before the inputs are read. */
export async function loadYamlFor(source: InputTexts): Promise<void> {
  if (mayHoldYaml(source)) await loadYaml()
}

export async function loadYaml(): Promise<void> {
  reader ??= await import('./yaml.ts')
}

/** Whether an input may contain YAML. A YAML list has a line that begins with a dash or a bracket. */
const mayHoldYaml = ({ get }: InputTexts): boolean =>
  get('targets-file') !== '' || get('filters') !== '' || /^[^\S\n]*[-[]/m.test(get('targets'))

/** Callers must await `loadYamlFor` or `loadYaml` first. */
export const parseYaml: typeof YamlReader.readYaml = (text, place) => {
  if (!reader) throw new Error('The YAML parser was not loaded before it was needed')
  return reader.readYaml(text, place)
}
