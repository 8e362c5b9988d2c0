import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { entryOf, foldersOf } from '../scripts/licenses.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

/*
 * Compares the packages in `dist/` with its licenses.txt. To find the packages, this test does not use the script that
 * wrote licenses.txt. Instead, it reads webpack's list of joined modules, and searches for lines of each package's
 * code.
 */

interface Entry {
  name: string
  license: string
  text: string
}

const read = (path: string) => readFileSync(path, 'utf8')

const entriesIn = (file: string): Entry[] =>
  read(file)
    .split(/\n-{80}\n\n/)
    .map(entry => {
      const [name = '', license = '', , ...text] = entry.split('\n')
      return { name, license, text: text.join('\n').trim() }
    })

const bundleIn = (folder: string) =>
  readdirSync(folder)
    .filter(file => file.endsWith('.js'))
    .map(file => read(join(folder, file)))
    .join('\n')

interface Locked {
  version: string
  dev?: boolean
  optional?: boolean
}

const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const production = Object.entries(lock.packages).filter(
  ([folder, { dev, optional }]) => folder !== '' && !dev && !optional,
)
const nameOf = (folder: string, { version }: Locked) =>
  `${folder.replace(/^.*node_modules\//, '')}@${version}`

/**
 * Returns lines of a package's main file. Each line is so long that it is unique, and a bundler does not change it.
 */
function tellingLines(folder: string): string[] {
  try {
    const main = createRequire(import.meta.url).resolve(join(process.cwd(), folder))
    const lines = read(main).split('\n')
    return lines.filter(line => line.length > 40 && !/require|import|export|sourceMapping/.test(line))
  } catch {
    // The package contains only types or data.
    return []
  }
}

describe.each(['dist', 'dist/compare', 'dist/post'])('%s/licenses.txt', folder => {
  const entries = entriesIn(join(folder, 'licenses.txt'))
  const names = new Set(entries.map(({ name }) => name))
  const bundle = bundleIn(folder)

  test('licenses.txt names every package whose modules are joined in the bundle', () => {
    const joined = [
      ...bundle.matchAll(/^;\/\/ \S+ MODULE: \.\/(?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/gm),
    ]
    const packages = new Set(joined.map(([, name = '']) => name))
    expect(packages.size).toBeGreaterThan(0)
    const named = new Set([...names].map(name => name.replace(/@[^@]+$/, '')))
    expect([...packages].filter(name => !named.has(name))).toEqual([])
  })

  test('licenses.txt names every production dependency whose main file is in the bundle', () => {
    const whole = new Set(bundle.split('\n'))
    const isThere = (line: string) => whole.has(line) || bundle.includes(line)
    const found = production
      .filter(([path]) => {
        const lines = tellingLines(path)
        return lines.length > 2 && lines.every(isThere)
      })
      .map(([path, locked]) => nameOf(path, locked))
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(name => !names.has(name))).toEqual([])
  })

  test('licenses.txt contains only licenses that allow distribution', () => {
    const allowed = /^(MIT|MIT\/X11|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)$/
    const parts = (license: string) => license.replace(/[()]/g, '').split(/ (?:AND|OR) /)
    const others = entries.filter(({ license }) => !parts(license).every(part => allowed.test(part)))
    // buffers has declared no license since 2011. @actions/artifact depends on this package through unzip-stream and
    // binary.
    expect(others.map(({ name }) => name).filter(name => name !== 'buffers@0.1.1')).toEqual([])
  })

  test('licenses.txt contains the license text of each package that has a license text', () => {
    const known =
      /Permission is hereby granted|Permission to use, copy, modify|Apache License|Redistribution and use|Blue Oak|^\(?MIT\b/im
    // These packages contain no license text, so licenses.txt has only the license that they declare.
    const without = /^(@nodable\/entities|binary|buffers|chainsaw)@/
    expect(entries.filter(({ name, text }) => !known.test(text) && !without.test(name))).toEqual([])
  })
})

describe('the list of licenses', () => {
  test('the list of licenses names the packages of all modules, including joined modules, without duplicates', () => {
    const at = (path: string) => ({ nameForCondition: `/work/${path}` })
    const modules = [
      at('build/index.js'),
      { modules: [at('node_modules/yaml/index.js'), at('build/run.js')] },
      at('node_modules/@a/b/lib/x.js'),
      at('node_modules/@a/b/lib/y.js'),
      at('node_modules/@a/b/node_modules/yaml/index.js'),
      { nameForCondition: null },
    ]
    expect(foldersOf(modules, '/work')).toEqual([
      'node_modules/@a/b',
      'node_modules/@a/b/node_modules/yaml',
      'node_modules/yaml',
    ])
  })

  test.each([
    [
      'its license file',
      { LICENSE: 'Permission\r\nis granted\n' },
      'x@1.0.0\nMIT\n\nPermission\nis granted\n',
    ],
    ['its license files', { LICENSE: 'One', 'NOTICE.md': 'Two' }, 'x@1.0.0\nMIT\n\nOne\n\nTwo\n'],
    ['its readme', { 'README.md': '# x\n\n## License\n\nMIT, me\n' }, 'x@1.0.0\nMIT\n\nMIT, me\n'],
    [
      'only its manifest',
      { 'index.js': '' },
      'x@1.0.0\nMIT\n\nThe package has no file with the text of its license; its author is Mona.\n',
    ],
  ])('the list of licenses takes the text of a package from %s', (_, files, entry) => {
    const folder = temporaryFolder()
    const manifest = { name: 'x', version: '1.0.0', license: 'MIT', author: { name: 'Mona' } }
    for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files }))
      writeFileSync(join(folder, name), text)
    expect(entryOf(folder)).toBe(entry)
  })
})
