import type { ListedCollection } from '../input-types.ts'
import type { Target } from '../model.ts'
import { attempt, type InputReader } from './input-source.ts'
import { text } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'
import type { TargetContext } from './target-rules.ts'
import { readTargets } from './targets.ts'
import { workspaceFile } from './workspace-path.ts'

/** The targets of `targets`, or of the file that `targets-file` names: one of the two. */
export function readTargetList(
  input: InputReader,
  context: TargetContext,
): (Target | ListedCollection)[] | undefined {
  const { ask, report, source } = input
  const list = ask('targets', text)
  const file = ask('targets-file', workspaceFile(source.workspace))
  const isFromFile = source.get('targets-file') !== ''
  if (!isFromFile && list === undefined)
    report('targets', new InputProblem('it is missing', 'list what to render, one target a line'))
  if (isFromFile && list !== undefined)
    report('targets-file', new InputProblem('targets is set too', 'keep one of the two'))
  const name = isFromFile ? 'targets-file' : 'targets'
  const content = isFromFile ? file && readContent(input, file) : list
  if (content === undefined) return undefined
  const targets = () =>
    readTargets(content, context, (item, problem) => report(item ? `${name}, ${item}` : name, problem))
  return attempt(targets, report, name)
}

function readContent({ source, report }: InputReader, file: string): string | undefined {
  try {
    return source.readFile(file)
  } catch {
    const hint = 'check the path, and that the repository is checked out before this step'
    report('targets-file', new InputProblem(`${quoted(file)} cannot be read`, hint))
    return undefined
  }
}
