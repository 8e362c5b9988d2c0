import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/*
 * Tests runs that end before they render anything. The comment of an earlier run must not look as if it showed the
 * result of such a run.
 */

const next = { github: { run_id: '1658821494' } }

const body = async ({ github, number }: PullRequestScene) => {
  const comments = await github.comments(number)
  expect(comments).toHaveLength(1)
  return comments[0]?.body ?? ''
}
const headline = async (scene: PullRequestScene) => /^## (.*)$/m.exec(await body(scene))?.[1]

test.concurrent('a refused API key is reported once for any number of targets', async () => {
  await using scene = await pullRequestScene()
  const targets = Array.from({ length: 7 }, (_, place) => `looks/${place + 1}`).join('\n')
  const outcome = await scene.run({ targets, 'client-secret': 'wrong' })

  expect(await headline(scene)).toBe(`${new URL(scene.looker.url).host} refused the API key`)
  const text = await body(scene)
  expect(text.match(/API key/g)).toHaveLength(1)
  expect(text.match(/<p>Not rendered: /g)).toHaveLength(1)
  expect(outcome.summary).toMatch(/^## .* refused the API key$/m)
  expect(outcome.errors.filter(error => error.includes('API key'))).toHaveLength(1)
})

test.concurrent('the comment of an earlier run is replaced by the problems of the inputs', async () => {
  await using scene = await pullRequestScene()
  await scene.run({ targets: 'looks/7' })
  const outcome = await scene.run({ targets: 'looks/7', width: 'wide', concurrency: '0' }, next)

  expect(outcome.code).toBe(1)
  expect(await headline(scene)).toBe('Nothing was rendered: 2 inputs must be changed')
  expect(await body(scene)).toContain('<li>width: &quot;wide&quot; is not a whole number of pixels')
  expect(scene.looker.requests.filter(({ operation }) => operation === 'login')).toHaveLength(1)
})

test.concurrent('the comment names a target of another Looker instance', async () => {
  await using scene = await pullRequestScene()
  await scene.run({ targets: 'https://other.looker.com/looks/7' })
  expect(await headline(scene)).toMatch(
    /^Nothing was rendered: targets: .* is on other\.looker\.com, not on /,
  )
})

test.concurrent('no comment about the inputs is written in a public repository', async () => {
  await using scene = await pullRequestScene({ private: false })
  const outcome = await scene.run({ targets: 'looks/7', width: 'wide' })
  expect(outcome.code).toBe(1)
  expect(await scene.github.comments(scene.number)).toEqual([])
})

test.concurrent('a dry run with a problem does not change the comment', async () => {
  await using scene = await pullRequestScene()
  await scene.run({ targets: 'looks/7' })
  const before = await body(scene)
  await scene.run({ targets: 'looks/7', width: 'wide', 'dry-run': 'true' }, next)
  expect(await body(scene)).toBe(before)
})

test.concurrent.each([
  ['removes only its report', { report: 'true' }, ['other.html', 'snapshots.json']],
  [
    'keeps the report if it makes none',
    { report: 'false' },
    ['other.html', 'snapshots.html', 'snapshots.json'],
  ],
  [
    'keeps the report if it is a dry run',
    { report: 'true', 'dry-run': 'true' },
    ['other.html', 'snapshots.html', 'snapshots.json'],
  ],
])('a run that fails in the workspace of an earlier run %s', async (_, more, expected) => {
  await using scene = await pullRequestScene()
  const inputs = { targets: 'looks/7', 'artifact-name': 'snapshots' }
  const { workspace } = await scene.run({ ...inputs, report: 'true' })
  const folder = join(workspace, 'looker-snapshots')
  writeFileSync(join(folder, 'other.html'), 'Mine')
  const outcome = await scene.run({ ...inputs, ...more, 'client-secret': 'wrong' }, { ...next, workspace })

  expect(outcome.code).toBe(1)
  const names = readdirSync(folder).filter(name => /html|json/.test(name))
  expect(names.sort()).toEqual(expected)
})
