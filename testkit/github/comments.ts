import { refusal } from './answers.ts'
import type { Answer, Call } from './blobs.ts'
import type { World } from './model.ts'

interface ListedComment {
  id: number
  updated_at: string
}

/** Lists the comments that changed since a time, because the emulator ignores the parameter `since`. */
export async function changedComments(world: World, { method, url }: Call): Promise<Answer | undefined> {
  const since = url.searchParams.get('since')
  const isList = method === 'GET' && /\/issues\/\d+\/comments$/.test(url.pathname)
  if (!isList || since === null) return undefined
  const time = Date.parse(since)
  if (Number.isNaN(time)) return refusal(422, 'Invalid request. since is not a date-time')
  const all: ListedComment[] = []
  for (let page = 1; ; page++) {
    const some = await world.ask<ListedComment[]>('GET', `${url.pathname}?per_page=100&page=${page}`)
    all.push(...some)
    if (some.length < 100) break
  }
  const isChanged = ({ id, updated_at }: ListedComment) =>
    !world.oldComments.has(id) && Date.parse(updated_at) >= time
  const changed = all.filter(isChanged)
  const perPage = Number(url.searchParams.get('per_page') ?? 30)
  const page = Number(url.searchParams.get('page') ?? 1)
  const next = new URL(url.pathname + url.search, world.apiUrl)
  next.searchParams.set('page', String(page + 1))
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(changed.length > page * perPage && { link: `<${next}>; rel="next"` }),
    },
    body: JSON.stringify(changed.slice((page - 1) * perPage, page * perPage)),
  }
}
