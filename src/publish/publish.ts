import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ActionError, asActionError } from '../errors.ts'
import { isAsDeployed, pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import { openRepository } from '../github/repository.ts'
import type { Inputs } from '../input-types.ts'
import type { Format, Links, Rendered, Result, Target } from '../model.ts'
import { reportPage } from '../report/page/page.ts'
import { filesOf, noLinks } from '../results.ts'
import { writeWhole } from '../runtime/files.ts'
import { count } from '../runtime/text.ts'
import { type ArtifactRun, type Uploaded, uploadArtifacts } from './artifact.ts'
import { storeBaselines } from './baselines.ts'
import { showPictures } from './pictures.ts'
import { addReleaseAssets } from './release.ts'

export interface Published {
  links: Links
  /** Fails the step: files that nobody can get. */
  errors: ActionError[]
  /** Does not: a place that would have been nice to have. */
  warnings: ActionError[]
}

/** What came of rendering. */
export interface Rendering {
  results: readonly Result[]
  /** Not rendered, as the change does not touch them. */
  unaffected: readonly Target[]
  /** Looker's, where it is known. */
  release?: string
}

export interface Destinations {
  /** How long renders took in earlier runs, as far as their pictures stand on the images branch. */
  remembered: Promise<ReadonlyMap<string, readonly number[]>>
  /** Sends what there is of a target to where it is wanted, while others are rendered. */
  send(result: Result): void
  /** Makes links of what was sent, all places at once; a place that fails does not keep the others from it. */
  publish(rendering: Rendering): Promise<Published>
}

/** Everything that the inputs name as a place for the files. */
export function openDestinations(context: RunContext): Destinations {
  loadClients(context)
  return {
    remembered: Promise.resolve(new Map()),
    send: () => undefined,
    publish: rendering => publish(context, rendering),
  }
}

/** Loads what delivery needs while Looker draws; what fails here fails again, and is told, where it is needed. */
function loadClients({ world, inputs, run }: RunContext): void {
  const parts = [
    inputs.artifact.kind !== 'none' && world.artifacts(),
    (pullRequestToComment({ inputs, run }) !== undefined ||
      inputs.release.wanted ||
      inputs.compare.against === 'base') &&
      world.github(),
  ]
  void Promise.allSettled(parts)
}

async function publish(context: RunContext, rendering: Rendering): Promise<Published> {
  const { results } = rendering
  const { world, inputs } = context
  const rendered = results.filter(result => result.status === 'success')
  const warnings: ActionError[] = []
  const warned = <T>(error: unknown, nothing: T): T => {
    warnings.push(asActionError(error))
    return nothing
  }
  const nothing: Uploaded = { files: new Map(), errors: [] }
  if (rendered.length === 0 || world.cancelled.aborted) return { links: noLinks, errors: [], warnings }
  return world.core.group(`Delivering ${count(rendered.length, 'file')}`, async () => {
    const [uploaded, images, released, newerBaseline] = await Promise.all([
      upload(context, inputs.artifact.kind, rendered.flatMap(filesOf)),
      showPictures(context, rendered).catch(error => warned(error, noLinks.images)),
      addToRelease(context, rendered).catch(error => warned(error, undefined)),
      storeBaselines(context, rendered).catch(error => warned(error, undefined)),
    ])
    if (uploaded.warning) warnings.push(uploaded.warning)
    for (const warning of [released?.warning, newerBaseline]) if (warning) warnings.push(warning)
    const links: Links = {
      ...noLinks,
      images,
      files: uploaded.files,
      ...(uploaded.archive && { archive: uploaded.archive }),
      ...(released && { release: released.url, assets: released.files }),
    }
    const report = await uploadReport(context, rendering, links).catch(error => warned(error, nothing))
    warnings.push(...report.errors)
    const [page] = report.files.values()
    return { links: { ...links, ...(page && { report: page }) }, errors: uploaded.errors, warnings }
  })
}

async function upload(
  { world, inputs, run, deadlines, began }: RunContext,
  kind: Inputs['artifact']['kind'] | 'report',
  files: readonly string[],
): Promise<Uploaded> {
  const { kind: _, ...plan } = inputs.artifact
  const workflowRun: ArtifactRun = { url: run.url, attempt: run.attempt, began }
  if (kind === 'none') return { files: new Map(), errors: [] }
  return uploadArtifacts(world.artifacts, { ...plan, kind, files }, workflowRun, deadlines.publish)
}

const mimeTypes = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' } satisfies Record<
  Format,
  string
>

async function addToRelease(context: RunContext, rendered: readonly Rendered[]) {
  const { wanted, tag } = context.inputs.release
  if (!wanted) return undefined
  if (!tag) {
    context.world.core.info('Nothing runs for a tag here, so no release gets the files.')
    return undefined
  }
  const files = rendered.map(({ path, target }) => ({ path, mimeType: mimeTypes[target.output.format] }))
  return addReleaseAssets(await openRepository(context), { tag, files })
}

/** Writes the page into the output directory; where artifacts are uploaded, it is one that opens in the browser. */
async function uploadReport(
  context: RunContext,
  { results, unaffected, release }: Rendering,
  links: Links,
): Promise<Uploaded> {
  const { inputs, run } = context
  if (!inputs.report) return { files: new Map(), errors: [] }
  const path = join(inputs.outputDirectory, `${inputs.artifact.name}.html`)
  const facts = {
    title: 'Looker snapshots',
    host: inputs.looker.base.host,
    ...(release && { release }),
    at: context.began,
    isAsDeployed: isAsDeployed(context),
    unaffected,
    files: links.files,
    ...(run.owner && {
      repository: `${run.owner}/${run.repo}`,
      run: { url: run.url, label: `Run ${run.id}` },
    }),
    ...(run.sha && {
      commit: { sha: run.sha, url: `${run.serverUrl}/${run.owner}/${run.repo}/commit/${run.sha}` },
    }),
    ...(links.archive && { archive: links.archive }),
  }
  await writeWhole(path, reportPage(results, facts, readFile))
  return upload(context, inputs.artifact.kind === 'none' ? 'none' : 'report', [path])
}
