import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/log.ts'
import { oneLine } from '../runtime/text.ts'
import { LookerError, unexpectedResponse } from './errors.ts'

export type Clean = Secrets['clean']

export type LookerResponse = Pick<Response, 'status' | 'headers' | 'body'>
/** Reads a response while its connection is watched. Calls `alive` whenever bytes arrive. */
export type ResponseReader<T> = (response: LookerResponse, alive: () => void) => Promise<T>

/** The maximum number of characters of an answer about one thing. Looker's answers have a few thousand. */
const maxCharacters = 1_000_000
/** The maximum number of characters of a list. A list of dashboards has about 120 characters for each dashboard. */
const maxListCharacters = 10_000_000
/**
 * The nesting limit, because JSON.parse takes seconds for megabytes of `[`. Looker's answers have fewer than ten
 * levels.
 */
const maxDepth = 100

/** Reads the body as text, up to a limit, so no answer fills the memory. */
export async function boundedText(
  response: Pick<Response, 'body'>,
  longest = maxCharacters,
): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longest) break
  }
  return text
}

export type JsonFields = Readonly<Record<string, unknown>>

/** The maximum number of characters of several answers together. */
export interface AnswerBudget {
  left: number
}

/**
 * Reads an answer as JSON. Undefined if it is not JSON.
 * @throws LookerError if it is too long
 */
export async function readJson(
  host: string,
  response: Pick<Response, 'body'>,
  { longest = maxCharacters, budget }: { longest?: number; budget?: AnswerBudget | undefined } = {},
): Promise<unknown> {
  const text = await boundedText(response, longest)
  if (budget) budget.left -= text.length
  if (text.length > longest || (budget && budget.left < 0)) throw lengthError(host)
  return isTooDeep(text) ? undefined : parseJson(text)
}

const lengthError = (host: string) =>
  new LookerError(
    `${host} answered with more text than the action reads`,
    "Check that base-url is Looker's API. If the folder, board or model is that large, list its dashboards one by one.",
    { retries: 0 },
  )

export function isTooDeep(text: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (isInString && character === '\\') at++
    else if (character === '"') isInString = !isInString
    else if (!isInString && (character === '[' || character === '{') && ++depth > maxDepth) return true
    else if (!isInString && (character === ']' || character === '}')) depth--
  }
  return false
}

/** Reads an answer that is a JSON object. @throws LookerError if it is not an object */
export const readObject =
  <T>(
    host: string,
    noun: string,
    convert: (answer: JsonFields) => T,
    budget?: AnswerBudget,
  ): ResponseReader<T> =>
  async response => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget })
    if (!isObject(answer)) throw unexpectedResponse(host, `something that is no ${noun}`)
    return convert(answer)
  }

/**
 * Reads an answer that is a JSON list. Leaves out items for which `convert` returns undefined.
 * @throws LookerError if it is not a list
 */
export const readList =
  <T>(
    host: string,
    noun: string,
    convert: (item: JsonFields) => T | undefined,
    budget?: AnswerBudget,
  ): ResponseReader<T[]> =>
  async response => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget })
    if (!Array.isArray(answer)) throw unexpectedResponse(host, `something that is no list of ${noun}s`)
    return objectsIn(answer).flatMap(item => convert(item) ?? [])
  }

/** Returns the value if it is an object, or else an empty object. */
export const objectIn = (value: unknown): JsonFields => (isObject(value) ? value : {})

/** Returns the objects of a list. Empty if the value is not a list. */
export const objectsIn = (value: unknown): JsonFields[] =>
  Array.isArray(value) ? value.filter(item => isObject(item)) : []

/**
 * Returns a text from Looker on one line, without HTML tags. Removes secrets before it cuts the text, because half a
 * secret would remain otherwise.
 */
export const plainWords = (text: string, clean: Clean, longest?: number): string =>
  oneLine(clean(text).slice(0, 10_000).replace(htmlTags, ' '), longest)

/** Matches the tags of proxies' error pages. Other angle brackets remain, such as Looker's `<field.name>`. */
const htmlTags =
  /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis

/**
 * Returns Looker's message from the body of an error. A validation error has a message for each field (ValidationError,
 * API 4.0).
 */
export function messageIn(body: string, clean: Clean): string | undefined {
  const answer = parseJson(body)
  if (!isObject(answer)) return undefined
  const fields = objectsIn(answer.errors).map(fieldMessage).filter(Boolean)
  const message = plainWords(fields.join('; '), clean, 1000)
  if (message !== '') return message
  return (typeof answer.message === 'string' && plainWords(answer.message, clean)) || undefined
}

function fieldMessage({ field, message, code }: JsonFields): string {
  const words = [message, code].find(text => typeof text === 'string' && text !== '')
  return [field, words].filter(text => typeof text === 'string' && text !== '').join(': ')
}
