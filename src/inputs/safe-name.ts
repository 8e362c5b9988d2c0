import { InputProblem, quoted } from './problem.ts'

/** Refuses in a name what would fool the log's reader: a command of the runner's, and what turns the text's direction. */
export function refuseTricks(name: string): string {
  if (name.includes('##['))
    throw new InputProblem(`${quoted(name)} has a command of GitHub's runner in it`, 'leave out ##[')
  if (/\p{Bidi_Control}/u.test(name))
    throw new InputProblem(
      `${quoted(name)} has characters that turn the direction of a text`,
      'leave them out: nobody sees them',
    )
  return name
}
