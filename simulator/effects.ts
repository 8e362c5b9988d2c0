import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, sendAnswer, sendHalf } from './api/answers.ts'
import type { Looker } from './api/endpoints.ts'
import type { Effect, RecordedRequest } from './model.ts'
import { bytesOfBuffer } from './tasks/synthetic-file.ts'

/**
 * A fault can affect a request before the simulator handles it, in the answer, or while the simulator sends the answer.
 */

/** Applies the effect before the request is handled. Returns false if the effect ends the request. */
export async function applyEarlyEffect(
  { looker, end }: { looker: Looker; end: AbortSignal },
  effect: Effect | undefined,
  response: ServerResponse,
): Promise<boolean> {
  if (!effect) return true
  if ('late' in effect) await sleep(effect.late, undefined, { signal: end })
  if ('deployedBefore' in effect) {
    const { project, ref } = effect.deployedBefore
    await looker.projects.get(project).deploy(ref)
  }
  if ('checkedOutBefore' in effect) {
    const { project, branch, ...how } = effect.checkedOutBefore
    await looker.projects.get(project).checkOut(branch, how)
  }
  if ('dataBefore' in effect) looker.warehouse.version += '+'
  if ('expireTokens' in effect) looker.sessions.revokeAll()
  if ('reset' in effect) response.destroy()
  return !('reset' in effect || 'stall' in effect)
}

/** Applies the effect to a successful answer. Leaves all other answers unchanged. */
export function spoilReply(reply: Answer, effect: Effect | undefined): Answer {
  if (!effect || reply.status >= 300) return reply
  if ('instead' in effect)
    return {
      status: 200,
      headers: { 'content-type': effect.contentType ?? 'text/html' },
      body: effect.instead,
    }
  if ('bytes' in effect)
    return {
      status: 200,
      headers: { ...reply.headers, ...(effect.contentType ? { 'content-type': effect.contentType } : {}) },
      file: bytesOfBuffer(effect.bytes),
    }
  if ('empty' in effect) return { ...reply, file: bytesOfBuffer(Buffer.alloc(0)) }
  if ('status202' in effect) return { status: 202, headers: { 'retry-after': String(effect.status202) } }
  return reply
}

/** Sends the answer, or only the part that the effect allows. Records the answer's status. */
export async function deliver(
  response: ServerResponse,
  reply: Answer,
  effect: Effect | undefined,
  record: RecordedRequest,
): Promise<void> {
  record.status = reply.status
  response.on('close', () => {
    if (!response.writableFinished) record.status = 0
  })
  if (effect && 'cut' in effect && reply.file)
    return sendHalf(response, reply.file, reply.headers ?? {}, effect.cut)
  if (effect && 'closes' in effect) response.shouldKeepAlive = false
  return sendAnswer(response, reply)
}
