import pLimit from 'p-limit'
import { ActionError, asActionError, QuotingError } from '../errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { Looker } from '../looker/connect.ts'
import {
  contentKey,
  type InvalidContent,
  newInvalidContent,
  validateContent,
} from '../looker/content-validation.ts'
import { LookerError } from '../looker/looker-errors.ts'
import type { Secrets } from '../runtime/log.ts'
import { count } from '../runtime/text.ts'
import type { Clock } from '../runtime/time.ts'
import type { BrokenContent, ContentReport, LookmlError } from '../tile-check.ts'

export interface ContentCheckOptions {
  project: string
  /** The session in production mode. */
  production: Looker
  secrets: Secrets
}

/** Looker's content validation on production and on the head. */
export interface ContentCheck {
  /** Validates while the head is checked out in the session. Does not throw. */
  validateHead(dev: Looker): Promise<void>
  /**
   * Waits for both validations. Does not throw.
   * @returns undefined if the head was never checked out. The check itself reports the reason then.
   */
  finish(lookmlErrors: readonly LookmlError[]): Promise<ContentReport | undefined>
  /** Ends the requests if there is nothing to check. */
  cancel(): void
}

/** Starts to validate production. Each validation gets half of the remaining time. */
export function openContentCheck(context: RunContext, options: ContentCheckOptions): ContentCheck {
  const { deadlines, world } = context
  const { production } = options
  const over = new AbortController()
  const signal = AbortSignal.any([deadlines.check, over.signal])
  const common = { ...options, clock: world.clock, signal }
  // Ends the validation of production if the validation of the head fails.
  const useless = new AbortController()
  const before = validateIn(production, 'production', {
    ...common,
    signal: AbortSignal.any([signal, useless.signal]),
    limit: deadlines.checkLeft() / 2,
  })
  before.catch(() => undefined) // finish() handles it.
  let after: Promise<InvalidContent[]> | undefined
  return {
    async validateHead(dev) {
      const limit = deadlines.checkLeft() / 2
      after = validateIn(dev, "the pull request's LookML", { ...common, limit })
      await after.catch(() => useless.abort())
    },
    async finish(lookmlErrors) {
      if (!after) return undefined
      try {
        const ofHead = await after
        const found = newInvalidContent(await before, withoutModels(ofHead, lookmlErrors))
        return await describeBroken(found, options, signal)
      } catch (error) {
        return { broken: [], leftOut: 0, problem: asActionError(error).message }
      }
    },
    cancel: () => over.abort(),
  }
}

/** Leaves out content of models with new LookML errors, because those errors break it. */
function withoutModels(
  content: readonly InvalidContent[],
  errors: readonly LookmlError[],
): readonly InvalidContent[] {
  const models = new Set(errors.map(({ model }) => model))
  if (models.has(undefined)) return []
  return content.map(one => ({ ...one, errors: one.errors.filter(({ model }) => !models.has(model)) }))
}

interface Validation extends ContentCheckOptions {
  clock: Clock
  signal: AbortSignal
  /** In milliseconds. */
  limit: number
}

/** @throws ActionError */
async function validateIn(
  { session, host }: Looker,
  what: string,
  { project, secrets: { clean }, clock, signal, limit }: Validation,
): Promise<InvalidContent[]> {
  const place = { send: session.send, host, clean }
  const late = new AbortController()
  const done = new AbortController()
  clock.sleep(limit, done.signal).then(
    () => late.abort(),
    () => undefined,
  )
  try {
    const ended = AbortSignal.any([signal, late.signal])
    return await validateContent(project, place, { signal: ended, timeLimit: Math.max(1, limit) })
  } catch (error) {
    if (late.signal.aborted)
      throw new ActionError(
        `the content validation of ${what} did not end within ${count(Math.max(1, Math.round(limit / 60_000)), 'minute')}`,
        'Give the step more timeout-minutes, or set content-validation to false.',
        { cause: error },
      )
    const { message, hint } = asActionError(error)
    throw new QuotingError(`Looker did not validate the content of ${what}: ${message}`, hint, {
      cause: error,
    })
  } finally {
    done.abort()
  }
}

/** The maximum number of folders to look up. Each takes one administrative call. */
const maxLookups = 50
const lookupsAtOnce = 4

/** Leaves out personal folders, and folders that the API user cannot see, because both may be private. */
async function describeBroken(
  found: readonly InvalidContent[],
  { production }: ContentCheckOptions,
  signal: AbortSignal,
): Promise<ContentReport> {
  const folders = [...new Set(found.flatMap(({ folder }) => folder ?? []))].slice(0, maxLookups)
  const client = production.contentFor(signal)
  const slots = pLimit(lookupsAtOnce)
  const isShared = async (id: string) => {
    try {
      return (await client.folder(id))?.isPersonal === false
    } catch (error) {
      if (error instanceof LookerError && error.status === 404) return false
      throw error
    }
  }
  const shared = new Map(
    await Promise.all(folders.map(id => slots(async () => [id, await isShared(id)] as const))),
  )
  const { web } = await production.versions
  const origin = web?.origin ?? `https://${production.host}`
  const shown = found.filter(({ folder }) => folder === undefined || shared.get(folder))
  return {
    broken: shown.map((content): BrokenContent => toBrokenContent(content, origin)),
    leftOut: found.length - shown.length,
  }
}

const toBrokenContent = (content: InvalidContent, origin: string): BrokenContent => ({
  kind: content.kind,
  id: content.id,
  title: content.title,
  url: `${origin}/${contentKey(content)}`,
  messages: content.errors.map(({ message }) => message),
})
