import { EOL } from 'node:os'

/** A workflow command, `::name key=value::message`, as the runner finds it in the log. */
export interface Command {
  command: string
  properties: Record<string, string>
  message: string
}

const escapes: Record<string, string> = {
  '%25': '%',
  '%0D': '\r',
  '%0A': '\n',
  '%3A': ':',
  '%2C': ',',
}

export function parseCommands(lines: string[]): Command[] {
  return lines.flatMap(line => {
    const [, command, properties = '', message = ''] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? []
    return command
      ? [{ command, properties: parseProperties(properties), message: unescapeData(message) }]
      : []
  })
}

function parseProperties(text: string): Record<string, string> {
  const pairs = text.split(',').map(pair => /^\s*([^=]+)=(.*)$/s.exec(pair) ?? [])
  return Object.fromEntries(
    pairs.flatMap(([, key, value]) => (key ? [[key, unescapeProperty(value ?? '')]] : [])),
  )
}

function unescapeData(text: string): string {
  return text.replace(/%25|%0D|%0A/g, code => escapes[code] ?? code)
}

function unescapeProperty(text: string): string {
  return text.replace(/%25|%0D|%0A|%3A|%2C/g, code => escapes[code] ?? code)
}

/**
 * The pairs of a file such as GITHUB_OUTPUT, in both forms: `key=value`, and over several lines between
 * a delimiter and the same again. The last of a key counts. Throws where the runner would fail the step.
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
