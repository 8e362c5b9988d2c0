import type { BrowserContextOptions, Page } from 'playwright-core'
import { inChromium, phone, served } from '../../../testkit/pages/chromium.ts'
import { reportHtml } from '../../../testkit/pages/report-html.ts'
import { changedResult } from '../../../testkit/pictures/changes.ts'
import { drawn, png } from '../../../testkit/pictures/pictures.ts'
import { dashboard, rendered } from '../../../testkit/results.ts'

const size = { width: 1600, height: 1200 }
const mark = (x: number, y: number, side = 60) =>
  `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="#c0392b"/>`
const picture = (marks: string, { width, height } = size) => png(drawn(marks, { width, height }))

/**
 * Returns a report with four targets: one with two changes, one with a dark picture and one changed pixel, one that
 * became smaller and has two changes, and one without changes.
 */
async function report(): Promise<string> {
  const files = new Map<string, Buffer>()
  const empty = picture('')
  files.set('same', empty)
  const ground = '<rect width="1600" height="1200" fill="#16151d"/>'
  const results = [
    rendered({
      path: 'same',
      target: dashboard({ name: 'same' }),
      comparison: { status: 'new', ref: 'main' },
    }),
    await changedResult('two', { before: empty, after: picture(mark(700, 500) + mark(850, 700)) }, files),
    await changedResult(
      'pixel',
      { before: picture(ground), after: picture(ground + mark(800, 600, 1)) },
      files,
    ),
    await changedResult(
      'smaller',
      { before: empty, after: picture(mark(800, 300), { width: 1600, height: 600 }) },
      files,
    ),
  ]
  return reportHtml(results, files)
}

