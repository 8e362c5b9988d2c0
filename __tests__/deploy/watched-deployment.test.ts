import { putBack, readSavedDeploy, type SavedDeploy } from '../../src/deploy/put-back.ts'
import { openDeployment } from '../../src/deploy/watched-deployment.ts'
import { deployerAt, type Event } from './staging.ts'

/** Opens a deployment of `head` and `base`, in this order. Call 0 reads the previous commit. */
async function open({ before = 'before', ...events }: { before?: string; [call: number]: Event } = {}) {
  const scene = deployerAt(before, events)
  const saved: (SavedDeploy | undefined)[] = []
  const deployment = await openDeployment(scene.deployer, ['head', 'base'], state => saved.push(state))
  const drawn: string[] = []
  const draw = async () => {
    drawn.push(scene.staging.deployed())
    return scene.staging.deployed()
  }
  return { ...scene, ...deployment, drawn, draw, saved }
}

const foreign = (commit: string): Event => ({ kind: 'foreign', commit })

test('a commit that another job deploys before the first deploy is deployed again at the end', async () => {
  const { staging, deployer } = deployerAt('before', { 1: foreign('other') })
  const saved: (SavedDeploy | undefined)[] = []
  const deployment = await openDeployment(deployer, ['head'], state => saved.push(state))
  expect(await deployment.renew()).toBe(true)
  expect(await deployment.renew()).toBe(false)
  expect(deployment.before).toBe('other')
  expect(saved.at(-1)).toMatchObject({ before: 'other' })
  await deployment.round('head', async () => undefined)
  expect(await deployment.end()).toEqual({})
  expect(staging.deployed()).toBe('other')
})

describe('a deploy and the rendering after the deploy', () => {
  test('the deployed commit is confirmed before and after the rendering', async () => {
    const { staging, round, draw } = await open()
    await expect(round('head', draw)).resolves.toBe('head')
    expect(staging.calls).toEqual(['look', 'deploy head', 'look', 'look'])
  })

  test('a commit that is already deployed is not deployed again', async () => {
    const { staging, round, draw } = await open({ before: 'head' })
    await expect(round('head', draw)).resolves.toBe('head')
    expect(staging.calls).toEqual(['look', 'look'])
  })

  test('the rendering begins after Looker has deployed the commit', async () => {
    const { staging, round, draw, drawn } = await open({ 1: { kind: 'not done' }, 3: foreign('head') })
    await round('head', draw)
    expect(staging.calls).toEqual(['look', 'deploy head', 'look', 'look', 'look'])
    expect(drawn).toEqual(['head'])
  })

  test('the error names the deployed commit if Looker does not finish the deploy within a minute', async () => {
    const { round, draw, drawn, clock } = await open({ 1: { kind: 'not done' } })
    await expect(round('head', draw)).rejects.toThrow(
      /accepted the deploy of commit head .*, but did not finish it: before is still deployed after a minute/,
    )
    expect(drawn).toEqual([])
    expect(clock.now()).toBe(60_000)
  })

  test('the step tries for a minute to deploy a commit that Looker has not fetched', async () => {
    const missing = { kind: 'unknown commit' } as const
    const soon = await open({ 1: missing, 2: missing })
    await expect(soon.round('head', soon.draw)).resolves.toBe('head')
    const never = await open(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [at + 1, missing])))
    await expect(never.round('head', never.draw)).rejects.toThrow('No such commit')
    expect(never.clock.now()).toBe(60_000)
  })

  test.each([
    ['right after the deploy', 2],
    ['during the rendering', 3],
  ])('deploy and rendering are repeated once if another person deploys %s', async (_, when) => {
    const { round, draw, drawn, log, staging } = await open({ [when]: foreign('stranger') })
    await expect(round('head', draw)).resolves.toBe('head')
    expect(drawn.at(-1)).toBe('head')
    expect(log.join()).toContain('Another user or job deployed commit stranger')
    expect(staging.deployed()).toBe('head')
  })

  test('deploy and rendering are repeated even if another person restores the deployed commit during the rendering', async () => {
    const { round, clock, staging, log } = await open({ 3: foreign('stranger'), 4: foreign('head') })
    let rounds = 0
    const draw = async () => {
      rounds++
      await clock.sleep(70_000)
      return staging.deployed()
    }
    await expect(round('head', draw)).resolves.toBe('head')
    expect(rounds).toBe(2)
    expect(log.join()).toContain('Another user or job deployed commit stranger')
  })

  test('the deployed commit is not read during a rendering of less than half a minute', async () => {
    const { round, clock, staging } = await open()
    await round('head', () => clock.sleep(29_000))
    expect(staging.calls).toEqual(['look', 'deploy head', 'look', 'look'])
  })

  test('the step fails if another person deploys twice, and the error names the commit of that person', async () => {
    const { round, draw } = await open({ 3: foreign('one'), 6: foreign('two') })
    await expect(round('head', draw)).rejects.toMatchObject({
      message: expect.stringContaining('Another user or job deployed commit two'),
      hint: expect.stringContaining('concurrency'),
    })
  })
})

