import { type LookerUrl, parseLookerUrl, type TargetUrl } from '../../src/inputs/looker-url.ts'
import { InputProblem } from '../../src/inputs/problem.ts'
import { encodeFilters } from '../../src/targets.ts'
import fc from '../../testkit/fast-check.ts'
import { anyCharacter, anyText, textWith } from '../../testkit/texts.ts'

/** Returns the parts of the address to which the tables below refer. */
function told(address: LookerUrl) {
  const { kind, id, path, filters = new Map(), theme } = address as TargetUrl
  return {
    kind,
    id,
    path,
    ...(filters.size > 0 && { filters: Object.fromEntries(filters) }),
    ...(theme && { theme }),
  }
}

const dashboard42 = { kind: 'dashboard', id: '42', path: '/dashboards/42' }
const overview = {
  kind: 'lookml_dashboard',
  id: 'thelook::overview',
  path: '/dashboards/thelook::overview',
}
const look = { kind: 'look', id: '7', path: '/looks/7' }
const query = { kind: 'query', id: 'aBc123', path: '/queries/aBc123' }
const element = { kind: 'dashboard_element', id: '19', path: '/dashboard_elements/19' }
const explored = { kind: 'query', id: 'aBc123', path: '/explore/thelook/orders?qid=aBc123' }

