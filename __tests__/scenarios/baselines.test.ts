import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/*
 * Runs the built action to record baselines. Tests which events lead to a recording, and which conditions prevent it.
 */

const inputs = { targets: 'looks/7', compare: 'base' }

const baselines = async (stage: PullRequestScene) => {
  const tip = await stage.github.ref('heads/looker-snapshots')
  const files = tip ? await stage.github.tree(tip) : []
  return files.map(({ path }) => path).filter(path => path.startsWith('baselines/'))
}
const push = (stage: PullRequestScene, branch = 'main') => ({
  event: { name: 'push', payload: stage.github.pushPayload(`refs/heads/${branch}`) },
})

test.concurrent('the baselines of two branches with similar names are in different folders', async () => {
  await using stage = await pullRequestScene()
  // Earlier versions of the action used the folder `release-1-2-bacdc8a6` for the branch `release/1.2`. The folders of
  // branches with only plain letters had no hash.
  for (const branch of ['release/1.2', 'release-1-2-bacdc8a6', 'release-1-2'])
    await stage.run(inputs, push(stage, branch))

  const folders = new Set((await baselines(stage)).map(path => path.split('/')[1]))
  expect(folders.size).toBe(3)
  for (const folder of folders) expect(folder).toMatch(/^release-1-2-(bacdc8a6-)?\w{16}$/)
})

test.concurrent.each(['push', 'schedule', 'workflow_dispatch'])(
  'a run for the event %s records the pictures of its branch',
  async name => {
    await using stage = await pullRequestScene()
    await stage.run(inputs, { event: { name, payload: stage.github.pushPayload() } })

    expect(await baselines(stage)).toHaveLength(1)
  },
)

test.concurrent.each(['workflow_run', 'issue_comment', 'repository_dispatch', 'deployment', 'check_run'])(
  'a run for the event %s on the default branch records no baseline, and the log gives the reason',
  async name => {
    await using stage = await pullRequestScene()
    const { ref: _, ...payload } = stage.github.pushPayload() as Record<string, unknown>
    const outcome = await stage.run(inputs, { event: { name, payload } })

    expect(await baselines(stage)).toEqual([])
    expect(outcome.log).not.toContain('Recorded')
    expect(outcome.warnings.join('\n')).toMatch(/push, schedule or workflow_dispatch to record baselines/)
  },
)

test.concurrent('a run does not replace a baseline of a newer run, warns about it, and records the other picture', async () => {
  await using stage = await pullRequestScene()
  const forged = '9007199254740000'
  await stage.run(inputs, { ...push(stage), github: { run_id: forged } })
  const outcome = await stage.run({ ...inputs, targets: 'looks/7\nlooks/8' }, push(stage))

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(
      /1 of 2 pictures was not recorded for main.*run 9007199254740000.*delete baselines\/main-\w+\/look-7-\w+\.9007199254740000-1\.\S+ from looker-snapshots/,
    ),
  ])
  expect(outcome.log).toContain('Recorded 1 baseline of main')
  const recorded = (await baselines(stage)).map(path => path.split('/')[2])
  expect(recorded).toEqual([
    expect.stringMatching(/^look-7-\w+\.9007199254740000-1\./),
    expect.stringMatching(/^look-8-\w+\.1658821493-1\./),
  ])
})

test.concurrent('a run that could not record any baseline does not report recorded baselines', async () => {
  await using stage = await pullRequestScene()
  await stage.run(inputs, { ...push(stage), github: { run_id: '9007199254740000' } })
  const outcome = await stage.run(inputs, push(stage))

  expect(outcome.warnings).toEqual([expect.stringMatching(/1 picture was not recorded for main/)])
  expect(outcome.log).not.toContain('Recorded')
})
