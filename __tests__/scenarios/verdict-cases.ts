import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { drawn, png, pngOf } from '../../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene, type StepOutcome } from '../../testkit/scene.ts'

/* The kinds of pull requests that reviewers see. For each kind, the built action runs. */

export interface Verdict {
  scene: PullRequestScene
  outcome: StepOutcome
}

export interface VerdictCase {
  name: string
  needsGit?: boolean
  /** Performs all runs. Returns the outcome of the last run, which the tests check. */
  run(scene: PullRequestScene): Promise<StepOutcome>
  options?: Parameters<typeof pullRequestScene>[0]
}

export async function openCase({ run, options }: VerdictCase): Promise<Verdict> {
  const scene = await pullRequestScene(options)
  try {
    return { scene, outcome: await run(scene) }
  } catch (error) {
    await scene[Symbol.asyncDispose]()
    throw error
  }
}

export const commentOf = async ({ github, number }: PullRequestScene): Promise<string> => {
  const comments = await github.comments(number)
  if (comments.length > 1) throw new Error(`${comments.length} comments`)
  return comments[0]?.body ?? ''
}

const bar = (height: number) =>
  png(drawn(`<rect x="20" y="${140 - height}" width="60" height="${height}" fill="#4285f4"/>`))
const [before, after, afterwards] = [bar(100), bar(120), bar(60)] as const

const dashboards = ['42', '43', '44', '45', '51', '52', '48'].map(id => `dashboards/${id}`).join('\n')
/** The id of the first Look. It is above 1000, because the simulated Looker has no Look 404. */
const firstLook = 1001
const looks = (number: number) =>
  Array.from({ length: number }, (_, place) => `looks/${firstLook + place}`).join('\n')
/** Makes Looker draw real pictures, so that developers can look at the results. */
const drawing = { looker: { renderSeconds: 0.1, pictureBytes: () => undefined } }
const fast = { looker: { renderSeconds: 0.05, slots: 50 } }
const quick = { concurrency: '50', report: 'true', artifact: 'zip' }
/**
 * Turns off the artifact and the report of the run that records. Otherwise, this run would use the name of the later
 * run's artifact.
 */
const unpublished = { artifact: 'none', report: 'false' }
const compared = { ...quick, compare: 'base', targets: dashboards }
const gated = { ...compared, 'fail-on-change': 'true' }
const push = (scene: PullRequestScene) => ({
  event: { name: 'push', payload: scene.github.pushPayload() },
  github: { run_id: '1658821400' },
})
const runs = (id: number) => ({ github: { run_id: String(1_658_821_493 + id) } })

/** Records Looker's pictures, then changes dashboards, then runs the action for the pull request. */
const afterEdits =
  (ids: readonly string[], inputs: Record<string, string>) =>
  async (scene: PullRequestScene): Promise<StepOutcome> => {
    await scene.run({ ...inputs, ...unpublished }, push(scene))
    for (const id of ids) editDashboard(scene, id)
    return scene.run(inputs)
  }

const editDashboard = ({ looker }: PullRequestScene, dashboard: string, times = 1.12) =>
  looker.edit({
    dashboard,
    changes: [{ measure: dashboard === '44' ? 'Stock value' : 'Revenue', times }],
  })

interface BarCounts {
  changed?: number
  failed?: number
  unrecorded?: number
  /** How often Looker returns these bars for each Look. */
  times?: number
}

/** Records the bars of some Looks. Then makes Looker draw other bars for these Looks. */
const afterBars =
  (
    number: number,
    inputs: Record<string, string>,
    { changed = 0, failed = 0, unrecorded = 0, times = 9 }: BarCounts,
  ) =>
  async (scene: PullRequestScene): Promise<StepOutcome> => {
    const recorded = { ...inputs, targets: looks(number - unrecorded) }
    if (number > unrecorded)
      await recordBaselines(scene, {
        inputs: recorded,
        files: Array.from({ length: number - unrecorded }, () => before),
      })
    for (let look = 1; look <= number; look++)
      scene.fault({
        on: 'results',
        target: String(firstLook - 1 + look),
        times,
        effect: { bytes: look <= changed ? after : before },
      })
    for (let look = changed + 1; look <= changed + failed; look++)
      scene.fault({
        on: 'create',
        target: String(firstLook - 1 + look),
        times: 9,
        effect: { taskStatus: 'failure', detail: 'the database did not answer' },
      })
    return scene.run({ ...inputs, targets: looks(number) })
  }

const eventOf = ({ pull }: PullRequestScene) =>
  pull.payload as { pull_request: { head: { sha: string; repo?: object } } }

const pullRequest = (scene: PullRequestScene, about: object, labels: string[], sha?: string) => {
  const { pull_request: pull, ...event } = eventOf(scene)
  const head = { ...pull.head, ...(sha !== undefined && { sha }) }
  const payload = {
    ...{ ...event, ...about },
    pull_request: {
      ...{ ...pull, head, updated_at: new Date().toISOString() },
      labels: labels.map(name => ({ name })),
    },
  }
  return { event: { name: 'pull_request', payload } }
}

