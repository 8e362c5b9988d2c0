import { Explores } from '../../src/affected/affected-explores.ts'
import { connectBlocks } from '../../src/affected/block-graph.ts'
import { compareProjects, type ProjectChange } from '../../src/affected/changes.ts'
import { Constants } from '../../src/affected/constants.ts'
import { findDoubts } from '../../src/affected/deployed-files.ts'
import { exploresToDescribe, findAffected } from '../../src/affected/find-affected.ts'
import { type LookmlProject, readLookmlProject } from '../../src/affected/project.ts'
import { findReach } from '../../src/affected/reachable-changes.ts'
import { type Content, prepareDefinitions } from '../../src/affected/target-uses.ts'
import type { Repository } from '../../src/github/client.ts'
import { type Files, textsOf } from './select.ts'
import { model, orders } from './small-project.ts'

/* The work for large projects is proportional to their size, and lets other work of the process continue. */

const pauses = { count: 0 }
const pause = async () => {
  pauses.count += 1
}
const listOf = <T>(count: number, item: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => item(index))
const filesOf = (count: number, file: (index: number) => [string, string]): Files =>
  Object.fromEntries(listOf(count, file))
const shop: Files = { 'shop.model.lkml': model, 'views/orders.view.lkml': orders }
const sales: Content = { kind: 'lookml', model: 'shop', name: 'sales' }

const read = (files: Files): Promise<LookmlProject> =>
  readLookmlProject(textsOf({ ...shop, ...files }), { blocks: new Map(), dashboards: new Map() }, pause)

async function changeOf(files: Files, edited: Files): Promise<ProjectChange> {
  return compareProjects([await read(files), await read({ ...files, ...edited })], pause)
}

async function pausesOf(work: () => Promise<unknown>): Promise<number> {
  const before = pauses.count
  await work()
  return pauses.count - before
}

test('the uses of files that cannot be split into blocks are followed once, not once for each word', async () => {
  const words = listOf(300, index => `w${index}`).join(' ')
  const { graph, blocks } = await read(filesOf(10, index => [`${index}.lkml`, `} ${words}`]))
  let reads = 0
  const counted = {
    ...graph,
    usedBy: (block: number) => {
      reads += 1
      return graph.usedBy(block)
    },
    blocksOf: (name: number) => {
      reads += 1
      return graph.blocksOf(name)
    },
  }
  const uncut = blocks.flatMap(({ isWholeFile }, index) => (isWholeFile ? [index] : []))
  const reach = await findReach(counted, new Map([[uncut[0] ?? 0, 0]]), { count: 1, pause })
  expect(reach.nearest(uncut.slice(-1), 1)).toEqual([0])
  expect(reads).toBeLessThan(4 * (graph.nameCount + graph.blockCount))
})

test('names that use each other through a file that cannot be split into blocks reach the same changes', async () => {
  const { graph, blocks } = await read({ 'a.lkml': '} orders other', 'b.view.lkml': 'view: other {}' })
  const changed = blocks.findIndex(({ path }) => path === 'b.view.lkml')
  const { from } = await findReach(graph, new Map([[changed, 0]]), { count: 1, pause })
  expect([...from(graph.named('explore', 'orders'))]).toEqual([1])
})

test('the search for the nearest change stops after very many uses, and may return a more distant change', async () => {
  // Block 0 uses name 1 very often, and block 1 uses name 2.
  const uses = [new Uint32Array(2_000_000).fill(1), Uint32Array.of(2), new Uint32Array()]
  const blocksOf = [[0], [1], [2]]
  const graph = {
    ...(await connectBlocks([], [], pause)),
    ...{ blockCount: 3, nameCount: 3 },
    usedBy: (block: number) => uses[block] ?? new Uint32Array(),
    blocksOf: (name: number) => blocksOf[name] ?? [],
  }
  const changed = new Map([
    [2, 0],
    [1, 1],
  ])
  const { nearest } = await findReach(graph, changed, { count: 2, pause })
  expect(nearest([0], 1)).toEqual([1])
  for (let search = 0; search < 50; search += 1) nearest([0], 1)
  expect(nearest([0], 1)).toEqual([0])
})

