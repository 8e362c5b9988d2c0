import { ActionError, Interruption } from '../errors.ts'
import { UnexpectedResponseError } from '../github/responses.ts'
import { oneLine } from '../runtime/text.ts'

/** A name is taken once an upload was begun; one that was never finished cannot be seen or removed (dotnet/orleans#10961). */
export const nameIsKept = (error: Error, name: string) =>
  new ActionError(
    `The artifact ${name} could not be uploaded: GitHub keeps its name for an upload that was begun and not finished`,
    'Start the workflow anew: run again, this run still has the name taken. Where jobs upload at the same time, give each its own artifact-name.',
    { cause: error },
  )

/** The service's plain Error for a name that the run already has (artifact 6.2). */
export const isTaken = (error: unknown) =>
  error instanceof Error && /\(409\)|already exists/.test(error.message)

/** The rule by which the artifact client refuses a host (artifact 6.2); it would warn in its own words. */
export function isEnterpriseServer(url: string): boolean {
  const { hostname } = new URL(url)
  return !/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname)
}

export const noArtifactService = new ActionError(
  'GitHub Enterprise Server has no service for the artifacts of this action',
  'Set artifact to none; the files are in output-directory, for a step of your own to keep.',
)

export function artifactError(error: unknown, name: string, kind: 'zip' | 'files' | 'report'): ActionError {
  const what = `The artifact ${name} could not be uploaded`
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/ACTIONS_(RUNTIME_TOKEN|RESULTS_URL)/.test(message))
    return new ActionError(
      'There is no artifact service here: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set',
      'Run the action in a GitHub Actions job, or set artifact to none.',
    )
  if (isTaken(error))
    return new ActionError(
      `This workflow run already has an artifact named ${name}`,
      kind === 'files'
        ? 'With artifact: files each file is an artifact: give the target a name of its own, or set artifact to zip with an artifact-name.'
        : 'Give each job, and each step of a job, its own artifact-name, and its own comment-key.',
      { cause: error },
    )
  return new ActionError(
    `${what}: ${readable(error, message)}`,
    'Run the job again; the files are in output-directory.',
    { cause: error },
  )
}

/** How the client falls over an answer that cannot be used: in JavaScript's words for it (artifact 6.2). */
const tripped =
  /not valid JSON|Unexpected (token|end|non)|Cannot (read|parse|convert|use|create)|call stack|Invalid URL|BigInt/i

/** One line, without the client's own advice below it; what a gateway answers is a page, of which the status says more. */
function readable(error: unknown, message: string): string {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (/<!doctype|<html|<\?xml/i.test(message)) return `it was answered with ${status ?? 'a web page'}`
  if (tripped.test(message)) return new UnexpectedResponseError('answer of the artifact service').message
  return oneLine(message.split('\n')[0] ?? '')
}
