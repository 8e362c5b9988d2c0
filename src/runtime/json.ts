/** Returns undefined if the text is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Checks the types in JSON from a file or a comment, which users may have changed. */
export type Check = (value: unknown) => boolean

export const isText: Check = value => typeof value === 'string' && value.length <= 10_000
export const isCount: Check = value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

export const arrayOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)

export const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)

export const oneOfValues =
  (...values: unknown[]): Check =>
  value =>
    values.includes(value)

/** Keys outside of the shape are not allowed. */
export const shape =
  (checks: Readonly<Record<string, Check>>): Check =>
  value =>
    isObject(value) &&
    Object.keys(value).every(key => Object.hasOwn(checks, key)) &&
    Object.entries(checks).every(([key, check]) => check(value[key]))
