import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type Check, mustHold } from './check.ts'
import { isVerdict } from './verdict.ts'

/** Unexpected errors, and texts that only developers understand. Users must never see them. */
const unclear =
  /This is unexpected|\bundefined\b|\bnull\b|\bNaN\b|\[object |fetch failed|TypeError|SyntaxError|<html|JSON at position|is not valid JSON/i
const trace = /^\s+at .+(:\d+:\d+\)?|\(native\)|<anonymous>\)?)$|UnhandledPromise|Warning: /

/** Checks that every problem has a fact and a next step, and that the log contains no stack trace. */
export const checkWords: Check = ({ outcome, post, cancelled }) => {
  const problems = [outcome, ...(post ? [post] : [])].flatMap(({ errors, warnings }) => [
    ...errors,
    ...warnings,
  ])
  const vague = problems.filter(
    problem => unclear.test(problem) || !(isVerdict(problem) || hasNextStep(problem)),
  )
  const traces = outcome.lines.filter(line => trace.test(line))
  const results = outcome.results
    .flatMap(({ error, comparison }) => [error, comparison?.error])
    .flatMap(error => (error ? [`${error.message}. ${error.hint}`] : []))
  return [
    ...vague.map(problem => `This message does not help: ${problem}`),
    ...results
      .filter(text => unclear.test(text))
      .map(text => `This message in the results does not help: ${text}`),
    ...mustHold(traces.length === 0, `The log has a stack trace: ${traces.slice(0, 3).join(' | ')}`),
    ...mustHold(
      cancelled !== undefined || outcome.outputs.status !== undefined,
      'It does not say how it ended',
    ),
  ]
}

const hasNextStep = (problem: string) => /\S\. [A-Z]\S/.test(problem)

/** Checks that no log, output, file or comment contains a secret. */
export const checkSecrets: Check = async ({ stage, outcome, post }) => {
  const secrets = stage.secrets(outcome.masks)
  const comments = await stage.github.comments(stage.number)
  const spilled = comments.filter(({ body }) => stage.secrets([]).some(secret => body.includes(secret)))
  try {
    expectNoSecrets(outcome, secrets, stage.artifacts.artifacts)
    if (post) expectNoSecrets(post, secrets)
  } catch (error) {
    return [String(error).replaceAll('\n', ', ')]
  }
  return mustHold(spilled.length === 0, 'A comment has a secret')
}
