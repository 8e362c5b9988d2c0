import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { basename, dirname, join } from 'node:path'
import type * as Artifact from '@actions/artifact'
import type { UploadArtifactOptions } from '@actions/artifact'
import pLimit from 'p-limit'
import pRetry from 'p-retry'
import { ActionError, Interruption } from '../errors.ts'
import { UnexpectedResponseError } from '../github/client.ts'
import type { ArtifactLink } from '../model.ts'
import { readBoundedFile } from '../runtime/files.ts'
import { count, oneLine } from '../runtime/text.ts'
import { orAborted } from '../runtime/time.ts'
import type { ArtifactUploader } from '../world.ts'

export interface ArtifactPlan {
  /** `report` uploads the report page as a single file. */
  kind: 'zip' | 'files' | 'report'
  name: string
  retentionDays?: number | undefined
  compressionLevel: number
}

export interface Uploaded {
  archive?: ArtifactLink
  /** The artifacts that contain a single file, by the file's path. */
  files: Map<string, ArtifactLink>
  errors: ActionError[]
  /** Set if there is no artifact service, or if there are too many files for an artifact each. */
  warning?: ActionError
}

export interface Artifacts {
  /** With `artifact: files`, starts to upload a file. Otherwise, does nothing. */
  send(path: string): void
  /** Uploads the archive, or the remaining files. Does not throw. */
  finish(files: readonly string[]): Promise<Uploaded>
}

export const noArtifacts: Artifacts = {
  send: () => undefined,
  finish: async () => ({ files: new Map(), errors: [] }),
}

const withoutService: Artifacts = {
  ...noArtifacts,
  finish: async () => ({ files: new Map(), errors: [], warning: noArtifactService }),
}

/** The maximum number of uploads at the same time. The images branch has its own limit. */
const maxArtifactUploads = 2

/**
 * GitHub allows 500 artifacts per job (https://github.com/actions/upload-artifact#number-of-artifacts). The report and
 * the archive of the remaining files need two of them.
 */
const maxSingleFiles = 498

/**
 * Uploads all files as one archive, or each file as a separate artifact that opens in the browser. If there are too many
 * files, uploads the remaining ones as an archive. The client cannot abort an upload, so an aborted signal only ends the
 * wait.
 */
export function openArtifacts(
  load: () => Promise<ArtifactUploader>,
  plan: ArtifactPlan,
  run: ArtifactRun,
  signal: AbortSignal,
): Artifacts {
  if (isEnterpriseServer(run.url)) return withoutService
  const { name, kind, retentionDays, compressionLevel } = plan
  const keep = retentionDays === undefined ? {} : { retentionDays }
  const errors: ActionError[] = []
  const service = openService(load, run)
  const slots = pLimit(maxArtifactUploads)
  const attempt = async (name: string, files: readonly string[], options: UploadArtifactOptions) => {
    try {
      signal.throwIfAborted()
      return await orAborted(signal, service.replace(name, files, { ...keep, ...options }))
    } catch (error) {
      errors.push(artifactError(error, name, kind))
      return undefined
    }
  }
  const sent = new Map<string, Promise<ArtifactLink | undefined>>()
  const send = (path: string) => {
    if (!sent.has(path) && sent.size < maxSingleFiles)
      sent.set(path, slots(attempt, basename(path), [path], { skipArchive: true }))
    return sent.get(path)
  }
  const sendArchive = async (paths: readonly string[]) => {
    const archive = await attempt(name, paths, { compressionLevel })
    return archive && { archive }
  }
  return {
    send: path => void (kind === 'files' && send(path)),
    async finish(paths) {
      if (kind === 'zip') return { files: new Map(), errors, ...(await sendArchive(paths)) }
      const links = await Promise.all(paths.map(async path => [path, await send(path)] as const))
      const files = new Map(links.flatMap(([path, link]) => (link ? [[path, link]] : [])))
      const rest = paths.filter(path => !sent.has(path))
      if (rest.length === 0) return { files, errors }
      return { files, errors, ...(await sendArchive(rest)), warning: inArchiveInstead(rest.length, name) }
    },
  }
}

