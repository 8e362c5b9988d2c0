import { open } from 'node:fs/promises'
import type { BranchReport } from '../branch-report.ts'
import { type ActionError, asActionError } from '../errors.ts'
import {
  baselineBranch,
  pullRequestFor,
  pullRequestToComment,
  type RunContext,
} from '../github/workflow-run.ts'
import { headlineOf } from '../headline.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { publishPictures, showsPictures, uploadPictures } from '../images-branch/publish-pictures.ts'
import { recordBaselines, uploadBaseline } from '../images-branch/record.ts'
import { renderTimesOn } from '../images-branch/render-times.ts'
import type { Compared, Format, Published, RenderResult, Result, RunLinks, Target } from '../model.ts'
import { reportFile } from '../outputs.ts'
import { type ReportFacts, reportPage } from '../report/page/page.ts'
import { filePaths, type Publication, type Rendering, withLinks } from '../results.ts'
import { writeWhole } from '../runtime/files.ts'
import { count } from '../runtime/text.ts'
import { isCollection } from '../targets.ts'
import { factsOf, type RunFacts } from '../verdict-facts.ts'
import { type Artifacts, addJobArtifact, noArtifacts, openArtifacts, type Uploaded } from './artifact.ts'
import { addReleaseAssets } from './release.ts'

export interface PublicationWithProblems {
  publication: Publication
  /** Artifacts could not be uploaded. These errors fail the step. */
  errors: ActionError[]
  /** Other places failed, such as the images branch, the release or the report. */
  warnings: ActionError[]
}

/** Publishes the files to all places that the inputs name. Does not throw. */
interface Publisher {
  /**
   * Render times of earlier runs in milliseconds, by baseline key. Empty if the run does not need the images branch.
   */
  renderTimes: Promise<ReadonlyMap<string, readonly number[]>>
  /** Starts to upload the files of a target. The images branch has the pictures only after `publish`. */
  upload(result: RenderResult<Compared>): void
  /** Publishes to all places at the same time. A failure in one place does not affect the other places. */
  publish(rendering: Rendering): Promise<PublicationWithProblems>
}

export function openPublisher(context: RunContext, branch: OpenBranch): Publisher {
  preloadClients(context)
  const artifacts = artifactsOf(context, context.inputs.artifact.kind)
  return {
    renderTimes: readRenderTimes(context, branch),
    upload(result) {
      if (result.status === 'failure') return
      uploadPictures(context, branch, result)
      uploadBaseline(context, branch, result)
      for (const path of filePaths(result)) artifacts.send(path)
    },
    publish: rendering => publish(context, { branch, artifacts }, rendering),
  }
}

/** Loads the clients while Looker renders. If that fails, the code that uses a client reports the error. */
function preloadClients(context: RunContext): void {
  const { world, inputs } = context
  const isGitHubWanted =
    pullRequestToComment(context) !== undefined || inputs.release.wanted || inputs.compare.against === 'base'
  const parts = [inputs.artifact.kind !== 'none' && world.artifacts(), isGitHubWanted && world.github()]
  void Promise.allSettled(parts)
}

async function readRenderTimes(context: RunContext, branch: OpenBranch) {
  const isRead =
    showsPictures(context) ||
    baselineBranch(context) !== undefined ||
    context.inputs.compare.against === 'base'
  return renderTimesOn(isRead ? await branch.tip().catch(() => undefined) : undefined)
}

function artifactsOf({ world, inputs, run, deadlines }: RunContext, kind: Kind): Artifacts {
  if (kind === 'none') return noArtifacts
  const log = kind === 'files' ? world.core.debug : world.print
  const about = { url: run.url, attempt: run.attempt, log }
  return openArtifacts(world.artifacts, { ...inputs.artifact, kind }, about, deadlines.publish)
}

type Kind = RunContext['inputs']['artifact']['kind'] | 'report'

interface RefusedPlace {
  words: string
  error: ActionError
}

interface Uploads {
  branch: OpenBranch
  artifacts: Artifacts
}

