import { compareProjects } from '../../src/affected/changes.ts'
import {
  Includes,
  type InclusionReading,
  isImport,
  mayMatchIn,
  meaningsOf,
} from '../../src/affected/includes.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { textsOf } from './select.ts'

const paths = [
  'a/deep/x.view.lkml',
  'a/x.view.lkml',
  'b/x.view.lookml',
  'b/y.explore.lkml',
  'm.model.lkml',
  'sales.dashboard.lookml',
]
const matches = (pattern: string, reading: InclusionReading, from = 'm.model.lkml', isLinked = false) =>
  new Includes(paths, () => [], { isLinked }).matches(pattern, from, reading)

describe('an include', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['a file by its path from the root', '/a/x.view.lkml', 'm.model.lkml', ['a/x.view.lkml']],
    ['a file by its path without the extension', '/a/x.view', 'm.model.lkml', ['a/x.view.lkml']],
    ['a file by its path from the folder of the include', 'x.view', 'a/m.model.lkml', ['a/x.view.lkml']],
    ['a file by a path through the parent folder', '../b/y.explore', 'a/m.model.lkml', ['b/y.explore.lkml']],
    ['the files of one folder by a star', '/a/*', 'm.model.lkml', ['a/x.view.lkml']],
    [
      'the files of all subfolders by two stars',
      '/a/**/*',
      'm.model.lkml',
      ['a/deep/x.view.lkml', 'a/x.view.lkml'],
    ],
    [
      'files in any folder by two stars at the start',
      '**/x.view',
      'm.model.lkml',
      ['a/deep/x.view.lkml', 'a/x.view.lkml', 'b/x.view.lookml'],
    ],
    ['a dashboard file', '*.dashboard', 'm.model.lkml', ['sales.dashboard.lookml']],
  ])('an include certainly finds %s', (_, pattern, from, found) => {
    expect(matches(pattern, 'certain', from)).toEqual(found)
    expect(matches(pattern, 'possible', from)).toEqual(expect.arrayContaining([...found]))
  })

  test.each<[string, string, readonly string[]]>([
    ['a file in another folder if none is nearby', 'y.explore', ['b/y.explore.lkml']],
    ['a file with an additional extension', '/a/x', ['a/x.view.lkml']],
    ['a file whose path has other upper-case letters', '/A/X.view', ['a/x.view.lkml']],
    ['a file of another project', '//block/a/x.view', ['a/x.view.lkml']],
    ['a file whose path has spaces around it in the include', ' /a/x.view ', ['a/x.view.lkml']],
  ])('an include possibly, but not certainly, finds %s', (_, pattern, found) => {
    expect(matches(pattern, 'possible')).toEqual(found)
    expect(matches(pattern, 'certain')).toEqual([])
  })

  test.each(['/[ab]/x', '/?/x', '/@{folder}/x', '/{a,b}/x', '/*/*/*/*/*'])(
    'the include %s possibly finds any file',
    pattern => {
      expect(matches(pattern, 'possible')).toEqual(paths)
      expect(matches(pattern, 'certain')).toEqual([])
    },
  )

  test.each<[string, string, string]>([
    ['a path from the root that no file has', '/y.explore', 'm.model.lkml'],
    ['a path through the parent folder that no file has', '../y.explore', 'a/m.model.lkml'],
    [
      'a path in another project, even if the folder of the include has a file with that path',
      '//block/x.view',
      'a/m.model.lkml',
    ],
  ])('an include finds no file by %s', (_, pattern, from) =>
    expect(matches(pattern, 'possible', from)).toEqual([]),
  )

  test('an include possibly finds any file if the repository has links to folders', () =>
    expect(matches('/nothing', 'possible', 'm.model.lkml', true)).toEqual(paths))

  test('an include in a file that cannot be read possibly finds any file', () => {
    const includes = new Includes(paths, path => (path === 'm.model.lkml' ? 'unknown' : []), {
      isLinked: false,
    })
    expect([...includes.from(['m.model.lkml'], 'possible')].sort()).toEqual(paths)
    expect([...includes.from(['m.model.lkml'], 'certain')]).toEqual(['m.model.lkml'])
  })
})

test('each file of a cycle of includes is read once, in the order of the includes', () => {
  const patterns: Record<string, string[]> = {
    'm.model.lkml': ['/a/x.view', '/b/*'],
    'a/x.view.lkml': ['/b/y.explore', '/m.model'],
    'b/y.explore.lkml': ['/a/x.view'],
  }
  const includes = new Includes(paths, path => patterns[path] ?? [], { isLinked: false })
  const start = ['m.model.lkml']
  expect([...includes.from(start, 'certain')]).toEqual([
    'm.model.lkml',
    'a/x.view.lkml',
    'b/y.explore.lkml',
    'b/x.view.lookml',
  ])
  expect([...includes.innermostFirst(start, 'certain')]).toEqual([
    'b/y.explore.lkml',
    'a/x.view.lkml',
    'b/x.view.lookml',
    'm.model.lkml',
  ])
})

