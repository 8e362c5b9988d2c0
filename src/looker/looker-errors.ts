import {
  ActionError,
  asActionError,
  ProxyError,
  QuotingError,
  TimeLimitError,
  tooManyFilesHint,
} from '../errors.ts'
import type { Failed, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { unreachableReasons } from '../runtime/proxies.ts'
import { oneLine, parseUrl } from '../runtime/text.ts'
import type { Clock } from '../runtime/time.ts'
import { causeCode, tlsFault } from '../runtime/tls-errors.ts'
import { describeTarget, targetKinds } from '../targets.ts'
import type { Track } from './render-queue.ts'

/** The number of retries. `Infinity` means retries until the deadline. */
type Retries = number

export class LookerError extends QuotingError {
  /** The status of the response. Undefined if Looker did not answer. */
  readonly status: number | undefined
  readonly retries: Retries
  /** The wait in the header Retry-After, in milliseconds. */
  readonly retryAfter: number
  readonly unreachable: boolean

  constructor(
    fact: string,
    hint: string,
    about: { status?: number; retries: Retries; retryAfter?: number; unreachable?: boolean; cause?: unknown },
  ) {
    super(fact, hint, { cause: about.cause })
    this.name = 'LookerError'
    this.status = about.status
    this.retries = about.retries
    this.retryAfter = about.retryAfter ?? 0
    this.unreachable = about.unreachable ?? false
  }
}

const runnerHint =
  'Check base-url, and that the runner can reach this host. For a host in a private network, use a runner in that network.'

const unreachableHints: Record<string, string> = {
  ENOTFOUND: 'Check the spelling of base-url. For a host in a private network, use a runner in that network.',
  ECONNREFUSED:
    'Check the port in base-url: the API is on port 443, or on 19999 for older self-hosted instances. Check also that Looker is running.',
  EMFILE: tooManyFilesHint,
}

/**
 * Error codes for responses that are not HTTP or have a broken compression. Leaves out the code of a connection that
 * ends early, because a retry may then help.
 */
const unreadableCodes =
  /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/

/** Describes an error of `fetch` by its causes, because its message is only "fetch failed". */
export function connectionError(error: unknown, host: string): ActionError {
  if (error instanceof ProxyError)
    return new LookerError(error.message, error.hint, {
      cause: error,
      retries: error.final ? 0 : Number.POSITIVE_INFINITY,
      unreachable: true,
    })
  if (error instanceof ActionError) return error
  const code = causeCode(error)
  const reason = unreachableReasons.get(code)
  const about = { cause: error, retries: Number.POSITIVE_INFINITY }
  if (code && reason)
    return new LookerError(`${host} did not answer: ${reason}`, unreachableHints[code] ?? runnerHint, {
      ...about,
      unreachable: true,
    })
  const tls = tlsFault(error, 'base-url')
  if (tls)
    return new LookerError(`No trusted TLS connection to ${host} (${tls.code})`, tls.hint, {
      ...about,
      unreachable: true,
    })
  if (code && unreadableCodes.test(code))
    return unexpectedResponse(host, `something that cannot be read (${code})`, error)
  return new LookerError(
    `The connection to ${host} broke (${code ?? innermostMessage(error)})`,
    'Check that Looker is up, then run the job again.',
    // Errors of `fetch` itself have no code, for example the error for a port that `fetch` blocks.
    code ? about : { ...about, retries: 3 },
  )
}

function innermostMessage(error: unknown): string {
  let at = error
  while (at instanceof Error && at.cause instanceof Error) at = at.cause
  return oneLine(at instanceof Error ? at.message : String(at), 100)
}

/** Describes a response with the wrong form, for example a login page instead of JSON. */
export const unexpectedResponse = (host: string, what: string, cause?: unknown) =>
  new LookerError(
    `${host} answered with ${what}`,
    "Check that base-url is Looker's API host and port, and that no proxy or log-in page answers in its place.",
    { retries: 3, cause },
  )

/**
 * Statuses of a busy or restarting Looker, or of a proxy that cannot reach Looker. Every operation may return 429
 * (https://github.com/looker-open-source/sdk-codegen, spec/Looker.4.0.oas.json).
 */
const transientStatuses = new Set([408, 429, 502, 503, 504])

interface FailedCall {
  status: number
  location: string | null
  /** The wait in the header Retry-After, in milliseconds. */
  retryAfter: number
  message: string | undefined
  host: string
  method: string
  /** Whether a request that is not a GET may be repeated. */
  isRepeatable: boolean
  /** Whether the request had an access token. Then base-url and api-version are correct. */
  isLoggedIn: boolean
}

/** Describes a response with an error status. Callers add details such as the dashboard or the missing permission. */
export function statusError(call: FailedCall): LookerError {
  const { status, host, method, isRepeatable, retryAfter, isLoggedIn } = call
  const words = call.message ? `: ${call.message}` : ''
  const about = { status, retryAfter }
  if (status >= 300 && status < 400)
    return new LookerError(
      `${host} redirects${otherHost(call)}`,
      'Set base-url to the address of the Looker API itself; the API key is not sent to another host.',
      { ...about, retries: 0 },
    )
  if (transientStatuses.has(status))
    return new LookerError(
      `${host} answered ${status}${words}`,
      'Looker was busy or down until the deadline. Run the job again later, or increase timeout-minutes.',
      { ...about, retries: Number.POSITIVE_INFINITY },
    )
  if (status >= 500)
    // Looker may have executed a failed POST.
    return new LookerError(
      `${host} failed (${status})${words}`,
      'Run the job again. If it happens again, ask the Looker admin to check its log.',
      {
        ...about,
        retries: method === 'GET' ? 3 : isRepeatable ? 1 : 0,
      },
    )
  const hint = isLoggedIn
    ? (refusalHints[status] ?? unknownRefusalHint)
    : "Check base-url's host and port, and api-version."
  return new LookerError(`${host} answered ${status}${words}`, hint, { ...about, retries: 0 })
}

type HintsByStatus = Readonly<Partial<Record<number, string>>>

const refusalHints: HintsByStatus = {
  403: "Check the permissions of the API user's role. The README lists the permissions that each input needs.",
  404: 'Check that it exists, and that the API user may see it. Looker gives the same answer in both cases.',
  413: 'Looker, or a proxy in front of it, limits the size of requests. Reduce the request, or raise the limit.',
}

const unknownRefusalHint = 'Ask the Looker admin why Looker refuses this request.'

/** Replaces the hint of a LookerError whose status has a hint. Returns every other error unchanged. */
export function withHints(error: unknown, hints: HintsByStatus): unknown {
  if (!(error instanceof LookerError) || error.status === undefined) return error
  const { message, status, retries } = error
  const hint = hints[status]
  return hint === undefined ? error : new LookerError(message, hint, { status, retries, cause: error })
}

/** Returns hints for a request that reads a target. */
export function readingHints({ kind }: Pick<Target, 'kind'>): HintsByStatus {
  const hint = `Give the API user's role the permissions access_data and ${targetKinds[kind].permission}, and give the user View access to the folder.`
  return { 403: hint, 404: hint }
}

function otherHost({ location, host }: FailedCall): string {
  const target = parseUrl(location ?? '', `https://${host}`)?.host
  return target && target !== host ? ` to ${oneLine(target, 100)}` : ' to another address'
}

/** Returns a hint with the inputs of the instance that the hint is about. */
export type HintFor = (hint: string) => string

/** Replaces the names of the first instance's inputs with those of the instance in `compare`. */
export const hintForSecond: HintFor = hint =>
  hint.replaceAll('base-url', 'compare').replaceAll(/\bclient-(?=id|secret)/g, 'compare-client-')

/** Removes secrets from the message, because it may quote a header such as a redirect's location. */
export function cleanError(
  error: ActionError,
  clean: (text: string) => string,
  hintFor: HintFor = hint => hint,
): ActionError {
  const fact = clean(error.message)
  const hint = hintFor(error.hint)
  if (fact === error.message && hint === error.hint) return error
  if (!(error instanceof LookerError)) return new ActionError(fact, hint, { cause: error.cause })
  const { cause, retries, retryAfter, unreachable, status } = error
  return new LookerError(fact, hint, {
    cause,
    retries,
    retryAfter,
    unreachable,
    ...(status !== undefined && { status }),
  })
}

/** Messages contain no id, so that several targets can have the same message. The log then shows the message once. */
const thisTarget = ({ kind }: Target): string => `this ${targetKinds[kind].noun}`

export function creationError(error: unknown, target: Target): unknown {
  if (!(error instanceof LookerError)) return error
  const isInLookml = target.kind === 'lookml_dashboard'
  const words: Record<number, [string, string]> = {
    403: [
      `Looker does not let the API user render ${thisTarget(target)} (403)`,
      `Give the API user's role the permissions access_data, ${targetKinds[target.kind].permission} and download_with_limit or download_without_limit, and give the user View access to the folder.`,
    ],
    404: [
      `Looker found no ${describeTarget(target)}`,
      `Check the id${isInLookml ? ', that production has the commit with this dashboard,' : ','} and that the API user may see the folder. The user's role needs the permissions access_data and ${targetKinds[target.kind].permission}. Looker gives the same answer if content does not exist or the user may not see it.`,
    ],
    422: [
      error.message.replace(/^.*? answered 422/, `Looker refused to render ${thisTarget(target)}`),
      "Correct the target's settings as Looker's message says.",
    ],
  }
  const [fact, hint] = words[error.status ?? 0] ?? [error.message, error.hint]
  return new ActionError(fact, hint, { cause: error })
}

interface Crash {
  pattern: RegExp
  fact: string
  hint: string
}

/** These texts in `status_detail` mean that the renderer crashed. They come from public reports. */
const crashes: readonly Crash[] = [
  {
    pattern: /script timed out|RendererTimeout/i,
    fact: "Looker's renderer waited too long for a tile",
    hint: 'Open the target in Looker and look for a tile or custom visualization that does not finish loading.',
  },
  {
    pattern: /no outfile/i,
    fact: "Looker's renderer produced no file",
    hint: 'The instance may be short of memory for rendering: try again, with a smaller width and height, or ask the Looker admin.',
  },
  {
    pattern: /unexpected document content/i,
    fact: "Looker's renderer crashed",
    hint: 'Try again. If it happens again, ask the Looker admin to look at the renderer (Chromium) of the instance.',
  },
  {
    pattern: /orphaned job/i,
    fact: 'Looker was restarted while it rendered',
    hint: 'Run the job again.',
  },
  {
    pattern: /ANGULAR_RUNTIME_EXCEPTION/i,
    fact: "Looker's page failed while it was rendered",
    hint: 'Open the target in Looker, and look for a tile or visualization that also fails in the browser.',
  },
]

interface RenderFailure {
  error: ActionError
  /** Whether the renderer itself crashed. A new render task may then succeed. */
  crash: boolean
}

/** Describes a failed render task with Looker's shortened message. */
export function renderFailure(target: Target, detail: string): RenderFailure {
  const words = oneLine(detail, 200)
  const crash = crashes.find(({ pattern }) => pattern.test(detail))
  if (crash)
    return {
      crash: true,
      error: new ActionError(`${crash.fact} ("${words}")`, crash.hint),
    }
  return {
    crash: false,
    error: new ActionError(
      words
        ? `Looker could not render ${thisTarget(target)}: "${words}"`
        : `Looker could not render ${thisTarget(target)} and gave no reason`,
      'Open it in Looker and look for a tile with an error. The API user may have fewer permissions than you.',
    ),
  }
}

/**
 * Thrown if Looker's renderer crashed (`crash`), or if Looker no longer has the render task (`gone`). The action
 * retries once for each reason, with a new render task.
 */
export class RenderTaskLostError extends ActionError {
  readonly reason: 'crash' | 'gone'

  constructor(reason: 'crash' | 'gone', fact: string, hint: string) {
    super(fact, hint)
    this.reason = reason
  }
}

/** A 404 of an existing render task means that Looker no longer has the task or its result. */
export function toTaskLost(error: unknown): unknown {
  if (!(error instanceof LookerError && error.status === 404)) return error
  return new RenderTaskLostError(
    'gone',
    'Looker no longer has the render task or its result (404)',
    'Run the job again. If it happens again, ask the Looker admin whether the instance is being restarted.',
  )
}

interface FailureContext {
  signal: AbortSignal
  clock: Clock
  track: Track
  /** Targets that hang at Looker, with their progress. */
  hung: ReadonlyMap<Target, Track>
}

/** Describes the failure with Looker's error, the deadline or the cancellation. */
export function failedRender(
  target: Target,
  thrown: unknown,
  { signal, clock, track, hung }: FailureContext,
): Failed {
  const { renderTaskId, began, apiCalls } = track.current
  const error = signal.aborted
    ? unfinishedError(target, deadlineOf(thrown, signal), { signal, clock, track, hung })
    : thrown
  track.report({ kind: 'failed' })
  return failedResult(target, error, {
    apiCalls,
    ...(isMissing(thrown) && { isMissing: true }),
    ...(renderTaskId && { renderTaskId, seconds: (clock.now() - began) / 1000 }),
  })
}

/** Whether the target does not exist in Looker (see `creationError`). */
const isMissing = (thrown: unknown) =>
  thrown instanceof ActionError && thrown.cause instanceof LookerError && thrown.cause.status === 404

/** Returns the error of the deadline or the cancellation, with the failure that the request had before, if any. */
const deadlineOf = (thrown: unknown, signal: AbortSignal): ActionError =>
  thrown instanceof TimeLimitError ? thrown : asActionError(signal.reason)

/** Adds the last known status of the target to the error of the deadline or the cancellation. */
function unfinishedError(
  target: Target,
  reason: ActionError,
  { track, clock, hung }: FailureContext,
): ActionError {
  const { stage, status } = track.current
  const atLooker = status
    ? `while ${thisTarget(target)} was ${status} at Looker`
    : `while ${thisTarget(target)} was being requested`
  const last = {
    waiting: `before Looker began to render ${thisTarget(target)}`,
    enqueued: atLooker,
    rendering: atLooker,
    downloading: `while the file of ${thisTarget(target)} was being downloaded`,
    rendered: '',
    failed: '',
  }[stage]
  const hint = hung.size > 0 ? hungHint(hung, clock.now()) : reason.hint
  const fact = `${reason.publicFact ?? reason.message} ${last}`.trim()
  const { failure } = reason instanceof TimeLimitError ? reason : {}
  return failure ? new TimeLimitError(fact, hint, failure) : new ActionError(fact, hint)
}

/** The maximum number of hung targets in a hint. */
const maxNamed = 3

function hungHint(hung: FailureContext['hung'], now: number): string {
  const names = [...hung].slice(0, maxNamed).map(([target, { current }]) => {
    const seconds = Math.round((now - current.began) / 1000)
    return `${describeTarget(target)} (${seconds} s)`
  })
  const more = hung.size > maxNamed ? ` and ${hung.size - maxNamed} more` : ''
  return `Looker did not finish ${names.join(', ')}${more}: open it in Looker, look for a tile that never finishes, and correct it or leave the target out.`
}
