import { maxTimer } from '../runtime/clock.ts'

/** Retry-After in milliseconds: seconds or a date (RFC 9110, 10.2.3); 0 where it is absent or in the past. */
export function retryAfter(headers: Headers): number {
  const value = headers.get('retry-after')?.trim() ?? ''
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), maxTimer) : 0
}
