/**
 * An error for people: what happened (`message`, the fact) and what to do about it (`hint`), in the user's
 * words. `run` is the one place that prints it.
 */
export class ActionError extends Error {
  readonly hint: string
  /** The fact for a log that everybody can read, if `message` quotes somebody else's words. */
  readonly publicFact: string | undefined

  constructor(fact: string, hint: string, options: ErrorOptions & { publicFact?: string } = {}) {
    super(fact, options)
    this.name = 'ActionError'
    this.hint = hint
    this.publicFact = options.publicFact
  }
}

/** An error whose message may quote Looker, or a value that our code did not expect. */
export class QuotingError extends ActionError {}

/** A proxy that stands between us and a host, and did not lead there. */
export class ProxyError extends ActionError {
  /** It said no: asking again does not help. */
  readonly final: boolean

  constructor(fact: string, hint: string, about: { final: boolean; cause?: unknown }) {
    super(fact, hint, { cause: about.cause })
    this.name = 'ProxyError'
    this.final = about.final
  }
}

/**
 * The deadline or the cancellation. It does not know what it interrupts: whoever is interrupted adds that with
 * `during`.
 */
export class Interruption extends ActionError {
  /** `what`: "The comment could not be written". */
  during(what: string): ActionError {
    const fact = this.message.charAt(0).toLowerCase() + this.message.slice(1)
    return new ActionError(`${what}: ${fact}`, this.hint, { cause: this })
  }
}

/** Every problem of every input, each with the input's name, what was found, and what to write instead. */
export class InputError extends ActionError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const [first = ''] = problems
    super(
      problems.length === 1 ? first : `${problems.length} inputs need a change`,
      'Nothing was rendered. Change the inputs of the step and run it again.',
    )
    this.name = 'InputError'
    this.problems = problems
  }
}

/**
 * Anything thrown, in words for people. The debug log needs what was thrown; it is not enumerable, so that no output
 * has it.
 */
export function toFault(thrown: unknown): { message: string; hint: string } {
  const { message, hint } = asActionError(thrown)
  return Object.defineProperty({ message, hint }, 'thrown', { value: thrown })
}

export const thrownOf = (fault: object): unknown => ('thrown' in fault ? fault.thrown : undefined)

/**
 * Anything thrown, as an error with a next step. One that our code did not foresee keeps its message, and becomes the
 * cause.
 */
export function asActionError(error: unknown): ActionError {
  if (error instanceof ActionError) return error
  const fact = error instanceof Error ? error.message : String(error)
  return new QuotingError(
    fact,
    'This was not foreseen: please report it, with the log of a run with debug logging turned on.',
    { cause: error },
  )
}
