import type { Member } from '../../src/input-types.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import { isCollection } from '../../src/targets.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'

/* Tests entries of the list of targets that stand for several targets. */

const problemsWith = (targets: string, others: Record<string, string> = {}) =>
  problemsOf(given({ targets, ...others }))

function collectionOf(targets: string, others: Record<string, string> = {}) {
  const [first] = readInputs(given({ targets, ...others })).targets
  if (!first || !isCollection(first)) throw new Error('no collection')
  return first
}

/** Converts a member of a collection to a target. `targets` contains the collection. */
const memberOf = (targets: string, member: Member, others: Record<string, string> = {}) =>
  collectionOf(targets, others).toTarget(member)

const dashboard: Member = { kind: 'dashboard', id: '42', title: 'Sales overview' }
const look: Member = { kind: 'look', id: '7', title: 'Weekly revenue' }

test.each([
  ['folders/12', { kind: 'folder', id: '12', name: 'folders-12', recursive: false, except: [] }],
  ['- { target: folders/12, recursive: true }', { kind: 'folder', recursive: true }],
  ['boards/3', { kind: 'board', id: '3', url: 'https://acme.cloud.looker.com/boards/3' }],
  ['models/thelook', { kind: 'model', id: 'thelook', url: 'https://acme.cloud.looker.com/folders/lookml' }],
  ['- { target: dashboards/42, tiles: true }', { kind: 'tiles', id: '42', name: 'dashboards-42' }],
  [
    'https://looker.acme.com/folders/12',
    { kind: 'folder', url: 'https://looker.acme.com/folders/12', pastedHost: 'looker.acme.com' },
  ],
  [
    '- { target: boards/3, except: [dashboards/44, looks/7, dashboards/a::b] }',
    {
      except: [
        { source: 'dashboards/44', kind: 'dashboard', id: '44' },
        { source: 'looks/7', kind: 'look', id: '7' },
        { source: 'dashboards/a::b', kind: 'lookml_dashboard', id: 'a::b' },
      ],
    },
  ],
  [
    '- { target: folders/12, except: folders/14 }',
    { except: [{ source: 'folders/14', kind: 'folder', id: '14' }] },
  ],
])('the item %s is read as a collection', (targets, expected) =>
  expect(collectionOf(targets)).toMatchObject(expected),
)

test('a dashboard with tiles: false is read as a single target', () =>
  expect(
    readInputs(given({ targets: '- { target: dashboards/42, tiles: false }' })).targets[0],
  ).toMatchObject({
    kind: 'dashboard',
    file: 'dashboards-42.png',
  }))

describe('a member of a collection', () => {
  test.each(['dashboards/42', 'looks/7', 'dashboards/thelook::overview'])(
    'a target of a collection equals the same target on a line of its own: %s',
    source => {
      const [alone] = readInputs(given({ targets: source })).targets
      const [, id = ''] = source.split('/')
      const kind = source.startsWith('looks') ? 'look' : id.includes('::') ? 'lookml_dashboard' : 'dashboard'
      expect(memberOf('folders/12', { kind, id })).toEqual(alone)
    },
  )

  test('a target of a collection has the settings of the mapping that its kind supports', () => {
    const mapping = '- { target: folders/12, filters: { Region: EMEA }, theme: dark, width: 800 }'
    expect(memberOf(mapping, dashboard)).toMatchObject({
      title: 'Sales overview',
      file: 'dashboards-42-region-emea.png',
      filters: new Map([['Region', 'EMEA']]),
      theme: 'dark',
      width: 800,
    })
    expect(memberOf(mapping, look)).toEqual({
      kind: 'look',
      source: 'looks/7',
      title: 'Weekly revenue',
      name: 'looks-7',
      file: 'looks-7.png',
      id: '7',
      ignore: [],
      url: 'https://acme.cloud.looker.com/looks/7',
      width: 800,
      height: 900,
      output: { format: 'png' },
    })
  })

  test.each([
    ['the mapping', '- { target: folders/12, format: pdf }', {}],
    ['the input', 'folders/12', { format: 'pdf' }],
  ])(
    'the dashboards of a collection are PDFs, and its Looks are PNGs, if format is pdf in %s',
    (_, targets, others) => {
      expect(memberOf(targets, dashboard, others).file).toBe('dashboards-42.pdf')
      expect(memberOf(targets, look, others).file).toBe('looks-7.png')
    },
  )

  test('a tile of a collection has a link to its dashboard', () => {
    const stage = { id: '42', title: 'Sales overview', url: 'https://acme.cloud.looker.com/dashboards/42' }
    expect(
      memberOf('- { target: dashboards/42, tiles: true }', {
        kind: 'dashboard_element',
        id: '19',
        title: 'Revenue',
        dashboard: stage,
      }),
    ).toMatchObject({ file: 'dashboard-elements-19.png', url: stage.url, dashboard: stage, title: 'Revenue' })
  })
})