describe('a Looker address', () => {
  test.each([
    ['dashboards/42', dashboard42],
    ['/dashboards/42', dashboard42],
    ['dashboards/42/', dashboard42],
    ['//dashboards/42', dashboard42],
    ['dashboards-next/42', dashboard42],
    ['embed/dashboards/42', dashboard42],
    ['/embed/dashboards-next/42', dashboard42],
    ['dashboards/42#tile', dashboard42],
    ['dashboards/42?', dashboard42],
    ['dashboards/042', { ...dashboard42, id: '042', path: '/dashboards/042' }],
    ['dashboards/aB3_-x', { ...dashboard42, id: 'aB3_-x', path: '/dashboards/aB3_-x' }],
    ['dashboards/thelook::overview', overview],
    ['lookml_dashboards/thelook::overview', overview],
    ['embed/dashboards-next/thelook::overview', overview],
    ['dashboards/thelook%3A%3Aoverview', overview],
    [
      'dashboards/the look::über sicht',
      { ...overview, id: 'the look::über sicht', path: '/dashboards/the%20look::%C3%BCber%20sicht' },
    ],
    ['dashboards/a.b::c.d', { ...overview, id: 'a.b::c.d', path: '/dashboards/a.b::c.d' }],
    ['looks/7', look],
    ['/embed/looks/7/', look],
    ['queries/aBc123', query],
    ['queries/8231', { ...query, id: '8231', path: '/queries/8231' }],
    ['dashboard_elements/19', element],
    [
      'dashboard_elements/thelook::overview.total sales',
      {
        ...element,
        id: 'thelook::overview.total sales',
        path: '/dashboard_elements/thelook%3A%3Aoverview.total%20sales',
      },
    ],
    ['explore/thelook/orders?qid=aBc123', explored],
    ['explore/thelook/orders?qid=aBc123&toggle=vis,dat', explored],
    ['explore/thelook/orders?fields=orders.count&f[orders.date]=7+days&qid=aBc123&origin_space=1', explored],
    ['embed/explore/thelook/orders?qid=aBc123', explored],
  ])('the Looker address %s is read', (written, address) => {
    expect(told(parseLookerUrl(written))).toEqual(address)
  })

  test.each([
    ['dashboards/42?Region=EMEA', { filters: { Region: 'EMEA' } }],
    ['dashboards/42?Region=EMEA&Date=7+days', { filters: { Region: 'EMEA', Date: '7 days' } }],
    ['dashboards/42?Order%20Date=2026-01-01%20to%20now', { filters: { 'Order Date': '2026-01-01 to now' } }],
    ['dashboards/42?State=CA,OR', { filters: { State: 'CA,OR' } }],
    ['dashboards/42?Region=', { filters: { Region: '' } }],
    ['dashboards/42?Region = West&fullscreen', { filters: { Region: 'West' } }],
    ['dashboards/42?Brand=%shirt%&theme=50%', { filters: { Brand: '%shirt%' }, theme: '50%' }],
    ['dashboards/42?theme=Dark', { theme: 'Dark' }],
    ['dashboards/42?theme=', {}],
    ['dashboards/42?Theme=Dark', { filters: { Theme: 'Dark' } }],
    ['dashboards/42?_theme={"show_title":false}', {}],
    ['dashboards/42?hide_filter=Region&Region=EMEA&allow_login_screen=true', { filters: { Region: 'EMEA' } }],
    ['dashboards/42?fullscreen=true&run=1&refresh=1%20hour&filter_config=%7B%7D', {}],
    [
      'embed/dashboards/42?embed_domain=https://acme.example&sdk=3&Region=EMEA',
      { filters: { Region: 'EMEA' } },
    ],
  ])(
    "the filters of a Looker address come from all parameters except Looker's own parameters: %s",
    (written, found) => expect(told(parseLookerUrl(written))).toEqual({ ...dashboard42, ...found }),
  )

  test.each([
    ['looks/7?toggle=vis', look],
    ['looks/7?theme=Dark', look],
    ['queries/aBc123?origin=share', query],
  ])('a Looker address is accepted with parameters that Looker adds for pictures: %s', (written, address) =>
    expect(told(parseLookerUrl(written))).toEqual(address),
  )

  test.each([
    'https://acme.cloud.looker.com/dashboards/42',
    'https://acme.cloud.looker.com:19999/dashboards/42',
    'https://acme.cloud.looker.com:9999/dashboards/42',
    'HTTPS://Acme.Cloud.Looker.com/dashboards/42',
    'https://acme.cloud.looker.com/embed/dashboards/42',
  ])('the host of the URL %s is kept, so that it can be compared with the host of Looker', written => {
    const address = parseLookerUrl(written)
    expect(told(address)).toEqual(dashboard42)
    expect(address.pasted).toEqual({ href: new URL(written).href, host: 'acme.cloud.looker.com' })
  })

  test('a Looker address without a host is read as a path', () =>
    expect(parseLookerUrl('/dashboards/42')).not.toHaveProperty('pasted'))

  test.each([
    ['folders/12', { kind: 'folder', id: '12', path: '/folders/12' }],
    ['https://acme.cloud.looker.com/folders/12', { kind: 'folder', id: '12', path: '/folders/12' }],
    ['boards/3', { kind: 'board', id: '3', path: '/boards/3' }],
    ['models/thelook', { kind: 'model', id: 'thelook', path: '/folders/lookml' }],
    ['models/the%20look-2', { kind: 'model', id: 'the look-2', path: '/folders/lookml' }],
  ])('the Looker address %s is read as a collection', (written, address) =>
    expect(told(parseLookerUrl(written))).toEqual(address),
  )

  test('the Looker address of an Explore contains the id of the query', () =>
    expect(parseLookerUrl('explore/thelook/orders?qid=aBc123')).toMatchObject({ title: 'Query of orders' }))

  test.each([
    ['https://acme.cloud.looker.com@evil.example/looks/7', 'holds a user or password', 'before the @'],
    ['folders/abc', 'has no valid folder id, which is a number', 'models/<name>'],
    ['folders/lookml', 'has no valid folder id, which is a number', 'models/<name>'],
    ['boards/', 'is not a Looker address', 'boards/3'],
    ['boards/thelook::overview', 'has no valid board id, which is a number', 'boards/3'],
    ['models/thelook::overview', 'has no valid model name', 'models/<name>'],
    ['folders/12?Region=EMEA', 'has filters, but a folder cannot have filters', 'filters: { Region: EMEA }'],
    ['x/aBc123', "is a short link, which Looker's API cannot resolve", 'copy the long address'],
    ['https://acme.cloud.looker.com/x/aBc123', 'is a short link', 'copy the long address'],
    ['x', 'is a short link', 'copy the long address'],
    ['merge/abc', 'is a merged result, which Looker cannot render on its own', 'save it to a dashboard'],
    ['explore/thelook/orders', 'does not name a saved query', 'explore/<model>/<view>?qid=<slug>'],
    ['explore/thelook/orders?qid=', 'does not name a saved query', 'explore/<model>/<view>?qid=<slug>'],
    ['explore/thelook?qid=aBc123', 'does not name a saved query', 'explore/<model>/<view>?qid=<slug>'],
    ['explore', 'does not name a saved query', 'explore/<model>/<view>?qid=<slug>'],
    ['explore/thelook/orders?qid=a%2Fb', 'has no valid id', 'write dashboards/42'],
    ['42', 'is not a Looker address', 'write dashboards/42'],
    ['', 'is not a Looker address', 'write dashboards/42'],
    ['/', 'is not a Looker address', 'write dashboards/42'],
    ['dashboards', 'is not a Looker address', 'write dashboards/42'],
    ['dashboards/', 'is not a Looker address', 'write dashboards/42'],
    ['embed', 'is not a Looker address', 'write dashboards/42'],
    ['dashboard/42', 'is not a Looker address', 'write dashboards/42'],
    ['Dashboards/42', 'is not a Looker address', 'write dashboards/42'],
    ['https://acme.cloud.looker.com', 'is not a Looker address', 'write dashboards/42'],
    ['https://', 'is not a valid address', 'write dashboards/42'],
    ['dashboards/4 2', 'has no valid dashboard id', 'dashboards/model::name'],
    ['dashboards/42,43', 'has no valid dashboard id', 'dashboards/model::name'],
    ['dashboards/thelook:overview', 'has no valid dashboard id', 'dashboards/model::name'],
    ['dashboards/::overview', 'has no valid dashboard id', 'dashboards/model::name'],
    ['dashboards/thelook::', 'has no valid dashboard id', 'dashboards/model::name'],
    ['dashboards/the%2Flook::overview', 'has no valid dashboard id', 'dashboards/model::name'],
    ['dashboards/42?Brand=Marks & Spencer', '"Spencer" has no =', 'write a & inside of a value as %26'],
    ['dashboards/42?Region=West, Date=7 days', 'has more than one =', 'put a & between filters'],
    ['dashboards/42?State=CA&State=OR', 'is set twice', 'State=CA,OR'],
    ['dashboards/42?Region', '"Region" has no =', 'Region= to clear that filter'],
    ['dashboards/42?Store=Store#12', 'has a #', 'write the # as %23'],
    ['dashboards/%E4', 'has a broken percent-encoding', 'copy the address from the browser again'],
    ['looks/%', 'has a broken percent-encoding', 'copy the address from the browser again'],
    ['looks/7.1', 'has no valid id', 'write dashboards/42'],
    ['queries/a%2Fb', 'has no valid id', 'write dashboards/42'],
    ['looks/7?Region=EMEA', 'has filters, and Looker renders a Look as it was saved', 'render a dashboard'],
    ['queries/aBc123?Region=EMEA', 'has filters, and Looker renders a query as it was saved', 'remove the ?'],
    ['dashboard_elements/19?Region=EMEA', 'renders a dashboard element as it was saved', 'remove the ?'],
  ])('the Looker address %j is refused with a next step', (written, found, instead) => {
    const read = () => parseLookerUrl(written)
    expect(read).toThrow(InputProblem)
    expect(read).toThrow(found)
    expect(read).toThrow(expect.objectContaining({ hint: expect.stringContaining(instead) }))
  })

  test('the filters of a Looker address are read as they were written, whatever their names and values are', () => {
    // All names begin with an upper-case letter, so none of them is a parameter of Looker itself.
    const filters = fc.uniqueArray(
      fc.tuple(
        anyText.map(name => `F${name}`),
        anyText,
      ),
      { selector: ([name]) => name },
    )
    fc.assert(
      fc.property(filters, list => {
        const written = new Map(list)
        expect(parseLookerUrl(`dashboards/42?${encodeFilters(written)}`)).toMatchObject({ filters: written })
      }),
    )
  })

  test('the path of a LookML dashboard in the browser is accepted as a Looker address', () => {
    const name = fc.string({ unit: anyCharacter, minLength: 1 }).filter(text => !/[/\\\p{Cc}]/u.test(text))
    fc.assert(
      fc.property(name, name, (model, dashboard) => {
        const id = `${model}::${dashboard}`
        const { path } = parseLookerUrl(`dashboards/${encodeURIComponent(id)}`)
        expect(path).not.toMatch(/[?#\s"<>]/)
        expect(parseLookerUrl(path)).toMatchObject({ kind: 'lookml_dashboard', id, path })
      }),
    )
  })

  test('any text is read as a Looker address or refused as an input problem', () => {
    const written = textWith(
      'dashboards',
      'looks',
      'explore',
      'x',
      '/',
      '?',
      '::',
      '%',
      '%2F',
      '..',
      '42',
      'qid=',
      '&',
      '#',
    )
    fc.assert(
      fc.property(written, text => {
        let address: LookerUrl
        try {
          address = parseLookerUrl(text)
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem)
          return
        }
        expect(address.id).not.toMatch(/[/\\\p{Cc}]/u)
        expect(address.path).toMatch(/^\/(dashboards|looks|queries|explore|dashboard_elements)\/[^\s#]+$/)
      }),
    )
  })
})
