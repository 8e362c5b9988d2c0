import type { IProjectError } from '@looker/sdk'
import type { Simulator } from '../../simulator/server.ts'
import { startSimulator } from '../../simulator/server.ts'
import {
  createLookmlRepository,
  type LookmlFiles,
  type LookmlRepository,
  withGit,
} from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { developerSdk, lookerSdk } from './looker-sdk.ts'
import { boardFile, describeWithGit, replaceIn, startWithProject, viewFile } from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

const branch = 'looker-snapshot-1-1-abc123-head'

/** Checks out a commit with these files in the dev workspace, and validates the project. */
async function validate(files: LookmlFiles) {
  ;({ looker, repository } = await startWithProject())
  const sdk = await developerSdk(looker)
  await sdk.ok(
    sdk.create_git_branch('thelook', { name: branch, ref: repository.commit(files, { branch: 'x' }) }),
  )
  return sdk.ok(sdk.validate_project('thelook'))
}

describeWithGit(withGit('the validation of a project'), () => {
  test("the simulator's validation finds no errors in the LookML project shop", async () => {
    const { errors, models_not_validated: left } = await validate({})

    expect([errors, left]).toEqual([[], []])
  })

  test.each([
    ['explores/more.model.lkml', `../${viewFile}`],
    ['views/more.model.lkml', `./${viewFile.replace('views/', '')}`],
  ])("the simulator's validation finds no errors if the model %s includes %s", async (path, include) => {
    const model = `connection: "warehouse"\ninclude: "${include}"\nexplore: more { from: order_items }\n`
    expect((await validate({ [path]: model })).errors).toEqual([])
  })

  test.each<[string, LookmlFiles, Partial<IProjectError>]>([
    [
      'a file that is not LookML',
      replaceIn(viewFile, 'measure: revenue {\n    type: sum', 'measure: revenue {\n    type sum'),
      {
        severity: 'fatal',
        kind: 'syntax',
        file_path: `thelook/${viewFile}`,
        line_number: 29,
        message: expect.stringContaining('Parse error'),
      },
    ],
    [
      'an Explore of an unknown view',
      replaceIn('thelook.model.lkml', 'from: users', 'from: userz'),
      {
        severity: 'error',
        code: 'unknown_view',
        file_path: 'thelook/thelook.model.lkml',
        line_number: 12,
        model_id: 'thelook',
        explore: 'order_items',
        message: 'Explore "order_items" in thelook: could not find a view named "userz"',
      },
    ],
    [
      'a field that refers to an unknown field',
      replaceIn(viewFile, `sql: \${price}`, `sql: \${prize}`),
      {
        severity: 'error',
        code: 'unknown_field',
        field_name: 'order_items.revenue',
        file_path: `thelook/${viewFile}`,
        line_number: 28,
        message: expect.stringContaining('"order_items.prize" referenced in "order_items.revenue"'),
      },
    ],
    [
      'a tile with an unknown field, as a warning',
      replaceIn(boardFile, '[order_items.orders]', '[order_items.ordrs]'),
      {
        severity: 'warning',
        kind: 'dashboard',
        file_path: `thelook/${boardFile}`,
        line_number: 11,
        message: 'Unknown field "order_items.ordrs" in the element "Orders"',
      },
    ],
  ])("the simulator's validation of a LookML project finds %s", async (_, files, error) => {
    const { errors } = await validate(files)

    expect(errors).toContainEqual(expect.objectContaining(error))
  })

  test("the simulator's validation of a LookML project reads the session's workspace", async () => {
    await validate(replaceIn(viewFile, `sql: \${price}`, `sql: \${prize}`))
    const production = lookerSdk(looker)

    expect((await production.ok(production.validate_project('thelook', 'errors'))).errors).toEqual([])
  })

  test("the simulator's validation of a LookML project names the models that were not validated", async () => {
    await validate({})
    looker.project('thelook').notValidated.add('thelook')
    const sdk = lookerSdk(looker)

    expect((await sdk.ok(sdk.validate_project('thelook'))).models_not_validated).toEqual([
      { name: 'thelook', project_file_id: 'thelook/thelook.model.lkml' },
    ])
  })

  test("the answer of the simulator's validation agrees with Looker's API description", async () => {
    await validate(replaceIn(viewFile, `sql: \${price}`, `sql: \${prize}`))
    const client = await new Client(looker).logIn()
    await client.send('PATCH', '/session', { workspace_id: 'dev' })
    const answer = await (await client.call('POST', '/projects/thelook/validate')).json()

    expect(answer).toMatchObject({ errors: [{ field_name: 'order_items.revenue' }] })
    expect(faultsInAnswer('ProjectValidation', answer)).toEqual([])
  })
})

const manifest = `project_name: "thelook"
local_dependency: { project: "shared" }
remote_dependency: blocks { url: "https://github.com/acme/blocks" ref: "1234567" }
`
const shared = {
  'views/returns.view.lkml':
    'view: returns { dimension: id { primary_key: yes } measure: returned { type: count } }\n',
}
const importing = {
  'manifest.lkml': manifest,
  'thelook.model.lkml': 'connection: "w"\ninclude: "//shared/views/*.view.lkml"\nexplore: returns {}\n',
}

async function startWithImport() {
  repository = createLookmlRepository(importing)
  const imported = createLookmlRepository(shared)
  looker = await startSimulator({
    projects: [
      { id: 'thelook', repository: repository.path },
      { id: 'shared', repository: imported.path },
    ],
  })
  return imported
}

describeWithGit(withGit('a project that imports another'), () => {
  test('the simulator reads the imports of a LookML project from its manifest', async () => {
    await startWithImport()
    const sdk = lookerSdk(looker)

    expect(await sdk.ok(sdk.manifest('thelook'))).toMatchObject({
      name: 'thelook',
      imports: [
        { name: 'shared', is_remote: false },
        { name: 'blocks', is_remote: true, url: 'https://github.com/acme/blocks', ref: '1234567' },
      ],
    })
    expect((await sdk.manifest('shared')).ok).toBe(false)
    const client = await new Client(looker).logIn()
    expect(
      faultsInAnswer('Manifest', await (await client.call('GET', '/projects/thelook/manifest')).json()),
    ).toEqual([])
  })

  test("the simulator uses the developer's copy of an imported project only in development mode", async () => {
    const imported = await startWithImport()
    const sdk = await developerSdk(looker)
    const production = lookerSdk(looker)
    const changed = imported.commit(
      { 'views/returns.view.lkml': 'view: returns { measure: lost { type: count } }\n' },
      { branch: 'theirs' },
    )
    await looker.project('shared').checkOut('theirs', { ref: changed })
    const measures = async (by: typeof sdk) => {
      const explore = await by.ok(
        by.lookml_model_explore({ lookml_model_name: 'thelook', explore_name: 'returns' }),
      )
      return explore.fields?.measures?.map(({ name, source_file: file }) => [name, file])
    }

    const file = 'imported_projects/shared/views/returns.view.lkml'
    expect(await measures(sdk)).toEqual([['returns.lost', file]])
    expect(await measures(production)).toEqual([['returns.returned', file]])
  })
})
