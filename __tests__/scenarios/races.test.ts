import type { GitHubFault } from '../../testkit/github/proxy.ts'
import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action while GitHub refuses to change the images branch. */

const later = { github: { run_id: '1658821494' } }
const refused = (status: number, message: string): GitHubFault['effect'] => ({ status, body: { message } })

/** Creates the images branch with one picture. */
const openImagesBranch = (stage: PullRequestScene) =>
  recordBaselines(stage, { inputs: { targets: 'looks/7' }, files: [Buffer.from('a picture')] })

/** Writes to the images branch in the same way as another job. */
async function writeElsewhere({ github }: PullRequestScene) {
  const answer = await fetch(`${github.apiUrl}/repos/acme/lookml/contents/note.txt`, {
    method: 'PUT',
    headers: { authorization: `token ${github.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message: 'A note', content: 'bm90ZQ==', branch: 'looker-snapshots' }),
  })
  expect(answer.status).toBe(201)
}

test.concurrent.each([
  [422, 'Reference update failed', 'PATCH', /\/git\/refs\//],
  [409, 'is at 1a2b3c4d but expected 5e6f7081', 'PATCH', /\/git\/refs\//],
  [409, 'Conflict', 'POST', /\/git\/commits$/],
  [422, 'tree.sha is not valid', 'POST', /\/git\/trees$/],
] as const)(
  'a write to the images branch is repeated after the refusal %i (%s) if the head has moved',
  async (...fault) => {
    const [status, message, method, path] = fault
    await using stage = await pullRequestScene()
    await openImagesBranch(stage)
    let moveOn = () => {}
    const moved = new Promise<void>(resolve => {
      moveOn = resolve
    })
    // The action reads the head of the branch at the start, and again while it uploads the last picture.
    stage.github.fault({ method: 'POST', path: /\/git\/blobs$/, effect: { until: moved } })
    stage.github.fault({ method, path, effect: refused(status, message) })
    const reads = () =>
      stage.github.requests.filter(({ path, status }) => status && path.includes('/git/ref/')).length
    const before = reads()
    const step = stage.start({ targets: 'looks/8' }, later)
    while (reads() < before + 2) await new Promise(resolve => setTimeout(resolve, 20))
    await writeElsewhere(stage)
    moveOn()
    const outcome = await step.finished

    expect(outcome.warnings).toEqual([])
    const tip = await stage.github.tree((await stage.github.ref('heads/looker-snapshots')) ?? '')
    expect(tip.map(({ path }) => path)).toContain('note.txt')
    expect(tip.filter(({ path }) => path.endsWith('.png'))).toHaveLength(2)
  },
)

test.concurrent.each([
  [409, 'Conflict', 'PATCH', /\/git\/refs\//],
  [422, 'tree.sha is not valid', 'POST', /\/git\/trees$/],
] as const)(
  'the refusal %i (%s) of a write to the images branch is reported if the head has not moved',
  async (...fault) => {
    const [status, message, method, path] = fault
    await using stage = await pullRequestScene()
    await openImagesBranch(stage)
    stage.github.fault({ method, path, times: 99, effect: refused(status, message) })
    const outcome = await stage.run({ targets: 'looks/8' }, later)

    expect(outcome.code).toBe(0)
    expect(outcome.warnings[0]).toContain(
      `The pictures could not be put into the repository: GitHub refused it (${status}: ${message})`,
    )
    expect(outcome.warnings[0]).not.toMatch(/empty|ruleset|protection/)
  },
)

test.concurrent('a warning gives the empty repository as the reason for missing pictures', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ path: /\/git\/blobs$/, times: 99, effect: refused(409, 'Git Repository is empty.') })
  const outcome = await stage.run({ targets: 'looks/7' })

  expect(outcome.warnings[0]).toMatch(
    /could not be put into the repository: the repository is empty\. Push a first commit/,
  )
})
