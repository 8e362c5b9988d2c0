import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BranchCheck, BranchReport, BrokenContent, Drawing, TileCheck } from './branch-report.ts'
import { asActionError } from './errors.ts'
import type { Inputs } from './input-types.ts'
import type { Baseline, Comparison, Failed, Published, PublishedSidecar, Result, RunLinks } from './model.ts'
import { type ApiCalls, type Found, filePaths, sumRows, tally } from './results.ts'
import { slashPath, writeWhole } from './runtime/files.ts'
import { count } from './runtime/text.ts'
import { type LoadedWorld, type World, workspaceOf } from './world.ts'

interface OutputPlace {
  /** The absolute path of the output directory. */
  directory: string
  workspace: string
  /** The name of the artifact, and of the results file without its extension. */
  name: string
}

const placeOf = ({ world, inputs }: { world: Pick<World, 'env'>; inputs: Inputs }): OutputPlace => ({
  directory: inputs.outputDirectory,
  workspace: workspaceOf(world),
  name: inputs.artifact.name,
})

interface OutputValues {
  results: readonly Result<Published>[]
  links: RunLinks
  comment?: { id: number; url: string } | undefined
  apiCalls: ApiCalls
  branch?: BranchReport
}

type OutputContext = { world: Pick<LoadedWorld, 'env' | 'core'>; inputs: Inputs }

export function setOutputs(context: OutputContext, done: OutputValues): Promise<Record<string, string>> {
  const broken = done.branch?.content?.broken ?? []
  const { isShortened, left } = contentOutput(broken)
  if (isShortened)
    context.world.core.warning(
      `The output \`broken-content\` lists ${broken.length - left} of ${broken.length} dashboards and Looks, each with at most ${maxContentMessages} messages, because GitHub allows outputs of 1 MB per job. With \`report: true\`, the report lists all of them.`,
    )
  return writeOutputs(context, place => outputsOf(done, place))
}

/**
 * Sets the outputs of an earlier run again. The output `files` is empty, because this job rendered nothing. The paths of
 * the directory and the results file are those of this job. The output `results` is missing if it was too long to be
 * stored.
 */
export const setRepeatedOutputs = (
  context: OutputContext,
  outputs: Readonly<Record<string, string>>,
): Promise<Record<string, string>> =>
  writeOutputs(context, place => ({ ...outputs, ...pathOutputs(place), files: '[]' }))

export const setDryRunOutputs = (
  context: OutputContext,
  checked: readonly (Found | Failed)[],
  apiCalls: ApiCalls,
): Promise<Record<string, string>> => writeOutputs(context, place => dryRunOutputs(checked, apiCalls, place))

/**
 * Sets the outputs. Also writes the results into a file, because the results of hundreds of targets do not fit into an
 * environment variable. Linux limits a variable to 128 KiB (https://man7.org/linux/man-pages/man2/execve.2.html).
 */
async function writeOutputs(
  context: OutputContext,
  outputsIn: (place: OutputPlace) => Record<string, string>,
): Promise<Record<string, string>> {
  const { core } = context.world
  const place = placeOf(context)
  const outputs = outputsIn(place)
  try {
    if (outputs.results !== undefined) await writeWhole(resultsFile(place), Buffer.from(outputs.results))
    else emptyResults(outputs, core)
  } catch (error) {
    outputs['results-file'] = ''
    core.warning(
      `The results could not be written into a file: ${asActionError(error).message}. Check that output-directory is writable. The output results also contains them.`,
    )
  }
  try {
    for (const [name, value] of Object.entries(withinLimit(outputs, core))) core.setOutput(name, value)
  } catch (error) {
    core.setFailed(
      `The outputs could not be set: ${asActionError(error).message}. Later steps cannot read them. Check that the step can write to the file in GITHUB_OUTPUT.`,
    )
  }
  return outputs
}

/**
 * GitHub drops the outputs of a job above 1 MB, counted in UTF-16
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs).
 */
const maxOutputBytes = 1_000_000

/** Empties the longest outputs if the outputs are too large. Workflows can read the files instead. */
function withinLimit(
  outputs: Record<string, string>,
  core: Pick<LoadedWorld['core'], 'warning'>,
): Record<string, string> {
  const bytes = bytesOf(outputs)
  if (bytes <= maxOutputBytes || !outputs['results-file']) return outputs
  const because = `because the outputs have ${(bytes / 1e6).toFixed(1)} MB in UTF-16 and GitHub allows 1 MB per job`
  core.warning(
    `The output \`results\` is empty, ${because}. Read the results from the file in the output \`results-file\`: ${outputs['results-file']}`,
  )
  const shortened = { ...outputs, results: '' }
  if (bytesOf(shortened) <= maxOutputBytes) return shortened
  core.warning(
    `The output \`files\` is empty, ${because}. The files are in the directory in the output \`directory\`: ${outputs.directory}`,
  )
  return { ...shortened, files: '' }
}

