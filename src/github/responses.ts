import { isObject } from '../runtime/json.ts'
import { parseUrl } from '../runtime/text.ts'

type Fields = Record<string, unknown>

/** An answer that came and cannot be used: a proxy's page in place of JSON, a list with holes. */
export class UnexpectedResponseError extends Error {
  constructor(what: string, cause?: unknown) {
    super(`GitHub answered with something that is no ${what}`, { cause })
    this.name = 'UnexpectedResponseError'
  }
}

/** Git's name of an object, in an answer that tells of one. */
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

/** An address that a page can link to. */
export function urlIn(answer: unknown, field: string, what: string): string {
  const url = textOf(answer, field, what)
  if (/^https?:\/\//i.test(url) && parseUrl(url)) return url
  throw new UnexpectedResponseError(what)
}

/**
 * Where a release's files are sent, and the token with them: to the API's own hosts alone, by https where the API is.
 * @param api such as `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
export function uploadUrlIn(answer: unknown, api: string): string {
  const url = textOf(answer, 'upload_url', 'release')
  if (isOwnHost(parseUrl(url.replace(/\{[^{}]*\}$/, '')), parseUrl(api))) return url
  throw new UnexpectedResponseError('upload address of its own')
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

/** GitHub has no pull request with more comments, and no release with more assets, than so many pages of a hundred. */
const maxPages = 100

interface Page {
  data: unknown
  headers: { link?: string | undefined }
}

type AskPage = (page: number) => Promise<Page>

/** One page after the other, by their numbers: an answer does not say where the token is sent next. */
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
