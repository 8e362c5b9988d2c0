import type * as Core from '@actions/core'
import { maskCommand } from './mask-command.ts'

/**
 * The toolkit, with everything that it prints in words broken up where the runner would read a command: it finds
 * `##[command]` anywhere in a line, and `::command::` at the beginning of one (actions/runner, ActionCommand.cs). Text
 * from outside could stop commands by it, and have later masks printed in clear.
 */
export function withoutCommands(core: typeof Core): typeof Core {
  const say =
    (level: typeof core.error): typeof core.error =>
    (message, { title, ...place } = {}) =>
      level(breakUpCommands(String(message)), {
        ...place,
        ...(title !== undefined && { title: breakUpCommands(title) }),
      })
  return {
    ...core,
    info: message => core.info(breakUpCommands(message)),
    debug: message => core.debug(breakUpCommands(message)),
    notice: say(core.notice),
    warning: say(core.warning),
    error: say(core.error),
    setFailed: message => core.setFailed(breakUpCommands(String(message))),
    startGroup: name => core.startGroup(breakUpCommands(name)),
    group: (name, task) => core.group(breakUpCommands(name), task),
  }
}

/**
 * A zero-width space breaks a command up, and people do not see it. What turns a text's direction goes: it misleads
 * them.
 */
const breakUpCommands = (text: string) =>
  text
    .replace(/\p{Bidi_Control}/gu, '')
    .replaceAll('##[', '##\u200b[')
    .replace(/^([^\S\n\r\u2028\u2029]*):(?=:)/gm, '$1:\u200b')

/** The log before the toolkit is there. */
export const openLog = (write: (text: string) => void) => ({
  print: (line: string) => write(`${breakUpCommands(line)}\n`),
  /** Has the runner hide a secret from now on. */
  mask: (secret: string) => write(`${maskCommand(secret)}\n`),
})
