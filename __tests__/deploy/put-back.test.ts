import { putBack, readSavedDeploy } from '../../src/deploy/deployment.ts'
import { deployerAt } from './staging.ts'

const saved = { project: 'thelook', before: 'before', ours: ['base', 'head'] }

describe('the deploy of the previous commit at the end', () => {
  test('the previous commit is deployed again and confirmed', async () => {
    const { staging, deployer } = deployerAt('head')
    await putBack(saved, 'done', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before', 'look'])
    expect(staging.deployed()).toBe('before')
  })

  test('the previous commit is not deployed again if it is deployed already', async () => {
    const { staging, deployer } = deployerAt('before')
    await putBack(saved, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('the previous commit is deployed again even if it is deployed, if a deploy of this step may be under way', async () => {
    const { staging, deployer } = deployerAt('before', { 1: { kind: 'foreign', commit: 'head' } })
    await putBack(saved, 'broken off', deployer)
    expect(staging.deployed()).toBe('before')
  })

  test('a refused deploy of the previous commit is no error if that commit is deployed', async () => {
    const { staging, deployer } = deployerAt('before', { 1: { kind: 'refused' } })
    await putBack(saved, 'broken off', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before'])
  })

  test('a refused deploy of the previous commit is an error if another commit is deployed', async () => {
    const { deployer } = deployerAt('head', { 1: { kind: 'refused' } })
    await expect(putBack(saved, 'broken off', deployer)).rejects.toThrow(/is not as it was before this step/)
  })

  test('nothing is deployed at the end if the previous commit is one that this step deployed', async () => {
    const { staging, deployer } = deployerAt('base')
    await putBack({ ...saved, before: 'base' }, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('a commit that another person deployed stays deployed, and the message names both commits', async () => {
    const { staging, deployer } = deployerAt('stranger')
    await expect(putBack(saved, 'done', deployer)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Another user or job deployed commit stranger .* still deployed\. Before this step, commit before was deployed$/,
      ),
      hint: expect.stringContaining(
        'POST https://staging.acme.looker.com/api/4.0/projects/thelook/deploy_ref_to_production?ref=before',
      ),
    })
    expect(staging.deployed()).toBe('stranger')
  })

  test('the error says how to deploy the previous commit by hand if Looker fails', async () => {
    const { deployer } = deployerAt('head', { 1: { kind: 'fails' } })
    await expect(putBack(saved, 'done', deployer)).rejects.toMatchObject({
      message: expect.stringMatching(/thelook at staging.* commit before was deployed: .*failed \(500\)/),
      hint: expect.stringContaining('Deploy it by hand'),
    })
  })
})

test('the state of the post step is read as it was saved', () =>
  expect(readSavedDeploy(JSON.parse(JSON.stringify(saved)))).toEqual(saved))

test.each([[undefined], [null], ['text'], [[]], [{ project: 'a', before: 'b' }]])(
  'no commit is deployed for the saved state %j',
  text => expect(readSavedDeploy(text)).toBeUndefined(),
)
