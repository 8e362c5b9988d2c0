import { annotateProblems } from './annotations.ts'
import { withPageLinks } from './arrange-results.ts'
import type { CheckForecast } from './branch-check/check-session.ts'
import type { ListedTarget, TargetList } from './collections/expand-collections.ts'
import {
  comparisonWords,
  findDeployProblems,
  isLoggedIn,
  nextInputs,
  readImagesBranch,
} from './dry-run-advice.ts'
import { ActionError, asActionError } from './errors.ts'
import { estimateCalls } from './estimate-calls.ts'
import { hasBaseBranch } from './github/commits.ts'
import {
  baselineBranch,
  pullRequestFor,
  pullRequestToComment,
  type RunContext,
} from './github/workflow-run.ts'
import type { RenderContext } from './instance-renderers.ts'
import { knownVersions, type ShareList } from './list.ts'
import { type Looker, type Lookers, lookerList } from './looker/connect.ts'
import { type ContentClient, readContentInfo } from './looker/content.ts'
import { creationError } from './looker/looker-errors.ts'
import type { Failed, Fault, Target } from './model.ts'
import { setDryRunOutputs } from './outputs.ts'
import { withholdFailure, withholdWords } from './public-log.ts'
import { writeSummary } from './publish/summary.ts'
import { escapeMarkdown, link, takeFitting } from './report/format.ts'
import {
  type ApiCalls,
  describeApiCalls,
  type Found,
  failedResult,
  noApiCalls,
  sumApiCalls,
} from './results.ts'
import { slashPath } from './runtime/files.ts'
import { count } from './runtime/text.ts'
import { describeTarget, headingWithAddress, subtitlesOf, titleOf } from './targets.ts'
import { workspaceOf } from './world.ts'

type Checked = Found | Failed

/**
 * Reports the targets of a real run, where the results would go, and how many API calls the run would need. With
 * `fail-on-error`, the step fails if a target does not exist.
 */
export async function rehearse(context: RenderContext, list: ShareList): Promise<void> {
  const { world, inputs, lookers } = context
  const all = lookerList(lookers)
  const { web, release } = await knownVersions(lookers.first, context)
  const inProduction = (await checkOnAll(lookers, list)).map(withPageLinks(inputs.looker.base, web))
  const found = inProduction.flatMap(({ status, target }) => (status === 'found' ? target : []))
  const [forecast, images] = await Promise.all([
    forecastFor(context, inProduction, list.compared),
    readImagesBranch(context, found),
  ])
  const check = forecast && 'targets' in forecast ? forecast : undefined
  const checked = inProduction.map(one => foundOnHead(one, check))
  const listing = sumApiCalls(all.map(looker => looker.apiCalls))
  const problems = [
    ...(check?.problems ?? []),
    ...images.problems,
    ...(await findDeployProblems(context, lookers.first)),
  ]
  const errors = forecast instanceof ActionError ? [forecast] : []
  const facts = {
    host: inputs.looker.base.host,
    ...(release && { release }),
    places: placesOf(context),
    expected: estimateCalls(inputs, {
      targets: check?.targets ?? found,
      known: images.known,
      listing,
      check,
      hasSecondInstance: lookers.second !== undefined,
      hasBaseBranch: hasBaseBranch(context),
    }),
    ...(check && { check }),
    spent: sumApiCalls([...all.map(looker => looker.apiCalls), check?.apiCalls ?? noApiCalls]),
    problems: [...problems, ...errors],
    comparison: comparisonWords(context),
    nextInputs: nextInputs(context, found),
  }
  for (const line of describeDryRun(checked, facts)) world.print(line)
  if (inputs.summary && !context.isGuarded)
    await writeSummary(world.core.summary, renderDryRun(checked, facts))
  await setDryRunOutputs(context, checked, facts.spent)
  const results = checked.flatMap((one, place) => {
    if (one.status === 'found') return []
    return context.isGuarded ? withholdFailure(one, place) : one
  })
  const listed = context.isGuarded ? list.warnings.map(withholdWords) : list.warnings
  const met = problems.map(({ message, hint }) => new ActionError(message, hint))
  const warnings = [...inputs.warnings, ...listed, ...(context.isGuarded ? met.map(withholdWords) : met)]
  annotateProblems(
    world,
    { results, errors: context.isGuarded ? errors.map(withholdWords) : errors, warnings },
    inputs,
  )
  if (results.length > 0 && inputs.failOnError)
    world.core.setFailed(`${results.length} of ${count(checked.length, 'target')} cannot be rendered.`)
  else if (errors.length > 0) world.core.setFailed('The branch check could not be planned.')
}

/** Production does not have the LookML dashboards that the pull request adds. Counts them as found. */
const foundOnHead = (one: Checked, check: CheckForecast | undefined): Checked => {
  const target = check?.added.find(added => added === one.target)
  return target ? { status: 'found', target } : one
}

