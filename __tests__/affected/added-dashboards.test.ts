import { addedDashboards } from '../../src/affected/changes.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { type Files, textsOf } from './select.ts'

async function added(model: string, base: Files, head: Files): Promise<string[]> {
  const parsed = { blocks: new Map(), dashboards: new Map() }
  const read = (files: Files) => readLookmlProject(textsOf(files), parsed, async () => undefined)
  return addedDashboards([await read(base), await read(head)], model).map(
    ({ name, title }) => `${name}: ${title}`,
  )
}

const boards = (...names: string[]) =>
  names.map(name => `- dashboard: ${name}\n  title: ${name.toUpperCase()}\n  elements: []\n`).join('')
const shop = {
  'shop.model.lkml': 'include: "/boards/*.dashboard.lookml"',
  'boards/a.dashboard.lookml': boards('a'),
}

describe('the dashboards that a pull request adds to a model', () => {
  test('the dashboards that a pull request adds to a model are those of a new file', async () => {
    expect(await added('shop', shop, { ...shop, 'boards/b.dashboard.lookml': boards('b') })).toEqual(['b: B'])
  })

  test('the dashboards that a pull request adds to a model are the new dashboards of a changed file', async () => {
    expect(
      await added('shop', shop, { ...shop, 'boards/a.dashboard.lookml': boards('a', 'b', 'c') }),
    ).toEqual(['b: B', 'c: C'])
  })

  test('the dashboards that a pull request adds to a model do not include those of a file that is only renamed', async () => {
    const { 'boards/a.dashboard.lookml': text, ...rest } = shop
    expect(await added('shop', shop, { ...rest, 'boards/z.dashboard.lookml': text })).toEqual([])
  })

  test('the dashboards that a pull request adds to a model do not include those of a file that the model does not include', async () => {
    expect(await added('shop', shop, { ...shop, 'other/b.dashboard.lookml': boards('b') })).toEqual([])
  })

  test('the dashboards that a pull request adds to a model include those of a file that the model may include, if no other model certainly includes it', async () => {
    const vague = { ...shop, 'vague.model.lkml': 'include: "*.dashboard"' }
    const head = {
      ...vague,
      'boards/b.dashboard.lookml': boards('b'),
      'other/c.dashboard.lookml': boards('c'),
    }
    expect(await added('shop', vague, head)).toEqual(['b: B'])
    expect(await added('vague', vague, head)).toEqual(['c: C'])
  })

  test('the dashboards that a pull request adds to a model do not include those of a file that is not YAML, or of a model that does not exist', async () => {
    expect(await added('shop', shop, { ...shop, 'boards/b.dashboard.lookml': 'a: [' })).toEqual([])
    expect(await added('none', shop, { ...shop, 'boards/b.dashboard.lookml': boards('b') })).toEqual([])
  })
})
