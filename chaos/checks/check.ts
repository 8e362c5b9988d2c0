import type { Evidence } from '../evidence.ts'

/** Returns the broken promises of a job, as texts. */
export type Check = (evidence: Evidence) => string[] | Promise<string[]>

/** Returns the text of the broken promise unless `holds`. */
export const mustHold = (holds: boolean, breach: string): string[] => (holds ? [] : [breach])

export const mentions = (messages: readonly string[], what: string) =>
  messages.some(message => message.toLowerCase().includes(what.toLowerCase()))
