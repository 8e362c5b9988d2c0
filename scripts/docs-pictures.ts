import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { chromiumFlags, chromiumPath } from '../testkit/pages/chromium-path.ts'

/*
 * `npm run demo && node scripts/docs-pictures.ts` takes the pictures of the README and docs/ from the demo's page. Each
 * picture has a light and a dark version. The script needs Chromium.
 */

const root = join(import.meta.dirname, '..')
const demo = join(root, 'demo', 'out')
const folder = join(root, 'docs', 'pictures')
const schemes = ['light', 'dark'] as const

interface Shot {
  /** The name of the two files: `docs/pictures/<name>-light.png` and `docs/pictures/<name>-dark.png`. */
  name: string
  /** The path of the page, relative to demo/out. */
  page: string
  selector: string
  /** The maximum height of the picture in CSS pixels. */
  height: number
  /** A folded part of the page to open first. */
  open?: string
}

const shots: readonly Shot[] = [
  {
    name: 'one-instance',
    page: 'index.html',
    selector: '#one-instance-comment .bubble',
    height: 1050,
  },
  { name: 'staging', page: 'index.html', selector: '#staging-comment .bubble', height: 900 },
  { name: 'report', page: 'staging/report.html', selector: 'body', height: 1000 },
  {
    name: 'summary',
    page: 'index.html',
    selector: '#staging-summary .markdown-body',
    open: '#staging-summary',
    height: 700,
  },
  { name: 'gallery', page: 'index.html', selector: '#weekly-steps .markdown-body', height: 800 },
]

/** Makes the browser load all pictures. Without `eager`, the browser loads a picture only when it becomes visible. */
const loadImages = `Promise.all([...document.images].map(image => {
  image.loading = 'eager'
  return image.decode().catch(() => undefined)
}))`

if (!chromiumPath) throw new Error('Install Chromium, or set CHROMIUM to its path')
if (!existsSync(join(demo, 'index.html'))) throw new Error('Run the demo first: npm run demo')
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags })
for (const colorScheme of schemes) for (const shot of shots) await take(browser, shot, colorScheme)
await browser.close()

async function take(browser: Browser, shot: Shot, colorScheme: (typeof schemes)[number]): Promise<void> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 1200 } })
  await page.goto(pathToFileURL(join(demo, shot.page)).href)
  if (shot.open) await page.evaluate(`document.querySelector(${JSON.stringify(shot.open)}).open = true`)
  await page.evaluate(loadImages)
  const box = await page.locator(shot.selector).first().boundingBox()
  if (!box) throw new Error(`The demo's page has no ${shot.selector}`)
  const top = box.y + Number(await page.evaluate('scrollY'))
  await page.screenshot({
    path: join(folder, `${shot.name}-${colorScheme}.png`),
    fullPage: true,
    clip: { x: box.x, y: top, width: box.width, height: Math.min(box.height, shot.height) },
  })
  await page.close()
}
