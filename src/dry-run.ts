import { checkTargets } from './collections/check-targets.ts'
import type { TargetList } from './collections/list-targets.ts'
import { ActionError, asActionError } from './errors.ts'
import { baselineBranch, pullRequestToComment, type RunContext } from './github/pull-request.ts'
import { knownVersions, withPageLinks } from './list.ts'
import { type Looker, type Lookers, lookerList } from './looker/connect.ts'
import type { Failed, Target } from './model.ts'
import { setDryRunOutputs } from './outputs.ts'
import { writeSummary } from './publish/summary.ts'
import type { RenderContext } from './renderers.ts'
import { describeDryRun, renderDryRun } from './report/dry-run.ts'
import { type ApiCalls, type Found, sumApiCalls } from './results.ts'
import { slashPath } from './runtime/files.ts'
import { count } from './runtime/text.ts'
import type { CheckForecast } from './tile-check.ts'
import { annotateProblems } from './verdict.ts'
import { withholdFailure, withholdWords } from './withhold.ts'
import { workspaceOf } from './world.ts'

type Checked = Found | Failed

/** Reports what would be rendered, where it would be published and what it would cost. Checks that all targets exist. */
export async function rehearse(context: RenderContext, list: TargetList): Promise<void> {
  const { world, inputs, lookers } = context
  const all = lookerList(lookers)
  const { web, release } = await knownVersions(lookers.first, context)
  const checked = (await checkOnAll(lookers, list)).map(withPageLinks(inputs.looker.base, web))
  const found = checked.flatMap(({ status, target }) => (status === 'found' ? target : []))
  const forecast = await forecastFor(context, found)
  const check = forecast && 'affected' in forecast ? forecast : undefined
  const spent = sumApiCalls(all.map(looker => looker.apiCalls))
  const facts = {
    host: inputs.looker.base.host,
    ...(release && { release }),
    places: placesOf(context),
    expected: expectedCalls(all.length * (check?.affected ?? found.length), { check, spent }),
    ...(check && { check }),
    spent,
  }
  for (const line of describeDryRun(checked, facts)) world.print(line)
  if (inputs.summary && !context.isGuarded)
    await writeSummary(world.core.summary, renderDryRun(checked, facts))
  await setDryRunOutputs(context, checked, spent)
  const results = checked.flatMap((one, place) => {
    if (one.status === 'found') return []
    return context.isGuarded ? withholdFailure(one, place) : one
  })
  const listed = context.isGuarded ? list.warnings.map(withholdWords) : list.warnings
  const warnings = [...inputs.warnings, ...listed]
  const errors = forecast instanceof ActionError ? [forecast] : []
  annotateProblems(
    world,
    { results, errors: context.isGuarded ? errors.map(withholdWords) : errors, warnings },
    inputs,
  )
  if (results.length > 0 && inputs.failOnError)
    world.core.setFailed(`${results.length} of ${count(checked.length, 'target')} cannot be rendered.`)
  else if (errors.length > 0) world.core.setFailed('The branch check could not be planned.')
}

/** @returns undefined without `dev-mode`; an error if the check cannot be planned */
async function forecastFor(
  context: RenderContext,
  targets: readonly Target[],
): Promise<CheckForecast | ActionError | undefined> {
  const { inputs, lookers, secrets } = context
  if (!inputs.branchCheck) return undefined
  const { forecastCheck } = await import('./branch-check/check-plan.ts')
  try {
    return await forecastCheck(context, {
      input: inputs.branchCheck,
      targets,
      looker: lookers.first,
      secrets,
    })
  } catch (error) {
    return asActionError(error)
  }
}

/** One to create the task, three polls on average, one to fetch the file. */
const callsPerRender = 5
/** For the branches of both sides, for validation and for restoring, with one project. */
const callsPerCheck = 25

/** Without the results of queries whose SQL differs. */
function expectedCalls(
  renders: number,
  { check, spent }: { check: CheckForecast | undefined; spent: ApiCalls },
): ApiCalls {
  const { base, head } = check?.queries ?? { base: 0, head: 0 }
  return {
    query: renders * callsPerRender + base + head,
    administrative: spent.administrative + (base + head > 0 ? callsPerCheck : 0),
  }
}

/** Checks the targets on both instances: the second one may lack targets that the first one listed. */
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

/** Where the files would go, in words. */
function placesOf(context: RunContext): string[] {
  const { inputs, world } = context
  const { artifact, images, release, compare, outputDirectory } = inputs
  const number = pullRequestToComment(context)
  const branch = baselineBranch(context)
  const { against } = compare
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
    typeof against !== 'string' && `compared with ${against.base.host}`,
    against === 'base' && branch === undefined && 'compared with the baselines of the base branch',
  ]
  return places.filter(place => typeof place === 'string')
}
