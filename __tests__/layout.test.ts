import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

/* Tests the rules for files and imports. The rules also apply to imports of types. */

interface Import {
  /** The imported path in this repository, such as `src/model.ts`, or the imported package, such as `@actions/core`. */
  from: string
  kind: 'type' | 'value'
}

const folders = ['src', 'testkit', 'simulator', 'probe', 'demo', 'bench', 'chaos', 'e2e', 'mutants']
const files = folders.flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.(ts|mts|cts|js|mjs|cjs)$/.test(path))
    .map(path => join(folder, path)),
)
const source = new Map(files.map(file => [file, readFileSync(file, 'utf8')]))

const statements = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const calls = /(typeof\s+)?\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(file: string): Import[] {
  const text = source.get(file) ?? ''
  return [...text.matchAll(statements), ...text.matchAll(calls)].map(([, type, from = '']) => ({
    from: from.startsWith('.') ? join(dirname(file), from) : from,
    kind: type ? 'type' : 'value',
  }))
}

const inSrc = files.filter(file => file.startsWith('src/'))
/** Returns the forbidden imports in the files `among`. Each result includes the file with the import. */
const breaches = (among: readonly string[], forbidden: (found: Import, file: string) => boolean) =>
  among.flatMap(file =>
    importsOf(file)
      .filter(found => forbidden(found, file))
      .map(({ from, kind }) => `${file} imports ${kind === 'type' ? 'types of ' : ''}${from}`),
  )

const below = (folder: string) => (path: string) => path.startsWith(`src/${folder}/`)

/** Returns the import cycles of a folder. A cycle has the form `a → b → a`. */
function cycles(folder: string, kind?: Import['kind']): string[] {
  const found = new Map<string, string>()
  const cleared = new Set<string>()
  const walk = (file: string, way: readonly string[]) => {
    const back = way.indexOf(file)
    if (back >= 0) {
      const round = way.slice(back)
      found.set([...round].sort().join(), [...round, file].map(path => relative(folder, path)).join(' → '))
      return
    }
    if (cleared.has(file)) return
    for (const found of importsOf(file))
      if (found.from.startsWith(`${folder}/`) && (kind === undefined || found.kind === kind))
        walk(found.from, [...way, file])
    cleared.add(file)
  }
  for (const file of files) if (file.startsWith(`${folder}/`)) walk(file, [])
  return [...found.values()]
}