const bytesOf = (outputs: Record<string, string>) =>
  2 * Object.values(outputs).reduce((sum, { length }) => sum + length, 0)

function emptyResults(outputs: Record<string, string>, core: Pick<LoadedWorld['core'], 'warning'>): void {
  outputs.results = ''
  outputs['results-file'] = ''
  core.warning(
    'The outputs `results` and `results-file` are empty, because the results of the earlier run were too long to be stored. Read them in that run.',
  )
}

export const reportFile = ({ outputDirectory, artifact }: Pick<Inputs, 'outputDirectory' | 'artifact'>) =>
  join(outputDirectory, `${artifact.name}.html`)

/**
 * Removes the report of an earlier run from the output directory. If this run then fails before it writes a report, no
 * later step can upload the old one. Ignores errors.
 */
export async function removeOldReport({ inputs }: Pick<OutputContext, 'inputs'>): Promise<void> {
  if (!inputs.report || inputs.dryRun) return
  await rm(reportFile(inputs), { force: true }).catch(() => undefined)
}

/** This path cannot collide with a target's file, because no target has the extension `.json`. */
const resultsFile = ({ directory, name }: OutputPlace) => join(directory, `${name}.json`)

const pathOutputs = (place: OutputPlace) => ({
  directory: slashPath(place.workspace, place.directory),
  'results-file': slashPath(place.workspace, resultsFile(place)),
})

export function outputsOf(
  { results, links, comment, apiCalls, branch }: OutputValues,
  place: OutputPlace,
): Record<string, string> {
  const { archive, report, release } = links
  const paths = pathOutputs(place)
  const inWorkspace = (path: string) => slashPath(place.workspace, path)
  const files = results.flatMap(filePaths).map(inWorkspace)
  return {
    status: stepStatus(results),
    directory: paths.directory,
    files: JSON.stringify(files),
    results: JSON.stringify(results.map(result => resultOutput(result, links, inWorkspace))),
    'results-file': paths['results-file'],
    'artifact-id': archive ? String(archive.id) : '',
    'artifact-url': archive?.url ?? '',
    'artifact-digest': archive?.digest ?? '',
    'report-url': report?.url ?? '',
    'comment-id': comment ? String(comment.id) : '',
    'comment-url': comment?.url ?? '',
    'release-url': release ?? '',
    'broken-content': contentOutput(branch?.content?.broken ?? []).text,
    'api-calls': JSON.stringify(apiCalls),
    ...comparedOutputs(results),
  }
}

/** Returns the outputs of a dry run. A dry run has no files. A target that could be rendered counts as a success. */
export function dryRunOutputs(
  checked: readonly (Found | Failed)[],
  apiCalls: ApiCalls,
  place: OutputPlace,
): Record<string, string> {
  const entries = checked.map(one =>
    one.status === 'found'
      ? { ...identityOf(one), status: 'success' }
      : { ...identityOf(one), status: one.status, error: one.error },
  )
  return {
    ...outputsOf({ results: [], links: {}, apiCalls }, place),
    status: stepStatus(checked.map(({ status }) => ({ status: status === 'found' ? 'success' : status }))),
    results: JSON.stringify(entries),
  }
}

/** Counts the targets. Without a comparison, `changed` is empty, because 0 means "compared and equal". */
function comparedOutputs(results: readonly Result<Published>[]): Record<'changed' | 'compared', string> {
  const counts = tally(results)
  const changed = counts?.get('changed') ?? 0
  const compared = changed + (counts?.get('unchanged') ?? 0)
  return { changed: compared > 0 ? String(changed) : '', compared: String(compared) }
}

function resultOutput(
  result: Result<Published>,
  { archive }: RunLinks,
  inWorkspace: (path: string) => string,
) {
  const { status, affectedBy, check } = result
  const { renderTaskId, seconds } = result.status === 'checked' ? {} : result
  const common = {
    ...identityOf(result),
    status: status === 'checked' ? 'success' : status,
    apiCalls: result.apiCalls,
    ...(renderTaskId !== undefined && { renderTaskId }),
    ...(seconds !== undefined && { seconds: Math.round(seconds * 10) / 10 }),
    ...(affectedBy !== undefined && { affectedBy }),
    ...(check && checkOutput(check)),
  }
  if (result.status === 'checked') return common
  if (result.status === 'failure') return { ...common, error: result.error }
  const { path, bytes, sha256, links, production } = result
  const { artifactUrl = archive?.url, imageUrl, releaseUrl } = links
  const productionUrl = production && sidecarUrl(production, archive)
  const urls = Object.entries({ artifactUrl, imageUrl, releaseUrl, productionUrl }).filter(
    ([, url]) => url !== undefined,
  )
  const comparison = result.comparison && { comparison: comparisonOutput(result.comparison, archive) }
  return { ...common, file: inWorkspace(path), bytes, sha256, ...Object.fromEntries(urls), ...comparison }
}

