import { readOptions, UsageError } from '../../demo/options.ts'
import { filesAfter, planStory, planTargets, pushesOf, targetsFile } from '../../demo/plan.ts'
import { compile } from '../../simulator/projects/lookml.ts'
import { chartsOf } from '../../simulator/projects/lookml-tiles.ts'

const key = { LOOKERSDK_CLIENT_ID: 'id', LOOKERSDK_CLIENT_SECRET: 'secret' }

/** The tiles of the demo's dashboard, as these files draw it. */
function tilesIn(files: Readonly<Record<string, string>>) {
  const lookml = compile(new Map(Object.entries(files).filter(([path]) => path !== targetsFile)))
  const dashboard = lookml.dashboards.find(({ id }) => id === 'thelook::shop_overview')
  if (!dashboard) throw new Error('The LookML has no shop overview')
  return chartsOf(lookml.models, dashboard).tiles
}

test('the first push of the demo lowers revenue, and leaves orders as they are', () => {
  const plan = planStory()
  const before = tilesIn(plan.files)
  const after = tilesIn(filesAfter(plan, plan.pull.pushes[0]))
  const levelOf = (tiles: typeof before, title: string) => {
    const tile = tiles.find(tile => tile.title === title)
    return tile && 'measure' in tile ? tile.measure.level : Number.NaN
  }

  expect(levelOf(after, 'Revenue')).toBeLessThan(0.95 * levelOf(before, 'Revenue'))
  expect(levelOf(after, 'Orders')).toBe(levelOf(before, 'Orders'))
})

test('the second push makes the ring a bar chart, and keeps what the first one changed', () => {
  const plan = planStory()
  const [first, second] = plan.pull.pushes.map(push => tilesIn(filesAfter(plan, push)))
  const changed = second?.filter((tile, place) => JSON.stringify(tile) !== JSON.stringify(first?.[place]))

  expect(changed).toMatchObject([{ title: 'Revenue by category', kind: 'bar' }])
})

test("a person's own targets are recorded on main, then compared on a pull request", () => {
  const plan = planTargets('- dashboards/7\n')

  expect(pushesOf(plan)).toHaveLength(2)
  expect(pushesOf(plan).map(push => filesAfter(plan, push)[targetsFile])).toEqual([
    '- dashboards/7\n',
    '- dashboards/7\n',
  ])
})

test.each([
  ['no target for a Looker of their own', [], { LOOKERSDK_BASE_URL: 'https://a.example', ...key }],
  ['half a key', ['dashboards/7'], { LOOKERSDK_BASE_URL: 'https://a.example' }],
  ['an option that is none', ['--quick'], {}],
])('a start with %s is refused with how to start the demo', (_, args, env) => {
  expect(() => readOptions(args, env)).toThrow(UsageError)
})
