import type { BrowserContextOptions, Page } from 'playwright-core'
import { faint, inChromium, phone, served } from '../../../testkit/pages/chromium.ts'
import { reportHtml } from '../../../testkit/pages/report-html.ts'
import { changedResult, dashboardPicture, main, withPartOf } from '../../../testkit/pictures/changes.ts'
import { dashboard, failed, rendered } from '../../../testkit/results.ts'

/**
 * Returns a report with two changed targets and one target of each other kind. The size of one changed target has
 * changed, too.
 */
async function report(): Promise<string> {
  const files = new Map<string, Buffer>()
  const sales = await dashboardPicture('42')
  const emea = await dashboardPicture('42', { dashboardFilters: 'Region=EMEA' })
  const edited = withPartOf(sales, emea, { left: 13, top: 230, width: 820, height: 326 })
  const narrow = await dashboardPicture('44', { width: 800 })
  files.set('m', await dashboardPicture('45', { theme: 'dark' }))
  const error = { message: 'x'.repeat(200), hint: 'Set format: png.' }
  const results = [
    rendered({
      path: 'm',
      target: dashboard({ name: 'marketing' }),
      comparison: {
        status: 'unchanged',
        baseline: main,
        changedPixels: 12,
        changedShare: 0.00001,
        shadedPixels: 0,
      },
    }),
    await changedResult('sales', { before: sales, after: edited }, files),
    await changedResult('inventory', { before: await dashboardPicture('44'), after: narrow }, files, {
      baseline: { kind: 'instance', url: `https://${'staging-'.repeat(20)}looker.com` },
    }),
    rendered({ path: 'm', target: dashboard({ name: 'fresh' }), comparison: { status: 'new', ref: 'main' } }),
    rendered({
      path: 'm',
      target: dashboard({ name: 'odd' }),
      comparison: { status: 'incomparable', baseline: { ...main, ref: 'r'.repeat(200) }, error },
    }),
    failed(),
  ]
  return reportHtml(results, files, { at: new Date() })
}

type Box = { x: number; y: number; width: number; height: number }
const views = ['sides', 'swipe', 'fade', 'difference'] as const