/** Plans the branch check of a real run. Returns an error if the check cannot be planned. */
async function forecastFor(
  context: RenderContext,
  checked: readonly Checked[],
  compared: ShareList['compared'],
): Promise<CheckForecast | ActionError | undefined> {
  const { inputs, lookers, secrets } = context
  if (!inputs.branchCheck || pullRequestFor(context) === undefined) return undefined
  if (!(await isLoggedIn(lookers.first))) return undefined
  const { forecastCheck } = await import('./branch-check/check-session.ts')
  try {
    return await forecastCheck(context, {
      input: inputs.branchCheck,
      targets: checked.flatMap(({ status, target }) => (status === 'found' ? target : [])),
      missing: checked.flatMap(({ status, target }) =>
        status === 'failure' && target.kind === 'lookml_dashboard' ? target : [],
      ),
      compared,
      looker: lookers.first,
      secrets,
    })
  } catch (error) {
    return asActionError(error)
  }
}

/** Checks the targets on both instances, because the second instance may lack targets. */
async function checkOnAll({ first, second }: Lookers, list: TargetList): Promise<Checked[]> {
  const { listed, ofCollections } = list
  const check = (looker: Looker | undefined, known: TargetList['ofCollections']) =>
    looker ? checkTargets(listed, known, looker.contentFor()) : []
  const [checked, others] = await Promise.all([check(first, ofCollections), check(second, new Set())])
  return checked.map((one, place): Checked => {
    const other = others[place]
    if (one.status === 'failure' || other?.status !== 'failure') return one
    const { message, hint } = other.error
    return { ...other, error: { message: `${second?.host}: ${message}`, hint } }
  })
}

function placesOf(context: RunContext): string[] {
  const { inputs, world } = context
  const { artifact, images, release, outputDirectory } = inputs
  const number = pullRequestToComment(context)
  const branch = baselineBranch(context)
  const places = [
    `the output directory ${slashPath(workspaceOf(world), outputDirectory)}`,
    artifact.kind === 'zip' && `the workflow artifact ${artifact.name}`,
    artifact.kind === 'files' && 'a workflow artifact for each file',
    inputs.report && `the report ${artifact.name}.html`,
    number !== undefined && `the comment of pull request #${number}`,
    number !== undefined && images.kind === 'branch' && `${images.ref.replace(/^heads\//, 'the branch ')}`,
    branch !== undefined && `the baselines of ${branch}`,
    release.wanted && release.tag && `the release of ${release.tag}`,
    inputs.summary && 'the job summary',
  ]
  return places.filter(place => typeof place === 'string')
}

/**
 * Checks that each target exists and that the API user may see it. A query costs one query call. A target of any other
 * kind costs one administrative call. A target that the run has just read from a collection costs no call.
 */
async function checkTargets(
  listed: readonly ListedTarget[],
  ofCollections: ReadonlySet<Target>,
  client: ContentClient,
): Promise<(Found | Failed)[]> {
  return Promise.all(
    listed.map(async (target): Promise<Found | Failed> => {
      if ('status' in target) return target
      if (ofCollections.has(target)) return foundTarget(target, target.title)
      try {
        return foundTarget(target, await titleOfExisting(target, client))
      } catch (thrown) {
        return failedResult(target, creationError(thrown, target), { apiCalls: 1 })
      }
    }),
  )
}

const foundTarget = (target: Target, title: string | undefined): Found => ({
  status: 'found',
  target,
  ...(title && { title }),
})

async function titleOfExisting(target: Target, client: ContentClient): Promise<string | undefined> {
  if (target.kind === 'query') await client.query(target.id)
  const info = await readContentInfo(target, client)
  if (info?.deleted)
    throw new ActionError(
      `The ${describeTarget(target)} is in Looker's trash`,
      'Restore it in Looker, or remove it from targets.',
    )
  return target.title ?? info?.title
}

interface DryRunFacts {
  host: string
  release?: string
  /** The forecast for the branch check. Set only with `dev-mode`, on a pull request. */
  check?: CheckForecast
  /** The places where the results would go, for example "the workflow artifact looker-snapshots". */
  places: readonly string[]
  /** The maximum number of API calls of a real run, without the queries for results. */
  expected: ApiCalls
  /** The API calls of the dry run. */
  spent: ApiCalls
  problems: readonly Fault[]
  comparison?: string | undefined
  nextInputs: readonly string[]
}

/** Returns lines of plain text for the log. */
function describeDryRun(checked: readonly (Found | Failed)[], facts: DryRunFacts): string[] {
  return [
    `${headline(checked)}, on ${facts.host}${facts.release ? `, Looker ${facts.release}` : ''}:`,
    ...checked.map(one =>
      one.status === 'found'
        ? `✓ ${headingWithAddress(one)} → ${one.target.file}, ${shapeOf(one.target)}`
        : `✗ ${headingWithAddress(one)}: ${one.error.message}. ${one.error.hint}`,
    ),
    ...(isAnyFound(checked)
      ? [
          ...optionalLine(facts.check && checkForecastWords(facts.check)),
          ...optionalLine(facts.comparison),
          placesLine(facts),
          costs(facts),
        ]
      : [placesLine(facts)]),
    ...facts.problems.map(({ message, hint }) => `Missing: ${message}. ${hint}`),
    nextWords(checked, facts),
    ...nextLines(checked, facts).map(line => `  ${line}`),
  ]
}

