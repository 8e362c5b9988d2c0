import { isObject, parseJson } from '../runtime/json.ts'
import { unexpectedResponse } from './errors.ts'
import type { Read } from './http.ts'
import { boundedText } from './response-body.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Titles of tens of thousands of dashboards take some megabytes. */
const maxCharacters = 32_000_000

/** Reads an answer that is an object. @throws LookerError where it is none */
export const readObject =
  <T>(host: string, what: string, convert: (answer: Fields) => T): Read<T> =>
  async response => {
    const answer = parseJson(await boundedText(response, maxCharacters))
    if (!isObject(answer)) throw unexpectedResponse(host, `something that is no ${what}`)
    return convert(answer)
  }

/**
 * Reads an answer that is a list, without the items that `convert` gives nothing for.
 * @throws LookerError where it is none
 */
export const readList =
  <T>(host: string, what: string, convert: (item: Fields) => T | undefined): Read<T[]> =>
  async response => {
    const answer = parseJson(await boundedText(response, maxCharacters))
    if (!Array.isArray(answer)) throw unexpectedResponse(host, `something that is no list of ${what}s`)
    return objectsIn(answer).flatMap(item => convert(item) ?? [])
  }

export const fieldsIn = (value: unknown): Fields => (isObject(value) ? value : {})

export const objectsIn = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter(item => isObject(item)) : []
