import { basename, dirname } from 'node:path'
import type { ArtifactClient, UploadArtifactOptions } from '@actions/artifact'
import pLimit from 'p-limit'
import pRetry from 'p-retry'
import { ActionError, Interruption } from '../errors.ts'
import { UnexpectedResponseError } from '../github/responses.ts'
import type { ArtifactLink } from '../model.ts'
import { orAborted } from '../runtime/deadline.ts'
import { oneLine } from '../runtime/text.ts'

export interface ArtifactPlan {
  /** The report is a file by itself, named for the job. */
  kind: 'zip' | 'files' | 'report'
  name: string
  /** Absolute paths, all in one folder. */
  files: readonly string[]
  retentionDays?: number | undefined
  compressionLevel: number
}

/** The workflow run that the artifacts belong to. */
export interface ArtifactRun {
  /** `https://github.com/acme/lookml/actions/runs/1` */
  url: string
  /** 1 for the first; more when it is run again. */
  attempt: number
  /** When this step began. */
  began: Date
}

export interface Uploaded {
  archive?: ArtifactLink
  /** By path, with `kind: 'files'`. */
  files: Map<string, ArtifactLink>
  /** What could not be uploaded; the rest was. */
  errors: ActionError[]
  /** Said where there is no such service at all. */
  warning?: ActionError
}

/**
 * Uploads the files as one archive, or each as an artifact of its own that opens in the browser. What is under way
 * when the signal says so is left behind: the client cannot be stopped.
 */
export async function uploadArtifacts(
  load: () => Promise<ArtifactClient>,
  plan: ArtifactPlan,
  run: ArtifactRun,
  signal: AbortSignal,
): Promise<Uploaded> {
  const { name, kind, retentionDays, compressionLevel } = plan
  const keep = retentionDays === undefined ? {} : { retentionDays }
  const uploaded: Uploaded = { files: new Map(), errors: [] }
  if (isEnterpriseServer(run.url)) return { ...uploaded, warning: noArtifactService }
  const client = await load()
  const attempt = async (
    called: string,
    files: readonly string[],
    options: UploadArtifactOptions,
    done: (link: ArtifactLink) => void,
  ) => {
    try {
      signal.throwIfAborted()
      done(await orAborted(signal, upload(client, called, files, { ...keep, ...options }, run)))
    } catch (error) {
      uploaded.errors.push(artifactError(isTaken(error) ? (unremoved ?? error) : error, called, kind))
    }
  }
  const names = kind === 'zip' ? [name] : plan.files.map(file => basename(file))
  // Where that fails the upload fails too, and says why.
  const unremoved = await orAborted(signal, removeOld(client, names, run)).catch((error: unknown) => error)
  if (kind === 'zip')
    await attempt(name, plan.files, { compressionLevel }, link => {
      uploaded.archive = link
    })
  else {
    const slots = pLimit(4)
    const each = (file: string) =>
      attempt(basename(file), [file], { skipArchive: true }, link => uploaded.files.set(file, link))
    await Promise.all(plan.files.map(file => slots(each, file)))
  }
  return uploaded
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
    throw isTaken(error) && !(await isListed(client, name)) ? nameIsKept(error, name) : error
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

const isListed = async (client: ArtifactClient, name: string) =>
  (await client.listArtifacts().catch(() => undefined))?.artifacts.some(artifact => artifact.name === name) ??
  true

/** A name is taken once an upload was begun; one that was never finished cannot be seen or removed (dotnet/orleans#10961). */
const nameIsKept = (error: Error, name: string) =>
  new ActionError(
    `The artifact ${name} could not be uploaded: GitHub keeps its name for an upload that was begun and not finished`,
    'Start the workflow anew: run again, this run still has the name taken. Where jobs upload at the same time, give each its own artifact-name.',
    { cause: error },
  )

/** Artifacts cannot be changed: on a re-run, what an earlier attempt left under our names goes first. */
async function removeOld(client: ArtifactClient, names: readonly string[], run: ArtifactRun): Promise<void> {
  if (!(run.attempt > 1)) return
  const { artifacts } = await retryUnanswered(() => client.listArtifacts())
  const earlier = artifacts.filter(
    ({ name, createdAt }) => names.includes(name) && createdAt !== undefined && createdAt < run.began,
  )
  const removed = await Promise.allSettled(
    earlier.map(({ name }) => retryUnanswered(() => client.deleteArtifact(name))),
  )
  for (const each of removed) if (each.status === 'rejected') throw each.reason
}

/** The service's plain Error for a name that the run already has (artifact 6.2). */
const isTaken = (error: unknown) => error instanceof Error && /\(409\)|already exists/.test(error.message)

/** The rule by which the artifact client refuses a host (artifact 6.2); it would warn in its own words. */
function isEnterpriseServer(url: string): boolean {
  const { hostname } = new URL(url)
  return !/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname)
}

const noArtifactService = new ActionError(
  'GitHub Enterprise Server has no service for the artifacts of this action',
  'Set artifact to none; the files are in output-directory, for a step of your own to keep.',
)

function artifactError(error: unknown, name: string, kind: ArtifactPlan['kind']): ActionError {
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
