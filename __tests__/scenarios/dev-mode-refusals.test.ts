import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { expectRestored, hurry, inputs, openScene, scenarios } from './dev-mode-scene.ts'

/* Runs the built action with `dev-mode` while Looker refuses a single kind of request. */

type Fault = Parameters<Awaited<ReturnType<typeof openScene>>['fault']>[0]

const develop = /[Gg]ive the API user('s role| a role with) the permission develop/
const modelAccess = /Give the API user a role that contains the model thelook and the permission access_data/
const shorten = /Shorten the query of the tile/

scenarios(withGit('a refused request'), () => {
  test.concurrent.each<[string, number, RegExp, Omit<Fault, 'effect'>]>([
    ['the project', 403, develop, { on: 'project' }],
    ['the project', 404, develop, { on: 'project' }],
    ['the checked-out branch', 403, develop, { on: 'branch', method: 'GET' }],
    ['the checked-out branch', 404, develop, { on: 'branch', method: 'GET' }],
    ['the checked-out branch', 410, /Ask the Looker admin/, { on: 'branch', method: 'GET' }],
    ['the creation of a branch', 403, develop, { on: 'branch', method: 'POST' }],
    ['the creation of a branch', 413, /limits the size/, { on: 'branch', method: 'POST' }],
    ['the LookML validation', 403, develop, { on: 'validate' }],
    ['the LookML validation', 404, develop, { on: 'validate' }],
    [
      'all SQL',
      404,
      /Looker refuses all queries .* the permissions access_data and see_sql/,
      { on: 'run', target: 'sql' },
    ],
    ['all SQL', 413, shorten, { on: 'run', target: 'sql' }],
    ['all SQL', 410, /Ask the Looker admin/, { on: 'run', target: 'sql' }],
    ['all results', 403, modelAccess, { on: 'run', target: 'json_detail' }],
    ['all results', 413, shorten, { on: 'run', target: 'json_detail' }],
    ['the tiles of a dashboard', 403, /see_user_dashboards.*View access/, { on: 'content' }],
    ['the tiles of a dashboard', 404, /see_user_dashboards.*View access/, { on: 'content' }],
    ['the content validation', 403, /may lack the permission develop/, { on: 'content_validation' }],
    ['the content validation', 404, /may lack the permission develop/, { on: 'content_validation' }],
  ])(
    'the step says what to do if Looker answers a request for %s with %i',
    async (what, status, words, fault) => {
      await using scene = await openScene()
      const effect = { status, body: { message: 'No' } }
      scene.fault({ ...fault, times: Number.POSITIVE_INFINITY, effect })
      const isDashboard = what === 'the tiles of a dashboard'
      const outcome = await scene.run(
        { ...inputs, 'content-validation': 'true', ...(isDashboard && { targets: 'dashboards/42' }) },
        hurry(),
      )
      const said = [...outcome.errors, ...outcome.warnings].join('\n')
      expect(said).toMatch(words)
      expect(said).not.toMatch(/base-url|api-version/)
      expectRestored(scene)
    },
  )
})
