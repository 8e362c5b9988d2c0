import type * as Core from '@actions/core'
import type { Secrets } from './secrets.ts'

/** Deeper chains go in a circle. */
const maxDepth = 10

/** An error's stack and those of all that caused it, for the debug log: where it came from, in the words of who threw it. */
export function causeChain(error: unknown): string {
  const stacks: string[] = []
  for (let at = error; at !== undefined && at !== null && stacks.length < maxDepth; ) {
    stacks.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at))
    at = at instanceof Error ? at.cause : undefined
  }
  return stacks.join('\nCaused by: ')
}

/** Writes each that was thrown, with its causes, where the run has debug logging. */
export function debugCauses(
  core: Pick<typeof Core, 'debug' | 'isDebug'>,
  thrown: readonly unknown[],
  { clean }: Pick<Secrets, 'clean'>,
): void {
  if (core.isDebug()) for (const error of new Set(thrown)) core.debug(clean(causeChain(error)))
}
