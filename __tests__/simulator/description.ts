import { apiFields } from '../../simulator/api/fields.ts'

/**
 * Compares an answer, or each answer in a list, with Looker's API description. Returns the differences in the form
 * `Folder.name is 7`.
 */
export function faultsInAnswer(kind: string, answer: unknown): string[] {
  if (Array.isArray(answer)) return answer.flatMap(one => faultsInAnswer(kind, one))
  return Object.entries(answer as object).flatMap(([name, value]) => {
    const type = apiFields[kind]?.[name]
    return type === undefined ? [`${kind}.${name} is unknown`] : faultsInValue(`${kind}.${name}`, type, value)
  })
}

function faultsInValue(place: string, type: string, value: unknown): string[] {
  if (value === null) return type.endsWith('?') ? [] : [`${place} is null`]
  const plain = type.replace('?', '')
  if (plain.endsWith('[]'))
    return Array.isArray(value)
      ? value.flatMap(one => faultsInValue(place, plain.slice(0, -2), one))
      : [`${place} is no list`]
  if (plain in apiFields) return faultsInAnswer(plain, value)
  const found = plain === 'integer' && Number.isInteger(value) ? 'integer' : typeof value
  return found === plain ? [] : [`${place} is ${JSON.stringify(value)}, not ${plain}`]
}
