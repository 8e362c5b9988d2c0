import fc from 'fast-check'
import type { ChangedFile } from '../../src/affected/changes.ts'
import type { Content, Explore, Side, Unreadable } from '../../src/affected/content.ts'
import { type Change, findAffected } from '../../src/affected/find-affected.ts'

const sourceFiles = ['a', 'b', 'c', 'd'].map(name => `views/${name}.view.lkml`)
const dashboards = ['overview', 'detail'].map(name => `dashboards/${name}.dashboard.lookml`)
const everything = ['thelook.model.lkml', 'manifest.lkml']
const nothing = ['README.md', '.github/workflows/ci.yml']
const paths = fc.constantFrom(...sourceFiles, ...dashboards, ...everything, ...nothing)
const exploreNames = ['thelook::one', 'thelook::two', 'other::three']

const changedFile: fc.Arbitrary<ChangedFile> = fc.record(
  { path: paths, previousPath: paths },
  { requiredKeys: ['path'] },
)
const explore: fc.Arbitrary<Explore | Unreadable> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ project: fc.constantFrom('thelook', 'other'), files: fc.subarray(sourceFiles) })
      .map(({ project, files }) => ({ project, files: new Set(files) })),
  },
  fc.constant('unreadable' as const),
)
const content: fc.Arbitrary<Side['contents'][number]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('dashboard' as const),
      tiles: fc.array(fc.subarray(exploreNames), { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('query' as const),
      tiles: fc.tuple(fc.tuple(fc.constantFrom(...exploreNames))),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('overview', 'detail').map(
      (name): Content => ({
        kind: 'dashboard',
        tiles: [['thelook::one']],
        lookml: { name, file: 'unknown' },
      }),
    ),
  },
  fc.constantFrom('unreadable' as const, 'absent' as const),
)

const targets = 3
const side: fc.Arbitrary<Side> = fc.record({
  contents: fc.array(content, { minLength: targets, maxLength: targets }),
  explores: fc
    .tuple(...exploreNames.map(() => explore))
    .map(all => new Map(exploreNames.map((name, index) => [name, all[index] ?? 'unreadable']))),
})
const change = fc
  .record({
    files: fc.array(changedFile, { maxLength: 5 }),
    sides: fc.array(side, { minLength: 1, maxLength: 2 }),
  })
  .map(({ files, sides }) => ({ project: 'thelook', changes: { files }, dashboardFiles: new Map(), sides }))

const selected = (change: Change) => findAffected(targets, change).map(reasons => reasons.length > 0)
const includes = (more: boolean[], less: boolean[]) => less.every((is, index) => !is || more[index])
const filesOf = ({ changes }: Change) => ('files' in changes ? changes.files : [])

describe('whatever changes', () => {
  test('one more changed file leaves no target out', () =>
    fc.assert(
      fc.property(change, changedFile, (change, file) => {
        const more = { ...change, changes: { files: [...filesOf(change), file] } }
        expect(includes(selected(more), selected(change))).toBe(true)
      }),
    ))

  test('who knows less selects no fewer: of an Explore, of a target, of the files', () =>
    fc.assert(
      fc.property(change, fc.constantFrom(...exploreNames), fc.nat(targets - 1), (change, name, index) => {
        fc.pre(filesOf(change).some(({ path }) => !nothing.includes(path)))
        const fewerExplores = change.sides.map(side => ({
          ...side,
          explores: new Map(side.explores).set(name, 'unreadable'),
        }))
        const fewerContents = change.sides.map(side => ({
          ...side,
          contents: side.contents.map((content, own) => (own === index ? ('unreadable' as const) : content)),
        }))
        for (const less of [
          { ...change, sides: fewerExplores },
          { ...change, sides: fewerContents },
          { ...change, changes: { unknown: 'More than 300 files changed' } },
        ])
          expect(includes(selected(less), selected(change))).toBe(true)
      }),
    ))

  test('a file of an Explore, on whichever side, selects who shows that Explore', () =>
    fc.assert(
      fc.property(change, change => {
        const found = selected(change)
        for (const { contents, explores } of change.sides)
          for (const [index, content] of contents.entries())
            for (const name of typeof content === 'string' ? [] : content.tiles.flat()) {
              const own = explores.get(name)
              const uses = filesOf(change).some(
                ({ path, previousPath }) =>
                  own !== undefined &&
                  own !== 'unreadable' &&
                  (own.files.has(path) || own.files.has(previousPath ?? '')),
              )
              if (uses) expect(found[index]).toBe(true)
            }
      }),
    ))

  test('a model or the manifest selects all that show anything of the project', () =>
    fc.assert(
      fc.property(change, fc.constantFrom(...everything), (change, path) => {
        const more = { ...change, changes: { files: [...filesOf(change), { path }] } }
        const foreign = (side: Side, content: Side['contents'][number]) =>
          typeof content === 'object' &&
          !content.lookml &&
          content.tiles.flat().every(name => {
            const own = side.explores.get(name)
            return typeof own === 'object' && own.project !== 'thelook' && own.files.size === 0
          })
        for (const [index, is] of selected(more).entries()) {
          const known = change.sides.map(side => ({ side, content: side.contents[index] ?? 'absent' }))
          const isForeign = known.every(({ side, content }) => content === 'absent' || foreign(side, content))
          const isAbsent = known.every(({ content }) => content === 'absent')
          expect(is).toBe(!isForeign || isAbsent)
        }
      }),
    ))

  test('what Looker does not read selects nothing', () =>
    fc.assert(
      fc.property(change, fc.subarray(nothing), (change, read) => {
        const none = { ...change, changes: { files: read.map(path => ({ path })) } }
        expect(selected(none)).toEqual(Array(targets).fill(false))
      }),
    ))
})
