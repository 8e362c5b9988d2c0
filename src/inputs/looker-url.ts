import type { Filters, Target } from '../model.ts'
import { oneLine, parseUrl } from '../runtime/text.ts'
import { targetKinds } from '../targets.ts'
import { explainSeveral, explainSlip } from './corrections.ts'
import { filtersFromQuery, queryParts } from './filters.ts'
import { InputProblem, quoted } from './problem.ts'

export interface TargetUrl {
  kind: Target['kind']
  id: string
  filters: Filters
  theme?: string
  /** Parameters of the address that a render task does not support. */
  ignoredParameters: string[]
  /** Relative to the instance's origin. */
  path: string
  /** The action's title for a query, because Looker has no titles for queries. */
  title?: string
  pasted?: PastedAddress
  /** A line for the log about a part of the address that has no effect. */
  note?: string
}

export interface CollectionUrl {
  kind: 'folder' | 'board' | 'model'
  id: string
  path: string
  pasted?: PastedAddress
  note?: string
}

/** An address that the user pasted from the browser. Its host may differ from the API's host. */
interface PastedAddress {
  href: string
  host: string
}

export type LookerUrl = TargetUrl | CollectionUrl

export const isCollectionUrl = (url: LookerUrl): url is CollectionUrl =>
  url.kind === 'folder' || url.kind === 'board' || url.kind === 'model'

/** Parameters of Looker's addresses that are not dashboard filters. */
const ownParameters = new Set(
  `theme _theme hide_filter filter_config allow_login_screen embed_domain sdk qid toggle tab tile origin
   origin_space vis vis_config run refresh fullscreen edit share nonce`.split(/\s+/),
)

const addressForms =
  'write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>'

/**
 * Reads an address or a path from the browser's address bar. The path may begin with `/embed/` or `/dashboards-next/`.
 * @throws InputProblem
 */
export function parseLookerUrl(text: string): LookerUrl {
  const several = explainSeveral(text, isAddress)
  if (several) throw new InputProblem(several.fact, several.hint)
  try {
    return parseAddress(text)
  } catch (error) {
    const slip = error instanceof InputProblem ? explainSlip(text, isAddress) : undefined
    throw slip ? new InputProblem(slip.fact, slip.hint) : error
  }
}

