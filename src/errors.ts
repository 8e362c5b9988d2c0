/** An error for users. `message` states the problem, and `hint` is the next step. */
export class ActionError extends Error {
  readonly hint: string
  /**
   * Replaces `message` in a public log. Set if `message` may quote confidential text, for example an answer of Looker.
   */
  readonly publicFact: string | undefined

  constructor(fact: string, hint: string, options: ErrorOptions & { publicFact?: string } = {}) {
    super(fact, options)
    this.name = 'ActionError'
    this.hint = hint
    this.publicFact = options.publicFact
  }
}

/** An error whose message may quote Looker or an unexpected value. Public logs do not show the message. */
export class QuotingError extends ActionError {}

export class ProxyError extends ActionError {
  /** Whether a retry is pointless, because the proxy refused the connection. */
  readonly final: boolean

  constructor(fact: string, hint: string, about: { final: boolean; cause?: unknown }) {
    super(fact, hint, { cause: about.cause })
    this.name = 'ProxyError'
    this.final = about.final
  }
}

/** Thrown after the deadline or after a cancellation. */
export class Interruption extends ActionError {
  /** Adds the failed operation to the message. `what` is text such as "The comment could not be written". */
  during(what: string): ActionError {
    const fact = this.message.charAt(0).toLowerCase() + this.message.slice(1)
    return new ActionError(`${what}: ${fact}`, this.hint, { cause: this })
  }
}

/** Thrown after a deadline of the step. */
export class TimeLimitError extends Interruption {
  /** The last failure of the request that the deadline ended. Undefined if the request had not failed before. */
  readonly failure: ActionError | undefined

  constructor(fact: string, hint: string, failure?: ActionError) {
    const options = failure && { publicFact: fact, cause: failure }
    super(failure ? `${fact}; the last try failed: ${failure.message}` : fact, hint, options)
    this.name = 'TimeLimitError'
    this.failure = failure
  }

  /** Returns an error that says why the request had not succeeded before the deadline. */
  after(failure: ActionError): TimeLimitError {
    return new TimeLimitError(this.message, failure.hint, failure)
  }
}

/** All problems with the inputs. Each problem names the input, its value and a valid value. */
export class InputError extends ActionError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const [first = ''] = problems
    super(
      problems.length === 1 ? first : `${problems.length} inputs must be changed`,
      `Nothing was rendered. Correct the ${problems.length === 1 ? 'input' : 'inputs'} and run the job again.`,
    )
    this.name = 'InputError'
    this.problems = problems
  }
}

/** Keeps the thrown value for the debug log. The property is not enumerable, so it does not appear in the outputs. */
export function toFault(thrown: unknown): { message: string; hint: string } {
  const { message, hint } = asActionError(thrown)
  return Object.defineProperty({ message, hint }, 'thrown', { value: thrown })
}

export const thrownOf = (fault: object): unknown => ('thrown' in fault ? fault.thrown : undefined)

/** Converts any thrown value to an ActionError. An unexpected error becomes the cause. */
export function asActionError(error: unknown): ActionError {
  if (error instanceof ActionError) return error
  const [reason, hint] = limitOf(error) ?? []
  if (reason && hint)
    return new ActionError(`The runner has reached a limit: ${reason}`, hint, { cause: error })
  const fact = error instanceof Error ? error.message : String(error)
  return new QuotingError(
    fact,
    'This is unexpected: please report it, with the log of a run with debug logging turned on.',
    { cause: error },
  )
}

export const tooManyFilesHint = "Lower concurrency, or raise the runner's limit of open files (ulimit -n)."
const tooManyFiles = ['too many files are open', tooManyFilesHint] as const
const diskFull = ['the disk is full', "Free space on the runner's disk, or set output-directory."] as const

const limits: Record<string, readonly [reason: string, hint: string]> = {
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
  ENOSPC: diskFull,
  EDQUOT: ['the disk quota is used up', diskFull[1]],
}

function limitOf(error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return Object.hasOwn(limits, code) ? limits[code] : undefined
}

/** Returns an error that names the file. Returns undefined if the error does not come from the file system. */
export function fileError(error: unknown, file: string): ActionError | undefined {
  if (!(error instanceof Error && 'syscall' in error)) return undefined
  const isOfFile = 'path' in error || error.syscall === 'write' || error.syscall === 'fsync'
  if (!isOfFile) return undefined
  const [reason = error.message, hint = "Check output-directory, and the runner's disk."] =
    limitOf(error) ?? []
  return new ActionError(`${file} could not be written: ${reason}`, hint, { cause: error })
}
