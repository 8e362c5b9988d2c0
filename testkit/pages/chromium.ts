import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumFlags, chromiumPath } from './chromium-path.ts'

if (!chromiumPath)
  console.warn(
    'SKIPPED: there is no Chromium here, so nobody looked at the report page. Set CHROMIUM to its path.',
  )
export const inChromium = chromiumPath ? describe : describe.skip

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

export interface Opened {
  page: Page
  /** The addresses of all requests, including the page itself. */
  requests: string[]
  complaints: string[]
}

/**
 * Serves a page during the tests of a `describe`. Returns a function that opens the page, and `asked`, the list of
 * requests to the server. Calls with the same options share a tab, because a new tab takes five times as long.
 */
export function served(html: () => Promise<string>) {
  let browser: Browser
  let server: Server
  let address: string
  const asked: string[] = []
  const tabs = new Map<string, Page>()
  const emptyTab = async (options: BrowserContextOptions): Promise<Page> => {
    const kept = tabs.get(JSON.stringify(options))
    return kept ? emptied(kept, options) : newTab(browser, options)
  }

  beforeAll(async () => {
    const page = Buffer.from(await html())
    server = createServer(({ url = '' }: IncomingMessage, response) => {
      asked.push(url)
      response.setHeader('content-type', 'text/html').end(page)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/report.html`
    browser = await chromium.launch({ executablePath: chromiumPath as string, args: chromiumFlags })
  })
  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
  })

  async function opened(options: BrowserContextOptions = {}): Promise<Opened> {
    const page = await emptyTab(options)
    tabs.set(JSON.stringify(options), page)
    asked.length = 0
    const watched = watch(page)
    await page.goto(address)
    return watched
  }
  return { opened, asked, address: () => address }
}

const newTab = async (browser: Browser, options: BrowserContextOptions): Promise<Page> =>
  (await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })).newPage()

function watch(page: Page): Opened {
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', request => requests.push(request.url()))
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  return { page, requests, complaints }
}

/** Resets a tab to its state before the first page. */
async function emptied(page: Page, { colorScheme = 'light' }: BrowserContextOptions): Promise<Page> {
  for (const event of ['request', 'console', 'pageerror']) page.removeAllListeners(event)
  await page.goto('about:blank')
  await page.mouse.move(0, 0)
  await page.emulateMedia({ media: null, colorScheme })
  return page
}

/** Returns the visible texts whose contrast is below WCAG's minimum of 4.5, and the number of all visible texts. */
export async function faint(
  page: Page,
): Promise<{ texts: number; faint: { text: string; ratio: number }[] }> {
  const ratios = (await page.evaluate(contrasts)) as { text: string; ratio: number }[]
  return { texts: ratios.length, faint: ratios.filter(({ ratio }) => ratio < 4.5) }
}

/**
 * Computes the contrast between each visible text and its background (1 to 21, as WCAG defines it). Blends transparent
 * colours.
 */
const contrasts = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const over = layers => {
    canvas.clearRect(0, 0, 1, 1)
    for (const layer of layers) {
      canvas.fillStyle = layer
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const luminance = rgb => {
    const [r, g, b] = rgb.map(value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const walker = document.createTreeWalker(document.querySelector('dialog[open]') ?? document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    const text = walker.currentNode.data.trim()
    if (!text || !element.checkVisibility() || element.closest('script, style')) continue
    const layers = []
    for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor)
    const [light, dark] = [over(layers), over([...layers, getComputedStyle(element).color])].map(luminance).sort((a, b) => b - a)
    found.push({ text, ratio: (light + 0.05) / (dark + 0.05) })
  }
  return found
})()`
