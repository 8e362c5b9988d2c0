import { isObject } from '../runtime/json.ts'
import { parseUrl } from '../runtime/text.ts'

type Fields = Record<string, unknown>

/** An unusable answer: a proxy's page instead of JSON, or a list with missing entries. */
export class UnexpectedResponseError extends Error {
  constructor(what: string, cause?: unknown) {
    super(`GitHub answered with something that is no ${what}`, { cause })
    this.name = 'UnexpectedResponseError'
  }
}

/** Returns the SHA of a git object in an answer. */
export function shaOf(answer: unknown, what: string): string {
  const { sha } = fields(answer, what)
  if (typeof sha === 'string' && /^[\da-f]{40,64}$/.test(sha)) return sha
  throw new UnexpectedResponseError(what)
}

export function idOf(answer: unknown, what: string): number {
  const { id } = fields(answer, what)
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return id
  throw new UnexpectedResponseError(what)
}

export function textOf(answer: unknown, field: string, what: string): string {
  const text = fields(answer, what)[field]
  if (typeof text === 'string' && text !== '') return text
  throw new UnexpectedResponseError(what)
}

/** Returns a URL from an answer. The URL can be used as a link. */
export function urlIn(answer: unknown, field: string, what: string): string {
  const url = textOf(answer, field, what)
  if (/^https?:\/\//i.test(url) && parseUrl(url)) return url
  throw new UnexpectedResponseError(what)
}

/**
 * Returns the URL to which a release's files are uploaded. The token is sent to it, so it must be a host of the API,
 * with https if the API uses https.
 * @param api for example `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
export function uploadUrlIn(answer: unknown, api: string): string {
  const url = textOf(answer, 'upload_url', 'release')
  if (isOwnHost(parseUrl(url.replace(/\{[^{}]*\}$/, '')), parseUrl(api))) return url
  throw new UnexpectedResponseError('upload address on one of its hosts')
}

function isOwnHost(to: URL | undefined, api: URL | undefined): boolean {
  if (!to || !api || to.username || to.password) return false
  const hosts = [api.host, api.host.replace(/^api\./, 'uploads.')]
  return to.origin === api.origin || (to.protocol === 'https:' && hosts.includes(to.host))
}

export function listOf(answer: unknown, what: string): Fields[] {
  if (Array.isArray(answer) && answer.every(isObject)) return answer
  throw new UnexpectedResponseError(what)
}

export function fields(answer: unknown, what: string): Fields {
  if (isObject(answer)) return answer
  throw new UnexpectedResponseError(what)
}

/** The maximum number of pages with 100 items. Pull requests have fewer comments, and releases fewer assets. */
const maxPages = 100

interface Page {
  data: unknown
  headers: { link?: string | undefined }
}

type AskPage = (page: number) => Promise<Page>

/**
 * Reads all pages by number. Does not follow the links in the answers, because they could send the token to another
 * host.
 */
export async function* pagesOf(ask: AskPage, what: string): AsyncGenerator<Fields[]> {
  for (let page = 1; page <= maxPages; page++) {
    const { data, headers } = await ask(page)
    yield listOf(data, what)
    if (!/rel="next"/.test(headers.link ?? '')) return
  }
}

export async function listAllPages(ask: AskPage, what: string): Promise<Fields[]> {
  const all: Fields[] = []
  for await (const page of pagesOf(ask, what)) all.push(...page)
  return all
}
