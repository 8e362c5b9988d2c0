import type { Page } from 'playwright-core'
import { faint, inChromium, phone, served } from '../../../testkit/pages/chromium.ts'
import { reportHtml } from '../../../testkit/pages/report-html.ts'
import { dashboardPicture } from '../../../testkit/pictures/changes.ts'
import { dashboard, failed, rendered } from '../../../testkit/results.ts'

const long = 'a-name-without-end-'.repeat(12)

/** Returns a report with three pictures, a PDF and a failure. One picture is dark and has a long name. */
async function report(): Promise<string> {
  const bytes = new Map([
    ['a', await dashboardPicture('42')],
    ['b', await dashboardPicture('45', { theme: 'dark' })],
    ['c', await dashboardPicture('43')],
  ])
  const filters = new Map([
    ['Region', 'EMEA'],
    ['State', 'x'.repeat(200)],
  ])
  const results = [
    rendered({ path: 'a', target: dashboard({ name: 'sales', filters }) }),
    rendered({ path: 'b', target: dashboard({ name: long }) }),
    rendered({
      path: 'p',
      target: dashboard({ name: 'paper', output: { format: 'pdf', landscape: false } }),
    }),
    failed({
      target: dashboard({ name: 'lost' }),
      error: { message: 'y'.repeat(300), hint: 'Check the id.' },
      renderTaskId: 'z'.repeat(80),
    }),
    rendered({ path: 'c', target: dashboard({ name: 'retention' }) }),
  ]
  const run = { url: 'https://github.com/acme/lookml/actions/runs/1', label: 'run 128' }
  return reportHtml(results, bytes, { repository: 'acme/lookml', run })
}

