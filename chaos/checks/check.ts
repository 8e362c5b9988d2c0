import type { Evidence } from '../evidence.ts'

/** Returns a text for each promise of the action that the job broke. */
export type Check = (evidence: Evidence) => string[] | Promise<string[]>

export const mustHold = (holds: boolean, breach: string): string[] => (holds ? [] : [breach])

export const mentions = (messages: readonly string[], what: string) =>
  messages.some(message => message.toLowerCase().includes(what.toLowerCase()))