const inArchiveInstead = (rest: number, name: string) =>
  new ActionError(
    `${count(rest, 'file')} did not become artifacts of their own, because GitHub allows 500 artifacts per job. They are in the archive ${name}`,
    'Set artifact to zip, or split the targets into several jobs with shard.',
  )

/**
 * The number of 8 MB blocks that the client keeps in memory during an upload. The client's default of 5 is hardly
 * faster (https://github.com/actions/toolkit/blob/main/packages/artifact/src/internal/shared/config.ts).
 */
const maxBlocks = '2'

/**
 * Returns a client whose calls fail if the connection breaks during a response. The calls of the toolkit's client would
 * wait for ever.
 */
export async function createArtifactClient(
  artifact: Promise<typeof Artifact>,
  env: NodeJS.ProcessEnv,
): Promise<ArtifactUploader> {
  env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= maxBlocks
  const { DefaultArtifactClient } = await artifact
  const client = new DefaultArtifactClient()
  const watch = watchAnswers()
  return {
    listArtifacts: options => watch(() => client.listArtifacts(options)),
    deleteArtifact: (name, options) => watch(() => client.deleteArtifact(name, options)),
    uploadArtifact: (...upload) => watch(() => client.uploadArtifact(...upload)),
  }
}

/**
 * Makes a call fail if its response breaks off. Otherwise, the client would wait for ever (http-client 4.0.1,
 * readBody). Node publishes each request of the process on this channel
 * (https://nodejs.org/api/diagnostics_channel.html#http).
 */
function watchAnswers(): <T>(call: () => Promise<T>) => Promise<T> {
  const failCall = new AsyncLocalStorage<(error: Error) => void>()
  subscribe('http.client.request.created', message => {
    const fail = failCall.getStore()
    const { request } = message as { request: ClientRequest }
    // Uploads of blobs detect a broken response themselves.
    if (fail === undefined || !request.path.startsWith('/twirp/')) return
    request.once('response', (answer: IncomingMessage) =>
      answer.once('close', () => answer.complete || fail(new BrokenAnswerError())),
    )
  })
  return call =>
    new Promise((resolve, reject) => {
      failCall.run(reject, () => call().then(resolve, reject))
    })
}

class BrokenAnswerError extends Error {
  constructor() {
    super('The answer broke off')
    this.name = 'BrokenAnswerError'
  }
}

interface ArtifactRun {
  /** The run's page, for example `https://github.com/acme/lookml/actions/runs/1`. */
  url: string
  /** 1 for the first run, 2 for the first re-run. */
  attempt: number
  log(line: string): void
}

export interface ArtifactService {
  /**
   * Uploads the files as an artifact with this name. Deletes an artifact of an earlier attempt with the same name,
   * because artifacts cannot be changed.
   */
  replace(name: string, files: readonly string[], options: UploadArtifactOptions): Promise<ArtifactLink>
}

/**
 * An artifact that exists at the start comes from an earlier attempt. Its creation time would be no proof, because the
 * runner's clock may be wrong.
 */
export function openService(
  load: () => Promise<ArtifactUploader>,
  { url, attempt, log }: ArtifactRun,
): ArtifactService {
  const atStart = attempt > 1 ? listAll(load) : Promise.resolve([])
  atStart.catch(() => undefined) // `replace` reads the list again.
  return {
    async replace(name, files, options) {
      const client = await load()
      // All artifacts with this name that exist before the upload come from an earlier attempt.
      const earlier = await atStart.catch(() => listAll(load)).catch((error: unknown) => ({ error }))
      // If the deletion fails, the upload also fails. The error of the deletion names the reason.
      const unremoved = await removeEarlier(client, name, earlier, log).catch((error: unknown) => error)
      const earlierIds = Array.isArray(earlier) ? earlier.map(({ id }) => id) : undefined
      return upload(client, { name, files, options, url, earlierIds }).catch(error => {
        throw isTaken(error) ? (unremoved ?? error) : error
      })
    },
  }
}

