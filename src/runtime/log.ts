import type * as Core from '@actions/core'
import type { Secrets } from './secrets.ts'

/** The toolkit without `info`. Log lines must go through `World.print`, which withholds them in a public repository. */
export type Toolkit = Omit<typeof Core, 'info'>

/** Opens a log that works before the toolkit is loaded. */
export const openLog = (write: (text: string) => void) => ({
  print: (line: string) => write(`${printable(line)}\n`),
  /** Makes the runner hide a secret from now on. */
  mask: (secret: string) => write(`${maskCommand(secret)}\n`),
})

/**
 * Turns lines that libraries print into debug lines. The artifact client prints a dozen lines for each upload, and has
 * no setting to turn these lines off. Does not change workflow commands. Returns the stream's original `write`, with
 * which this action prints its own lines.
 */
export function quietLibraries(stdout: Pick<NodeJS.WriteStream, 'write'>): (text: string) => void {
  const write = stdout.write.bind(stdout)
  const quiet = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
    Reflect.apply(write, stdout, [typeof chunk === 'string' ? asDebugLine(chunk) : chunk, ...rest])
  Object.assign(stdout, { write: quiet })
  return text => void write(text)
}

function asDebugLine(text: string): string {
  if (text.startsWith('::') || text.trim() === '') return text
  const line = text.trimEnd().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return `::debug::${line}\n`
}

/** Returns the command that the toolkit's `setSecret` would write. The toolkit itself is not loaded yet. */
const maskCommand = (secret: string) =>
  `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`

/** Returns a toolkit whose messages cannot contain commands for the runner. */
export function withoutCommands(core: typeof Core): Toolkit {
  const annotate =
    (level: typeof core.error): typeof core.error =>
    (message, { title, ...place } = {}) =>
      level(breakUpCommands(String(message)), {
        ...place,
        ...(title !== undefined && { title: printable(title) }),
      })
  const { info: _, ...others } = core
  return {
    ...others,
    debug: message => core.debug(breakUpCommands(message)),
    notice: annotate(core.notice),
    warning: annotate(core.warning),
    error: annotate(core.error),
    setFailed: message => core.setFailed(breakUpCommands(String(message))),
    startGroup: name => core.startGroup(printable(name)),
    group: (name, task) => core.group(printable(name), task),
  }
}

const printable = (text: string) => breakUpCommands(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))

/**
 * Puts a zero-width space into each command that the runner would recognise, because a command in an external text
 * could turn off the masking of secrets. The runner recognises `##[command]` anywhere in a line, and `::command::` at
 * the start of a line. There, it ignores a byte order mark and the characters that .NET trims, including U+0085
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs). Also removes characters that change
 * the direction of text, because they mislead readers.
 */
const breakUpCommands = (text: string) =>
  text
    .replace(/\p{Bidi_Control}/gu, '')
    .replaceAll('##[', '##\u200b[')
    .replace(/^(?:(?![\n\r\u2028\u2029])[\p{C}\p{Z}])*:(?=:)/gmu, '$&\u200b')

/** The maximum length of a chain of causes. A longer chain is probably a cycle. */
const maxCauses = 10

/** Returns the stacks of an error and its causes, for the debug log. */
export function causeChain(error: unknown): string {
  const stacks: string[] = []
  for (let at = error; at !== undefined && at !== null && stacks.length < maxCauses; ) {
    stacks.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at))
    at = at instanceof Error ? at.cause : undefined
  }
  return stacks.join('\nCaused by: ')
}

/** Writes each error with its causes to the debug log once. */
export function debugCauses(
  core: Pick<typeof Core, 'debug' | 'isDebug'>,
  thrown: readonly unknown[],
  { clean }: Pick<Secrets, 'clean'>,
): void {
  if (core.isDebug()) for (const error of new Set(thrown)) core.debug(clean(causeChain(error)))
}