describe('the end of a deployment', () => {
  test('a deployment without failures deploys the previous commit again without a message', async () => {
    const { round, draw, end, staging, saved } = await open()
    await round('head', draw)
    await round('base', draw)
    expect(await end()).toEqual({})
    expect(staging.deployed()).toBe('before')
    expect(saved.at(-1)).toBeUndefined()
  })

  test.each<[string, Event]>([
    ['refused', { kind: 'refused' }],
    ['of an unknown commit', { kind: 'unknown commit' }],
  ])(
    'a deployment ends without a deploy and without a message if its only deploy was %s',
    async (_, event) => {
      const refusals = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [at + 1, event]))
      const { round, draw, end, staging, saved } = await open(refusals)
      await expect(round('head', draw)).rejects.toThrow()
      const calls = staging.calls.length
      expect(await end()).toEqual({})
      expect(staging.calls).toHaveLength(calls)
      expect(saved.at(-1)).toBeUndefined()
    },
  )

  test('a deployment deploys the previous commit again if Looker refused to deploy the merge base', async () => {
    const { round, draw, end, staging, saved } = await open({ 4: { kind: 'refused' } })
    await round('head', draw)
    await expect(round('base', draw)).rejects.toThrow('Looker refused it')
    expect(await end()).toEqual({})
    expect(staging.deployed()).toBe('before')
    expect(saved.at(-1)).toBeUndefined()
  })

  test('a deployment keeps its state for the post step if a deploy may still be running', async () => {
    const { round, draw, end, staging, saved } = await open({ 1: { kind: 'answer lost' } })
    await expect(round('head', draw)).rejects.toThrow('The connection broke')
    expect(await end()).toEqual({})
    expect(staging.deployed()).toBe('before')
    expect(saved.at(-1)).toMatchObject({ before: 'before' })
  })

  test('a deployment ends with one warning that names both commits if another person deployed', async () => {
    const { round, draw, end, staging } = await open({ 3: foreign('stranger') })
    await round('head', draw)
    const { error, warning, foreign: seen } = await end()
    expect(error).toBeUndefined()
    expect(seen).toBe('stranger')
    expect(warning?.message).toMatch(
      /^Another user or job deployed commit stranger .* Commit before, which was deployed before this step, is deployed again$/,
    )
    expect(warning?.hint).toContain('deploy_ref_to_production?ref=stranger')
    expect(staging.deployed()).toBe('before')
  })

  test('a deployment ends with one error if another person deployed during both attempts', async () => {
    const { round, draw, end, staging, saved } = await open({ 3: foreign('one'), 6: foreign('two') })
    await expect(round('head', draw)).rejects.toThrow()
    const { error, warning, foreign: seen } = await end()
    expect(warning).toBeUndefined()
    expect(seen).toBe('two')
    expect(error?.message).toMatch(
      /^Another user or job deployed commit two .*, and it is still deployed\. Before this step, commit before was deployed$/,
    )
    expect(error?.hint).toContain('deploy_ref_to_production?ref=before')
    expect(staging.deployed()).toBe('two')
    expect(saved.at(-1)).toBeUndefined()
  })

  test('a deployment ends with an error and a next step if Looker does not deploy the previous commit', async () => {
    const { round, draw, end, saved } = await open({ 4: { kind: 'fails' } })
    await round('head', draw)
    const { error } = await end()
    expect(error?.message).toMatch(/^Commit before.* thelook at staging.*failed \(500\)/)
    expect(error?.hint).toContain('Deploy it by hand')
    expect(saved.at(-1)).toMatchObject({ before: 'before' })
  })
})

