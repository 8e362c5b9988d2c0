import { dashboardsOfModel } from '../../src/affected/changes.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import type { Pause } from '../../src/affected/texts.ts'
import { type Files, textsOf } from './select.ts'

const nothing = async () => undefined

async function find(model: string, files: Files, pause: Pause = nothing) {
  const parsed = { blocks: new Map(), dashboards: new Map() }
  return dashboardsOfModel(await readLookmlProject(textsOf(files), parsed, nothing), model, pause)
}

const titlesIn = async (model: string, files: Files): Promise<string[]> =>
  (await find(model, { ...shop, ...files })).map(({ name, title }) => `${name}: ${title}`)

const boards = (...names: string[]) =>
  names.map(name => `- dashboard: ${name}\n  title: ${name.toUpperCase()}\n  elements: []\n`).join('')
const shop = {
  'shop.model.lkml': 'include: "/boards/*.dashboard.lookml"',
  'boards/a.dashboard.lookml': boards('a'),
}
const path = 'boards/b.dashboard.lookml'

describe('the dashboards of a model', () => {
  test('a model has the dashboards of the files that it includes', async () => {
    expect(await titlesIn('shop', { [path]: boards('b', 'c') })).toEqual(['a: A', 'b: B', 'c: C'])
    expect(await titlesIn('shop', { 'other/b.dashboard.lookml': boards('b') })).toEqual(['a: A'])
    expect(await titlesIn('none', {})).toEqual([])
  })

  test.each(['title: ""', 'title: 7', 'refresh: 1 hour'])(
    'a model has a dashboard without a title: %s',
    async line =>
      expect(await titlesIn('shop', { [path]: `- dashboard: b\n  ${line}\n` })).toEqual([
        'a: A',
        'b: undefined',
      ]),
  )

  test('the name of a dashboard has U+FFFD in the place of a byte that is not UTF-8', async () => {
    const files = { [path]: '- dashboard: b\uDCE4\n  title: B\n' }
    expect(await titlesIn('shop', files)).toEqual(['a: A', 'b\uFFFD: B'])
  })

  test('the search for dashboards pauses after each file that it parses', async () => {
    const count = 20
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`boards/${index}.dashboard.lookml`, boards(`d${index}`)]),
    )
    let pauses = 0
    await find('shop', { ...shop, ...files }, async () => {
      pauses += 1
    })
    expect(pauses).toBe(count + 1)
  })

  test('a model may have the dashboards of a file that it may include if no model certainly includes the file', async () => {
    const vague = { 'vague.model.lkml': 'include: "*.dashboard"', 'other/c.dashboard.lookml': boards('c') }
    expect(await titlesIn('shop', vague)).toEqual(['a: A'])
    expect(await titlesIn('vague', vague)).toEqual(['c: C'])
  })

  test('a dashboard with extension: required is a template, and no dashboard of the model', async () => {
    const template = boards('b').replace('elements', 'extension: required\n  elements')
    expect(await titlesIn('shop', { [path]: template })).toEqual(['a: A'])
  })

  test('a model has dashboards whose YAML cannot be read, because Looker may accept it', async () => {
    const text = '- dashboard: b\n  title: [-]\n- dashboard: c\n  title: C\n'
    expect(await titlesIn('shop', { [path]: text })).toEqual(['a: A', 'b: undefined', 'c: undefined'])
    expect(await titlesIn('shop', { [path]: 'a: [' })).toEqual(['a: A'])
  })
})