inChromium('the changes of a page in Chromium', () => {
  const { opened, address } = served(report)

  const dialog = (page: Page) => page.getByRole('dialog')
  const caption = async (page: Page) =>
    (await dialog(page).locator('h2, [role=status]').allTextContents()).join(': ')
  const press = async (page: Page, ...keys: string[]) => {
    const captions = []
    for (const key of keys) {
      await page.keyboard.press(key)
      captions.push(await caption(page))
    }
    return captions
  }
  /** Returns the distance between the centre of the current change and the centre of the stage. */
  const distance = (page: Page) =>
    page.evaluate(`(() => {
      const middle = selector => {
        const box = document.querySelector(selector).getBoundingClientRect()
        return [box.x + box.width / 2, box.y + box.height / 2]
      }
      const [ring, stage] = [middle('.sheet rect'), middle('.stage')]
      return Math.hypot(ring[0] - stage[0], ring[1] - stage[1])
    })()`)
  type Lap = { over: number; seen: boolean }
  /** For each visible outline, returns the distances between its edges and the edges of the picture. */
  const laps = (page: Page) =>
    page.evaluate(`[...document.querySelectorAll('main .outlines')].filter(svg => svg.checkVisibility()).map(svg => {
      const [a, b] = [svg, svg.parentElement.querySelector('img')].map(part => part.getBoundingClientRect())
      return { seen: b.width > 50, over: Math.max(...['left', 'top', 'right', 'bottom'].map(edge => Math.abs(a[edge] - b[edge]))) }
    })`) as Promise<Lap[]>

  test('the keys n and p in the report page go to the next and the previous change, across targets', async () => {
    const { page } = await opened()
    expect(await press(page, 'n', 'n', 'n', 'n', 'n', 'n', 'p', 'p')).toEqual([
      'two, change 1 of 2: After, 100 %',
      'two, change 2 of 2: After, 100 %',
      'pixel, change 1 of 1: After, 100 %',
      'smaller, change 1 of 2: After, 100 %',
      'smaller, change 2 of 2: Before, 100 %',
      'two, change 1 of 2: After, 100 %',
      'smaller, change 2 of 2: Before, 100 %',
      'smaller, change 1 of 2: After, 100 %',
    ])
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'hidden' })
    expect(await press(page, 'n')).toEqual(['smaller, change 2 of 2: Before, 100 %'])
  })

  test('the key p in the report page begins with the last change, or at the picture that the user has opened', async () => {
    const { page } = await opened()
    expect(await press(page, 'p')).toEqual(['smaller, change 2 of 2: Before, 100 %'])
    await page.keyboard.press('Escape')
    await page.locator('#pixel [value=difference]').check({ force: true })
    await page.getByRole('button', { name: /pixel.*difference$/ }).press('Enter')
    expect(await caption(page)).toBe('pixel, difference: 6 of 10, 100 %')
    expect(await press(page, 'n', 'n', 'ArrowRight', 'n', 'p')).toEqual([
      'pixel, change 1 of 1: Difference, 100 %',
      'smaller, change 1 of 2: Difference, 100 %',
      'same: 10 of 10, 100 %',
      'smaller, change 2 of 2: Before, 100 %',
      'smaller, change 1 of 2: After, 100 %',
    ])
  })

  test('the keys n and p in the report page begin with the first change of the target in the address', async () => {
    const { page } = await opened()
    await page.goto('about:blank')
    await page.goto(`${address()}#pixel`)
    expect(await press(page, 'n', 'n')).toEqual([
      'pixel, change 1 of 1: After, 100 %',
      'smaller, change 1 of 2: After, 100 %',
    ])
  })

  test('the report page shows a change in the middle at 100 %, after any zoom and in each picture', async () => {
    const { page } = await opened()
    await page.keyboard.press('n')
    for (const keys of [[], ['ArrowRight'], ['ArrowLeft', 'ArrowLeft'], ['n'], ['-', 'n'], ['0', 'p']]) {
      const captions = await press(page, ...keys)
      expect(captions.at(-1) ?? (await caption(page))).toMatch(/, change \d of \d: \w+, 100 %$/)
      expect(await distance(page)).toBeLessThan(1.5)
    }
  })

  test('the report page has buttons for the next and the previous change, for the whole page and for each target', async () => {
    const { page } = await opened(phone)
    const tap = async (name: string | RegExp, place = 0) => {
      await page.getByRole('button', { name }).nth(place).tap()
      return caption(page)
    }
    expect(await tap('Show 5 changes, one by one')).toBe('two, change 1 of 2: After, 100 %')
    expect(await tap('Next change')).toBe('two, change 2 of 2: After, 100 %')
    expect(await tap('Previous change')).toBe('two, change 1 of 2: After, 100 %')
    await tap('Close')
    expect(await tap('Show 2 changes', 1)).toBe('smaller, change 1 of 2: After, 100 %')
  })

  test.each([390, 320])(
    'changes in the report page and in its dialog fit a phone of %d pixels',
    async width => {
      const { page } = await opened({ ...phone, viewport: { width, height: 700 } })
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      await page.getByRole('button', { name: 'Show 5 changes' }).tap()
      for (const button of await dialog(page).getByRole('button').all()) {
        const { x, width: own } = (await button.boundingBox()) ?? { x: 0, width: 0 }
        expect(own).toBeGreaterThanOrEqual(44)
        expect(x + own).toBeLessThanOrEqual(width)
      }
    },
  )

  test('the report page announces the number of a change and a new target to screen readers', async () => {
    const { page } = await opened()
    await page.keyboard.press('n')
    expect(await dialog(page).ariaSnapshot()).toMatch(
      /dialog "two, change 1 of 2"[\s\S]*status: After, 100 %[\s\S]*button "Outlines" \[pressed\][\s\S]*img "two, after"/,
    )
    expect(await dialog(page).locator('h2').getAttribute('aria-live')).toBe('polite')
    expect(await page.evaluate('document.activeElement.className')).toBe('stage')
  })

  test.each<[string, BrowserContextOptions]>([
    ['a desktop', {}],
    ['a phone', phone],
    ['a desktop without scripts', { javaScriptEnabled: false }],
  ])('the outlines of changes in the report page are exact to the pixel on %s', async (_, options) => {
    const { page } = await opened(options)
    const views = options.javaScriptEnabled === false ? [] : ['swipe', 'fade', 'difference', 'sides']
    const seen = [await laps(page)]
    for (const view of views) {
      for (const radio of await page.locator(`.views [value=${view}]`).all())
        await radio.check({ force: true })
      seen.push(await laps(page))
    }
    await page.emulateMedia({ media: 'print' })
    seen.push(await laps(page))
    expect(seen.map(({ length }) => length)).toEqual(views.length > 0 ? [6, 6, 6, 3, 6, 9] : [9, 9])
    for (const { over, seen: isSeen } of seen.flat()) expect([isSeen, over < 1]).toEqual([true, true])
  })

  test('the key o and the buttons of the report page turn the outlines of all changes on and off', async () => {
    const { page } = await opened()
    const box = page.getByRole('checkbox', { name: 'Outlines' })
    const state = async () => [
      (await laps(page)).length > 0,
      await box.first().isChecked(),
      await box.last().isChecked(),
    ]
    expect(await state()).toEqual([true, true, true])
    await page.keyboard.press('o')
    expect(await state()).toEqual([false, false, false])
    await box.last().check()
    expect(await state()).toEqual([true, true, true])
    await page.keyboard.press('n')
    const inDialog = dialog(page).locator('.outlines')
    expect(await inDialog.isVisible()).toBe(true)
    await dialog(page).getByRole('button', { name: 'Outlines' }).click()
    expect(await inDialog.isVisible()).toBe(false)
    await page.keyboard.press('n')
    expect(await inDialog.isVisible()).toBe(false)
    await page.keyboard.press('o')
    expect(await inDialog.isVisible()).toBe(true)
  })

  test('the keys for changes in the report page do not react to browser shortcuts', async () => {
    const { page } = await opened()
    await page.keyboard.press('Control+n')
    await page.keyboard.press('Alt+p')
    expect(await dialog(page).isVisible()).toBe(false)
  })

  test('changes in the report page are also outlined in forced colors', async () => {
    const { page } = await opened({ forcedColors: 'active' })
    const stroke = `getComputedStyle(document.querySelector('.outlines path + path')).stroke`
    expect(await page.evaluate(stroke)).toBe('rgb(209, 0, 122)')
    expect((await laps(page)).length).toBe(6)
  })

  test('the navigation between changes does not violate the content security policy of the report page', async () => {
    const { page, requests, complaints } = await opened()
    await press(page, 'n', 'o', 'o', 'p')
    expect(complaints).toEqual([])
    expect(requests.filter(url => !url.startsWith('data:'))).toEqual([address()])
  })
})
