import type { Page } from 'playwright-core'
import { inChromium, phone, served } from '../../../testkit/pages/chromium.ts'
import { reportHtml } from '../../../testkit/pages/report-html.ts'
import { changedResult, main } from '../../../testkit/pictures/changes.ts'
import { drawn, png } from '../../../testkit/pictures/pictures.ts'
import { dashboard, failed, rendered } from '../../../testkit/results.ts'

const picture = (shapes = '') => png(drawn(shapes, { width: 600, height: 400 }))
const mark = (x: number) => `<rect x="${x}" y="80" width="40" height="40"/>`

/**
 * Returns a report with two changed targets, a failure, and three unchanged targets. One of the two changed targets has
 * two changes.
 */
async function report(): Promise<string> {
  const files = new Map([['plain', picture()]])
  const change = (name: string, after: Buffer) => changedResult(name, { before: picture(), after }, files)
  const unchanged = (name: string, region?: string) =>
    rendered({
      path: 'plain',
      target: dashboard({ name, filters: new Map(region ? [['Region', region]] : []) }),
      comparison: {
        status: 'unchanged',
        baseline: main,
        changedPixels: 0,
        changedShare: 0,
        shadedPixels: 0,
      },
    })
  const results = [
    unchanged('stock', 'EMEA'),
    await change('sales', picture(mark(50) + mark(450))),
    unchanged('staff', 'APAC'),
    await change('sales-3', picture(mark(50))),
    failed({ target: dashboard({ name: 'returns' }) }),
    unchanged('sales-2'),
  ]
  const pullRequest = { number: 12, title: 'Net <revenue>', url: 'https://github.com/acme/lookml/pull/12' }
  return reportHtml(results, files, { pullRequest })
}

inChromium('the filter of a report in Chromium', () => {
  const { opened, address } = served(report)
  const shown = async (page: Page) => {
    const headings = await page.locator('article:visible h2').allTextContents()
    const links = await page.locator('nav li:visible span').allTextContents()
    expect(links.map(link => link.replace(/, Region: .*/, ''))).toEqual(headings)
    return headings
  }
  const all = ['returns', 'sales', 'sales-3', 'stock', 'staff', 'sales-2']

  test('the filter of the report page shows all entries, changed entries, or failed entries', async () => {
    const { page } = await opened()
    expect(await shown(page)).toEqual(all)
    await page.getByText('Changed 2', { exact: true }).click()
    expect(await shown(page)).toEqual(['sales', 'sales-3'])
    expect(await page.getByRole('heading', { name: 'Unchanged' }).isVisible()).toBe(false)
    expect(await page.locator('output').textContent()).toBe('2 of 6')
    await page.getByText('Failed 1', { exact: true }).click()
    expect(await shown(page)).toEqual(['returns'])
    await page.getByText('All 6', { exact: true }).click()
    expect(await shown(page)).toEqual(all)
  })

  test('the filter of the report page finds words of headings and filters, in any case and order', async () => {
    const { page } = await opened()
    const search = page.getByRole('searchbox')
    await search.fill('EMEA')
    expect(await shown(page)).toEqual(['stock'])
    await search.fill(' region A')
    expect(await shown(page)).toEqual(['stock', 'staff'])
    await search.fill('apac STAFF ')
    expect(await shown(page)).toEqual(['staff'])
    await search.fill('no such words')
    expect(await shown(page)).toEqual([])
    await search.press('Enter')
    expect(page.url()).toBe(address())
  })

  test('the filter of the report page is reset if the address names an entry that the filter hides', async () => {
    const { page } = await opened()
    await page.getByText('Failed 1', { exact: true }).click()
    await page.evaluate(`location.hash = '#stock-region-emea'`)
    await page.locator('#stock-region-emea').waitFor({ state: 'visible' })
    expect(await shown(page)).toEqual(all)
  })

  test('the filter of the report page is hidden without scripts, and all entries are shown', async () => {
    const { page } = await opened({ javaScriptEnabled: false })
    expect(await page.getByRole('search').isVisible()).toBe(false)
    expect(await shown(page)).toEqual(all)
  })

  test('the report page with a filter names the pull request, with its title as plain text', async () => {
    const { page } = await opened()
    expect(await page.locator('.pull-request').textContent()).toBe('Pull request #12: Net <revenue>')
    expect(await page.getByRole('link', { name: 'Pull request #12' }).getAttribute('href')).toBe(
      'https://github.com/acme/lookml/pull/12',
    )
  })

  test('the filter of the report page fits on a phone', async () => {
    const { page } = await opened(phone)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  test('the filter of the report page shows unchanged pictures small, and enlarges them on a click', async () => {
    const { page } = await opened()
    const small = page.locator('#stock-region-emea img')
    expect((await small.boundingBox())?.height).toBeLessThan(200)
    await small.click()
    expect(await page.locator('dialog h2').textContent()).toContain('stock')
  })

  /**
   * Two other targets are named `sales-2` and `sales-3`, so the address of the second change of `sales` must be
   * different.
   */
  test.each([
    ['sales-1', 'sales, change 1 of 2'],
    ['sales-change-2', 'sales, change 2 of 2'],
    ['sales-3-1', 'sales-3, change 1 of 1'],
  ])('the address #%s of the report page opens its change', async (id, caption) => {
    const { page } = await opened()
    await page.goto('about:blank')
    await page.goto(`${address()}#${id}`)
    expect(await page.locator('dialog h2').textContent()).toBe(caption)
    expect(page.url()).toBe(`${address()}#${id}`)
  })

  test('the address of the report page changes when the user goes to another change', async () => {
    const { page } = await opened()
    await page.keyboard.press('n')
    await page.keyboard.press('n')
    expect(page.url()).toBe(`${address()}#sales-change-2`)
  })
})
