import { putBack, readSavedDeploy } from '../../src/deploy/put-back.ts'
import { deployerAt } from './staging.ts'

const saved = { project: 'thelook', before: 'before', ours: ['base', 'head'] }

describe('putting back', () => {
  test('putting back deploys the commit that was deployed before, and confirms it', async () => {
    const { staging, deployer } = deployerAt('head')
    await putBack(saved, 'done', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before', 'look'])
    expect(staging.deployed()).toBe('before')
  })

  test('putting back does nothing if that commit is deployed already', async () => {
    const { staging, deployer } = deployerAt('before')
    await putBack(saved, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('putting back deploys it anyway if a deploy of ours may be under way', async () => {
    const { staging, deployer } = deployerAt('before', { 1: { kind: 'foreign', commit: 'head' } })
    await putBack(saved, 'broken off', deployer)
    expect(staging.deployed()).toBe('before')
  })

  test('putting back is content if Looker refuses that deploy, and the right commit is deployed', async () => {
    const { staging, deployer } = deployerAt('before', { 1: { kind: 'refused' } })
    await putBack(saved, 'broken off', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before'])
  })

  test('putting back fails if Looker refuses to deploy, and another commit is deployed', async () => {
    const { deployer } = deployerAt('head', { 1: { kind: 'refused' } })
    await expect(putBack(saved, 'broken off', deployer)).rejects.toThrow(/is not as it was before this step/)
  })

  test('putting back does nothing if one of our own commits was deployed before', async () => {
    const { staging, deployer } = deployerAt('base')
    await putBack({ ...saved, before: 'base' }, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('putting back leaves a commit of another person deployed, and names both commits', async () => {
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

  test('putting back says how to deploy by hand if Looker fails', async () => {
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
  'nothing is put back for %j',
  text => expect(readSavedDeploy(text)).toBeUndefined(),
)
