import type { Simulator } from '../../simulator/server.ts'
import { type LookmlFiles, type LookmlRepository, withGit } from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import {
  boardFile,
  describeWithGit,
  netRevenue,
  replaceIn,
  startWithProject,
  viewFile,
} from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start() {
  ;({ looker, repository } = await startWithProject())
}

describeWithGit(withGit('a deploy'), () => {
  const pictures = [
    'dashboards/thelook%3A%3Asales_overview',
    'dashboards/thelook%3A%3Acustomers',
    'dashboards/42',
    'looks/11',
  ]

  test.each<[string, LookmlFiles, boolean[]]>([
    ["a measure's SQL", netRevenue, [true, false, true, false]],
    [
      'the SQL of a dimension that a measure uses',
      replaceIn(viewFile, '.sale_price', '.net_price'),
      [true, false, true, false],
    ],
    ['the kind of a chart', replaceIn(boardFile, 'looker_pie', 'looker_bar'), [true, false, false, false]],
    [
      'the label of a measure',
      replaceIn(viewFile, 'measure: revenue {', 'measure: revenue { label: "Net revenue"'),
      [true, false, false, false],
    ],
    [
      'a view that is extended',
      replaceIn('views/people.view.lkml', '.value', '.worth'),
      [false, true, false, false],
    ],
    [
      'a refinement',
      replaceIn('explores/users.explore.lkml', 'sql: 0.8', 'sql: 0.9'),
      [false, false, false, false],
    ],
    [
      'a table',
      replaceIn('views/users.view.lkml', 'shop.users', 'shop.accounts'),
      [false, true, false, true],
    ],
    [
      'a filter of the Explore',
      replaceIn('thelook.model.lkml', 'label: "Orders"', `sql_always_where: \${user_id} > 0 ;;`),
      [true, false, true, false],
    ],
    [
      'spaces and a comment',
      replaceIn(viewFile, 'measure: revenue {', '# what we earn\n  measure:   revenue {'),
      [false, false, false, false],
    ],
  ])(
    'a deploy in the simulator changes only the pictures that depend on the changed LookML: %s',
    async (_, files, changes) => {
      await start()
      const client = await new Client(looker).logIn()
      const drawn = () =>
        Promise.all(pictures.map(what => client.rendered(`${what}/png`, 'width=700&height=500')))
      const before = await drawn()
      const main = looker.project('thelook').deployed?.ref ?? ''

      await looker.project('thelook').deploy(repository.commit(files, { branch: 'feature' }))
      const after = await drawn()
      await looker.project('thelook').deploy(main)

      expect(after.map((picture, place) => !picture.equals(before[place] as Buffer))).toEqual(changes)
      expect((await drawn()).every((picture, place) => picture.equals(before[place] as Buffer))).toBe(true)
    },
  )

  test('a deploy in the simulator does not change render tasks that were created before the deploy', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const early = await client.createdId('dashboards/42/png')
    await looker.project('thelook').deploy(repository.commit(netRevenue))
    const late = await client.createdId('dashboards/42/png')
    await Promise.all([client.ended(early), client.ended(late)])

    expect((await looker.bytesOf(early)).equals(await looker.bytesOf(late))).toBe(false)
  })
})
