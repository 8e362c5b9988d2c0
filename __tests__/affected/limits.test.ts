import { compareProjects } from '../../src/affected/changes.ts'
import { DashboardIndex } from '../../src/affected/dashboard-index.ts'
import { Includes } from '../../src/affected/includes.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { definitionsFor, prepareDefinitions } from '../../src/affected/target-uses.ts'
import { textsOf } from './select.ts'

/* Projects of unusual size. These tests take seconds, so they are not in the files with the other tests. */

test('a chain of 20,000 files that include each other is read to its end', () => {
  const chain = Array.from({ length: 20_000 }, (_, index) => `${index}.lkml`)
  const includes = new Includes(['1.lkml'], path => [`/${Number.parseInt(path, 10) + 1}`], {
    isLinked: false,
  })
  expect([...includes.from(chain, 'certain')]).toHaveLength(chain.length)
})

describe('includes in thousands of files', () => {
  const many = Array.from({ length: 4_000 }, (_, index) => `${index}/a.lkml`)
  const search = (pattern: string, reading: 'certain' | 'possible') =>
    new Includes(many, () => [pattern], { isLinked: false }).from(many, reading)

  test('reading the includes fails if thousands of files have includes with stars', () =>
    expect(() => search('a*', 'certain')).toThrow('Too many LookML files contain includes'))

  test.each(['certain', 'possible'] as const)(
    'reading the includes of thousands of files succeeds if they have no stars: %s',
    reading => expect(search('../0/a.lkml', reading).size).toBe(many.length),
  )
})

test.each([
  ['that match', '**/a*', `${'a/'.repeat(500)}b`],
  ['that do not match', '**/x*', `${'a/'.repeat(500)}b`],
])(
  'the matching of many includes with folders %s ends with an error after too many steps',
  async (_, pattern, path) => {
    let pauses = 0
    const paths = Array.from({ length: 400 }, (_, index) => `${path}${index}`)
    const includes = new Includes(paths, from => [`${pattern}${paths.indexOf(from)}`], { isLinked: false })
    const prepared = includes.prepare(async () => {
      pauses += 1
    })
    await expect(prepared).rejects.toThrow(RangeError)
    expect(pauses).toBeGreaterThan(10)
  },
)

const indexOf = (files: Readonly<Record<string, string>>) =>
  new DashboardIndex(new Map(Object.entries(files)), new Map())

test('dashboards that extend each other twice do not produce millions of elements', () => {
  const levels = Array.from(
    { length: 40 },
    (_, index) => `- dashboard: d${index}\n  extends: [d${index + 1}, d${index + 1}]\n`,
  )
  const text = `${levels.join('')}- dashboard: d40\n  elements: [{type: text}]\n`
  const composed = indexOf({ 'a.dashboard.lookml': text }).composed('d0')
  expect(composed?.problem).toBe(
    'the dashboard has more than 20,000 parts, including the dashboards that it extends',
  )
  expect(composed?.elementsByName.size).toBeLessThan(20_000)
})

test('the work to merge thousands of extended dashboards is limited', () => {
  const keys = Array.from({ length: 2000 }, (_, index) => `  k${index}: 1\n`).join('')
  const text = `- dashboard: a\n  extends: [${'b, '.repeat(9000)}]\n- dashboard: b\n${keys}`
  expect(indexOf({ 'a.dashboard.lookml': text }).composed('a')?.problem).toMatch(
    /^the dashboard has more than 20,000 parts/,
  )
})

describe('many dashboards that cannot be read', () => {
  const count = 300
  const names = Array.from({ length: count }, (_, index) => `d${index}`)
  const unreadable = (name: string) => `- dashboard: ${name}\n  title: A\n  extends: [${names.join(' ')}\n`
  const nothing = async () => undefined
  const changeOf = async (files: Record<string, string>) => {
    const project = await readLookmlProject(
      textsOf(files),
      { blocks: new Map(), dashboards: new Map() },
      nothing,
    )
    return { project, change: await compareProjects([project, project], nothing) }
  }

  test('other work of the process continues while many unreadable dashboards are parsed', async () => {
    const files = names.map(name => [`${name}.dashboard.lookml`, unreadable(name)])
    const { change } = await changeOf(Object.fromEntries(files))
    let pauses = 0
    await prepareDefinitions(change, 'd0', async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThanOrEqual(count)
  })

  test('many unreadable dashboards with aliases are parsed with a pause after each dashboard', async () => {
    const files = names.map(name => [`${name}.dashboard.lookml`, `- dashboard: &a ${name}\n  x: [\n`])
    const { change } = await changeOf(Object.fromEntries(files))
    let pauses = 0
    await prepareDefinitions(change, 'other', async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThan(count)
  })

  test('the search ends with an error if many unreadable dashboards may have any name', async () => {
    const texts = Array.from({ length: 1500 }, (_, index) => [
      `${index}.dashboard.lookml`,
      `- dashboard: &a\n  title: A\n  extends: [${Array.from({ length: 1500 }, (_, other) => `n${other}`).join(' ')}\n`,
    ])
    const { project } = await changeOf(Object.fromEntries(texts))
    expect(() => definitionsFor(project, 'n0')).toThrow(RangeError)
  })

  test('the text of an unreadable dashboard counts once, and all of its possible names are kept', async () => {
    const { project } = await changeOf({ 'a.dashboard.lookml': unreadable('d1 # d2') })
    const { definitions } = definitionsFor(project, 'd1')
    expect(definitions.map(({ name }) => name)).toEqual(expect.arrayContaining(['d1', 'd2']))
    expect(definitions.filter(({ text }) => text !== '')).toHaveLength(1)
  })
})
