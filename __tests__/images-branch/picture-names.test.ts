import {
  baselineFolder,
  baselineKey,
  formatBaselineName,
  isNewer,
  parseBaselineName,
} from '../../src/images-branch/picture-names.ts'
import type { Dashboard, Format, Target } from '../../src/model.ts'
import fc from '../../testkit/fast-check.ts'
import { dashboard } from '../../testkit/results.ts'

const host = 'acme.cloud.looker.com'
const key = (about: Partial<Dashboard> = {}) => baselineKey(dashboard(about), host)

describe('the name of a recorded picture', () => {
  test.each<[string, Partial<Dashboard>]>([
    ['id', { id: '43' }],
    ['kind', { kind: 'lookml_dashboard' }],
    ['format', { output: { format: 'jpg' } }],
    ['width', { width: 800 }],
    ['height', { height: 800 }],
    ['filter', { filters: new Map([['Region', 'EMEA']]) }],
    ['style', { style: 'tiled' }],
    ['theme', { theme: 'Dark' }],
    ['tab', { tabIds: ['1'] }],
    ['length of tables', { longTables: true }],
    ['paper', { output: { format: 'pdf', paperSize: 'a4', landscape: false } }],
  ])('the file name of a baseline changes with this part of the target: %s', (_, about) =>
    expect(key(about)).not.toBe(key()),
  )

  test('the file name of a baseline changes with the Looker instance', () =>
    expect(baselineKey(dashboard(), 'staging.acme.looker.com')).not.toBe(key()))

  test('the file name of a baseline does not depend on ignored rectangles or the order of filters', () => {
    const filters = [
      ['Region', 'EMEA'],
      ['Date', '7 days'],
    ] as const
    const ignore = [{ x: 0, y: 0, width: 9, height: 9 }]
    const other = {
      name: 'west',
      file: 'west.png',
      source: 'embed/dashboards/42',
      url: 'https://x.example',
      ignore,
    }
    expect(key({ ...other, filters: new Map(filters) })).toBe(
      key({ filters: new Map([...filters].reverse()) }),
    )
  })

  test('the file name of a baseline begins with the kind and id of the target', () => {
    expect(key()).toMatch(/^dashboard-42-[\da-f]{16}$/)
    const look = { kind: 'look', id: '7', output: { format: 'png' }, width: 1, height: 1 } as Target
    expect(baselineKey(look, host)).toMatch(/^look-7-[\da-f]{16}$/)
  })

  test('the key of a target stays the same, because pictures of earlier releases are found by it', () =>
    expect(
      key({
        filters: new Map([
          ['Region', 'EMEA'],
          ['Date', '7 days'],
        ]),
      }),
    ).toBe('dashboard-42-fc145e2ca1d10d7f'))

  test('the file name of a baseline contains all facts about the picture, whatever their values are', () =>
    fc.assert(
      fc.property(
        fc.record({
          id: fc.string({ unit: 'grapheme' }),
          run: fc.maxSafeNat(),
          attempt: fc.nat(99),
          at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
          commit: fc.stringMatching(/^[\da-f]{40}$/),
          release: fc.option(fc.stringMatching(/^\d{1,3}(\.\d{1,4}){1,2}$/)),
          tenths: fc.option(fc.nat(99_999)),
          format: fc.constantFrom<Format>('png', 'jpg', 'pdf'),
        }),
        ({ id, release, tenths, ...about }) => {
          const seconds = tenths !== null && { seconds: tenths / 10 }
          const named = { ...about, key: key({ id }), ...(release && { release }), ...seconds }
          const at = new Date(Math.floor(named.at.getTime() / 1000) * 1000)
          expect(parseBaselineName(formatBaselineName(named))).toEqual({ ...named, at })
        },
      ),
    ))

  test.each([
    'README.md',
    'look-7.png',
    'look-7-1f.1-1.20261332T000000Z.ffac537e6cbbf934b08745a378932722df287a53.png',
    'look-7-1f.1-1.20261124T000000Z.ffac537.png',
    `look-7-1f.${'9'.repeat(400)}-1.20261124T000000Z.ffac537e6cbbf934b08745a378932722df287a53.png`,
  ])('the file name %s is not read as the name of a baseline', file =>
    expect(parseBaselineName(file)).toBeUndefined(),
  )
})

describe('the folder of a branch', () => {
  test('the folder for the baselines of a branch contains the name of the branch and a hash', () => {
    expect(baselineFolder('main')).toMatch(/^baselines\/main-[\da-f]{16}$/)
    const [, forged = ''] = baselineFolder('release/1.2').split('/')
    expect(baselineFolder(forged)).not.toBe(baselineFolder('release/1.2'))
  })

  test('the folder for the baselines of a branch is unique and valid on all systems, whatever the branch name is', () => {
    const names = ['main', 'release/1.0', 'release-1.0', 'release/1-0', 'größe', 'a b', '..', 'x'.repeat(300)]
    const folders = names.map(baselineFolder)
    expect(new Set(folders).size).toBe(names.length)
    for (const folder of folders) expect(folder).toMatch(/^baselines\/[\w-]{1,80}$/)
  })
})

test('a baseline counts as newer if it is from a later run or a later attempt of the same run', () => {
  const at = { at: new Date(0), commit: '' }
  expect(isNewer({ run: 2, attempt: 1, ...at }, { run: 1, attempt: 9, ...at })).toBe(true)
  expect(isNewer({ run: 1, attempt: 2, ...at }, { run: 1, attempt: 1, ...at })).toBe(true)
  expect(isNewer({ run: 1, attempt: 1, ...at }, { run: 1, attempt: 1, ...at })).toBe(false)
})