/** GitHub does not say which job has uploaded an artifact. */
async function removeEarlier(
  client: ArtifactUploader,
  name: string,
  earlier: Awaited<ReturnType<typeof listAll>> | { error: unknown },
  log: ArtifactRun['log'],
): Promise<void> {
  if (!Array.isArray(earlier)) throw earlier.error
  if (!earlier.some(artifact => artifact.name === name)) return
  await retryUnanswered(() => client.deleteArtifact(name))
  log(`Deleted the artifact ${name} of an earlier attempt, or of another job with this artifact-name.`)
}

async function listAll(load: () => Promise<ArtifactUploader>) {
  const client = await load()
  const { artifacts } = await retryUnanswered(() => client.listArtifacts())
  return artifacts
}

interface ArtifactUpload {
  name: string
  files: readonly string[]
  options: UploadArtifactOptions
  url: string
  /** The ids of artifacts that existed before this process uploaded any. Undefined if they are unknown. */
  earlierIds: readonly number[] | undefined
}

async function upload(
  client: ArtifactUploader,
  { name, files, options, url, earlierIds }: ArtifactUpload,
): Promise<ArtifactLink> {
  const root = dirname(files[0] ?? '.')
  const { id, digest } = await retryUnanswered(
    async attempt =>
      (attempt > 1 && (await findFinished(client, name, earlierIds))) ||
      client.uploadArtifact(name, [...files], root, options),
  ).catch(async error => {
    throw isTaken(error) && !(await isArtifactListed(client, name)) ? nameKeptError(error, name) : error
  })
  // In the list of artifacts, the digest has a prefix.
  const sha256 = digest?.replace(/^sha256:/, '')
  if (!id || !Number.isSafeInteger(id) || id < 0) throw new UnexpectedResponseError('artifact')
  return { id, url: `${url}/artifacts/${id}`, ...(sha256 && { digest: sha256 }) }
}

/**
 * Retries requests without a complete response (the client's NetworkError, artifact 6.2). The client itself retries
 * only refused requests.
 */
const retryUnanswered = <T>(ask: (attempt: number) => Promise<T>): Promise<T> =>
  pRetry(ask, {
    retries: 2,
    minTimeout: 1000,
    randomize: true,
    shouldRetry: ({ error }) =>
      error instanceof BrokenAnswerError || /Unable to make request: E[A-Z]+/.test(error.message),
  })

/**
 * Finds the artifact that this process has uploaded. The artifact exists if only the response to the last request was
 * lost.
 */
async function findFinished(
  client: ArtifactUploader,
  name: string,
  earlierIds: readonly number[] | undefined,
) {
  if (!earlierIds) return undefined
  const { artifacts } = await client.listArtifacts({ latest: true })
  return artifacts.find(artifact => artifact.name === name && !earlierIds.includes(artifact.id))
}

const isArtifactListed = async (client: ArtifactUploader, name: string) =>
  (await client.listArtifacts().catch(() => undefined))?.artifacts.some(artifact => artifact.name === name) ??
  true

/**
 * Explains that GitHub keeps the name of an unfinished upload. The unfinished artifact cannot be listed or deleted
 * (https://github.com/dotnet/orleans/issues/10961).
 */
const nameKeptError = (error: Error, name: string) =>
  new ActionError(
    `The artifact ${name} could not be uploaded: its name belongs to an upload that was not finished`,
    'Start a new run of the workflow: a re-run of this one has the same problem. If jobs upload at the same time, give each its own artifact-name, or with artifact: files, give their targets different names.',
    { cause: error },
  )

