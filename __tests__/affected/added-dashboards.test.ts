import { addedDashboards } from '../../src/affected/changes.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import type { Pause } from '../../src/affected/texts.ts'
import { type Files, textsOf } from './select.ts'

async function added(model: string, base: Files, head: Files): Promise<string[]> {
  return (await find(model, base, head, nothing)).map(({ name, title }) => `${name}: ${title}`)
}

async function find(model: string, base: Files, head: Files, pause: Pause) {
  const parsed = { blocks: new Map(), dashboards: new Map() }
  const read = (files: Files) => readLookmlProject(textsOf(files), parsed, nothing)
  return addedDashboards([await read(base), await read(head)], model, pause)
}

const nothing = async () => undefined

const boards = (...names: string[]) =>
  names.map(name => `- dashboard: ${name}\n  title: ${name.toUpperCase()}\n  elements: []\n`).join('')
const shop = {
  'shop.model.lkml': 'include: "/boards/*.dashboard.lookml"',
  'boards/a.dashboard.lookml': boards('a'),
}

describe('the dashboards that a pull request adds to a model', () => {
  test('a pull request adds the dashboards of a new file to the model that includes the file', async () => {
    expect(await added('shop', shop, { ...shop, 'boards/b.dashboard.lookml': boards('b') })).toEqual(['b: B'])
  })

  test('a pull request adds only the new dashboards of a changed file to a model', async () => {
    expect(
      await added('shop', shop, { ...shop, 'boards/a.dashboard.lookml': boards('a', 'b', 'c') }),
    ).toEqual(['b: B', 'c: C'])
  })

  test.each(['title: ""', 'title: 7', 'refresh: 1 hour'])(
    'a pull request adds a dashboard without a title: %s',
    async line => {
      const head = { ...shop, 'boards/b.dashboard.lookml': `- dashboard: b\n  ${line}\n` }
      expect(await added('shop', shop, head)).toEqual(['b: undefined'])
    },
  )

  test('the name of a dashboard that a pull request adds has U+FFFD in the place of a byte that is not UTF-8', async () => {
    const head = { ...shop, 'boards/b.dashboard.lookml': '- dashboard: b\uDCE4\n  title: B\n' }
    expect(await added('shop', shop, head)).toEqual(['b\uFFFD: B'])
  })

  test('a pull request adds a dashboard although another file that may define any dashboard cannot be read', async () => {
    const base = { ...shop, 'boards/old.dashboard.lookml': '- dashboard: old\n  title: "A & B\n  C"\n' }
    const head = { ...base, 'boards/b.dashboard.lookml': boards('b') }
    expect(await added('shop', base, head)).toEqual(['b: B'])
  })

  test('the search for added dashboards pauses after each file that it parses', async () => {
    const count = 20
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`boards/${index}.dashboard.lookml`, boards(`d${index}`)]),
    )
    const moved = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`old/${path}`, `# old\n${text}`]),
    )
    let pauses = 0
    await find('shop', { ...shop, ...moved }, { ...shop, ...files }, async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThanOrEqual(2 * count)
  })

  test('a pull request that only renames a file adds no dashboards to a model', async () => {
    const { 'boards/a.dashboard.lookml': text, ...rest } = shop
    expect(await added('shop', shop, { ...rest, 'boards/z.dashboard.lookml': text })).toEqual([])
  })

  test('a pull request adds the dashboards of an unchanged file that a model now includes', async () => {
    const base = { ...shop, 'other.model.lkml': 'include: "/more/*"', 'more/b.dashboard.lookml': boards('b') }
    const head = { ...base, 'shop.model.lkml': `${shop['shop.model.lkml']}\ninclude: "/more/*"` }
    expect(await added('shop', base, head)).toEqual(['b: B'])
    expect(await added('other', base, head)).toEqual([])
  })

  test('a pull request that moves a file into a folder adds its dashboards to the model that includes the folder', async () => {
    const base = { ...shop, 'more/b.dashboard.lookml': boards('b') }
    expect(await added('shop', base, { ...shop, 'boards/b.dashboard.lookml': boards('b') })).toEqual(['b: B'])
  })

  test('a pull request adds all dashboards of a new model', async () => {
    const head = { ...shop, 'new.model.lkml': 'include: "/boards/*"' }
    expect(await added('new', shop, head)).toEqual(['a: A'])
  })

  test('a pull request does not add the dashboards of a file to a model that does not include the file', async () => {
    expect(await added('shop', shop, { ...shop, 'other/b.dashboard.lookml': boards('b') })).toEqual([])
  })

  test('a new dashboard is added to a model that may include its file if no other model certainly includes the file', async () => {
    const vague = { ...shop, 'vague.model.lkml': 'include: "*.dashboard"' }
    const head = {
      ...vague,
      'boards/b.dashboard.lookml': boards('b'),
      'other/c.dashboard.lookml': boards('c'),
    }
    expect(await added('shop', vague, head)).toEqual(['b: B'])
    expect(await added('vague', vague, head)).toEqual(['c: C'])
  })

  test('a pull request adds a dashboard by removing its extension: required, but does not add a template', async () => {
    const template = boards('b').replace('elements', 'extension: required\n  elements')
    const head = { ...shop, 'boards/b.dashboard.lookml': template }
    expect(await added('shop', shop, head)).toEqual([])
    expect(await added('shop', head, { ...shop, 'boards/b.dashboard.lookml': boards('b') })).toEqual(['b: B'])
  })

  test('a pull request adds dashboards whose YAML cannot be read, because Looker may accept it', async () => {
    const text = '- dashboard: b\n  title: [-]\n- dashboard: c\n  title: C\n'
    const head = { ...shop, 'boards/b.dashboard.lookml': text }
    expect(await added('shop', shop, head)).toEqual(['b: undefined', 'c: undefined'])
    const edited = { ...shop, 'boards/b.dashboard.lookml': `${text}- dashboard: d\n` }
    expect(await added('shop', head, edited)).toEqual(['d: undefined'])
  })

  test('a pull request adds no dashboards from a file that is not YAML, or to a model that does not exist', async () => {
    expect(await added('shop', shop, { ...shop, 'boards/b.dashboard.lookml': 'a: [' })).toEqual([])
    expect(await added('none', shop, { ...shop, 'boards/b.dashboard.lookml': boards('b') })).toEqual([])
  })
})
