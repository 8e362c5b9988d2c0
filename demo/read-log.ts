import { stripVTControlCharacters, styleText } from 'node:util'
import { parseCommands } from '../testkit/runner/commands.ts'

export interface LogLine {
  kind: 'group' | 'error' | 'warning' | 'notice' | 'text'
  /** The depth of the line: 1 inside of a group, and 0 elsewhere. */
  depth: 0 | 1
  text: string
}

const annotations = { error: 'Error: ', warning: 'Warning: ', notice: 'Notice: ' } as const

/**
 * Returns a function that reads the action's output line by line, as the runner does. Groups and annotations look as in
 * GitHub's log. Masked values become `***`. All other commands disappear.
 */
export function createLogReader(): (line: string) => LogLine[] {
  const masks: string[] = []
  let depth: 0 | 1 = 0
  const show = (kind: LogLine['kind'], text: string): LogLine[] =>
    masked(text, masks)
      .split('\n')
      .map(part => ({ kind, depth, text: part }))

  return raw => {
    const [found] = parseCommands([raw])
    if (!found) return show('text', stripVTControlCharacters(raw))
    const { command, message } = found
    if (command === 'add-mask') masks.push(...message.split('\n').filter(line => line !== ''))
    if (command === 'group' || command === 'endgroup') depth = 0
    const lines = command === 'group' ? show('group', message) : []
    if (command === 'group') depth = 1
    return isAnnotation(command) ? show(command, annotations[command] + message) : lines
  }
}

function isAnnotation(command: string): command is keyof typeof annotations {
  return Object.hasOwn(annotations, command)
}

function masked(text: string, masks: readonly string[]): string {
  return masks.reduce((rest, mask) => rest.replaceAll(mask, '***'), text)
}

const styles = { group: 'bold', error: 'red', warning: 'yellow', notice: 'cyan' } as const

export function forTerminal({ kind, depth, text }: LogLine, { colored }: { colored: boolean }): string {
  const marked = `${'  '.repeat(depth)}${kind === 'group' ? '▾ ' : ''}${text}`
  return colored && kind !== 'text' ? styleText(styles[kind], marked) : marked
}