describe('the layout rules', () => {
  test('the layout test finds all files, and each import leads to a file', () => {
    expect(files).toEqual(
      expect.arrayContaining(['src/index.ts', 'src/looker/http.ts', 'simulator/server.ts']),
    )
    expect(importsOf('src/index.ts')).toEqual(
      expect.arrayContaining([
        { from: '@actions/core', kind: 'value' },
        { from: '@actions/github', kind: 'value' },
        { from: '@actions/artifact', kind: 'value' },
        { from: 'undici', kind: 'value' },
        { from: 'src/run.ts', kind: 'value' },
      ]),
    )
    const lost = breaches(inSrc, ({ from }) => from.startsWith('src/') && !source.has(from))
    expect(lost).toEqual([])
  })

  test('the layout test finds every import', () => {
    for (const [file, text] of source) {
      const mentioned = text.match(/^import\b(?!\()|^export\s+(?:type\s+)?[*{]/gm)?.length ?? 0
      expect([file, [...text.matchAll(statements)].length]).toEqual([file, mentioned])
    }
  })
})

/**
 * Maps each folder to the folders that its files may import. In addition, each file may import files of its own folder,
 * files of `runtime`, and shared files.
 */
const folderRules: Record<string, readonly string[]> = {
  runtime: [],
  inputs: [],
  looker: [],
  affected: ['github', 'looker'],
  collections: ['inputs', 'looker'],
  report: [],
  github: [],
  'images-branch': ['github', 'report'],
  deploy: ['affected', 'compare', 'github', 'looker', 'instance-renderers', 'stages'],
  'branch-check': [
    'affected',
    'compare',
    'github',
    'images-branch',
    'looker',
    'instance-renderers',
    'report',
    'stages',
  ],
  compare: ['acceptance', 'images-branch', 'github', 'report'],
  publish: ['images-branch', 'github', 'report'],
  acceptance: ['github', 'images-branch'],
  comment: ['github', 'report'],
}

/** The files in src itself that the files of a folder may import only if the folder's rule lists them. */
const pipelineFiles = [
  'index',
  'run',
  'stages',
  'start',
  'list',
  'arrange-results',
  'dry-run',
  'dry-run-advice',
  'estimate-calls',
  'render',
  'instance-renderers',
  'post',
  'post-index',
]
/** The files in src itself that all files may import. */
const sharedFiles = [
  'annotations',
  'errors',
  'headline',
  'headline-words',
  'input-types',
  'model',
  'outputs',
  'post-state',
  'results',
  'targets',
  'branch-report',
  'verdict',
  'verdict-facts',
  'public-log',
  'world',
]

/** Whether the file is an entry point. Only entry points create effects. */
const isIndex = (file: string) => file === 'src/index.ts' || file === 'src/post-index.ts'

/**
 * Returns the folder of a file in src, such as `looker` for `src/looker/http.ts`. For a file in src itself, returns the
 * file's name, such as `run` for `src/run.ts`.
 */
const folderOf = (path: string) => /^src\/([\w-]+)/.exec(path)?.[1] ?? ''

describe('imports in src', () => {
  test('the files of src are in the folders and root files that the layout test lists', () =>
    expect([...new Set(inSrc.map(folderOf))].sort()).toEqual(
      [...Object.keys(folderRules), ...pipelineFiles, ...sharedFiles].sort(),
    ))

  test('only index.ts imports run.ts, and no file imports index.ts', () =>
    expect(
      breaches(
        inSrc,
        ({ from }, file) => from === 'src/index.ts' || (from === 'src/run.ts' && file !== 'src/index.ts'),
      ),
    ).toEqual([]))

  test('the imports of values in src form no cycle', () => expect(cycles('src', 'value')).toEqual([]))

  test('the imports of types in src form no cycle', () => expect(cycles('src')).toEqual([]))

  test.each([
    ['src/model.ts', ['src/branch-report.ts']],
    ['src/branch-report.ts', []],
    ['src/errors.ts', []],
  ])('%s imports only these files of src: %j', (file, allowed: string[]) =>
    expect(importsOf(file).filter(({ from }) => from.startsWith('src/') && !allowed.includes(from))).toEqual(
      [],
    ),
  )

  test.each(Object.entries(folderRules))(
    'the folder %s of src imports only the shared files, the runtime and these folders: %j',
    (folder, others) => {
      const allowed = [folder, 'runtime', ...others, ...sharedFiles]
      expect(
        breaches(
          inSrc.filter(below(folder)),
          ({ from }) => from.startsWith('src/') && !allowed.includes(folderOf(from)),
        ),
      ).toEqual([])
    },
  )

  test('the shared files of src import only shared files and the runtime', () =>
    expect(
      breaches(
        inSrc.filter(file => sharedFiles.includes(folderOf(file))),
        ({ from }) => from.startsWith('src/') && ![...sharedFiles, 'runtime'].includes(folderOf(from)),
      ),
    ).toEqual([]))
})

describe('what code may use', () => {
  test('only the two index files import the toolkit, Octokit and undici as values', () =>
    expect(
      breaches(
        inSrc,
        ({ from, kind }, file) =>
          !isIndex(file) && kind === 'value' && /^(@(actions|octokit)\/|undici$)/.test(from),
      ),
    ).toEqual([]))

  test.each([
    ['fetch', /(?<![.\w'`])fetch\s*\(/],
    [
      'setTimeout or setInterval, except for the clock, deadlines and the watchdog of a connection',
      /(?<![.\w])set(Timeout|Interval)\s*\(/,
    ],
    ['process.env', /process\.env/],
    ['console', /\bconsole\./],
  ])('src does not use %s', (_, pattern) => {
    const allowed = /^src\/(index|post-index|runtime\/time|looker\/http)\.ts$/
    expect(inSrc.filter(file => !allowed.test(file) && pattern.test(source.get(file) ?? ''))).toEqual([])
  })

  test('the code of the report uses neither files nor the network', () =>
    expect(
      breaches(
        inSrc.filter(below('report')),
        ({ from }) => from.startsWith('node:') && from !== 'node:crypto',
      ),
    ).toEqual([]))

  test('simulator, demo, bench, chaos and e2e import only types from src', () =>
    expect(
      breaches(
        files.filter(file => !/^(src|testkit)\//.test(file)),
        ({ from, kind }) => from.startsWith('src/') && kind === 'value',
      ),
    ).toEqual([]))

  test('src imports nothing from the tests and tools', () =>
    expect(
      breaches(inSrc, ({ from }) =>
        /^(testkit|simulator|demo|bench|chaos|e2e|__tests__|scripts|dist)\//.test(from),
      ),
    ).toEqual([]))
})

test('every export of src is used in another file, or in a test', () => {
  const tests = readdirSync('__tests__', { recursive: true, encoding: 'utf8' }).filter(path =>
    path.endsWith('.ts'),
  )
  const texts = [
    ...source,
    ...tests.map(path => [path, readFileSync(join('__tests__', path), 'utf8')] as const),
  ]
  const filesWith = new Map<string, Set<string>>()
  for (const [file, text] of texts)
    for (const word of new Set(text.match(/\w+/g)))
      filesWith.set(word, (filesWith.get(word) ?? new Set()).add(file))
  const exported = /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm
  const unused = inSrc.flatMap(file =>
    [...(source.get(file) ?? '').matchAll(exported)].flatMap(([, name = '']) =>
      (filesWith.get(name)?.size ?? 0) < 2 ? [`${file} exports ${name}`] : [],
    ),
  )
  expect(unused).toEqual([])
})

const lines = (file: string) => (source.get(file) ?? '').trimEnd().split('\n').length

/** Maps the names that several files of src may define to the reason for the exception. */
const sharedNames: Record<string, string> = {
  core: 'the two index files',
  fetch: 'the two index files',
  github: 'the two index files',
}
/** Matches a top-level declaration, because only such a declaration begins at the start of a line. */
const declarations =
  /^(?:export )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm

test('a top-level name of src is defined in one file', () => {
  const files = new Map<string, string[]>()
  for (const file of inSrc.filter(path => path.endsWith('.ts')))
    for (const name of new Set(
      [...(source.get(file) ?? '').matchAll(declarations)].map(([, name = '']) => name),
    ))
      files.set(name, [...(files.get(name) ?? []), file])
  const shared = [...files].filter(([, all]) => all.length > 1)
  const allowed = Object.keys(sharedNames)
  const forbidden = shared.filter(([name]) => !allowed.includes(name))
  expect(forbidden.map(([name, all]) => `${name}: ${all.join(', ')}`)).toEqual([])
  const names = shared.map(([name]) => name)
  expect(allowed.filter(name => !names.includes(name))).toEqual([])
})

/** Maps the files that may have fewer than 60 lines and a single importer to the reason for the exception. */
const smallFiles: Record<string, string> = {
  'src/report/page/bundled-assets.ts': 'generated',
}

test('a file of src with less than 60 lines has several importers, or an importer in another folder', () => {
  const imports = inSrc.flatMap(file =>
    [...new Set(importsOf(file).map(({ from }) => from))].map(from => [from, file] as const),
  )
  const importers = (file: string) => imports.flatMap(([from, importer]) => (from === file ? [importer] : []))
  const isLoadedLater = (file: string) =>
    importers(file).some(importer => source.get(importer)?.includes(`import('./${basename(file)}')`))
  const small = inSrc.filter(file => {
    const [importer, ...others] = importers(file)
    const isPart = importer !== undefined && others.length === 0 && dirname(importer) === dirname(file)
    return lines(file) < 60 && isPart && !isLoadedLater(file)
  })
  expect(small.sort()).toEqual(Object.keys(smallFiles).sort())
})

describe('the size of code', () => {
  test('each file of src has at most 400 lines', () =>
    expect(inSrc.filter(file => lines(file) > 400).map(file => `${file}: ${lines(file)}`)).toEqual([]))

  test('index.ts has less than 25 lines', () => expect(lines('src/index.ts')).toBeLessThan(25))
})

test.each(folders.filter(folder => folder !== 'src'))('the imports in the folder %s form no cycle', folder =>
  expect(cycles(folder)).toEqual([]),
)
