import type { RenderTask, Simulator } from '../../simulator/model.ts'
import type { ResultOutput } from '../../testkit/scene.ts'
import type { Evidence } from '../evidence.ts'
import { clockSpeed, specOf } from '../plan/plan.ts'
import { type Check, mustHold } from './check.ts'
import { bytesOf, renderedOf, sidecarOf } from './files.ts'

type Status = NonNullable<ResultOutput['comparison']>['status']

/** Checks that a comparison has the correct result for its two pictures. A missing result must have a reason. */
export const checkComparisons: Check = async evidence => {
  const { plan, job, outcome } = evidence
  const rendered = renderedOf(outcome)
  const isCompared = plan.compare === 'instance' || (plan.compare === 'base' && job.event !== 'push')
  if (isCompared) return (await Promise.all(rendered.map(each => checkComparison(evidence, each)))).flat()
  // With `dev-mode`, the action compares drawings of changed LookML dashboards. Scenarios check those comparisons.
  const compared = rendered.filter(({ comparison }) => comparison !== undefined && !plan.devMode)
  return mustHold(
    compared.length === 0,
    `Has a comparison although compare is none: ${compared.map(({ name }) => name)}`,
  )
}

async function checkComparison(evidence: Evidence, result: ResultOutput): Promise<string[]> {
  const { outcome, cancelled } = evidence
  const { name, comparison, format } = result
  const after = bytesOf(outcome, result)
  const before = await possibleBaselines(evidence, result)
  const truths = before.map(bytes => (bytes ? compareSynthetic(format, bytes, after) : 'new'))
  const shown = sidecarOf(outcome, result, 'before')
  // `checkReasons` checks whether the reason is correct.
  const isExcused = comparison?.error?.message && comparison.error.hint
  const isTrue = truths.includes(comparison?.status ?? 'incomparable')
  return [
    ...mustHold(
      comparison !== undefined || cancelled !== undefined || isOverdue(evidence),
      `${name} was not compared, and no message says so`,
    ),
    ...mustHold(
      comparison === undefined || isTrue || (comparison.status === 'incomparable' && Boolean(isExcused)),
      `${name} is reported as ${comparison?.status}, but is ${truths.join(' or ')}`,
    ),
    ...mustHold(
      shown === undefined || before.some(bytes => bytes?.equals(shown)),
      `The picture before ${name} is the wrong one`,
    ),
    ...mustHold(
      comparison?.status !== 'changed' ||
        (shown !== undefined && sidecarOf(outcome, result, 'difference') !== undefined),
      `${name} changed, but has no difference image`,
    ),
  ]
}

const isOverdue = ({ outcome, plan }: Evidence) =>
  outcome.milliseconds * clockSpeed(plan) > plan.minutes * 60_000 ||
  outcome.warnings.some(text => text.includes('was reached'))

/** Returns the possible "before" pictures. The item `undefined` means that there may be none. */
async function possibleBaselines(
  { plan, stage, baselines, all }: Evidence,
  result: ResultOutput,
): Promise<(Buffer | undefined)[]> {
  const task = stage.looker.tasks.get(result.renderTaskId ?? '')
  if (plan.compare === 'instance') return task ? picturesLike(task, stage.second) : []
  if (stage.commits) return task ? picturesLike(task, stage.looker) : []
  const spec = specOf(plan, result.name)
  // A job that records at the same time may end before or after the comparison.
  const recording = all.filter(({ job }) => job.event === 'push')
  const recordedMeanwhile = recording.flatMap(({ outcome }) =>
    renderedOf(outcome).flatMap(other =>
      specOf(plan, other.name) === spec ? [bytesOf(outcome, other)] : [],
    ),
  )
  return [baselines.get(spec), ...recordedMeanwhile]
}

/** Returns all pictures that the instance rendered with the same settings. The LookML may differ. */
async function picturesLike(task: RenderTask, { tasks, bytesOf }: Simulator): Promise<Buffer[]> {
  const same = [...tasks.values()].filter(
    other => settingsOf(other) === settingsOf(task) && other.status === 'success',
  )
  return Promise.all(same.map(({ id }) => bytesOf(id)))
}

const settingsOf = ({ kind, contentId, format, width, height, dashboardFilters }: RenderTask) =>
  JSON.stringify({ kind, contentId, format, width, height, dashboardFilters })

/** Compares synthetic files of the simulated Looker. A PNG has one colour, and a JPG has one pixel. */
function compareSynthetic(format: string, before: Buffer, after: Buffer): Status {
  if (before.equals(after)) return 'unchanged'
  if (format === 'pdf') return 'incomparable'
  if (format === 'jpg') return 'unchanged'
  return lookOf(before) === lookOf(after) ? 'unchanged' : 'changed'
}

/** Synthetic PNGs with the same size and palette look the same. */
function lookOf(png: Buffer): string {
  const palette = png.indexOf('PLTE')
  return `${png.toString('hex', 16, 24)} ${png.toString('hex', palette + 4, palette + 7)}`
}
