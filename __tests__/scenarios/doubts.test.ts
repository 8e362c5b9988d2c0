import { calls } from '../../testkit/github-calls.ts'
import { renderedTree, textOf } from '../../testkit/github-markdown.ts'
import { drawn, png } from '../../testkit/pictures.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* What else than the pull request may have changed a picture: told beside the verdict, by the built action. */

const chart = png(drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>'))
const higher = png(drawn('<rect x="20" y="20" width="60" height="120" fill="#4285f4"/>'))
const inputs = { targets: 'looks/7', compare: 'base', report: 'true' }

/** Records one picture for main at that commit. */
async function record(stage: PullRequestScene, { sha, targets = inputs.targets } = { sha: '' }) {
  const event = { name: 'push', payload: stage.github.pushPayload() }
  const given = { ...inputs, targets, artifact: 'none', report: 'false' }
  const { code } = await stage.run(given, { event, ...(sha && { github: { sha } }) })
  expect(code).toBe(0)
}

const gives = (stage: PullRequestScene, ...files: Buffer[]) => {
  for (const bytes of files) stage.fault({ on: 'results', effect: { bytes } })
}

/** Gives what is recorded other names, as another run would have given them. */
async function renameBaselines({ github }: PullRequestScene, rename: (path: string) => string) {
  const { rest, at } = calls(github, github.token)
  const tip = (await github.ref('heads/looker-snapshots')) ?? ''
  const files = (await github.tree(tip)).filter(({ path }) => path.startsWith('baselines/'))
  const blob = { mode: '100644', type: 'blob' } as const
  const tree = files.flatMap(({ path, sha }) => [
    { path, ...blob, sha: null },
    { path: rename(path), ...blob, sha },
  ])
  const { data: made } = await rest.git.createTree({ ...at, tree, base_tree: tip })
  const commit = { message: 'Rename', tree: made.sha, parents: [tip] }
  const { data } = await rest.git.createCommit({ ...at, ...commit })
  await rest.git.updateRef({ ...at, ref: 'heads/looker-snapshots', sha: data.sha })
}

/** What the pull request's comment and report say beside the verdict. */
async function doubtsOf(stage: PullRequestScene) {
  const [comment] = await stage.github.comments(stage.number)
  const said = textOf(renderedTree(comment?.body ?? ''))
  const page = stage.artifacts.artifacts.find(({ mimeType }) => mimeType === 'text/html')?.bytes.toString()
  const noted = /<dt>Note<\/dt><dd>(.*?)<\/dd>/.exec(page ?? '')?.[1]
  return { comment: /⚠️ (.*?\.)$/m.exec(said)?.[1], report: noted && textOf(renderedTree(noted)) }
}
const compareRequests = ({ github }: PullRequestScene) =>
  github.requests.filter(({ path }) => path.includes('/compare/'))

test.concurrent('a picture that another release of Looker drew before is doubted in comment and report', async () => {
  await using stage = await pullRequestScene()
  gives(stage, chart, higher)
  await record(stage)
  await renameBaselines(stage, path => path.replace('.r26-12-3', '.r26-10-1'))
  await stage.run(inputs)

  const words = 'Looker was 26.10.1 then and is 26.12.3 now, which may draw differently.'
  expect(await doubtsOf(stage)).toEqual({ comment: words, report: words })
})

test.concurrent('a picture that was recorded long ago is doubted in comment and report', async () => {
  await using stage = await pullRequestScene()
  gives(stage, chart, higher)
  await record(stage)
  const then = new Date(Date.now() - 20 * 86_400_000).toISOString().replace(/\.\d+|[-:]/g, '')
  await renameBaselines(stage, path => path.replace(/\.\d{8}T\d{6}Z\./, `.${then}.`))
  await stage.run(inputs)

  const words = 'What is recorded is 20 days old, so the data may be what changed.'
  expect(await doubtsOf(stage)).toEqual({ comment: words, report: words })
})

test.concurrent('a commit of main that the pull request lacks is named, with what to do about it', async () => {
  await using stage = await pullRequestScene()
  gives(stage, chart, higher)
  const sha = await stage.github.commit({ 'views/orders.view.lkml': 'view: orders {}\n' })
  await record(stage, { sha })
  const outcome = await stage.run(inputs)

  const words = `The pull request's branch does not have main's commit ${sha.slice(0, 7)}, so what changed may come from main: merge main into it, or rebase it, so that both show the same.`
  expect(await doubtsOf(stage)).toEqual({ comment: words, report: words })
  expect([outcome.code, outcome.outputs.changed]).toEqual([0, '1'])
})

test.concurrent('the commit that the pull request began from raises no doubt, and GitHub is asked about it once for all that changed', async () => {
  await using stage = await pullRequestScene()
  const targets = 'looks/7\nlooks/8\nlooks/9'
  gives(stage, chart, chart, chart, higher, higher, higher)
  const sha = (await stage.github.ref('heads/main')) ?? ''
  await record(stage, { sha, targets })
  await stage.run({ ...inputs, targets })

  expect(await doubtsOf(stage)).toEqual({ comment: undefined, report: undefined })
  expect(compareRequests(stage).map(({ status }) => status)).toEqual([200])
})

test.concurrent('GitHub is not asked where nothing changed', async () => {
  await using stage = await pullRequestScene()
  gives(stage, chart, chart)
  await record(stage, { sha: (await stage.github.ref('heads/main')) ?? '' })
  await stage.run(inputs)

  expect(compareRequests(stage)).toEqual([])
})

test.concurrent.each([
  ['a commit that is gone', undefined],
  ['an error', { status: 500 }],
  ['a page that is no answer', { status: 200, body: '<html>' }],
  ['a broken connection', { reset: true as const }],
])('nothing is said, and nothing fails, where GitHub answers with %s', async (_, effect) => {
  await using stage = await pullRequestScene()
  gives(stage, chart, higher)
  await record(stage)
  if (effect) stage.github.fault({ path: /\/compare\//, times: 9, effect })
  const outcome = await stage.run(inputs, { env: { RUNNER_DEBUG: '1' } })

  expect([outcome.code, outcome.warnings, outcome.outputs.changed]).toEqual([0, [], '1'])
  expect(await doubtsOf(stage)).toEqual({ comment: undefined, report: undefined })
  expect(outcome.log).toMatch(/Whether the pull request has the commit ffac537\w+ is not known: \S/)
  expect(compareRequests(stage)).toHaveLength(1)
})