const label = 'looker-accepted'
const accept = async (scene: PullRequestScene, inputs: Record<string, string>, id: number) => {
  await scene.github.setLabels(scene.number, [label])
  return scene.run(inputs, {
    ...pullRequest(scene, { action: 'labeled', label: { name: label }, sender: { login: 'ada' } }, [label]),
    ...runs(id),
  })
}

const overview = 'dashboards/thelook::sales_overview'
const customers = 'dashboards/thelook::customers'
const view = 'views/order_items.view.lkml'
const withPrice = (sql: string) => ({ [view]: shopLookml[view].replace(`sql: \${price}`, `sql: ${sql}`) })
const deployed = { ...quick, deploy: 'thelook', compare: 'base', targets: `${overview}\n${customers}` }
const lookml = (files: Record<string, string>) => ({
  ...drawing,
  lookml: shopLookml,
  pull: { branch: 'net-revenue', files },
})

export const verdictCases: readonly VerdictCase[] = [
  { name: 'nothing changed', options: drawing, run: afterEdits([], compared) },
  { name: 'one of seven', options: drawing, run: afterEdits(['42'], gated) },
  { name: '40 of 60', options: fast, run: afterBars(60, gated, { changed: 40 }) },
  { name: '28 changed and 2 failed', options: fast, run: afterBars(40, gated, { changed: 28, failed: 2 }) },
  { name: '500 targets', options: fast, run: afterBars(500, gated, { changed: 120, failed: 10 }) },
  {
    name: 'wrong key',
    options: fast,
    run: scene => scene.run({ ...compared, 'client-secret': 'not-the-secret' }),
  },
  {
    name: 'timeouts',
    options: fast,
    async run(scene) {
      for (const target of ['43', '44'])
        scene.fault({ on: 'create', target, times: 9, effect: { taskStatus: 'rendering' } })
      return scene.run({ ...compared, 'timeout-minutes': '0.1' })
    },
  },
  { name: 'new', options: fast, run: afterBars(7, gated, { unrecorded: 1 }) },
  { name: 'first pull request', options: drawing, run: scene => scene.run(compared) },
  {
    name: 'incomparable',
    options: fast,
    async run(scene) {
      const broken = pngOf(
        { width: 240, height: 160, depth: 8, colour: 6, interlace: 0 },
        Buffer.alloc(0),
        Buffer.from('no zlib'),
      )
      const inputs = { ...gated, targets: 'looks/7\nlooks/8' }
      await recordBaselines(scene, { inputs, files: [broken, before] })
      for (const target of ['7', '8']) scene.fault({ on: 'results', target, effect: { bytes: before } })
      return scene.run(inputs)
    },
  },
  {
    name: 'deploy',
    needsGit: true,
    options: lookml(withPrice(`\${price} - \${TABLE}.returned`)),
    run: scene => scene.run(deployed),
  },
  {
    name: 'broken LookML',
    needsGit: true,
    options: lookml(withPrice(`\${TABLE}.price - \${refundz}`)),
    async run(scene) {
      Object.assign(scene.looker.project('thelook').options, { deploysErrors: true })
      return scene.run(deployed)
    },
  },
  {
    name: 'another person deployed',
    needsGit: true,
    options: lookml(withPrice(`\${price} - \${TABLE}.returned`)),
    async run(scene) {
      const { sha } = await scene.openPullRequest({
        branch: 'by-hand',
        files: { 'views/new.view.lkml': 'view: new {}' },
      })
      scene.fault({ on: 'results', times: 9, effect: { deployedBefore: { project: 'thelook', ref: sha } } })
      return scene.run(deployed)
    },
  },
  {
    name: 'noise',
    options: fast,
    async run(scene) {
      const inputs = { ...gated, 'confirm-changes': 'true', targets: 'looks/7\nlooks/8' }
      await recordBaselines(scene, { inputs, files: [before, before] })
      for (const bytes of [after, before]) scene.fault({ on: 'results', target: '7', effect: { bytes } })
      scene.fault({ on: 'results', target: '8', effect: { bytes: before } })
      return scene.run(inputs)
    },
  },
  {
    name: 'accepted',
    options: drawing,
    async run(scene) {
      await afterEdits(['42', '44'], { ...gated, ...unpublished })(scene)
      return accept(scene, gated, 1)
    },
  },
  {
    name: 'accepted and then changed again',
    options: drawing,
    async run(scene) {
      await afterEdits(['42', '44'], { ...gated, ...unpublished })(scene)
      await accept(scene, gated, 1)
      editDashboard(scene, '44', 0.8)
      return scene.run(gated, {
        ...pullRequest(scene, { action: 'synchronize' }, [label], 'c0ffee0'.padEnd(40, '0')),
        ...runs(2),
      })
    },
  },
  { name: 'dry run', options: fast, run: scene => scene.run({ ...compared, 'dry-run': 'true' }) },
  {
    name: 're-run',
    options: fast,
    async run(scene) {
      const inputs = { ...gated, targets: looks(7) }
      await afterBars(7, { ...gated, ...unpublished }, { changed: 2, times: 1 })(scene)
      for (let look = 1; look <= 7; look++)
        scene.fault({
          on: 'results',
          target: String(firstLook - 1 + look),
          effect: { bytes: look === 1 ? afterwards : before },
        })
      return scene.run(inputs, { github: { run_attempt: '2' } })
    },
  },
]
