import type { Evidence } from '../evidence.ts'

/** A check gives what must never be, and was. */
export type Check = (evidence: Evidence) => string[] | Promise<string[]>

/** The breach, where what has to hold does not. */
export const mustHold = (holds: boolean, breach: string): string[] => (holds ? [] : [breach])

export const mentions = (messages: readonly string[], what: string) =>
  messages.some(message => message.toLowerCase().includes(what.toLowerCase()))