inChromium('comparisons in Chromium', () => {
  const { opened, asked, address } = served(report)

  const sales = (page: Page) => page.getByRole('article', { name: 'sales' })
  const inventory = (page: Page) => page.getByRole('article', { name: 'inventory' })
  const view = (page: Page, name: string) => sales(page).getByRole('radio', { name })
  const divider = (page: Page) => sales(page).getByRole('slider', { name: /^Divider/ })
  const boxOf = async (page: Page, selector: string, entry = sales(page)) =>
    (await entry.locator(selector).boundingBox()) as Box
  const inSight = (page: Page) =>
    sales(page)
      .locator('.compare img')
      .evaluateAll((images: { alt: string; checkVisibility(): boolean }[]) =>
        images.filter(image => image.checkVisibility()).map(({ alt }) => alt.replace(/^.*, /, '')),
      )
  const choose = async (page: Page, value: (typeof views)[number]) => {
    for (const radio of await page.locator(`.views [value=${value}]`).all())
      await radio.check({ force: true })
  }
  const styled = (page: Page, selector: string, property: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('#sales ${selector}')).${property}`)
  const toTop = (page: Page) => page.evaluate(`document.querySelector('#sales .compare').scrollIntoView()`)
  /**
   * Presses Tab until the slider has the focus. The checkbox for outlines and the button that shows the changes come
   * before the slider.
   */
  const tabToSlider = async (page: Page) => {
    for (let step = 0; step < 3; step++) await page.keyboard.press('Tab')
  }
  /** Returns the position of the line and the position of the cut, in percent of the pictures' width. */
  const divided = async (page: Page) => {
    // Waits for the next frame, in which a browser moves the thumb of a slider.
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
    const line = await boxOf(page, '.line')
    const frame = await boxOf(page, '.before .shot')
    const cut = await styled(page, '.before .shot', 'clipPath')
    const at = ((line.x + line.width / 2 - frame.x) / frame.width) * 100
    expect(Number(String(cut).match(/([\d.]+)(%|px) 0px 0px\)$/)?.[1])).toBeCloseTo(100 - at, 1)
    return Math.round(at)
  }

  test('a comparison in the report page begins with the view side by side, and arrow keys choose other views', async () => {
    const { page } = await opened()
    expect(await inSight(page)).toEqual(['before', 'after'])
    const [before, after] = [await boxOf(page, '.before img'), await boxOf(page, '.after img')]
    expect(after.y).toBe(before.y)
    expect(after.x).toBeGreaterThan(before.x + before.width)
    await view(page, 'Side by side').focus()
    const seen = []
    for (const _ of views) {
      await page.keyboard.press('ArrowRight')
      const checked = await sales(page).locator('.views :checked').getAttribute('value')
      seen.push([checked, await inSight(page), await sales(page).getByRole('slider').count()])
    }
    expect(seen).toEqual([
      ['swipe', ['before', 'after'], 1],
      ['fade', ['before', 'after'], 1],
      ['difference', ['difference'], 0],
      ['sides', ['before', 'after'], 0],
    ])
  })

  test('each target with a comparison in the report page has its own view', async () => {
    const { page } = await opened()
    await sales(page).locator('label', { hasText: 'Difference' }).click()
    expect(await inSight(page)).toEqual(['difference'])
    expect(await inventory(page).locator('.before img').isVisible()).toBe(true)
  })

  test('arrow keys move the divider of a comparison by one hundredth, and Home and End move it to the edges', async () => {
    const { page } = await opened()
    await choose(page, 'swipe')
    await view(page, 'Swipe').focus()
    await tabToSlider(page)
    const seen = [await divided(page)]
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End']) {
      await page.keyboard.press(key)
      seen.push(await divided(page))
    }
    expect(seen).toEqual([50, 51, 52, 51, 0, 100])
    expect(await divider(page).getAttribute('aria-valuetext')).toBe('100 %')
  })

  test('the mouse can drag the divider of a comparison in the report page at any point of its line', async () => {
    const { page } = await opened()
    await choose(page, 'swipe')
    await toTop(page)
    const frame = await boxOf(page, '.before .shot')
    const across = (share: number) => frame.x + frame.width * share
    await page.mouse.move(across(0.5) + 8, frame.y + 30)
    await page.mouse.down()
    const seen = []
    for (const share of [0.25, 0.9, -0.5, 1.5]) {
      await page.mouse.move(across(share), frame.y + 50, { steps: 5 })
      seen.push(await divided(page))
    }
    await page.mouse.up()
    expect(seen).toEqual([25, 90, 0, 100])
  })

  test('a finger moves the divider of a comparison in the report page, and scrolls the page outside the divider', async () => {
    const { page } = await opened(phone)
    await choose(page, 'swipe')
    await toTop(page)
    const frame = await boxOf(page, '.before .shot')
    const finger = await page.context().newCDPSession(page)
    const drag = async (from: [number, number], to: [number, number]) => {
      const touch = (type: string, points: object[]) =>
        finger.send('Input.dispatchTouchEvent', { type, touchPoints: points } as never)
      await touch('touchStart', [{ x: from[0], y: from[1] }])
      for (let step = 1; step <= 10; step++) {
        const [x, y] = [0, 1].map(k => (from[k] ?? 0) + (((to[k] ?? 0) - (from[k] ?? 0)) * step) / 10)
        await touch('touchMove', [{ x, y }])
      }
      await touch('touchEnd', [])
    }
    const [middle, height] = [frame.x + frame.width / 2, frame.y + 60]
    await drag([middle, height], [frame.x + frame.width * 0.2, height])
    expect(Math.abs((await divided(page)) - 20)).toBeLessThanOrEqual(1)
    const before = await page.evaluate('scrollY')
    await drag([frame.x + frame.width * 0.7, height + 100], [frame.x + frame.width * 0.7, height - 50])
    await page.waitForFunction(`scrollY > ${before}`)
    expect(Math.abs((await divided(page)) - 20)).toBeLessThanOrEqual(1)
  })

  test('arrow keys fade a comparison in the report page from before to after', async () => {
    const { page } = await opened()
    await choose(page, 'fade')
    await view(page, 'Fade').focus()
    await tabToSlider(page)
    const seen: unknown[] = []
    for (const key of ['ArrowRight', 'Home', 'End']) {
      await page.keyboard.press(key)
      seen.push(await styled(page, '.after .shot', 'opacity'))
    }
    expect(seen).toEqual(['0.51', '0', '1'])
  })

  test.each(['swipe', 'fade'] as const)(
    'two pictures of different sizes are aligned at the upper left corner in the same scale in the view %s',
    async value => {
      const { page } = await opened()
      await choose(page, value)
      const before = await boxOf(page, '.before img', inventory(page))
      const after = await boxOf(page, '.after img', inventory(page))
      const frame = await boxOf(page, '.after .shot', inventory(page))
      expect([after.x, after.y]).toEqual([before.x, before.y])
      expect(after.width / before.width).toBeCloseTo(800 / 1260, 2)
      expect(after.height / before.height).toBeGreaterThan(1)
      expect(frame.height).toBeCloseTo(after.height, 0)
      expect(frame.width).toBeCloseTo(before.width, 0)
    },
  )

  test('a click on a comparison in the report page enlarges the picture on the clicked side of the divider', async () => {
    const { page } = await opened()
    await choose(page, 'swipe')
    await toTop(page)
    const frame = await boxOf(page, '.before .shot')
    const names = []
    for (const share of [0.2, 0.8]) {
      await page.mouse.click(frame.x + frame.width * share, frame.y + 40)
      names.push(await page.locator('#zoom-name').textContent())
      await page.keyboard.press('Escape')
    }
    expect(names).toEqual(['sales, before', 'sales, after'])
  })

  test('the enlarged pictures of a comparison in the report page keep the same place and scale', async () => {
    const { page } = await opened({ viewport: { width: 700, height: 500 } })
    await sales(page)
      .getByRole('button', { name: /before$/ })
      .press('Enter')
    await page.keyboard.press('+')
    const stage = `document.querySelector('.stage')`
    const place = () =>
      page.evaluate(`[${stage}.scrollLeft, ${stage}.scrollTop, document.querySelector('.stage img').width]`)
    await page.evaluate(`${stage}.scrollTo(300, 200)`)
    const seen = []
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press('ArrowRight')
      seen.push([await page.locator('#zoom-name').textContent(), await place()])
    }
    expect(seen).toEqual([
      ['sales, after', [300, 200, 1575]],
      ['sales, difference', [300, 200, 1575]],
      ['inventory, before', [expect.any(Number), 0, 1260]],
    ])
  })

  test('the closed dialog of a comparison returns the focus to the last picture, or to its view', async () => {
    const { page } = await opened()
    const now = () => page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.value')
    // The close event of a dialog fires some time after the dialog closes. The page's policy forbids a script that
    // waits for this event, so this function polls.
    const focused = async (name: string) => {
      for (let look = 0; look < 100 && (await now()) !== name; look++) await page.waitForTimeout(20)
      expect(await now()).toBe(name)
    }
    await sales(page)
      .getByRole('button', { name: /before$/ })
      .press('Enter')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
    await focused('Enlarge: sales, after')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
    await focused('sides')
  })

  test('a comparison in the report page sends no request and does not violate the content security policy', async () => {
    const { page, requests, complaints } = await opened()
    for (const value of views) await choose(page, value)
    await choose(page, 'swipe')
    await divider(page).press('ArrowLeft')
    await sales(page)
      .getByRole('button', { name: /after$/ })
      .press('Enter')
    await page.waitForTimeout(200)
    expect(requests.filter(url => !url.startsWith('data:'))).toEqual([address()])
    expect(asked).toEqual(['/report.html'])
    expect(complaints).toEqual([])
  })

  test.each([390, 320])(
    'a comparison in the report page fits a phone of %d pixels in every view',
    async width => {
      const { page } = await opened({ ...phone, viewport: { width, height: 800 } })
      for (const value of views) {
        await choose(page, value)
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
        expect((await boxOf(page, '.views')).height).toBeLessThan(60)
      }
      await choose(page, 'sides')
      const [before, after] = [await boxOf(page, '.before img'), await boxOf(page, '.after img')]
      expect(after.x).toBe(before.x)
      expect(after.y).toBeGreaterThan(before.y + before.height)
    },
  )

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['light on a phone', phone],
    ['dark on a phone', { ...phone, colorScheme: 'dark' }],
  ] satisfies [string, BrowserContextOptions][])(
    'the texts of a comparison in the report page have enough contrast in every view: %s theme',
    async (_, options) => {
      const { page } = await opened(options)
      for (const value of views) {
        await choose(page, value)
        const seen = await faint(page)
        expect(seen.texts).toBeGreaterThan(50)
        expect(seen.faint).toEqual([])
      }
    },
  )

  test('the pictures and controls of a comparison in the report page have names for screen readers', async () => {
    const { page } = await opened()
    await choose(page, 'swipe')
    expect(await sales(page).ariaSnapshot()).toMatch(
      /heading "sales"[\s\S]*figure "Before, after and difference":[\s\S]*group "View":[\s\S]*radio "Swipe" \[checked\][\s\S]*slider "Divider[\s\S]*Before[\s\S]*button "Enlarge: sales, before"[\s\S]*After[\s\S]*button "Enlarge: sales, after"/,
    )
  })

  test('the report page without scripts shows the pictures of a comparison below each other, without useless buttons', async () => {
    const { page } = await opened({ javaScriptEnabled: false })
    const images = await sales(page).locator('.compare img').all()
    const boxes = await Promise.all(images.map(async image => (await image.boundingBox()) as Box))
    expect(boxes.map(({ height }) => height > 500)).toEqual([true, true, true])
    expect(boxes.map(({ y }) => y)).toEqual(boxes.map(({ y }) => y).sort((a, b) => a - b))
    for (const caption of await sales(page).locator('figcaption').all())
      expect(await caption.isVisible()).toBe(true)
    for (const role of ['radio', 'slider', 'button'] as const)
      expect(await page.locator('main').getByRole(role).count()).toBe(0)
    expect(await page.locator('main .compare').getByRole('group').count()).toBe(0)
  })

  test('the pictures of a comparison in the report page are printed below each other in any view', async () => {
    const { page } = await opened()
    await choose(page, 'difference')
    await page.emulateMedia({ media: 'print' })
    expect(await inSight(page)).toEqual(['before', 'after', 'difference'])
    expect(await sales(page).locator('.views').isVisible()).toBe(false)
    const paper = await page.pdf({ format: 'A4', printBackground: true })
    expect(paper.toString('latin1').match(/\/Subtype\s*\/Image/g)?.length).toBeGreaterThanOrEqual(6)
  })
})
