import { readOptions, UsageError } from '../../demo/options.ts'
import { renderMarkdown } from '../../demo/page/markdown.ts'
import { filesAfter, type Plan, targetsFile } from '../../demo/plan.ts'
import { planStory, planTargets, storyNames } from '../../demo/stories.ts'
import { compile } from '../../simulator/projects/lookml.ts'
import { chartsOf } from '../../simulator/projects/lookml-tiles.ts'

const key = { LOOKERSDK_CLIENT_ID: 'id', LOOKERSDK_CLIENT_SECRET: 'secret' }

function tilesIn(files: Readonly<Record<string, string>>) {
  const lookml = compile(new Map(Object.entries(files).filter(([path]) => path !== targetsFile)))
  const dashboard = lookml.dashboards.find(({ id }) => id === 'thelook::shop_overview')
  if (!dashboard) throw new Error('The LookML has no shop overview')
  return chartsOf(lookml.models, dashboard).tiles
}

const tilesAfter = (plan: Plan) => plan.pushes.map(push => tilesIn(filesAfter(plan, push)))

test.each(['one-instance', 'staging'] as const)(
  'the first commit of the demo story %s lowers the revenue, and keeps the number of orders',
  name => {
    const plan = planStory(name)
    const before = tilesIn(plan.files)
    const [after = []] = tilesAfter(plan)
    const levelOf = (tiles: typeof before, title: string) => {
      const tile = tiles.find(tile => tile.title === title)
      return tile && 'measure' in tile ? tile.measure.level : Number.NaN
    }

    expect(levelOf(after, 'Revenue')).toBeLessThan(0.95 * levelOf(before, 'Revenue'))
    expect(levelOf(after, 'Orders')).toBe(levelOf(before, 'Orders'))
  },
)

test('the second commit of the demo story staging turns the pie chart into a bar chart, and keeps the first change', () => {
  const [first, second] = tilesAfter(planStory('staging'))
  const changed = second?.filter((tile, place) => JSON.stringify(tile) !== JSON.stringify(first?.[place]))

  expect(changed).toMatchObject([{ title: 'Revenue by category', kind: 'bar' }])
})

test('the demo records the targets of a user on main, then compares them on a pull request', () => {
  const plan = planTargets('- dashboards/7\n')

  expect(plan.pushes.map(({ event }) => event)).toEqual(['push', 'pull_request'])
  expect(plan.pushes.map(push => filesAfter(plan, push)[targetsFile])).toEqual([
    '- dashboards/7\n',
    '- dashboards/7\n',
  ])
})

test('the demo plays all stories without arguments, and one story with --story', () => {
  const namesOf = (args: string[]) => readOptions(args, {})?.plans.map(({ name }) => name)

  expect(namesOf([])).toEqual([...storyNames])
  expect(namesOf(['--story', 'weekly'])).toEqual(['weekly'])
  expect(namesOf(['dashboards/7'])).toEqual(['targets'])
  expect(readOptions(['--help'], {})).toBeUndefined()
})

test.each([
  ['no target for a real Looker', [], { LOOKERSDK_BASE_URL: 'https://a.example', ...key }, 'Which targets'],
  [
    'half an API key',
    ['dashboards/7'],
    { LOOKERSDK_BASE_URL: 'https://a.example' },
    'set LOOKERSDK_CLIENT_ID and',
  ],
  ['an unknown option', ['--quick'], {}, 'npm run demo -- --story one-instance'],
  ['an unknown story', ['--story', 'monthly'], {}, 'one-instance, staging, weekly'],
  ['a story and targets', ['--story', 'weekly', 'dashboards/7'], {}, 'Leave out either'],
])('the demo refuses to start with %s, and the error shows the usage', (_, args, env, words) => {
  const start = () => readOptions(args, env)
  expect(start).toThrow(UsageError)
  expect(start).toThrow(words)
})

test('the demo converts Markdown to the HTML that GitHub shows, with local links', () => {
  const local = {
    url: (url: string) => url.replace('https://a.example', 'b.html'),
    text: (text: string) => text,
  }
  const html = renderMarkdown('# A <b>b</b>\n\n<script>x</script>\n\n[c](https://a.example)', local)

  expect(html).toContain('<h1>A <b>b</b></h1>')
  expect(html).toContain('<a href="b.html">c</a>')
  expect(html).not.toContain('script')
})
