import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import { renderedTree, textOf } from '../../testkit/pages/github-markdown.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene, type StepOutcome } from '../../testkit/scene.ts'

/*
 * Runs the built action for pictures that may have changed for reasons outside of the pull request. The comment names
 * these reasons.
 */

const chart = png(drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>'))
const higher = png(drawn('<rect x="20" y="20" width="60" height="120" fill="#4285f4"/>'))
const inputs = { targets: 'looks/7', compare: 'base', report: 'true' }

const record = (stage: PullRequestScene, about: Partial<Parameters<typeof recordBaselines>[1]> = {}) =>
  recordBaselines(stage, { inputs, files: [chart], ...about })

const gives = (stage: PullRequestScene, ...files: Buffer[]) => {
  for (const bytes of files) stage.fault({ on: 'results', effect: { bytes } })
}

/** Returns the notes in the comment of the pull request, and the notes in the report. */
async function doubtsOf(stage: PullRequestScene, { workspace }: StepOutcome) {
  const [comment] = await stage.github.comments(stage.number)
  const said = textOf(renderedTree(comment?.body ?? ''))
  const page = readFileSync(join(workspace, 'looker-snapshots', 'looker-snapshots-snapshot.html'), 'utf8')
  const noted = /<dt>Note<\/dt><dd>(.*?)<\/dd>/.exec(page)?.[1]
  return { comment: /⚠️ (.*?\.)$/m.exec(said)?.[1], report: noted && textOf(renderedTree(noted)) }
}
const compareRequests = ({ github }: PullRequestScene) =>
  github.requests.filter(({ path }) => path.includes('/compare/'))

test.concurrent('comment and report warn if another release of Looker rendered the baseline', async () => {
  await using stage = await pullRequestScene()
  await record(stage, { release: '26.10.1' })
  gives(stage, higher)
  const outcome = await stage.run(inputs)

  const words = 'The baseline is from Looker 26.10.1, and Looker is now 26.12.3, which may draw differently.'
  expect(await doubtsOf(stage, outcome)).toEqual({ comment: words, report: words })
})

test.concurrent('comment and report warn if the baseline is old', async () => {
  await using stage = await pullRequestScene()
  await record(stage, { at: new Date(Date.now() - 20 * 86_400_000) })
  gives(stage, higher)
  const outcome = await stage.run(inputs)

  const words = 'The baseline is 20 days old, so the data may have changed.'
  expect(await doubtsOf(stage, outcome)).toEqual({ comment: words, report: words })
})

test.concurrent('comment and report name the commit of a baseline that the pull request lacks, with the next step', async () => {
  await using stage = await pullRequestScene()
  const commit = await stage.github.commit({ 'views/orders.view.lkml': 'view: orders {}\n' })
  await record(stage, { commit })
  gives(stage, higher)
  const outcome = await stage.run(inputs)

  const words = `The pull request's branch does not have main's commit ${commit.slice(0, 7)}, so the change may come from main: merge main into the branch, or rebase the branch.`
  expect(await doubtsOf(stage, outcome)).toEqual({ comment: words, report: words })
  expect([outcome.code, outcome.outputs.changed]).toEqual([0, '1'])
})

test.concurrent('a baseline of the commit that the pull request began from causes no warning, after one request to GitHub', async () => {
  await using stage = await pullRequestScene()
  const targets = 'looks/7\nlooks/8\nlooks/9'
  const commit = (await stage.github.ref('heads/main')) ?? ''
  await record(stage, { commit, inputs: { targets }, files: [chart, chart, chart] })
  gives(stage, higher, higher, higher)
  const outcome = await stage.run({ ...inputs, targets })

  expect(await doubtsOf(stage, outcome)).toEqual({ comment: undefined, report: undefined })
  expect(compareRequests(stage).map(({ status }) => status)).toEqual([200])
})

test.concurrent('no request to GitHub is made for the commit of a baseline if no target changed', async () => {
  await using stage = await pullRequestScene()
  const commit = (await stage.github.ref('heads/main')) ?? ''
  await record(stage, { commit })
  gives(stage, chart)
  await stage.run(inputs)

  expect(compareRequests(stage)).toEqual([])
})

test.concurrent.each([
  ['an unknown commit', undefined],
  ['an error', { status: 500 }],
  ['a page instead of JSON', { status: 200, body: '<html>' }],
  ['a broken connection', { reset: true as const }],
])(
  "the step passes without a warning if GitHub answers the request for a baseline's commit with %s",
  async (_, effect) => {
    await using stage = await pullRequestScene()
    await record(stage)
    gives(stage, higher)
    if (effect) stage.github.fault({ path: /\/compare\//, times: 9, effect })
    const outcome = await stage.run(inputs, { env: { RUNNER_DEBUG: '1' } })

    expect([outcome.code, outcome.warnings, outcome.outputs.changed]).toEqual([0, [], '1'])
    expect(await doubtsOf(stage, outcome)).toEqual({ comment: undefined, report: undefined })
    expect(outcome.log).toMatch(
      /GitHub did not say whether the pull request contains the commit ffac537\w+: \S/,
    )
    expect(compareRequests(stage)).toHaveLength(1)
  },
)
