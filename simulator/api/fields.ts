import { readFileSync } from 'node:fs'
import { type Answer, answerNotFound, answerProblem } from './answers.ts'

/** Maps each type of Looker's API 4.0 (release 26.12) to its fields, and each field to the field's type. */
export const apiFields: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('api-fields.json', import.meta.url), 'utf8'),
)

/**
 * The value of the parameter `fields` as a tree. For example, `id,folder(id,name)` has the branches `id` and `folder`.
 */
type Fields = Map<string, Fields>

/**
 * Answers 200 with the requested fields of the value. If the value is a list, answers with the requested fields of each
 * entry. Answers 404 if the value is undefined.
 */
export function answerWith(kind: string, value: object | undefined, fields: string | undefined): Answer {
  if (value === undefined) return answerNotFound()
  try {
    const tree = fields === undefined || fields === '' ? undefined : parseFields(fields)
    const body = Array.isArray(value)
      ? value.map(one => pickFields(kind, one, tree))
      : pickFields(kind, value, tree)
    return { status: 200, body }
  } catch (error) {
    return answerProblem(400, (error as Error).message)
  }
}

/** @throws if the parentheses in `text` are not balanced */
function parseFields(text: string): Fields {
  const root: Fields = new Map()
  const open = [root]
  let last: Fields = new Map()
  for (const token of text.match(/[^\s,()]+|[()]/g) ?? []) {
    if (token === '(') open.push(last)
    else if (token === ')') open.pop()
    else {
      last = new Map()
      open.at(-1)?.set(token, last)
    }
    if (open.length === 0) break
  }
  if (open.length !== 1) throw new Error(`Parentheses in fields do not pair: ${text}`)
  return root
}

/**
 * Returns the requested fields of a value. As in Looker, a field without a value is null.
 * @throws if the API has no such field
 */
function pickFields(kind: string, value: object, tree: Fields | undefined): Record<string, unknown> {
  const known = apiFields[kind] ?? {}
  const strange = [...(tree?.keys() ?? [])].filter(name => known[name] === undefined)
  if (strange.length > 0) throw new Error(`Not a field of ${kind}: ${strange.join(', ')}`)
  const names = tree ? [...tree.keys()] : Object.keys(value).filter(name => name in known)
  return Object.fromEntries(
    names.map(name => [
      name,
      pickFieldsInside(known[name] ?? '', (value as Values)[name] ?? null, tree?.get(name)),
    ]),
  )
}

type Values = Record<string, unknown>

function pickFieldsInside(type: string, value: unknown, branches: Fields | undefined): unknown {
  const kind = type.replace(/[[\]?]/g, '')
  if (value === null || !(kind in apiFields)) return value
  const tree = branches?.size ? branches : undefined
  return Array.isArray(value)
    ? value.map(one => pickFields(kind, one, tree))
    : pickFields(kind, value as object, tree)
}
