import { dirname } from 'node:path'
import type { ArtifactClient, UploadArtifactOptions } from '@actions/artifact'
import pRetry from 'p-retry'
import { UnexpectedResponseError } from '../github/responses.ts'
import type { ArtifactLink } from '../links.ts'
import { isTaken, nameIsKept } from './artifact-errors.ts'

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
