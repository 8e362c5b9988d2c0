import type { TargetList } from './collections/expand-collections.ts'
import type { Failed, Rendered, Result, Target } from './model.ts'
import { addressOf, headingOf, type Titled } from './targets.ts'

export const arrangeResults = <Stage extends Rendered>(
  list: TargetList,
  rendered: readonly Result<Stage>[],
  { base, web }: { base: URL; web: URL | undefined },
): Result<Stage>[] => distinguish(inListOrder(list, rendered).map(withPageLinks(base, web)))

/** Also returns the failures of targets that could not be listed. */
function inListOrder<Stage extends Rendered>(
  { listed }: TargetList,
  rendered: readonly Result<Stage>[],
): Result<Stage>[] {
  const byFile = new Map(rendered.map(result => ['file' in result.target && result.target.file, result]))
  return listed.flatMap(entry => ('status' in entry ? entry : (byFile.get(entry.file) ?? [])))
}

/**
 * Replaces the API's host in links with the host of Looker's web pages. Does not change addresses that the user pasted.
 */
export const withPageLinks =
  (base: URL, web: URL | undefined) =>
  <R extends { target: Result['target'] }>(result: R): R =>
    web ? { ...result, target: onWebHost(result.target, base, web) } : result

function onWebHost<T extends Target | Failed['target']>(target: T, base: URL, web: URL): T {
  if (target.pastedHost !== undefined || !target.url.startsWith(`${base.origin}/`)) return target
  const url = web.origin + target.url.slice(base.origin.length)
  const dashboard = 'dashboard' in target && target.dashboard ? { ...target.dashboard, url } : undefined
  return { ...target, url, ...(dashboard && { dashboard }) }
}

/**
 * Makes equal headings unique. To all targets with the same heading, adds their folders or boards, else their
 * addresses, else their formats, else their names, else their file names, which are always unique.
 */
export function distinguish<R extends Titled>(results: readonly R[]): R[] {
  const groups = new Map<string, R[]>()
  for (const result of results) {
    const heading = headingOf(result)
    groups.set(heading, [...(groups.get(heading) ?? []), result])
  }
  return results.map(result => {
    const group = groups.get(headingOf(result)) ?? []
    if (group.length < 2) return result
    const distinct = distinctions.find(of => {
      const texts = group.map(of)
      return !texts.includes(undefined) && new Set(texts).size === group.length
    })
    const distinction = distinct?.(result)
    return distinction === undefined ? result : { ...result, distinction }
  })
}

const distinctions: readonly ((result: Titled) => string | undefined)[] = [
  ({ target }) => ('place' in target ? target.place : undefined),
  ({ target }) => addressOf(target),
  ({ target }) => ('output' in target ? target.output.format.toUpperCase() : undefined),
  ({ target }) => target.name,
  ({ target }) => ('file' in target ? target.file : target.name),
]
