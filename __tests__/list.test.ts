import { distinguish } from '../src/list.ts'
import { headingOf } from '../src/targets.ts'
import { dashboard } from '../testkit/results.ts'

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

  test('targets with different filters or titles are not distinguished by folder or address', () => {
    const emea = sales('42', { filters: new Map([['Region', 'EMEA']]) })
    expect(headings([sales('42'), emea, { ...sales('43'), title: 'Retention' }])).toEqual([
      'Sales overview',
      'Sales overview, Region: EMEA',
      'Retention',
    ])
  })
})
