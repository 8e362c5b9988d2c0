import { arrangeResults, distinguish, withPageLinks } from '../src/arrange-results.ts'
import { targetsIn } from '../src/list.ts'
import type { Target } from '../src/model.ts'
import { headingOf } from '../src/targets.ts'
import { dashboard, failed, rendered, tile } from '../testkit/results.ts'

describe('targets with the same title are distinguished', () => {
  const sales = (id: string, more: Parameters<typeof dashboard>[0] = {}) => ({
    title: 'Sales overview',
    target: dashboard({ id, name: `dashboards-${id}`, ...more }),
  })
  const headings = (results: Parameters<typeof distinguish>[0]) => distinguish(results).map(headingOf)

  test('targets with the same title are distinguished by their folders if the folders differ', () =>
    expect(headings([sales('42', { place: 'folder EMEA' }), sales('57', { place: 'board Weekly' })])).toEqual(
      ['Sales overview, folder EMEA', 'Sales overview, board Weekly'],
    ))

  test.each([
    ['the same folder', 'folder EMEA'],
    ['no known folder', undefined],
  ])('targets with the same title are distinguished by their addresses if they have %s', (_, place) =>
    expect(
      headings([sales('42', { place: 'folder EMEA' }), sales('57', place === undefined ? {} : { place })]),
    ).toEqual(['Sales overview, dashboards/42', 'Sales overview, dashboards/57']),
  )

  test('targets that show one dashboard in two sizes are distinguished by their names', () =>
    expect(headings([sales('42'), sales('42', { name: 'small' })])).toEqual([
      'Sales overview, dashboards-42',
      'Sales overview, small',
    ]))

  const pdf = { output: { format: 'pdf', landscape: false }, file: 'dashboards-42.pdf' } as const

  test('targets that show one dashboard in two formats are distinguished by their formats', () =>
    expect(headings([sales('42'), sales('42', pdf)])).toEqual(['Sales overview, PNG', 'Sales overview, PDF']))

  test('targets with neither unique formats nor unique names are distinguished by their file names', () =>
    expect(
      headings([
        sales('42', { file: 'dashboards-42.png' }),
        sales('42', pdf),
        sales('42', { name: 'small', file: 'small.png' }),
      ]),
    ).toEqual([
      'Sales overview, dashboards-42.png',
      'Sales overview, dashboards-42.pdf',
      'Sales overview, small.png',
    ]))

  test('targets with different filters or titles are not distinguished by folder or address', () => {
    const emea = sales('42', { filters: new Map([['Region', 'EMEA']]) })
    expect(headings([sales('42'), emea, { ...sales('43'), title: 'Retention' }])).toEqual([
      'Sales overview',
      'Sales overview, Region: EMEA',
      'Retention',
    ])
  })
})

const [api, web] = [new URL('https://api.acme.com:19999'), new URL('https://acme.looker.com')]

describe('links to pages of Looker', () => {
  const linked = (target: Target, host: URL | undefined = web) => withPageLinks(api, host)({ target }).target
  const onApi = 'https://api.acme.com:19999/dashboards/42?Region=EMEA'
  const onWeb = 'https://acme.looker.com/dashboards/42?Region=EMEA'

  test("links to pages of Looker lead to Looker's web address", () =>
    expect(linked(dashboard({ url: onApi, name: 'sales' }))).toEqual(
      dashboard({ url: onWeb, name: 'sales' }),
    ))

  test.each<[string, Partial<Target>]>([
    ['a pasted address', { url: onApi, pastedHost: 'api.acme.com' }],
    ['an address of another host', { url: 'https://api.acme.com:19999.evil.com/dashboards/42' }],
  ])('links to pages of Looker are not changed for %s', (_, about) => {
    const target = { ...dashboard(), ...about } as Target
    expect(linked(target)).toEqual(target)
  })

  test("links to pages of Looker are not changed if Looker's web address is unknown", () => {
    const target = dashboard({ url: onApi })
    expect(withPageLinks(api, undefined)({ target }).target).toBe(target)
  })

  test("the link to the dashboard of a tile leads to Looker's web address", () => {
    const board = { id: '42', title: 'Sales', url: 'https://x' }
    expect(linked(tile({ url: onApi, dashboard: board }))).toEqual(
      tile({ url: onWeb, dashboard: { ...board, url: onWeb } }),
    )
  })
})

describe('the results of a list', () => {
  const [sales, stock] = ['sales', 'stock'].map(name => dashboard({ name, file: `${name}.png` })) as [
    Target,
    Target,
  ]
  const unlisted = failed({ target: dashboard({ name: 'folder' }) })
  const list = {
    ...{ listed: [sales, unlisted, stock], ofCollections: new Set<Target>() },
    ...{ jobs: 1, hash: '', warnings: [] },
  }

  test('the results of a list of targets are in the order of the list, including targets that could not be listed', () => {
    const results = [rendered({ target: stock }), rendered({ target: sales })]
    const arranged = arrangeResults(list, results, { base: api, web: undefined })
    expect(arranged.map(({ target }) => target.name)).toEqual(['sales', 'folder', 'stock'])
    expect(arranged[1]).toEqual(unlisted)
    expect(arrangeResults(list, [], { base: api, web: undefined })).toEqual([unlisted])
  })

  test('the targets to render do not include targets that could not be listed', () =>
    expect(targetsIn(list)).toEqual([sales, stock]))
})