function checkOutput({ numbers, tiles, drawing }: BranchCheck) {
  return {
    ...(numbers !== undefined && { numbers }),
    tiles: tiles.map(tileOutput),
    ...(drawing && { drawing: drawingOutput(drawing) }),
  }
}

const drawingOutput = ({ problem, modelTiles }: Drawing) => ({
  productionModelTiles: modelTiles,
  ...(problem && { error: { message: problem.message, hint: problem.hint } }),
})

/** The maximum length of the output `broken-content`. The rest of GitHub's limit remains for the other outputs. */
const maxContentLength = 200_000
const maxContentMessages = 5

/** If the list is too long, leaves out messages, and then the last dashboards and Looks. */
function contentOutput(broken: readonly BrokenContent[]): {
  text: string
  isShortened: boolean
  /** The number of dashboards and Looks that are left out. */
  left: number
} {
  const entries = broken.map(({ title, url, messages }) => ({ title, url, messages }))
  const text = JSON.stringify(entries)
  if (text.length <= maxContentLength) return { text, isShortened: false, left: 0 }
  let length = '[]'.length
  const fitting = entries
    .map(entry => JSON.stringify({ ...entry, messages: firstMessages(entry.messages) }))
    .filter(entry => {
      length += entry.length + ','.length
      return length <= maxContentLength
    })
  return { text: `[${fitting.join()}]`, isShortened: true, left: broken.length - fitting.length }
}

function firstMessages(messages: readonly string[]): readonly string[] {
  const left = messages.length - maxContentMessages
  return left > 0 ? [...messages.slice(0, maxContentMessages), `and ${count(left, 'more error')}`] : messages
}

/** Leaves out the rows, because the file `<name>.numbers.json` has them. */
function tileOutput({ title, explore, sql, numbers, error, queries }: TileCheck) {
  const results = queries.flatMap(query => query.results ?? [])
  const [first] = results
  const value = results.length === 1 ? first?.value : undefined
  const values = value && { before: value.before?.text ?? null, after: value.after?.text ?? null }
  return {
    title,
    explore,
    ...(sql && { sql }),
    ...(numbers && { numbers }),
    ...(first && { rows: sumRows(results) }),
    ...(values && { values }),
    ...(error && { error }),
  }
}

function identityOf(result: Pick<Result, 'target' | 'title'>) {
  const { target } = result
  const title = result.title ?? ('title' in target ? target.title : undefined)
  return {
    target: target.source,
    name: target.name,
    ...(title !== undefined && { title }),
    ...('output' in target && { format: target.output.format }),
    url: target.url,
  }
}

const sidecarUrl = ({ links }: PublishedSidecar, archive: RunLinks['archive']): string | undefined =>
  links.imageUrl ?? links.artifactUrl ?? archive?.url

function comparisonOutput(comparison: Comparison<PublishedSidecar>, archive: RunLinks['archive']) {
  const { status } = comparison
  const urlOf = (sidecar?: PublishedSidecar) => sidecar && sidecarUrl(sidecar, archive)
  const fields = Object.entries({
    changedPixels: 'changedPixels' in comparison ? comparison.changedPixels : undefined,
    changedShare: 'changedShare' in comparison ? comparison.changedShare : undefined,
    shadedPixels: 'shadedPixels' in comparison ? comparison.shadedPixels : undefined,
    noisePixels: 'noisePixels' in comparison ? comparison.noisePixels : undefined,
    baseline: 'baseline' in comparison ? baselineOutput(comparison.baseline) : undefined,
    beforeUrl: 'before' in comparison ? urlOf(comparison.before) : undefined,
    differenceUrl: 'difference' in comparison ? urlOf(comparison.difference) : undefined,
    stripUrl: 'strip' in comparison ? urlOf(comparison.strip) : undefined,
    error: 'error' in comparison ? comparison.error : undefined,
  }).filter(([, value]) => value !== undefined)
  return { status, ...Object.fromEntries(fields) }
}

function baselineOutput(baseline: Baseline | undefined) {
  if (!baseline) return undefined
  if (baseline.kind === 'instance') return { url: baseline.url }
  const { kind, ref, sha } = baseline
  if (kind === 'commit') return { ref, sha }
  const { at, run, release } = baseline
  return { ref, sha, recordedAt: at.toISOString(), run, ...(release && { release }) }
}

export function stepStatus(results: readonly Pick<Result, 'status'>[]): 'success' | 'partial' | 'failure' {
  const rendered = results.filter(({ status }) => status !== 'failure').length
  if (rendered === results.length) return 'success'
  return rendered === 0 ? 'failure' : 'partial'
}
