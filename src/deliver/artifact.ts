import { basename, dirname } from 'node:path'
import type { ArtifactClient, UploadArtifactOptions } from '@actions/artifact'
import pLimit from 'p-limit'
import { ActionError } from '../errors.ts'
import type { ArtifactLink } from '../model.ts'
import { oneLine } from '../words.ts'
import { StrangeAnswer } from './answers.ts'

export interface ArtifactPlan {
  kind: 'zip' | 'files'
  name: string
  /** Absolute paths, all in one folder. */
  files: readonly string[]
  retentionDays?: number
  compressionLevel: number
}

/** The workflow run that the artifacts belong to. */
export interface WorkflowRun {
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

/** Uploads the files as one archive, or each as an artifact of its own that opens in the browser. */
export async function uploadArtifacts(
  load: () => Promise<ArtifactClient>,
  plan: ArtifactPlan,
  run: WorkflowRun,
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
      done(await upload(client, called, files, { ...keep, ...options }, run))
    } catch (error) {
      uploaded.errors.push(artifactError(error, called, kind))
    }
  }
  const names = kind === 'zip' ? [name] : plan.files.map(file => basename(file))
  // Where that fails the upload fails too, and says why.
  await removeEarlier(client, names, run).catch(() => undefined)
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
  run: WorkflowRun,
): Promise<ArtifactLink> {
  const root = dirname(files[0] ?? '.')
  const { id, digest } = await client.uploadArtifact(name, [...files], root, options)
  if (!Number.isSafeInteger(id) || !id || id < 0) throw new StrangeAnswer('artifact')
  return { id, url: `${run.url}/artifacts/${id}`, ...(digest && { digest }) }
}

/** Artifacts cannot be changed: on a re-run, what an earlier attempt left under our names goes first. */
async function removeEarlier(
  client: ArtifactClient,
  names: readonly string[],
  run: WorkflowRun,
): Promise<void> {
  if (!(run.attempt > 1)) return
  const { artifacts } = await client.listArtifacts()
  const earlier = artifacts.filter(
    ({ name, createdAt }) => names.includes(name) && createdAt !== undefined && createdAt < run.began,
  )
  for (const { name } of earlier) await client.deleteArtifact(name)
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

/** How the client falls over an answer that cannot be used: in JavaScript's words for it (artifact 6.2). */
const tripped =
  /not valid JSON|Unexpected (token|end|non)|Cannot (read|parse|convert|use|create)|call stack|Invalid URL|BigInt/i

function artifactError(error: unknown, name: string, kind: ArtifactPlan['kind']): ActionError {
  const message = error instanceof Error ? error.message : String(error)
  if (/ACTIONS_(RUNTIME_TOKEN|RESULTS_URL)/.test(message))
    return new ActionError(
      'There is no artifact service here: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set',
      'Run the action in a GitHub Actions job, or set artifact to none.',
    )
  if (isTaken(error))
    return new ActionError(
      `This workflow run already has an artifact named ${name}`,
      kind === 'zip'
        ? 'Give each job, and each step of a job, its own artifact-name.'
        : 'With artifact: files each file is an artifact: give the target a name of its own, or set artifact to zip with an artifact-name.',
      { cause: error },
    )
  const said = tripped.test(message) ? new StrangeAnswer('answer of the artifact service').message : message
  return new ActionError(
    `The artifact ${name} could not be uploaded: ${oneLine(said)}`,
    'Run the job again; the files are in output-directory.',
    { cause: error },
  )
}
