import fc from 'fast-check'
import type { ChangedFile } from '../../src/affected/changes.ts'
import { type Change, findAffected } from '../../src/affected/find-affected.ts'
import { readProjectSide } from '../../src/affected/project-side.ts'
import type { Content } from '../../src/affected/shown.ts'

/** LookML at random: views that name one another, Explores that name views. */
const names = ['a', 'b', 'c', 'd', 'e']
const viewFile = (name: string) => `views/${name}.view.lkml`
const exploreFile = (name: string) => `explores/x_${name}.explore.lkml`
const others = ['thelook.model.lkml', 'manifest.lkml', 'funnel.js', 'overview.dashboard.lookml']
const unread = ['README.md', '.github/workflows/ci.yml']
const paths = fc.constantFrom(...names.map(viewFile), ...names.map(exploreFile), ...others, ...unread)

const links = fc.array(fc.subarray(names), { minLength: names.length, maxLength: names.length })
interface Project {
  views: string[][]
  explores: string[][]
}
const project: fc.Arbitrary<Project> = fc.record({ views: links, explores: links })

function sideOf({ views, explores }: Project) {
  const files = new Map([['thelook.model.lkml', 'include: "**"']])
  for (const [index, name] of names.entries()) {
    files.set(viewFile(name), `view: ${name} { extends: [${views[index]?.join(', ')}] }`)
    const joins = explores[index]?.map(view => `join: ${view} {}`).join(' ')
    files.set(exploreFile(name), `explore: x_${name} { view_name: ${name} ${joins} }`)
  }
  return readProjectSide(files)
}

const changedFile: fc.Arbitrary<ChangedFile> = fc.record(
  { path: paths, previousPath: paths },
  { requiredKeys: ['path'] },
)
const explore = fc.constantFrom(...names.map(name => `thelook::x_${name}`), 'finance::ledger')
const content: fc.Arbitrary<Content> = fc.oneof(
  fc
    .array(fc.array(explore, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map((tiles): Content => ({ kind: 'dashboard', tiles })),
  fc.constant<Content>({ kind: 'unknown' }),
)
const contents = fc.array(content, { minLength: 3, maxLength: 3 })
const foreign = fc.constantFrom<[string, ReadonlySet<string> | 'unknown'][]>(
  [],
  [['finance::ledger', 'unknown']],
  [['finance::ledger', new Set([viewFile('a')])]],
  [['finance::ledger', new Set()]],
)
const change = fc
  .record({
    files: fc.array(changedFile, { maxLength: 4 }),
    projects: fc.array(project, { minLength: 1, maxLength: 2 }),
    foreign,
  })
  .map(({ files, projects, foreign }) => ({
    projects,
    changes: { files },
    sides: projects.map(sideOf),
    foreign: new Map(foreign),
  }))

const selected = (contents: readonly Content[], change: Change) =>
  findAffected(contents, change).map(reasons => reasons.length > 0)
const includes = (more: boolean[], less: boolean[]) => less.every((is, index) => !is || more[index])
const allRead = (files: readonly ChangedFile[]) => files.filter(({ path }) => !unread.includes(path))

describe('the selection of affected targets', () => {
  test('loses no target when one more file changes', () =>
    fc.assert(
      fc.property(contents, change, changedFile, (contents, change, file) => {
        const more = { ...change, changes: { files: [...change.changes.files, file] } }
        expect(includes(selected(contents, more), selected(contents, change))).toBe(true)
      }),
    ))

  test('loses no target when less is known of a target, the files, the LookML or another project', () =>
    fc.assert(
      fc.property(contents, change, fc.nat(2), (contents, change, index) => {
        fc.pre(allRead(change.changes.files).length > 0)
        const known = selected(contents, change)
        const unknown = contents.map((one, own): Content => (own === index ? { kind: 'unknown' } : one))
        expect(includes(selected(unknown, change), known)).toBe(true)
        for (const less of [
          { ...change, changes: { unknown: 'More than 300 files changed' } },
          { ...change, sides: [] },
          { ...change, foreign: new Map() },
        ])
          expect(includes(selected(contents, less), known)).toBe(true)
      }),
    ))

  test('holds the targets that show an Explore whose views changed, also by way of another view', () =>
    fc.assert(
      fc.property(contents, change, (contents, change) => {
        const found = selected(contents, change)
        const changed = new Set(
          change.changes.files.flatMap(({ path, previousPath = path }) => [path, previousPath]),
        )
        for (const project of change.projects)
          for (const [index, content] of contents.entries()) {
            const tiles = content.kind === 'dashboard' ? content.tiles.flat() : []
            const views = tiles.flatMap(explore => viewsReached(project, explore.replace(/^.*x_/, '')))
            if (views.some(view => changed.has(viewFile(view)))) expect(found[index]).toBe(true)
          }
      }),
    ))

  test('holds every target when a model or the manifest changes, but those with nothing of the project', () =>
    fc.assert(
      fc.property(
        contents,
        change,
        fc.constantFrom('thelook.model.lkml', 'manifest.lkml'),
        (contents, change, path) => {
          const more = { ...change, changes: { files: [...change.changes.files, { path }] } }
          const nothing = change.foreign.get('finance::ledger')
          const isForeign = (content: Content) =>
            content.kind === 'dashboard' &&
            content.tiles.flat().every(explore => explore === 'finance::ledger') &&
            typeof nothing === 'object' &&
            nothing.size === 0
          expect(selected(contents, more)).toEqual(contents.map(content => !isForeign(content)))
        },
      ),
    ))

  test('is empty when only files change that Looker does not read', () =>
    fc.assert(
      fc.property(contents, change, fc.subarray(unread), (contents, change, paths) => {
        const none = { ...change, changes: { files: paths.map(path => ({ path })) } }
        expect(selected(contents, none)).toEqual([false, false, false])
      }),
    ))
})

/** By the random project itself, not by its text. */
function viewsReached({ views, explores }: Project, name: string): string[] {
  const place = names.indexOf(name)
  const found = new Set(place < 0 ? [] : [name, ...(explores[place] ?? [])])
  for (const view of found) for (const next of views[names.indexOf(view)] ?? []) found.add(next)
  return [...found]
}
