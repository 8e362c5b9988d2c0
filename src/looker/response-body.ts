import { isObject, parseJson } from '../runtime/json.ts'
import { oneLine } from '../runtime/text.ts'

/** At most so many characters of an answer that is no file: Looker's own are a few thousand. */
const maxCharacters = 1_000_000

/** The body as text, no further than a limit, so that no answer fills the memory. */
export async function boundedText(response: Pick<Response, 'body'>, most = maxCharacters): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > most) break
  }
  return text
}

type Clean = (text: string) => string

/**
 * Words from outside, as people read them: on one line, without what makes up a page. Secrets go before anything is
 * cut: half of one would not be found.
 */
export const wordsOf = (text: string, clean: Clean, longest?: number): string =>
  oneLine(clean(text).slice(0, 10_000).replace(markup, ' '), longest)

/** What proxies send their pages in; a `<field.name>` of Looker's stays. */
const markup =
  /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis

/** Looker's own words in an error's body: its message, and of a validation error each field's (ValidationError, API 4.0). */
export function messageOf(body: string, clean: Clean): string | undefined {
  const answer = parseJson(body)
  if (!isObject(answer)) return undefined
  const fields = Array.isArray(answer.errors)
    ? answer.errors.filter(isObject).map(fieldMessage).filter(Boolean)
    : []
  const told = wordsOf(fields.join('; '), clean, 1000)
  if (told !== '') return told
  return (typeof answer.message === 'string' && wordsOf(answer.message, clean)) || undefined
}

function fieldMessage({ field, message, code }: Record<string, unknown>): string {
  const said = [message, code].find(text => typeof text === 'string' && text !== '')
  return [field, said].filter(text => typeof text === 'string' && text !== '').join(': ')
}