test('the definitions of extended dashboards are parsed with a pause after each definition', async () => {
  const files = filesOf(30, index => [`${index}.dashboard.lookml`, `- dashboard: d${index}\n  title: A\n`])
  const unreadable = { 'sales.dashboard.lookml': '- dashboard: sales\n  extends: [dashboard\n' }
  const change = await changeOf({ ...files, ...unreadable }, {})
  expect(await pausesOf(() => prepareDefinitions(change, 'sales', pause))).toBeGreaterThanOrEqual(60)
})

test('the includes of a model are compared with the deployed commit once, not once for each dashboard', async () => {
  const imports = { 'a.lkml': 'include: "//block/dashboards/*"', 'manifest.lkml': '# v2' }
  const { base, head, ...change } = await changeOf(imports, { 'views/orders.view.lkml': 'view: orders {}' })
  let reads = 0
  const project = {
    ...base.project,
    patternsIn: (path: string) => {
      reads += 1
      return base.project.patternsIn(path)
    },
  }
  const getTree = async () => ({ data: { truncated: false, tree: [] } })
  const doubtsOf = findDoubts(
    { ...change, base: { ...base, project }, head },
    {
      repository: { octokit: { rest: { git: { getTree } } } } as unknown as Repository,
      signal: new AbortController().signal,
      deployedCommit: async () => 'b'.repeat(40),
      log: () => undefined,
    },
  )
  const first = await doubtsOf(sales)
  expect(first.join()).toContain('a.lkml differs')
  const readsOfOne = reads
  expect(await doubtsOf({ ...sales, name: 'more' })).toEqual(first)
  expect(reads).toBe(readsOfOne)
})