const withoutEffectless = (href: string) =>
  href.replace(/\/edit\/?(?=[?#]|$)/, '').replace(/\?search=[^&#]*/, '')

function isAddress(text: string): boolean {
  try {
    parseAddress(text)
    return true
  } catch (error) {
    if (error instanceof InputProblem) return false
    throw error
  }
}

function parseAddress(text: string): LookerUrl {
  const { url, pasted } = readAddress(text)
  const address = parsePath(url, text)
  if (!pasted) return address
  const href = address.note ? withoutEffectless(pasted.href) : pasted.href
  return { ...address, pasted: { ...pasted, href } }
}

function parsePath(url: URL, text: string): LookerUrl {
  const [kind = '', ...segments] = pathSegments(url, text)
  const refused = Object.hasOwn(unrenderablePages, kind) ? unrenderablePages[kind] : undefined
  if (refused) throw new InputProblem(`${quoted(text)} is ${refused.kind}`, refused.hint)
  if (kind === 'explore') return exploreUrl(url, text, segments)
  const isEdited = /^(dashboards(-next)?|lookml_dashboards)$/.test(kind) && segments[1] === 'edit'
  const [id, ...rest] = isEdited ? segments.toSpliced(1, 1) : segments
  if (id === undefined || rest.length > 0)
    throw new InputProblem(`${quoted(text)} is not a Looker address`, addressForms)
  switch (kind) {
    case 'dashboards':
    case 'dashboards-next':
    case 'lookml_dashboards':
      return {
        ...dashboardUrl(id, text),
        ...(isEdited && { note: `${quoted(text)} is rendered as the saved dashboard, without /edit.` }),
      }
    case 'looks':
      return visualUrl('look', `/looks/${id}`, url, id, text)
    case 'queries':
      return visualUrl('query', `/queries/${id}`, url, id, text)
    case 'dashboard_elements':
      return visualUrl('dashboard_element', `/dashboard_elements/${encodeURIComponent(id)}`, url, id, text)
    case 'folders':
    case 'boards':
    case 'models':
      return collectionUrl(kind, id, { url, text })
    default:
      throw new InputProblem(`${quoted(text)} is not a Looker address`, addressForms)
  }
}

/** Pages of Looker that the API cannot render. */
const unrenderablePages: Record<string, { kind: string; hint: string } | undefined> = {
  x: {
    kind: "a short link, which Looker's API cannot resolve",
    hint: 'open it in a browser and copy the long address',
  },
  merge: {
    kind: 'a merged result, which Looker cannot render on its own',
    hint: 'save it to a dashboard and write that dashboard',
  },
  sql: {
    kind: 'a SQL Runner query, which Looker cannot render on its own',
    hint: 'save it to a dashboard and write that dashboard',
  },
}

/**
 * Splits an address into its URL and pasted host. Only Looker knows which hosts belong to the instance, so the host is
 * checked after the log-in.
 */
function readAddress(text: string): { url: URL; pasted?: PastedAddress } {
  const isWhole = /^https?:\/\//i.test(text)
  const address = isWhole ? text : text.replace(/^\/*/, '/')
  const url = parseUrl(address, 'https://looker.invalid')
  if (!url) throw new InputProblem(`${quoted(text)} is not a valid address`, addressForms)
  if (!isWhole) return { url }
  if (url.username || url.password)
    throw new InputProblem('the address of a target holds a user or password', 'delete the part before the @')
  return { url, pasted: { href: url.href, host: url.hostname } }
}

function pathSegments(url: URL, text: string): string[] {
  try {
    const segments = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
    return segments[0] === 'embed' ? segments.slice(1) : segments
  } catch {
    throw new InputProblem(
      `${quoted(text)} has a broken percent-encoding`,
      'copy the address from the browser again',
    )
  }
}

function dashboardUrl(id: string, text: string): TargetUrl {
  const isLookml = id.includes('::')
  // A LookML id has the form `model::name`. A model is named after its file, so its name may contain nearly any
  // character.
  if (isLookml ? !/^[^/\\\p{Cc}]+::[^/\\\p{Cc}]+$/u.test(id) : !/^[\w-]+$/.test(id))
    throw new InputProblem(
      `${quoted(text)} has no valid dashboard id`,
      'write dashboards/42 or dashboards/model::name',
    )
  const { filters, own } = readParameters(text)
  const theme = own.get('theme')
  return {
    kind: isLookml ? 'lookml_dashboard' : 'dashboard',
    id,
    filters,
    ...(theme && { theme }),
    ignoredParameters: [...own.keys()].filter(name => name !== 'theme'),
    path: `/dashboards/${encodeURIComponent(id).replaceAll('%3A', ':')}`,
  }
}

/**
 * Reads the address of an Explore. Its `qid` is the id of a saved query. Without a `qid`, there is no query to render.
 */
function exploreUrl(url: URL, text: string, rest: string[]): TargetUrl {
  const qid = url.searchParams.get('qid')
  if (rest.length !== 2 || !qid)
    throw new InputProblem(
      `${quoted(text)} does not name a saved query`,
      "write explore/<model>/<view>?qid=<slug>, as Looker's address bar shows it after the Explore has run",
    )
  const path = `${url.pathname.replace(/^\/embed/, '')}?qid=${encodeURIComponent(qid)}`
  return { ...visualUrl('query', path, url, qid, text), title: `Query of ${oneLine(rest[1] ?? '', 100)}` }
}

function visualUrl(
  kind: 'look' | 'query' | 'dashboard_element',
  path: string,
  url: URL,
  id: string,
  text: string,
): TargetUrl {
  const pattern = kind === 'dashboard_element' ? /^(?!\.*$)[^/\\\p{Cc}]+$/u : /^[\w-]+$/
  if (!pattern.test(id)) throw new InputProblem(`${quoted(text)} has no valid id`, addressForms)
  // The address of an Explore with a `qid` also contains the parts of the query: fields, f[…], sorts.
  const isExplore = url.searchParams.has('qid')
  const filters = [...url.searchParams.keys()].filter(name => !ownParameters.has(name))
  if (filters.length > 0 && !isExplore)
    throw new InputProblem(
      `${quoted(text)} has filters, and Looker renders a ${targetKinds[kind].noun} as it was saved`,
      'remove the ? and the text after it, or render a dashboard',
    )
  return { kind, id, filters: new Map(), ignoredParameters: [], path }
}

/**
 * Separates Looker's parameters from filters. Does not use the `URL` class, because it would cut the text at `#` and
 * change encodings.
 */
function readParameters(text: string): { own: Map<string, string>; filters: Filters } {
  const [, query = ''] = /^[^?#]*\?(.*)$/s.exec(text) ?? []
  const parts = queryParts(query)
  const isOwn = (part: string) => ownParameters.has(/^[^=]*/.exec(part)?.[0].trim() ?? '')
  return {
    own: new Map(new URLSearchParams(parts.filter(isOwn).join('&'))),
    filters: filtersFromQuery(parts.filter(part => !isOwn(part)).join('&')),
  }
}

const collectionForms = {
  folders: {
    kind: 'folder',
    pattern: /^\d+$/,
    fact: 'has no valid folder id, which is a number',
    hint: 'write folders/12, or models/<name> for LookML dashboards',
  },
  boards: {
    kind: 'board',
    pattern: /^\d+$/,
    fact: 'has no valid board id, which is a number',
    hint: 'write boards/3',
  },
  // A model is named after its file, so its name may contain nearly any character.
  models: {
    kind: 'model',
    pattern: /^(?!.*::)[^/\\\p{Cc}]+$/u,
    fact: 'has no valid model name',
    hint: 'write models/<name>',
  },
} as const

function collectionUrl(
  resource: keyof typeof collectionForms,
  id: string,
  { url, text }: { url: URL; text: string },
): CollectionUrl {
  const { kind, pattern, fact, hint } = collectionForms[resource]
  if (!pattern.test(id)) throw new InputProblem(`${quoted(text)} ${fact}`, hint)
  const isSearch = kind === 'folder' && /^\?search=[^&]*$/.test(url.search)
  if (url.search !== '' && !isSearch)
    throw new InputProblem(
      `${quoted(text)} has filters, but a ${kind} cannot have filters`,
      `set them in a mapping: - { target: ${resource}/${id}, filters: { Region: EMEA } }`,
    )
  // Looker has no page for a model. The folder `lookml` lists all LookML dashboards.
  const path = kind === 'model' ? '/folders/lookml' : `/${resource}/${id}`
  const note = `${quoted(text)} is rendered as the whole folder, without its ?search=.`
  return { kind, id, path, ...(isSearch && { note }) }
}
