import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { lookmlClient } from '../../src/looker/lookml.ts'
import { projectOf, UnknownCommitError } from '../../src/looker/project.ts'
import { sessionOn } from '../../testkit/looker/content.ts'
import { createLookmlRepository, hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'

/* What Looker tells of the LookML behind targets, and of a project, as the simulated one has it. */

const describeWithGit = hasGit ? describe : describe.skip

let looker: Simulator
afterEach(() => looker.close())

async function start() {
  const repository = createLookmlRepository()
  looker = await startSimulator({ projects: [{ id: 'thelook', repository: repository.path }] })
  const { session, host, secrets } = sessionOn(looker)
  const project = projectOf({ id: 'thelook', host, send: session.send, clean: secrets.clean })
  return { client: lookmlClient(session.send, host), project, repository }
}

describeWithGit(withGit('the LookML behind a target'), () => {
  test('has an Explore for each tile of a dashboard', async () => {
    const { client } = await start()
    const { kind, tiles } = await client.queriesOf({
      kind: 'lookml_dashboard',
      id: 'thelook::sales_overview',
    })
    expect([kind, tiles]).toEqual(['dashboard', Array(5).fill(['thelook::order_items'])])
  })

  test.each(['look', 'query'] as const)('has one Explore for a %s', async kind => {
    const { client } = await start()
    const queries = await client.queriesOf({ kind, id: '7' })
    expect(queries).toEqual({ kind: 'query', tiles: [[expect.stringMatching(/^\w+::\w+$/)]] })
  })

  test('is not found for a target that does not exist', async () => {
    const { client } = await start()
    await expect(client.queriesOf({ kind: 'dashboard', id: '9056' })).rejects.toMatchObject({ status: 404 })
  })

  test('has the files of an Explore: those of its views, and of what these extend', async () => {
    const { client } = await start()
    const { project, files } = await client.explore('thelook::users')
    expect(project).toBe('thelook')
    expect(files).toEqual(
      expect.arrayContaining([
        { project: 'thelook', path: 'views/users.view.lkml' },
        { project: 'thelook', path: 'views/people.view.lkml' },
        { project: 'thelook', path: 'explores/users.explore.lkml' },
      ]),
    )
  })
})

describeWithGit(withGit('a project'), () => {
  test('deploys a commit, and finds that one deployed', async () => {
    const { project, repository } = await start()
    const commit = repository.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'change' })
    await project.check()
    await project.deploy(commit)
    await expect(project.deployedCommit()).resolves.toBe(commit)
  })

  test('refuses a commit that it does not have yet with an error that is worth another try', async () => {
    const { project } = await start()
    await expect(project.deploy('0'.repeat(40))).rejects.toThrow(UnknownCommitError)
  })
})
