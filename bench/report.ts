import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { chromiumFlags, chromiumPath } from '../testkit/pages/chromium-path.ts'
import { reportHtml } from '../testkit/pages/report-html.ts'
import { dashboardPicture } from '../testkit/pictures/changes.ts'
import { chunk } from '../testkit/pictures/pictures.ts'
import { dashboard, rendered } from '../testkit/results.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'
import { median } from './statistics.ts'
import { type Measure, milliseconds, row } from './table.ts'

const pictures = 200
const size = { width: 1366, height: 768 }

/**
 * Opens a large report in a browser. Measures the time from the navigation to the first paint, and to the loading of
 * the last picture.
 */
export const report: Measure = async quick => {
  if (!chromiumPath) {
    console.error('SKIPPED: there is no Chromium here to open the report. Set CHROMIUM to its path.')
    return []
  }
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags })
  try {
    const path = join(temporaryFolder(), 'report.html')
    await writeFile(path, await largeReport())
    const times = []
    for (let run = 0; run < (quick ? 3 : 11); run++) times.push(await open(browser, pathToFileURL(path).href))
    const what = `a report of ${pictures} dashboards in Chromium, median of ${times.length}`
    const paint = median(times.map(({ paint }) => paint))
    const load = median(times.map(({ load }) => load))
    return [
      row({ what: `first paint of ${what}`, ours: paint, show: milliseconds }),
      row({ what: `all of ${what}`, ours: load, atMost: 2000, show: milliseconds }),
    ]
  } finally {
    await browser.close()
  }
}

/** All times are in milliseconds after the start of the navigation. */
interface Times {
  paint: number
  load: number
}

async function open(browser: Browser, url: string): Promise<Times> {
  await using context = await browser.newContext({ viewport: size })
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(`performance.getEntriesByType('paint').length > 0`)
  return await page.evaluate(`({
    paint: performance.getEntriesByType('paint')[0].startTime,
    load: performance.getEntriesByType('navigation')[0].loadEventEnd,
  })`)
}

/**
 * Returns a large report. Each of its pictures has its own address, so that the browser loads every picture. Only a few
 * different pictures are drawn.
 */
async function largeReport(): Promise<string> {
  const drawn = await Promise.all(
    ['42', '43', '44', '45'].flatMap(id =>
      ['EMEA', 'APAC', 'LATAM'].map(region =>
        dashboardPicture(id, { ...size, dashboardFilters: `Region=${region}` }),
      ),
    ),
  )
  const files = new Map(
    Array.from({ length: pictures }, (_, place) => {
      const picture = drawn[place % drawn.length] as Buffer
      const own = chunk('teSt', Buffer.from(`${place}`))
      const end = picture.length - 12
      return [`${place}`, Buffer.concat([picture.subarray(0, end), own, picture.subarray(end)])]
    }),
  )
  const results = [...files].map(([path, { length }]) =>
    rendered({ path, bytes: length, target: dashboard({ name: `dashboard ${path}`, ...size }) }),
  )
  return reportHtml(results, files)
}