const savedDeploy = { project: 'thelook', before: 'before', ours: ['base', 'head'] }

describe('the deploy of the previous commit at the end', () => {
  test('the post step deploys the previous commit again and confirms it', async () => {
    const { staging, deployer } = deployerAt('head')
    await putBack(savedDeploy, 'done', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before', 'look'])
    expect(staging.deployed()).toBe('before')
  })

  test('the previous commit is not deployed again if it is already deployed', async () => {
    const { staging, deployer } = deployerAt('before')
    await putBack(savedDeploy, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('the previous commit is deployed again while a deploy of this step may be running, even if it is already deployed', async () => {
    const { staging, deployer } = deployerAt('before', { 1: { kind: 'foreign', commit: 'head' } })
    await putBack(savedDeploy, 'broken off', deployer)
    expect(staging.deployed()).toBe('before')
  })

  test('a refused deploy of the previous commit is not an error if that commit is already deployed', async () => {
    const { staging, deployer } = deployerAt('before', { 1: { kind: 'refused' } })
    await putBack(savedDeploy, 'broken off', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before'])
  })

  test('a refused deploy of the previous commit is an error if another commit is deployed', async () => {
    const { deployer } = deployerAt('head', { 1: { kind: 'refused' } })
    await expect(putBack(savedDeploy, 'broken off', deployer)).rejects.toThrow(
      /which was deployed before this step, could not be deployed again/,
    )
  })

  test('no commit is deployed at the end if the commit of this step is the same as the previous commit', async () => {
    const { staging, deployer } = deployerAt('base')
    await putBack({ ...savedDeploy, before: 'base' }, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('a commit that another person deployed remains deployed, and the message names both commits', async () => {
    const { staging, deployer } = deployerAt('stranger')
    await expect(putBack(savedDeploy, 'done', deployer)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Another user or job deployed commit stranger .* still deployed\. Before this step, commit before was deployed$/,
      ),
      hint: expect.stringContaining(
        'POST https://staging.acme.looker.com/api/4.0/projects/thelook/deploy_ref_to_production?ref=before',
      ),
    })
    expect(staging.deployed()).toBe('stranger')
  })

  test('the error explains how to deploy the previous commit by hand if Looker fails', async () => {
    const { deployer } = deployerAt('head', { 1: { kind: 'fails' } })
    await expect(putBack(savedDeploy, 'done', deployer)).rejects.toMatchObject({
      message: expect.stringMatching(/^Commit before.* thelook at staging.*failed \(500\)/),
      hint: expect.stringContaining('Deploy it by hand'),
    })
  })
})

test('the post step reads the saved state of a deployment unchanged', () =>
  expect(readSavedDeploy(JSON.parse(JSON.stringify(savedDeploy)))).toEqual(savedDeploy))

test.each([[undefined], [null], ['text'], [[]], [{ project: 'a', before: 'b' }]])(
  'the post step deploys no commit for the invalid saved state %j',
  text => expect(readSavedDeploy(text)).toBeUndefined(),
)
