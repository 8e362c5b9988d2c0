import { ActionError, asActionError } from '../errors.ts'
import type { Failed, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { oneLine } from '../runtime/text.ts'
import type { Clock } from '../runtime/time.ts'
import { describeTarget, targetKinds } from '../targets.ts'
import { LookerError } from './errors.ts'
import type { Track } from './render-queue.ts'

/** Describes a refused render task, with the target's kind and id. */
export function creationError(error: unknown, target: Target): unknown {
  if (!(error instanceof LookerError)) return error
  const words: Record<number, [string, string]> = {
    403: [
      `Looker does not let the API user render ${describeTarget(target)} (403)`,
      `Give its role access_data, ${targetKinds[target.kind].permission} and download_with_limit or download_without_limit, and the user View on the folder.`,
    ],
    404: [
      `Looker found no ${describeTarget(target)}`,
      'Check the id, and that the API user may see its folder: Looker gives the same answer for content that does not exist and for content that the user may not see.',
    ],
    422: [
      error.message.replace(/^.*? answered 422/, `Looker refused to render ${describeTarget(target)}`),
      "Check the target's settings against what Looker says of them.",
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

/** Texts in `status_detail`, from public reports, that mean a crash of the renderer. Each reason is retried once. */
const crashes: readonly Crash[] = [
  {
    pattern: /script timed out|RendererTimeout/i,
    fact: "Looker's renderer waited in vain for a tile to be drawn",
    hint: 'Open the target in Looker and look for a tile that never finishes or a custom visualization that never says it is done.',
  },
  {
    pattern: /no outfile/i,
    fact: "Looker's renderer made no file",
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
    fact: "Looker's page broke while it was rendered",
    hint: 'Open the target in Looker: a tile or visualization on it fails in the browser too.',
  },
]

export interface RenderFailure {
  error: ActionError
  /** Whether the renderer itself crashed. A new task may succeed. */
  crash: boolean
}

/** Describes a failed render task, with Looker's words shortened. */
export function renderFailure(target: Target, detail: string): RenderFailure {
  const words = oneLine(detail, 200)
  const crash = crashes.find(({ pattern }) => pattern.test(detail))
  if (crash)
    return {
      crash: true,
      error: new ActionError(`${crash.fact} (${describeTarget(target)}: "${words}")`, crash.hint),
    }
  return {
    crash: false,
    error: new ActionError(
      words
        ? `Looker could not render ${describeTarget(target)}: "${words}"`
        : `Looker could not render ${describeTarget(target)} and gave no reason`,
      'Open the target in Looker as the API user would see it, and look for a tile with an error.',
    ),
  }
}

/** Looker's renderer crashed, or Looker no longer has the task. A new task is created once for each reason. */
export class RenderTaskLostError extends ActionError {
  readonly reason: 'crash' | 'gone'

  constructor(reason: 'crash' | 'gone', fact: string, hint: string) {
    super(fact, hint)
    this.reason = reason
  }
}

/** Converts 404 for an existing task: Looker no longer has the task or its result. */
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

/** Creates the result of a failed target, with the error of Looker, the deadline or the cancellation. */
export function failedRender(
  target: Target,
  thrown: unknown,
  { signal, clock, track, hung }: FailureContext,
): Failed {
  const { renderTaskId, began, apiCalls } = track.current
  const error = signal.aborted
    ? unfinishedError(target, asActionError(signal.reason), { signal, clock, track, hung })
    : thrown
  track.report({ kind: 'failed' })
  return failedResult(target, error, {
    apiCalls,
    ...(isMissing(thrown) && { isMissing: true }),
    ...(renderTaskId && { renderTaskId, seconds: (clock.now() - began) / 1000 }),
  })
}

/** Whether Looker does not have the target (see `creationError`). */
const isMissing = (thrown: unknown) =>
  thrown instanceof ActionError && thrown.cause instanceof LookerError && thrown.cause.status === 404

/** Adds the target's last known status to the error of the deadline or the cancellation. */
function unfinishedError(
  target: Target,
  reason: ActionError,
  { track, clock, hung }: FailureContext,
): ActionError {
  const { stage, status } = track.current
  const atLooker = status
    ? `while the render task of ${describeTarget(target)} was ${status}`
    : `while ${describeTarget(target)} was being requested`
  const last = {
    waiting: `before rendering began for ${describeTarget(target)}`,
    enqueued: atLooker,
    rendering: atLooker,
    downloading: `while the file of ${describeTarget(target)} was being fetched`,
    rendered: '',
    failed: '',
  }[stage]
  const hint = hung.size > 0 ? hungHint(hung, clock.now()) : reason.hint
  return new ActionError(`${reason.message} ${last}`.trim(), hint)
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