test('an include with stars is compared with a long path in one pass', () => {
  const long = `${'a'.repeat(100_000)}.lkml`
  const includes = new Includes([long], () => [], { isLinked: false })
  expect(includes.matches('*a*a*ab', 'm.model.lkml', 'possible')).toEqual([])
  expect(includes.matches('/*a*a*ab', 'm.model.lkml', 'certain')).toEqual([])
  expect(includes.matches('/*a*a*a', 'm.model.lkml', 'certain')).toEqual([long])
})

test.each<[string, string, string, boolean]>([
  ['does not match a slash in the middle of a path', '/a*b', 'a/b', false],
  ['does not match a slash at the end of a path', '/a*', 'a/b', false],
  ['and a second star at the end match a file in the folder', '/a/**', 'a/b.view.lkml', true],
  ['and a second star at the end do not certainly match in a subfolder', '/a/**', 'a/b/c.view.lkml', false],
  ['and a second star alone match a file beside the model', '**', 'b.view.lkml', true],
  ['matches in a subfolder after two stars', '/**/a*b', 'a/ab', true],
  ['matches an empty text', '/a*b', 'ab', true],
  ['matches up to the last occurrence of the text after it', '/*ab', 'ababab', true],
  ['does not match a text that overlaps the text before it', '/ab*ba', 'aba', false],
])('a star in an include %s', (_, pattern, path, isIncluded) => {
  const found = new Includes([path], () => [], { isLinked: false }).matches(
    pattern,
    'm.model.lkml',
    'certain',
  )
  expect(found).toEqual(isIncluded ? [path] : [])
})

describe('the matching of many includes', () => {
  const count = 600
  const files = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${index}.view.lkml`, `include: "/views/${index}/*"`]),
  )

  test('other work of the process continues while many includes are matched', async () => {
    const none = async () => undefined
    const parsed = { blocks: new Map(), dashboards: new Map() }
    const project = await readLookmlProject(textsOf(files), parsed, none)
    let pauses = 0
    await compareProjects([project, project], async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThan(8)
  })
})

test.each(['//block/x.view', '/block**/x.view', '/bloc[k]/x.view'])(
  'the include %s does not certainly find a file of this project',
  pattern => {
    const includes = new Includes(['block/x.view.lkml'], () => [], { isLinked: false })
    expect(includes.matches(pattern, 'm.model.lkml', 'certain')).toEqual([])
    expect(includes.matches('/block/x.view', 'm.model.lkml', 'certain')).toEqual(['block/x.view.lkml'])
  },
)

test.each([
  ['//block/*', true],
  [' //block/*', true],
  ['@{block}/*', true],
  ['/views/*', false],
  ['views//x', false],
])('the include %j may name files of another project: %j', (pattern, isOther) =>
  expect(isImport(pattern)).toBe(isOther),
)

test.each([
  ['/thelook/views/*', ['/thelook/views/*', '/views/*']],
  ['//thelook/views/*', ['/views/*']],
  ['/block/x.view', ['/block/x.view', '//block/x.view']],
  ['//block/x.view', ['//block/x.view']],
  ['/blocks/x.view', ['/blocks/x.view']],
  ['thelook/x.view', ['thelook/x.view']],
  ['/thelook', ['/thelook']],
  ['/shop/views/*', [' /shop/views/*', ' /views/*']],
  ['//shop/views/*', ['/views/*']],
  ['/module/x.view', [' /module/x.view', ' //module/x.view']],
])(
  'in the project thelook or shop, which imports the projects block and module, the include %s means %j',
  (pattern, meanings) =>
    expect(
      meaningsOf(pattern, {
        own: new Set(['', 'thelook', 'shop']),
        imported: new Set(['block', 'module']),
        folders: new Set(['shop', 'module']),
      }),
    ).toEqual(meanings),
)

test('a pattern that begins with a space may match files, but certainly matches none', () => {
  const includes = new Includes(['views/a.view.lkml'], () => [], { isLinked: false })
  expect(includes.matches(' /views/*', 'x/m.model.lkml', 'possible')).toEqual(['views/a.view.lkml'])
  expect(includes.matches(' /views/*', 'x/m.model.lkml', 'certain')).toEqual([])
})

test.each([
  ['block', '/block/views/*', 'm.model.lkml', true],
  ['block', 'block/x.view', 'm.model.lkml', true],
  ['block', '/blocks/x.view', 'm.model.lkml', false],
  ['block', '/*', 'm.model.lkml', true],
  ['block', '/bl*/x', 'm.model.lkml', true],
  ['block', '/bl?ck/x', 'm.model.lkml', true],
  ['block', '/views/*', 'm.model.lkml', false],
  ['block', 'x.view', 'views/m.model.lkml', false],
  ['views/block', 'block/x.view', 'views/m.model.lkml', true],
  ['block', 'block/x.view', 'views/m.model.lkml', false],
  ['block', '../block/x.view', 'views/m.model.lkml', true],
  ['block', '/views/@{folder}/x', 'm.model.lkml', true],
])('the folder %s may have files for the include %s in %s: %j', (folder, pattern, from, isPossible) =>
  expect(mayMatchIn(folder, pattern, from)).toBe(isPossible),
)