async function publish(
  context: RunContext,
  { branch, artifacts }: Uploads,
  rendering: Rendering,
): Promise<PublicationWithProblems> {
  const { world } = context
  const rendered = rendering.results.filter(result => result.status === 'success')
  const warnings: ActionError[] = []
  const warn = (error: unknown): undefined => {
    warnings.push(asActionError(error))
  }
  const refused: RefusedPlace[] = []
  const refuse =
    (words: string) =>
    (error: unknown): undefined => {
      refused.push({ words, error: asActionError(error) })
    }
  const files = rendering.results.flatMap(filePaths)
  if (files.length === 0 || world.cancelled.aborted) {
    const results = rendering.results.map(result => withLinks(result, {}))
    return { publication: { ...rendering, results, links: {} }, errors: [], warnings }
  }
  return world.core.group(`Publishing ${count(files.length, 'file')}`, async () => {
    const uploading = artifacts.finish(files)
    const [uploaded, report, images, released, recording] = await Promise.all([
      uploading,
      uploadReport(context, rendering, uploading).catch(warn),
      publishPictures(context, branch, rendered).catch(warn),
      addToRelease(context, branch, rendering.results).catch(
        refuse(`no file was added to the release ${context.inputs.release.tag}`),
      ),
      recordBaselines(context, branch, { ...rendering, rendered }).catch(
        refuse(`no baseline of ${baselineBranch(context)} was recorded`),
      ),
    ])
    const more = [...(released?.warnings ?? []), ...(recording ?? []), ...(report?.errors ?? [])]
    for (const warning of [uploaded.warning, images?.warning, ...more]) if (warning) warnings.push(warning)
    const errors = [...uploaded.errors]
    const [page] = report?.files.values() ?? []
    const results = rendering.results.map(result =>
      withLinks(result, {
        artifactUrl: path => uploaded.files.get(path)?.url,
        imageUrl: path => images?.urls.get(path),
        releaseUrl: path => released?.files.get(path),
      }),
    )
    if (uploaded.archive) addJobArtifact(world.env, context.inputs.artifact.name)
    if (page) addJobArtifact(world.env, `${context.inputs.artifact.name}.html`)
    const links: RunLinks = {
      ...(uploaded.archive && { archive: uploaded.archive }),
      ...(page && { report: page }),
      ...(released && { release: released.url }),
    }
    const unpublished = refused.map(({ words }) => words).join(', ')
    const judged = { ...rendering.judged, ...(unpublished && { unpublished }) }
    // If a run without a pull request published nothing at all, it was in vain.
    const isRecorded = recording !== undefined && baselineBranch(context) !== undefined
    const places = [
      uploaded.archive,
      uploaded.files.size,
      images?.urls.size,
      released?.files.size,
      page,
      isRecorded,
    ]
    const problems = pullRequestFor(context) !== undefined || places.some(Boolean) ? warnings : errors
    problems.push(...refused.map(({ error }) => error))
    const incomplete = images?.incomplete
    const publication = { ...rendering, judged, results, links, ...(incomplete && { incomplete }) }
    return { publication, errors, warnings }
  })
}

/**
 * Uploads the report. With `artifact: files`, first waits for the artifacts of the files, because the report links to
 * these artifacts.
 */
async function uploadReport(
  context: RunContext,
  rendering: Rendering,
  uploading: Promise<Uploaded>,
): Promise<Uploaded | undefined> {
  const { report, artifact } = context.inputs
  if (!report) return undefined
  const uploaded = artifact.kind === 'files' ? await uploading : undefined
  const results = rendering.results.map(result =>
    withLinks(result, { artifactUrl: path => uploaded?.files.get(path)?.url }),
  )
  const path = await writeReport(context, { ...rendering, results })
  return artifactsOf(context, artifact.kind === 'none' ? 'none' : 'report').finish([path])
}

const mimeTypes = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' } satisfies Record<
  Format,
  string
>

async function addToRelease(context: RunContext, branch: OpenBranch, results: Rendering['results']) {
  const { wanted, tag } = context.inputs.release
  if (!wanted || !tag) return undefined
  const files = results.flatMap(result =>
    result.status === 'success'
      ? { path: result.path, mimeType: mimeTypes[result.target.output.format] }
      : [],
  )
  const failedFiles = results.flatMap(({ status, target }) =>
    status === 'failure' && !isCollection(target) ? target.file : [],
  )
  return addReleaseAssets(await branch.repository(), { tag, files, failedFiles })
}

interface Reported {
  results: readonly Result<Published>[]
  unaffected: readonly Target[]
  branch?: BranchReport
  release?: string
  judged?: Omit<RunFacts, 'unaffected'>
}

/**
 * Writes the report page into the output directory, and returns its path. The page links to the run's list of
 * artifacts, because the archive has no URL yet.
 */
async function writeReport(
  context: RunContext,
  { results, unaffected, release, branch, judged }: Reported,
): Promise<string> {
  const { inputs, run, began } = context
  const { repository, sha } = run
  const path = reportFile(inputs)
  const archive = inputs.artifact.kind === 'zip' && { url: `${run.url}#artifacts` }
  const { words, nextStep, failure, note } = headlineOf(
    factsOf(results, { ...judged, unaffected: unaffected.length }),
  )
  const nextSteps = [nextStep, failure].filter(step => step !== undefined)
  const facts = {
    title: words,
    ...(nextSteps.length > 0 && { nextStep: nextSteps.join(' ') }),
    ...(note !== undefined && { note }),
    host: inputs.looker.base.host,
    ...(release && { release }),
    at: began,
    unaffected,
    ...(branch && { branch }),
    ...(repository && {
      repository: `${repository.owner}/${repository.name}`,
      run: { url: run.url, label: `Run ${run.id}` },
    }),
    ...(repository && sha && { commit: { sha, url: `${repository.url}/commit/${sha}` } }),
    ...pullRequestFacts(context),
    ...(archive && { archive }),
  }
  await writeWhole(path, inChunks(reportPage(results, facts, fileReader())))
  return path
}

/** The title is known only if the event is about the same pull request. */
function pullRequestFacts(context: RunContext): Pick<ReportFacts, 'pullRequest'> {
  const { run } = context
  const number = pullRequestFor(context)
  if (number === undefined || !run.repository) return {}
  const { pull_request: pull } = run.payload
  const title = pull?.number === number && pull.title ? { title: pull.title } : {}
  const url = `${run.repository.url}/pull/${number}`
  return { pullRequest: { number, ...title, url } }
}

/**
 * Returns a function that reads whole files. All files share one buffer, so a result is valid only until the next call.
 */
function fileReader(): (path: string) => Promise<Uint8Array> {
  let memory = Buffer.alloc(0)
  return async path => {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size > memory.length) memory = Buffer.allocUnsafeSlow(size)
      const { bytesRead } = await file.read(memory, 0, size, 0)
      return memory.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }
}

/** Joins small pieces to chunks, so that the file is written with few calls. */
async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

const chunkLength = 64 * 1024
