import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Compared, Published, Result } from '../../../src/model.ts'
import { inChromium, phone, served } from '../../../testkit/pages/chromium.ts'
import { reportHtml } from '../../../testkit/pages/report-html.ts'
import { changedResult, main } from '../../../testkit/pictures/changes.ts'
import { drawn, png } from '../../../testkit/pictures/pictures.ts'
import { dashboard, failed, rendered } from '../../../testkit/results.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const files = new Map<string, Buffer>()
const picture = (shapes = '') => png(drawn(shapes, { width: 600, height: 400 }))

const archive = { url: 'https://github.com/acme/lookml/actions/runs/1' }
const pageOf = (results: readonly Result<Published>[], most?: number) =>
  reportHtml(results, files, { archive }, most)

const filters = new Map([['Region', 'EMEA']])
const plain = (name: string, about: Partial<Compared> = {}) =>
  rendered({ path: 'plain', bytes: 5000, target: dashboard({ name, filters }), ...about })
const paper = (about: Partial<Compared> = {}) =>
  rendered({
    ...about,
    path: 'paper',
    target: dashboard({ name: 'paper', output: { format: 'pdf', landscape: false } }),
  })

/** Returns targets of all kinds. */
async function compared(): Promise<Result<Published>[]> {
  const marks = '<rect x="100" y="80" width="60" height="60"/><rect x="500" y="300" width="9" height="9"/>'
  const error = { message: 'PDFs that differ cannot be compared', hint: 'Set format: png.' }
  const unchanged = { changedPixels: 12, changedShare: 0.00001, shadedPixels: 0 } as const
  return [
    await changedResult('sales', { before: picture(), after: picture(marks) }, files),
    await changedResult('inventory', { before: picture(), after: picture(marks) }, files, { noisePixels: 3 }),
    plain('same', { comparison: { status: 'unchanged', baseline: main, ...unchanged } }),
    plain('fresh', { comparison: { status: 'new', ref: 'main' } }),
    paper({ comparison: { status: 'incomparable', baseline: main, error } }),
    failed(),
  ]
}

type Kind =
  | 'with comparisons'
  | 'with comparisons without space for pictures'
  | 'without comparisons'
  | 'with only failures'

async function allPages(): Promise<Record<Kind, string>> {
  files.set('plain', picture())
  const results = await compared()
  return {
    'with comparisons': await pageOf(results),
    'with comparisons without space for pictures': await pageOf(results, 10_000),
    'without comparisons': await pageOf(['a', 'b', 'c', 'd'].map(name => plain(name))),
    'with only failures': await pageOf([failed(), failed({ renderTaskId: 'task-7' }), paper()]),
  }
}

inChromium('axe finds nothing wrong in a page', () => {
  const { opened } = served(async () => '')
  let pages: Record<Kind, string>
  beforeAll(async () => {
    pages = await allPages()
  })

  const shown = async (kind: Kind, options: BrowserContextOptions) => {
    const { page } = await opened(options)
    await page.setContent(pages[kind])
    await page.evaluate(`${axe};undefined`)
    return page
  }
  /** Checks both themes. Returns the violated rules, each with the first element that violates the rule. */
  const broken = async (page: Page): Promise<string[]> => {
    const found = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations, passes } = await (page.evaluate(
        'axe.run({ resultTypes: ["violations"] })',
      ) as Promise<AxeResults>)
      expect(passes.length).toBeGreaterThan(10)
      found.push(
        ...violations.map(({ id, help, nodes }) => `${colorScheme}: ${id}: ${help}: ${nodes[0]?.html}`),
      )
    }
    return found
  }

  const kinds = [
    'with comparisons',
    'with comparisons without space for pictures',
    'without comparisons',
    'with only failures',
  ] as const
  test.each(kinds.flatMap(kind => [[kind, 'desktop', {}] as const, [kind, 'phone', phone] as const]))(
    'axe finds no accessibility problem in a report page %s, on a %s',
    async (kind, _, options) => {
      const page = await shown(kind, options)
      expect(await broken(page)).toEqual([])
      const pictures = page.getByRole('button', { name: /^Enlarge/ })
      if ((await pictures.count()) === 0) return
      await pictures.first().press('Enter')
      expect(await broken(page)).toEqual([])
    },
  )

  test('axe finds no accessibility problem in any view of the report page, or in the dialog with a change', async () => {
    const page = await shown('with comparisons', {})
    for (const view of ['swipe', 'fade', 'difference']) {
      for (const radio of await page.locator(`.views [value=${view}]`).all())
        await radio.check({ force: true })
      expect(await broken(page)).toEqual([])
    }
    await page.keyboard.press('n')
    expect(await page.getByRole('dialog', { name: 'sales, change 1 of 2' }).isVisible()).toBe(true)
    expect(await broken(page)).toEqual([])
  })
})