test.each([
  [
    'folders/abc',
    `"folders/abc" has no valid folder id, which is a number; write folders/12, or models/<name> for LookML dashboards.`,
  ],
  ['boards/', `"boards/" is not a Looker address; `],
  [
    '- { target: looks/7, tiles: true }',
    '"looks/7": the setting "tiles" is for dashboards only; leave it out.',
  ],
  [
    '- { target: folders/12, tiles: true }',
    '"folders/12": the setting "tiles" is for dashboards only; leave it out.',
  ],
  [
    '- { target: boards/3, recursive: true }',
    '"boards/3": the setting "recursive" is for folders only; leave it out.',
  ],
  [
    '- { target: dashboards/42, recursive: false }',
    '"dashboards/42": the setting "recursive" is for folders only; leave it out.',
  ],
  [
    '- { target: dashboards/42, except: looks/7 }',
    '"dashboards/42": the setting "except" is for folders, boards, models and tiles only; leave it out.',
  ],
  [
    '- { target: folders/12, name: sales }',
    '"folders/12": the setting "name" is for a single target; leave it out: ',
  ],
  [
    '- { target: folders/12, except: [boards/3] }',
    '"folders/12": except: "boards/3" cannot be a member of a collection; ',
  ],
  [
    '- { target: folders/12, except: [dashbords/3] }',
    `"folders/12": except: "dashbords/3" is not a Looker address; `,
  ],
  ['- { target: folders/12, pdf-paper-size: a4 }', '"folders/12": pdf-paper-size is for format pdf only; '],
  [
    '- { target: dashboards/42, tiles: true, filters: { Region: EMEA } }',
    '"dashboards/42": filters is for whole dashboards, and Looker renders a tile as it was saved; leave it out.',
  ],
  [
    '- { target: "dashboards/42?Region=EMEA", tiles: true }',
    '"dashboards/42?Region=EMEA": it has filters, and Looker renders a tile as it was saved; remove the ? and the text after it.',
  ],
  [
    '- { target: dashboards/42, tiles: true, format: pdf }',
    '"dashboards/42": Looker creates PDFs only of dashboards; ',
  ],
])('the item %s is refused with a next step before any request', (targets, problem) =>
  expect(problemsWith(targets)).toEqual([expect.stringContaining(`targets, item 1: ${problem}`)]),
)

test('a collection is refused in API 3.1', () =>
  expect(problemsWith('folders/12', { 'api-version': '3.1' })).toEqual([
    'targets, item 1: "folders/12": collections need api-version 4.0; list the targets of the collection one by one.',
  ]))

test('all problems of a list of targets are reported together', () =>
  expect(problemsWith('folders/abc\nboards/\nlooks/7?Region=EMEA')).toHaveLength(3))

describe('more targets than one job renders', () => {
  const list = Array.from({ length: 501 }, (_, index) => `looks/${index + 1}`).join('\n')

  test('a list of more than 500 targets is refused before any request, with the number of jobs to use', () =>
    expect(problemsWith(list)).toEqual([
      'targets: 501 targets are more than the 500 that one job renders; share them among 2 jobs with shard, or leave some out.',
    ]))

  test('a list of more than 500 targets is accepted if several jobs share the targets', () =>
    expect(problemsWith(list, { shard: '0/2' })).toEqual([]))
})