test('two simultaneous searches for the definitions of a dashboard both find all definitions', async () => {
  const files = filesOf(5, index => [
    `${index}.dashboard.lookml`,
    `- dashboard: d${index}\n  extends: d${index + 1}\n`,
  ])
  const change = await changeOf(files, {})
  const prepare = () => prepareDefinitions(change, 'd0', pause)
  await Promise.all([prepare(), prepare(), prepare()])
  const found = change.head.project.dashboards.search('d0')
  expect(found.definitions.map(({ name }) => name)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4'])
  expect(found.missing).toEqual(['d5'])
})

test('blocks with long constants are read with a pause after each', async () => {
  const files = {
    'manifest.lkml': `constant: long { value: "${'a'.repeat(300_000)}" }`,
    ...filesOf(20, index => [`v${index}.view.lkml`, `view: v${index} { sql_table_name: @{long} ;; }`]),
  }
  expect(await pausesOf(() => read(files))).toBeGreaterThanOrEqual(20)
})

test('the replacement of constants ends with an error if the results of all texts are too long', () => {
  const constants = new Constants()
  constants.add('long', 'a'.repeat(1_000_000))
  const replaceOften = () => listOf(101, () => constants.readings('@{long}'))
  expect(replaceOften).toThrow(new RangeError('The constants of the LookML are too long'))
})

test('a project with very many blocks is not read', async () => {
  const many = filesOf(16, index => [`${index}.lkml`, 'view: a {}'.repeat(20_000)])
  await expect(read(many)).rejects.toThrow(new RangeError('The LookML has more than 300,000 blocks'))
})

test('a project with very many dashboards is not read', async () => {
  const files = filesOf(2, index => [`${index}.dashboard.lookml`, `- dashboard: a${index}\n`.repeat(150_000)])
  await expect(read(files)).rejects.toThrow(new RangeError('The LookML has too many dashboards'))
})

test('a project with very large files that cannot be split into blocks is not read', async () => {
  const files = filesOf(3, index => [`${index}.lkml`, `} ${index}${' '.repeat(3_000_000)}`])
  await expect(read(files)).rejects.toThrow(
    new RangeError('More than 8 MB of LookML could not be split into blocks'),
  )
})

test('the Explores of a dashboard are searched with a pause after each Explore and each tile', async () => {
  const names = listOf(40, index => `e${index}`)
  const files = {
    'explores.explore.lkml': names.map(name => `explore: ${name} { from: orders }`).join('\n'),
    'sales.dashboard.lookml': `- dashboard: sales\n  elements:\n${names.map(name => `  - explore: ${name}\n`).join('')}`,
  }
  const change = await changeOf(files, { 'views/orders.view.lkml': 'view: orders {}' })
  const explores = new Explores(change)
  expect(await pausesOf(() => exploresToDescribe([sales], explores, pause))).toBeGreaterThanOrEqual(40)
  expect(await pausesOf(() => findAffected([sales], explores, pause))).toBeGreaterThanOrEqual(120)
})

test.each([
  ['names of models and Explores', (models: string, explores: string) => `x: [ ${models} ${explores}`],
  [
    'models of other projects',
    (models: string, explores: string) =>
      `${explores.replaceAll(/\w+/g, 'explore: $&,')}\n${models.replaceAll(/\w+/g, 'model: o$&')} [`,
  ],
])(
  'a dashboard that cannot be read and has very many %s is affected by any change, and other dashboards are not',
  async (_, textOf) => {
    const models = listOf(400, index => `m${index}`)
    const explores = listOf(300, index => `e${index}`)
    const files = {
      ...Object.fromEntries(models.map(name => [`${name}.model.lkml`, ''])),
      'explores.explore.lkml': explores.map(name => `explore: ${name} {}`).join('\n'),
      'seen.view.lkml': 'view: seen {}\nexplore: seen {}',
      'sales.dashboard.lookml': `- dashboard: sales\n  ${textOf(models.join(' '), explores.join(' '))}\n`,
      'other.dashboard.lookml': '- dashboard: other\n  elements:\n  - explore: seen\n',
    }
    const change = await changeOf(files, { 'views/orders.view.lkml': 'view: orders {}' })
    const { targets } = await findAffected([sales, { ...sales, name: 'other' }], new Explores(change), pause)
    expect(targets.map(({ reasons }) => reasons)).toEqual([
      ['sales.dashboard.lookml cannot be read as YAML, so any change may affect it'],
      [],
    ])
  },
)

test('files with moved blocks are compared with a pause after each', async () => {
  const files = filesOf(30, index => [`${index}.view.lkml`, `include: "/*.view"\nview: a {}\nview: b {}`])
  const moved = filesOf(30, index => [`${index}.view.lkml`, `view: b {}\nview: a {}\ninclude: "/*.view"`])
  const sides = [await read(files), await read(moved)] as const
  const pausesOfSame = await pausesOf(() => compareProjects([sides[0], sides[0]], pause))
  const pausesOfMoved = await pausesOf(() => compareProjects(sides, pause))
  expect(pausesOfMoved - pausesOfSame).toBeGreaterThanOrEqual(30)
})

test('a block that moves across an include counts as changed, even if a project has thousands of models', async () => {
  const [label, include] = ['view: +orders { label: "A" }', 'include: "/more/*"']
  const files = {
    ...filesOf(3500, index => [`${index}.model.lkml`, '']),
    'more/orders.view.lkml': 'view: +orders {}',
    'moved.model.lkml': `${label}\n${include}\n`,
  }
  const edited = { 'moved.model.lkml': `${include}\n${label}\n`, '0.model.lkml': 'include: "/none"' }
  const { inclusions } = await changeOf(files, edited)
  expect(inclusions.map(({ path, words }) => `${path} (${words})`)).toEqual([
    'moved.model.lkml (moved before or after an include)',
  ])
})
