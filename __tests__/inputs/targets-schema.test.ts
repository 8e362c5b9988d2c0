import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { stringify } from 'yaml'
import { settingNames } from '../../src/inputs/target-settings.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'

/*
 * Editors validate a targets-file with the schema. These tests check that the schema and the action accept and refuse
 * the same files.
 */

const schema = JSON.parse(readFileSync('targets.schema.json', 'utf8'))
const isValid = new Ajv({ allowUnionTypes: true }).compile(schema)
const properties: Record<string, unknown> = schema.items.anyOf[1].properties

/** Valid and invalid values for each key. */
const values: Record<string, { good: unknown[]; bad: unknown[] }> = {
  name: { good: ['west-coast', 'Q3 2026', '東京', 2026], bad: ['a/b', '.hidden', 'ends.', 'what?', ['a']] },
  recursive: { good: [true, 'false'], bad: ['yes', 1, [true]] },
  tiles: { good: [true, false], bad: ['on', 2] },
  except: {
    good: ['dashboards/44', ['dashboards/44', 'looks/7', 'folders/14']],
    bad: [{ a: 'b' }, [['looks/7']]],
  },
  format: { good: ['png', 'jpg', 'jpeg', 'pdf'], bad: ['gif', 1, ['png']] },
  width: { good: [1, 800, '800', 20_000], bad: [0, 20_001, 1.5, 'wide', -1] },
  height: { good: [900], bad: [0, 'auto', [900]] },
  filters: {
    good: [{ Region: 'West', Year: 2026, State: ['CA', 'OR'], Empty: null }, 'Region=West&Date=7+days'],
    bad: [['Region'], { Region: { is: 'West' } }],
  },
  'dashboard-style': { good: ['tiled', 'single_column'], bad: ['wide', 1] },
  'pdf-paper-size': { good: ['a4', 'letter'], bad: ['a6', 4] },
  'pdf-landscape': { good: [true, false], bad: ['yes', 'landscape'] },
  'long-tables': { good: [true, 'true'], bad: ['long'] },
  theme: { good: ['Looker', 'dark'], bad: [{ name: 'dark' }] },
  ignore: {
    good: [
      '0, 0, 1260, 40',
      ['0, 0, 10, 10', '5,5,5,5'],
      [0, 0, 1260, 40],
      [
        [0, 0, 1, 1],
        [1, 1, 1, 1],
      ],
    ],
    bad: ['0, 0', 'top', { x: 1 }, [1, 2, 3]],
  },
  'tab-ids': { good: ['1', ['Summary', 'Details'], 2], bad: [{ tab: 1 }, [['1']]] },
}

/** Returns a list with one mapping, which has the key and all other keys that the key requires. */
function listWith(key: string, value: unknown) {
  const target = { recursive: 'folders/12', except: 'folders/12' }[key] ?? 'dashboards/42'
  return [{ target, ...(key.startsWith('pdf-') && { format: 'pdf' }), [key]: value }]
}
const isRead = (list: unknown) => problemsOf(given({ targets: stringify(list) })).length === 0

test('the JSON schema of targets has exactly the keys that a mapping may have', () =>
  expect(Object.keys(properties).toSorted()).toEqual(['target', ...settingNames].toSorted()))

test('every key of the JSON schema of targets has a description, and a case in this file', () => {
  expect(Object.keys(values).toSorted()).toEqual(
    Object.keys(properties)
      .filter(key => key !== 'target')
      .toSorted(),
  )
  for (const property of Object.values(properties).slice(1)) expect(property).toHaveProperty('description')
})

const cases = (which: 'good' | 'bad') =>
  Object.entries(values).flatMap(([key, value]) => value[which].map(one => [key, one] as const))

test.each(cases('good'))('the JSON schema and the action accept the setting %s: %j', (key, value) =>
  expect([isValid(listWith(key, value)), isRead(listWith(key, value))]).toEqual([true, true]),
)

test.each(cases('bad'))('the JSON schema and the action refuse the setting %s: %j', (key, value) =>
  expect([isValid(listWith(key, value)), isRead(listWith(key, value))]).toEqual([false, false]),
)

test.each([
  ['dashboards/42?Region=EMEA'],
  ['https://acme.cloud.looker.com/embed/dashboards-next/thelook::overview'],
  ['/looks/7'],
  ['explore/thelook/order_items?qid=AbC123xyz'],
  ['folders/12'],
  ['boards/3'],
  ['models/thelook'],
])('the JSON schema and the action accept the target %s, alone and in a mapping', target => {
  for (const list of [[target], [{ target }]]) expect([isValid(list), isRead(list)]).toEqual([true, true])
})

test.each([
  [['42']],
  [['x/AbC123']],
  [['dashboards/']],
  [[{ name: 'a' }]],
  [[]],
  [[{ target: 'looks/7', sise: 1 }]],
])('the JSON schema and the action refuse the list of targets %j', list =>
  expect([isValid(list), isRead(list)]).toEqual([false, false]),
)