const isAnyFound = (checked: readonly Checked[]) => checked.some(({ status }) => status === 'found')

const placesLine = ({ places }: DryRunFacts) => `Where the results would go: ${places.join('; ')}.`

const isReady = (checked: readonly Checked[], { problems }: DryRunFacts) =>
  problems.length === 0 && checked.every(({ status }) => status === 'found')

const nextLines = (checked: readonly Checked[], facts: DryRunFacts) =>
  isReady(checked, facts) ? facts.nextInputs : []

function nextWords(checked: readonly Checked[], facts: DryRunFacts): string {
  const { nextInputs } = facts
  if (!isReady(checked, facts)) return 'Next: correct the problems above, then start the dry run again.'
  const removal = 'Next: remove dry-run from the step'
  return nextInputs.length === 0 ? `${removal}.` : `${removal}. Lines that you could add to the step's with:`
}

const optionalLine = (line: string | undefined): string[] => (line === undefined ? [] : [line])

function checkForecastWords({
  targets,
  unaffected,
  drawings,
  queries: { base, head },
}: CheckForecast): string {
  const drawn =
    drawings > 0
      ? ` It would draw ${count(drawings, 'picture')} of LookML dashboards that the pull request changes.`
      : ''
  const start = `This pull request may affect ${targets.length} of ${count(targets.length + unaffected, 'target')}`
  const queries = count(base, 'query', 'queries')
  return base + head === 0
    ? `${start}, and none of their tiles.${drawn}`
    : `${start}. The branch check would request the SQL of ${queries} on the merge base and ${head} on the head.${drawn}`
}

/**
 * GitHub drops a step's summary above 1 MiB
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits).
 */
const maxDryRunBytes = 1_000_000

function renderDryRun(checked: readonly (Found | Failed)[], facts: DryRunFacts): string {
  const isFound = isAnyFound(checked)
  const next = nextLines(checked, facts)
  const table = takeFitting(checked.map(dryRunRow), maxDryRunBytes, Buffer.byteLength)
  return [
    `## Dry run: ${headline(checked)}\n`,
    '<table>\n<tr><th></th><th align="left">Target</th><th align="left">File</th><th align="left">Shape</th></tr>',
    `${table.text}</table>\n`,
    ...(table.left > 0 ? [`<p>${table.left} more are in the log.</p>\n`] : []),
    ...optionalLine(
      isFound ? facts.check && `<p>${escapeMarkdown(checkForecastWords(facts.check))}</p>` : undefined,
    ),
    ...optionalLine(facts.comparison && `<p>${escapeMarkdown(facts.comparison)}</p>`),
    `<p>Where the results would go: ${facts.places.map(escapeMarkdown).join('; ')}.</p>`,
    ...(isFound ? [`<p>${escapeMarkdown(costs(facts))}</p>`] : []),
    ...facts.problems.map(({ message, hint }) => `<p>⚠️ ${escapeMarkdown(`${message}. ${hint}`)}</p>`),
    `<p>${escapeMarkdown(nextWords(checked, facts))}</p>\n`,
    ...(next.length > 0 ? [`\`\`\`yaml\n${next.join('\n')}\n\`\`\`\n`] : []),
    `<p><sub>${escapeMarkdown(facts.host)}${facts.release ? `, Looker ${escapeMarkdown(facts.release)}` : ''}</sub></p>\n`,
  ].join('\n')
}

function headline(checked: readonly (Found | Failed)[]): string {
  const found = checked.filter(({ status }) => status === 'found').length
  if (found === checked.length) return `${count(found, 'target')} would be rendered`
  return `${found} of ${count(checked.length, 'target')} would be rendered`
}

function dryRunRow(one: Found | Failed): string {
  const heading = [link(one.target.url, titleOf(one)), ...subtitlesOf(one).map(escapeMarkdown)].join(' · ')
  const cells =
    one.status === 'found'
      ? [
          '✅',
          heading,
          escapeMarkdown(one.target.file),
          escapeMarkdown(shapeOf(one.target)).replaceAll(' ', '&nbsp;'),
        ]
      : ['❌', heading, `${escapeMarkdown(one.error.message)}. ${escapeMarkdown(one.error.hint)}`, '']
  return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>\n`
}

function shapeOf({ output, width, height }: Target): string {
  const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`
  return `${output.format.toUpperCase()}, ${shape}`
}

const costs = ({ expected, spent, check }: DryRunFacts) =>
  `${check ? 'A run' : 'Rendering'} would cost at most about ${describeApiCalls(expected)} at Looker${resultCosts(check)}; this dry run cost ${describeApiCalls(spent)}.`

/** The number is a maximum: a real run leaves out each query whose SQL is the same on the merge base and the head. */
function resultCosts(check: CheckForecast | undefined): string {
  if (!check?.numbers) return ''
  const most = check.queries.base + check.queries.head
  return most > 0 ? `, and up to ${count(most, 'query call')} more for the numbers where the SQL differs` : ''
}
