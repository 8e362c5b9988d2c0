import { EOL } from 'node:os'

/** A workflow command, `::name key=value::message`, as the runner finds it in the log. */
export interface Command {
  command: string
  properties: Record<string, string>
  message: string
}

/**
 * The commands that a runner executes in each step. After `stop-commands`, the runner also executes the token that ends
 * the stop.
 */
const registered = new Set(
  `add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher
  save-state set-env set-output stop-commands warning`.split(/\s+/),
)

/** Finds the commands in a log. The runner executes at most one command for each line. */
export const parseCommands = (lines: readonly string[]): Command[] =>
  lines.flatMap(line => [...findCommands(line, 'ordinal')].slice(0, 1))

/** Returns all commands that a runner could find in the complete output of a step, in any culture (see `Search`). */
export const obeyedCommands = (output: string): Command[] =>
  output
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .flatMap(line => [...findCommands(line, 'ordinal'), ...findCommands(line, 'linguistic')])

/**
 * The way in which .NET searches texts. `StartsWith` and `IndexOf` depend on the culture of the machine. A culture may
 * skip ignorable characters (https://learn.microsoft.com/dotnet/api/system.string.indexof).
 */
type Search = 'ordinal' | 'linguistic'

/**
 * Implements ActionCommand.TryParseV2, then TryParse
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
function* findCommands(line: string, search: Search): Generator<Command> {
  const trimmed = line.replace(dotNetSpaces, '')
  if (indexOf(trimmed, '::', 0, search) === 0) {
    const end = indexOf(trimmed, '::', 2, search)
    if (end >= 0) yield* toCommand(trimmed.slice(2, end), trimmed.slice(end + 2), ',')
  }
  const prefix = indexOf(line, '##[', 0, search)
  const bracket = prefix < 0 ? -1 : line.indexOf(']', prefix)
  if (bracket >= prefix + 3) yield* toCommand(line.slice(prefix + 3, bracket), line.slice(bracket + 1), ';')
}

/** The characters of Char.IsWhiteSpace (https://learn.microsoft.com/dotnet/api/system.char.iswhitespace). */
const dotNetSpaces = /^[\t-\r\x85\p{Z}]+/u

/** Characters that a culture-sensitive search ignores, because they have no weight in Unicode's root collation. */
const ignorable = '[\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\p{Cf}\\p{Default_Ignorable_Code_Point}]*'

function indexOf(text: string, sought: string, from: number, search: Search): number {
  if (search === 'ordinal') return text.indexOf(sought, from)
  const parts = [...sought].map(character => (character === '[' ? '\\[' : character))
  const found = new RegExp(`${ignorable}${parts.join(ignorable)}`, 'u').exec(text.slice(from))
  return found ? from + found.index : -1
}

function* toCommand(about: string, data: string, separator: ',' | ';'): Generator<Command> {
  const [, command = '', properties = ''] = /^([^ ]*) ?(.*)$/s.exec(about) ?? []
  if (registered.has(command.toLowerCase()))
    yield { command, properties: parseProperties(properties, separator), message: unescapeText(data) }
}

function parseProperties(text: string, separator: ',' | ';'): Record<string, string> {
  const pairs = text.split(separator).map(pair => /^\s*([^=]+)=(.+)$/s.exec(pair) ?? [])
  return Object.fromEntries(
    pairs.flatMap(([, key, value]) => (key ? [[key, unescapeText(value ?? '')]] : [])),
  )
}

/** Reverses the toolkit's escapes. The toolkit escapes percent signs first, so the result is unambiguous. */
const unescapeText = (text: string) =>
  text.replace(/%(25|0D|0A|3A|2C|3B|5D)/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

/**
 * Reads the pairs in a file such as GITHUB_OUTPUT. A pair is a line `key=value`, or a value between two lines with a
 * delimiter. If a key occurs several times, its last value is returned.
 * @throws if the runner would fail the step
 */
export function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {}
  const lines = text.split(EOL)
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue
    const [, key = '', mark, rest = ''] = /^([^=]*?)(<<|=)(.*)$/s.exec(line) ?? []
    if (key === '') throw new Error(`Not a key and a value: ${line}`)
    pairs[key] = mark === '<<' ? heredoc(lines, rest) : rest
  }
  return pairs
}

function heredoc(lines: string[], delimiter: string): string {
  const end = lines.indexOf(delimiter)
  if (end < 0) throw new Error(`No line with the delimiter ${delimiter}`)
  return lines
    .splice(0, end + 1)
    .slice(0, -1)
    .join('\n')
}
