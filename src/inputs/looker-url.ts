import type { Filters, Target } from '../model.ts'
import { oneLine, parseUrl } from '../runtime/text.ts'
import { targetKinds } from '../target-kinds.ts'
import { type CollectionUrl, collectionUrl, type Pasted } from './collection-url.ts'
import { filtersFromQuery, partsOf } from './filter-query.ts'
import { InputProblem, quoted } from './problem.ts'

/** What one of Looker's own addresses tells of a target. */
export interface TargetUrl {
  kind: Target['kind']
  id: string
  filters: Filters
  theme?: string
  /** Looker's own parameters that a render task cannot take. */
  ignoredParameters: string[]
  /** Path below the instance's origin, where a person opens the target. */
  path: string
  /** Of a query, which has no title of its own. */
  title?: string
  pasted?: Pasted
}

export type LookerUrl = TargetUrl | CollectionUrl

export const isCollectionUrl = (url: LookerUrl): url is CollectionUrl =>
  url.kind === 'folder' || url.kind === 'board' || url.kind === 'model'

/** Parameters of Looker's own addresses that are not dashboard filters. */
const ownParameters = new Set(
  `theme _theme hide_filter filter_config allow_login_screen embed_domain sdk qid toggle tab tile origin
   origin_space vis vis_config run refresh fullscreen edit share nonce`.split(/\s+/),
)

const forms =
  'write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>'

/**
 * Reads what stands in Looker's address bar, whole or as its path, also below `/embed/` and `/dashboards-next/`.
 * @throws InputProblem
 */
export function parseLookerUrl(text: string): LookerUrl {
  const { url, pasted } = addressUrl(text)
  return { ...parsePath(url, text), ...(pasted && { pasted }) }
}

function parsePath(url: URL, text: string): LookerUrl {
  const [kind, ...rest] = segments(url, text)
  const [id] = rest
  if (kind === 'x')
    throw new InputProblem(
      `${quoted(text)} is a short link, which Looker's API cannot resolve`,
      'open it in a browser and copy the long address',
    )
  if (kind === 'explore') return explore(url, text, rest)
  if (id === undefined || rest.length > 1)
    throw new InputProblem(`${quoted(text)} is no address of Looker's`, forms)
  switch (kind) {
    case 'dashboards':
    case 'dashboards-next':
    case 'lookml_dashboards':
      return dashboard(id, text)
    case 'looks':
      return picture('look', `/looks/${id}`, url, id, text)
    case 'queries':
      return picture('query', `/queries/${id}`, url, id, text)
    case 'dashboard_elements':
      return picture('dashboard_element', `/dashboard_elements/${encodeURIComponent(id)}`, url, id, text)
    case 'folders':
    case 'boards':
    case 'models':
      return collectionUrl(kind, id, { url, text })
    default:
      throw new InputProblem(`${quoted(text)} is no address of Looker's`, forms)
  }
}

/** Only Looker itself can tell which hosts are the instance's: its pages may be on another host than the API. */
function addressUrl(text: string): { url: URL; pasted?: Pasted } {
  const whole = /^https?:\/\//i.test(text)
  const written = whole ? text : text.replace(/^\/*/, '/')
  const url = parseUrl(written, 'https://looker.invalid')
  if (!url) throw new InputProblem(`${quoted(text)} is no address`, forms)
  if (!whole) return { url }
  if (url.username || url.password)
    throw new InputProblem(
      'the address of a target holds a user or password',
      'leave out what stands before the @',
    )
  return { url, pasted: { href: url.href, host: url.hostname } }
}

function segments(url: URL, text: string): string[] {
  try {
    const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
    return parts[0] === 'embed' ? parts.slice(1) : parts
  } catch {
    throw new InputProblem(
      `${quoted(text)} has a broken percent-encoding`,
      'copy the address from the browser once more',
    )
  }
}

function dashboard(id: string, text: string): TargetUrl {
  const lookml = id.includes('::')
  // A LookML id is model::name, where the model's name is a file's and may hold nearly anything.
  if (lookml ? !/^[^/\\\p{Cc}]+::[^/\\\p{Cc}]+$/u.test(id) : !/^[\w-]+$/.test(id))
    throw new InputProblem(
      `${quoted(text)} has no dashboard id`,
      'write dashboards/42 or dashboards/model::name',
    )
  const { filters, own } = parametersOf(text)
  const theme = own.get('theme')
  return {
    kind: lookml ? 'lookml_dashboard' : 'dashboard',
    id,
    filters,
    ...(theme && { theme }),
    ignoredParameters: [...own.keys()].filter(name => name !== 'theme'),
    path: `/dashboards/${encodeURIComponent(id).replaceAll('%3A', ':')}`,
  }
}

/** An Explore's address names its query by `qid`; without one there is nothing saved to render. */
function explore(url: URL, text: string, rest: string[]): TargetUrl {
  const qid = url.searchParams.get('qid')
  if (rest.length !== 2 || !qid)
    throw new InputProblem(
      `${quoted(text)} does not name a saved query`,
      "write explore/<model>/<view>?qid=<slug>, as Looker's address bar shows it once the Explore was run",
    )
  const path = `${url.pathname.replace(/^\/embed/, '')}?qid=${encodeURIComponent(qid)}`
  return { ...picture('query', path, url, qid, text), title: `Query of ${oneLine(rest[1] ?? '', 100)}` }
}

function picture(
  kind: 'look' | 'query' | 'dashboard_element',
  path: string,
  url: URL,
  id: string,
  text: string,
): TargetUrl {
  const pattern = kind === 'dashboard_element' ? /^[^/\\\p{Cc}]*[^/\\\p{Cc}.][^/\\\p{Cc}]*$/u : /^[\w-]+$/
  if (!pattern.test(id)) throw new InputProblem(`${quoted(text)} has no id`, forms)
  // An Explore's address carries the whole query beside its qid (fields, f[…], sorts): the saved query has them.
  const explores = url.searchParams.has('qid')
  const filters = [...url.searchParams.keys()].filter(name => !ownParameters.has(name))
  if (filters.length > 0 && !explores)
    throw new InputProblem(
      `${quoted(text)} has filters, and Looker renders a ${targetKinds[kind].noun} as it was saved`,
      'leave out what follows the ?, or render a dashboard',
    )
  return { kind, id, filters: new Map(), ignoredParameters: [], path }
}

/**
 * Looker's own parameters, and the filters. They are read from the text as it was written: a URL would end at a `#`,
 * and mend what is broken.
 */
function parametersOf(text: string): { own: Map<string, string>; filters: Filters } {
  const [, query = ''] = /^[^?#]*\?(.*)$/s.exec(text) ?? []
  const parts = partsOf(query)
  const isOwn = (part: string) => ownParameters.has(/^[^=]*/.exec(part)?.[0].trim() ?? '')
  return {
    own: new Map(new URLSearchParams(parts.filter(isOwn).join('&'))),
    filters: filtersFromQuery(parts.filter(part => !isOwn(part)).join('&')),
  }
}
