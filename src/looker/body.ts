import { isObject, parsed } from '../json.ts'
import { oneLine } from '../words.ts'

/** At most so many characters of an answer that is no file: Looker's own are a few thousand. */
const most = 1_000_000

/** The body as text, no further than a limit, so that no answer fills the memory. */
export async function boundedText(response: Response): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > most) break
  }
  return text
}

/** Looker's own words in an error's body: its message, and of a validation error each field's (ValidationError, API 4.0).
 * Secrets go before anything is cut: half of one would not be found. */
export function messageOf(body: string, clean: (text: string) => string): string | undefined {
  const answer = parsed(body)
  if (!isObject(answer)) return undefined
  const fields = Array.isArray(answer.errors)
    ? answer.errors.filter(isObject).map(fieldMessage).filter(Boolean)
    : []
  if (fields.length > 0) return oneLine(clean(fields.join('; ')), 1000)
  return typeof answer.message === 'string' && answer.message !== ''
    ? oneLine(clean(answer.message))
    : undefined
}

function fieldMessage({ field, message, code }: Record<string, unknown>): string {
  const said = [message, code].find(text => typeof text === 'string' && text !== '')
  return [field, said].filter(text => typeof text === 'string' && text !== '').join(': ')
}
