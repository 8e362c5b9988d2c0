import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { openStage } from '../../testkit/stage.ts'
import { developerSdk } from '../simulator/looker-sdk.ts'

const testWithGit = hasGit ? test : test.skip

const view = 'views/order_items.view.lkml'

testWithGit(
  withGit('the simulated Looker can deploy a commit of the emulated GitHub by its GitHub SHA'),
  async () => {
    await using stage = await openStage({ lookml: shopLookml })
    const project = stage.looker.project('thelook')
    const main = await stage.github.ref('heads/main')
    const pull = await stage.openPullRequest({ branch: 'net', files: { [view]: 'view: order_items {}' } })
    const later = await stage.commit({ [view]: 'view: order_items { label: "Net" }' }, { branch: 'net' })

    expect(project.deployed).toEqual({ name: 'main', ref: main })
    await project.deploy(pull.sha)
    expect(project.deployed?.ref).toBe(pull.sha)
    await project.deploy(later)
    expect([project.deployed?.ref, await stage.github.ref('heads/net')]).toEqual([later, later])
    expect((await stage.github.fileAt(later, view))?.toString()).toContain('Net')
  },
)

testWithGit(
  withGit(
    'a branch that the simulated Looker pushes is in the emulated GitHub until Looker deletes the branch',
  ),
  async () => {
    await using stage = await openStage({ lookml: shopLookml })
    const pull = await stage.openPullRequest({ branch: 'net', files: { [view]: 'view: order_items {}' } })
    const sdk = await developerSdk(stage.looker)
    const personal = (await sdk.ok(sdk.git_branch('thelook'))).name ?? ''
    const branch = 'looker-snapshot-1-1-abc123-head'

    await sdk.ok(sdk.create_git_branch('thelook', { name: branch, ref: pull.sha }))
    expect(await stage.github.ref(`heads/${branch}`)).toBe(pull.sha)
    const main = (await stage.github.ref('heads/main')) ?? ''
    await sdk.ok(sdk.update_git_branch('thelook', { name: branch, ref: main }))
    expect(await stage.github.ref(`heads/${branch}`)).toBe(main)
    await sdk.ok(sdk.update_git_branch('thelook', { name: personal }))
    await sdk.ok(sdk.delete_git_branch('thelook', branch))
    expect(await stage.github.ref(`heads/${branch}`)).toBeUndefined()
  },
)