/** Whether the run already has an artifact with this name. The client throws a plain Error (artifact 6.2). */
const isTaken = (error: unknown) => error instanceof Error && /\(409\)|already exists/.test(error.message)

/**
 * Whether the host has no artifact service for this client. The client also refuses such hosts (artifact 6.2), but the
 * client's message does not name a next step.
 */
function isEnterpriseServer(url: string): boolean {
  const { hostname } = new URL(url)
  return !/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname)
}

const noArtifactService = new ActionError(
  'GitHub Enterprise Server has no artifact service for this action',
  'Set artifact to none. You can upload the files in output-directory in a separate step.',
)

function artifactError(error: unknown, name: string, kind: 'zip' | 'files' | 'report'): ActionError {
  const what = `The artifact ${name} could not be uploaded`
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/ACTIONS_(RUNTIME_TOKEN|RESULTS_URL)/.test(message))
    return new ActionError(
      'The artifact service is not available: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set',
      'Run the action in a GitHub Actions job, or set artifact to none.',
    )
  if (isTaken(error))
    return new ActionError(
      `This workflow run already has an artifact named ${name}`,
      kind === 'files'
        ? 'With artifact: files, each file is an artifact. Give the target another name, or set artifact to zip with an artifact-name.'
        : 'Give each job, and each step of a job, its own artifact-name, and its own comment-key. A re-run of only this job would delete the existing artifact.',
      { cause: error },
    )
  return new ActionError(
    `${what}: ${readableMessage(error, message)}`,
    /storage quota/i.test(message)
      ? 'Delete old artifacts and lower retention-days, or set artifact to none.'
      : 'Run the job again; the files are in output-directory.',
    { cause: error },
  )
}

/** Matches messages of the JavaScript errors that an unusable response causes in the client (artifact 6.2). */
const unusableAnswer =
  /not valid JSON|Unexpected (token|end|non)|Cannot (read|parse|convert|use|create)|call stack|Invalid URL|BigInt/i

/**
 * Returns the first line of the message, because the client's advice begins on the second line. If the message is a
 * gateway's web page, returns only the status.
 */
function readableMessage(error: unknown, message: string): string {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (/<!doctype|<html|<\?xml/i.test(message)) return `it was answered with ${status ?? 'a web page'}`
  if (unusableAnswer.test(message))
    return new UnexpectedResponseError('response of the artifact service').message
  return oneLine(message.split('\n')[0] ?? '')
}

type JobEnv = Readonly<Record<string, string | undefined>>

/**
 * Returns the path of a file that the steps of a job share. The runner empties RUNNER_TEMP at the start of each job
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
const fileOf = ({ RUNNER_TEMP }: JobEnv) => RUNNER_TEMP && join(RUNNER_TEMP, 'looker-snapshot-artifacts')

/**
 * Identifies the job in a line of the file. If the runner has not emptied the folder, the file may contain lines of an
 * earlier job.
 */
const jobLabel = ({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB }: JobEnv) =>
  JSON.stringify([GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB])

const maxListBytes = 1_000_000

/** Returns the names of artifacts that earlier steps of this job have uploaded. */
export function readJobArtifacts(env: JobEnv): string[] {
  const file = fileOf(env)
  const content = file ? readBoundedFile(file, maxListBytes) : undefined
  if (!content || !('bytes' in content)) return []
  const job = `${jobLabel(env)} `
  return new TextDecoder()
    .decode(content.bytes)
    .split('\n')
    .flatMap(line => (line.startsWith(job) ? [line.slice(job.length)] : []))
}

/**
 * Stores an artifact's name for the job's later steps. Ignores errors, because the stored names only allow an earlier
 * error message: GitHub refuses a second artifact with the same name anyway.
 */
export function addJobArtifact(env: JobEnv, name: string): void {
  const file = fileOf(env)
  if (!file) return
  try {
    appendFileSync(file, `${jobLabel(env)} ${name}\n`)
  } catch {
    // The folder may be missing outside of a runner.
  }
}
