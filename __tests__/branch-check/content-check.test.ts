import { newInvalidContent, readInvalidContent } from '../../src/branch-check/content-check.ts'

const folder = { id: '12' }
const unknownOrders = { message: 'Unknown field "order_items.orders".', model_name: 'thelook' }
const read = (...entries: object[]) =>
  readInvalidContent({ content_with_errors: entries }, text => text.replaceAll('s3cret', '***'))

describe('content with errors', () => {
  test('content errors are grouped by dashboard and Look, and name the tile or filter with the error', () =>
    expect(
      read(
        {
          dashboard: { id: '42', title: 'Sales', folder },
          dashboard_element: { title: 'Orders' },
          errors: [unknownOrders],
        },
        {
          dashboard: { id: '42', title: 'Sales', folder },
          dashboard_filter: { name: 'Area', title: null },
          errors: [{ message: 'Unknown field' }],
        },
        { look: { id: '42', title: 'Top products', folder }, errors: [unknownOrders] },
        { lookml_dashboard: { id: 'thelook::sales', title: '' }, errors: [unknownOrders] },
      ),
    ).toEqual([
      {
        kind: 'dashboard',
        id: '42',
        title: 'Sales',
        folder: '12',
        errors: [
          { message: 'Orders: Unknown field "order_items.orders"', model: 'thelook' },
          { message: 'Area: Unknown field' },
        ],
      },
      {
        kind: 'look',
        id: '42',
        title: 'Top products',
        folder: '12',
        errors: [{ message: 'Unknown field "order_items.orders"', model: 'thelook' }],
      },
      {
        kind: 'dashboard',
        id: 'thelook::sales',
        title: 'dashboards/thelook::sales',
        errors: [{ message: 'Unknown field "order_items.orders"', model: 'thelook' }],
      },
    ]))

  test.each([
    ['an alert, because its dashboard has a separate entry', { alert: { id: 'a7' } }],
    ['deleted content, because it has no folder', { dashboard: { id: '42', title: 'Sales', folder: null } }],
    [
      'a dashboard that this action has imported',
      { dashboard: { id: '9', title: 'Sales', folder, description: 'looker-snapshot 1658821493-1-k3x9ab' } },
    ],
    ['content with an invalid id', { look: { id: '../7', title: 'Sales', folder } }],
  ])('the list of content errors leaves out %s', (_, owner) =>
    expect(read({ ...owner, errors: [unknownOrders] })).toEqual([]),
  )

  test('a content error is new if production does not have the same error', () => {
    const of = (id: string, ...messages: string[]) =>
      ({ kind: 'dashboard', id, title: id, errors: messages.map(message => ({ message })) }) as const
    expect(
      newInvalidContent([of('1', 'a'), of('2', 'a')], [of('1', 'a', 'b'), of('2', 'a'), of('3', 'a')]),
    ).toEqual([of('1', 'b'), of('3', 'a')])
  })
})