inChromium('the report page in Chromium', () => {
  const { opened, asked, address } = served(report)

  const enlarge = (page: Page, place = 0) => page.getByRole('button', { name: 'Enlarge' }).nth(place)
  const zoom = (page: Page) => page.getByRole('dialog')
  type Box = Record<'scrollLeft' | 'scrollHeight' | 'scrollWidth' | 'clientWidth' | 'clientHeight', number>
  type Named = Partial<Record<'alt' | 'ariaLabel' | 'textContent', string>>
  /** Returns the text in the dialog: the name of the picture, its position, and its scale. */
  const told = async (page: Page) =>
    (await zoom(page).locator('h2, [role=status]').allTextContents()).join(': ')
  const widthOf = (page: Page) => page.locator('.stage img').evaluate(({ width }: { width: number }) => width)

  test('the report page opens at the target in its address', async () => {
    const { page } = await opened()
    await page.goto('about:blank')
    await page.goto(`${address()}#retention`)
    const entry = page.locator('#retention')
    expect(await entry.getByRole('heading').textContent()).toBe('retention')
    const { y, height } = (await entry.boundingBox()) as { y: number; height: number }
    const isAtEnd = await page.evaluate('Math.ceil(scrollY + innerHeight) >= document.body.scrollHeight')
    expect(isAtEnd ? y + height > 0 && y < 800 : Math.abs(y - 24) < 2).toBe(true)
  })

  test('the report page sends no further request, in any zoom', async () => {
    const { page, requests, complaints } = await opened()
    await enlarge(page).click()
    await page.keyboard.press('ArrowRight')
    await page.waitForTimeout(200)
    expect(requests.filter(url => !url.startsWith('data:'))).toEqual([address()])
    expect(asked).toEqual(['/report.html'])
    expect(complaints).toEqual([])
  })

  test.each([
    ['a picture', 'document.body.append(Object.assign(new Image(), { src: "/stolen" }))'],
    ['a script', 'document.body.append(Object.assign(document.createElement("script"), { src: "/stolen" }))'],
    [
      'a style',
      'document.body.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/stolen" }))',
    ],
    ['a frame', 'document.body.append(Object.assign(document.createElement("iframe"), { src: "/stolen" }))'],
    ['a request', 'void fetch("/stolen").catch(() => undefined)'],
  ])('the report page blocks %s', async (_, attempt) => {
    const { page, complaints } = await opened()
    const refused = page.waitForEvent('console')
    await page.evaluate(`{ ${attempt}; undefined }`)
    await refused
    expect(complaints.join('\n')).toMatch(/Content Security Policy/)
    expect(asked).toEqual(['/report.html'])
  })

  test.each(['Enter', 'Space'])('the report page opens a picture in full size with %s', async key => {
    const { page } = await opened()
    await enlarge(page, 2).focus()
    await page.keyboard.press(key)
    expect(await told(page)).toBe('retention: 3 of 3, 100 %')
    expect(await widthOf(page)).toBe(1260)
  })

  test('arrow keys go from picture to picture in the report page, and from the last to the first picture', async () => {
    const { page } = await opened()
    await enlarge(page).press('Enter')
    const names = []
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key)
      names.push((await told(page)).split(':')[0])
    }
    expect(names).toEqual(['retention', long, 'retention', 'sales', long])
  })

  test('a picture in the dialog of the report page grows and shrinks with + and −, and fits with 0', async () => {
    const { page } = await opened()
    await enlarge(page).press('Enter')
    const widths: unknown[] = []
    for (const key of ['+', '-', '-', '0', '1']) {
      await page.keyboard.press(key)
      widths.push(await widthOf(page))
    }
    const [more, same, less, fit, full] = widths
    expect([more, same, less, full]).toEqual([1575, 1260, 1008, 1260])
    expect(fit).toBeLessThan(1100) // The picture is 900 pixels high, and the window is 800 pixels high.
    await page.keyboard.press('0')
    expect(
      await page
        .locator('.stage')
        .evaluate(({ scrollHeight, clientHeight }: Box) => scrollHeight - clientHeight),
    ).toBe(0)
  })

  test('the dialog of the report page is closed with Esc, and the focus returns to the last picture', async () => {
    const { page } = await opened()
    await enlarge(page).press('Enter')
    await page.keyboard.press('Escape')
    expect(await zoom(page).isVisible()).toBe(false)
    await focusOn(page, 'Enlarge: sales')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Escape')
    await focusOn(page, 'Enlarge: retention')
  })
  const focusOn = (page: Page, label: string) =>
    page.locator(`:focus[aria-label^=${JSON.stringify(label)}]`).waitFor({ timeout: 5000 })

  test('a click on a picture of the report page toggles the zoom at the clicked place', async () => {
    const { page } = await opened(phone)
    await enlarge(page).tap({ position: { x: 300, y: 200 } })
    const middle = await page
      .locator('.stage')
      .evaluate(({ scrollLeft, clientWidth }: Box) => scrollLeft + clientWidth / 2)
    expect(Math.abs((middle as number) / 1260 - 300 / 358)).toBeLessThan(0.02)
    await page.locator('.stage img').tap()
    expect(await widthOf(page)).toBeCloseTo(390, 0)
    await page.getByRole('button', { name: 'Close' }).tap()
    expect(await zoom(page).isVisible()).toBe(false)
  })

  test('the report page has named buttons for all actions', async () => {
    const { page } = await opened()
    await enlarge(page).click()
    const buttons = zoom(page).getByRole('button')
    const labels = await buttons.evaluateAll((all: Named[]) => all.map(button => button.ariaLabel))
    expect(labels).toEqual([
      'Previous picture',
      'Next picture',
      'Smaller',
      'Larger',
      'Whole picture or full size',
      'Close',
    ])
    const after = []
    for (const label of labels as string[]) {
      await zoom(page).getByRole('button', { name: label }).click()
      after.push((await zoom(page).isVisible()) && (await told(page)).replace(/^.*: /, ''))
    }
    expect(after).toEqual([
      '3 of 3, 100 %',
      '1 of 3, 100 %',
      '1 of 3, 80 %',
      '1 of 3, 100 %',
      expect.stringMatching(/^1 of 3, [78]\d %$/),
      false,
    ])
  })

  test('pictures, buttons and parts of the report page have names for screen readers', async () => {
    const { page } = await opened()
    expect(await page.locator('main').ariaSnapshot()).toMatch(
      /article "sales"[\s\S]*button "Enlarge: sales, Region: EMEA, [^"]*, as Looker drew it"/,
    )
    const nameless = (all: Named[]) =>
      all.filter(({ alt, ariaLabel, textContent }) => !(alt || ariaLabel || textContent)).length
    expect(await page.locator('main img, button, a').evaluateAll(nameless)).toBe(0)
    await enlarge(page).press('Enter')
    expect(await zoom(page).ariaSnapshot()).toMatch(
      /dialog "sales"[\s\S]*img "sales, Region: EMEA, [^"]*, as Looker drew it"/,
    )
  })

  test.each([390, 320])('the report page fits a phone of %d pixels, in any zoom', async width => {
    const { page } = await opened({ ...phone, viewport: { width, height: 700 } })
    const overflow = 'document.documentElement.scrollWidth - innerWidth'
    expect(await page.evaluate(overflow)).toBe(0)
    await enlarge(page, 1).tap()
    expect(await page.evaluate(overflow)).toBe(0)
    expect(await zoom(page).evaluate(({ scrollWidth, clientWidth }: Box) => scrollWidth - clientWidth)).toBe(
      0,
    )
    for (const button of await zoom(page).getByRole('button').all()) {
      const { x, width: own } = (await button.boundingBox()) ?? { x: 0, width: 0 }
      expect(own).toBeGreaterThanOrEqual(44)
      expect(x + own).toBeLessThanOrEqual(width)
    }
  })

  test.each(['light', 'dark'] as const)(
    'each text of the report page has enough contrast in the %s theme',
    async colorScheme => {
      const { page } = await opened({ colorScheme })
      const seen = await faint(page)
      expect(seen.texts).toBeGreaterThan(30)
      expect(seen.faint).toEqual([])
      await enlarge(page).click()
      expect((await faint(page)).faint).toEqual([])
      const dark = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
      expect(dark).toBe({ light: 'rgb(250, 249, 251)', dark: 'rgb(19, 18, 24)' }[colorScheme])
    },
  )

  test('the report page without scripts shows all content and no useless buttons', async () => {
    const { page, requests } = await opened({ javaScriptEnabled: false })
    expect(await page.locator('main img').count()).toBe(3)
    for (const image of await page.locator('main img').all()) {
      expect(await image.isVisible()).toBe(true)
      expect((await image.boundingBox())?.height).toBeGreaterThan(500)
    }
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await zoom(page).isVisible()).toBe(false)
    expect(requests.filter(url => !url.startsWith('data:'))).toEqual([address()])
  })

  test('the report page is printed with its pictures', async () => {
    const { page } = await opened({ colorScheme: 'dark' })
    const paper = await page.pdf({ format: 'A4', printBackground: true })
    expect(paper.toString('latin1').match(/\/Subtype\s*\/Image/g)?.length).toBeGreaterThanOrEqual(3)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    )
  })
})
