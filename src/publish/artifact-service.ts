import { dirname } from 'node:path'
import type { ArtifactClient, UploadArtifactOptions } from '@actions/artifact'
import pRetry from 'p-retry'
import { ActionError, Interruption } from '../errors.ts'
import { UnexpectedResponseError } from '../github/responses.ts'
import type { ArtifactLink } from '../model.ts'
import { oneLine } from '../runtime/text.ts'

/** The workflow run that the artifacts belong to. */
export interface ArtifactRun {
  /** `https://github.com/acme/lookml/actions/runs/1` */
  url: string
  /** 1 for the first; more when it is run again. */
  attempt: number
  /** When this step began. */
  began: Date
}

export interface ArtifactService {
  /**
   * Uploads the files as the artifact of that name. Artifacts cannot be changed: on a re-run, what an earlier attempt left
   * under the name goes first.
   */
  replace(name: string, files: readonly string[], options: UploadArtifactOptions): Promise<ArtifactLink>
}

/** The client is loaded, and the run's artifacts are listed, when they are needed first. */
export function openService(load: () => Promise<ArtifactClient>, run: ArtifactRun): ArtifactService {
  let listed: ReturnType<typeof listEarlier> | undefined
  const removeEarlier = async (client: ArtifactClient, name: string) => {
    listed ??= listEarlier(client, run)
    if ((await listed).includes(name)) await retryUnanswered(() => client.deleteArtifact(name))
  }
  return {
    async replace(name, files, options) {
      const client = await load()
      // Where that fails the upload fails too, and says why.
      const unremoved = await removeEarlier(client, name).catch((error: unknown) => error)
      return upload(client, name, files, options, run).catch(error => {
        throw isTaken(error) ? (unremoved ?? error) : error
      })
    },
  }
}

/** The names of what earlier attempts of this run have uploaded. */
async function listEarlier(client: ArtifactClient, { attempt, began }: ArtifactRun): Promise<string[]> {
  if (!(attempt > 1)) return []
  const { artifacts } = await retryUnanswered(() => client.listArtifacts())
  return artifacts.flatMap(({ name, createdAt }) =>
    createdAt !== undefined && createdAt < began ? [name] : [],
  )
}

async function upload(
  client: ArtifactClient,
  name: string,
  files: readonly string[],
  options: UploadArtifactOptions,
  run: ArtifactRun,
): Promise<ArtifactLink> {
  const root = dirname(files[0] ?? '.')
  const { id, digest } = await retryUnanswered(
    async attempt =>
      (attempt > 1 && (await findFinished(client, name, run))) ||
      client.uploadArtifact(name, [...files], root, options),
  ).catch(async error => {
    throw isTaken(error) && !(await isArtifactListed(client, name)) ? nameIsKept(error, name) : error
  })
  // A list of artifacts gives the digest with its algorithm before it, an upload without.
  const sha256 = digest?.replace(/^sha256:/, '')
  if (!id || !Number.isSafeInteger(id) || id < 0) throw new UnexpectedResponseError('artifact')
  return { id, url: `${run.url}/artifacts/${id}`, ...(sha256 && { digest: sha256 }) }
}

/** The client tries again what the service refuses, but not what it got no answer to (NetworkError, artifact 6.2). */
const retryUnanswered = <T>(ask: (attempt: number) => Promise<T>): Promise<T> =>
  pRetry(ask, {
    retries: 2,
    minTimeout: 1000,
    randomize: true,
    shouldRetry: ({ error }) => /Unable to make request: E[A-Z]+/.test(error.message),
  })

/** What this step has uploaded under the name, where only the last answer was lost. */
async function findFinished(client: ArtifactClient, name: string, { began }: ArtifactRun) {
  const { artifacts } = await client.listArtifacts({ latest: true })
  return artifacts.find(
    artifact => artifact.name === name && artifact.createdAt !== undefined && artifact.createdAt >= began,
  )
}

const isArtifactListed = async (client: ArtifactClient, name: string) =>
  (await client.listArtifacts().catch(() => undefined))?.artifacts.some(artifact => artifact.name === name) ??
  true

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
