import { InputProblem, quoted } from './problem.ts'

/** What an address tells of targets that belong together. */
export interface CollectionUrl {
  kind: 'folder' | 'board' | 'model'
  id: string
  path: string
  pasted?: Pasted
}

/** An address that was written as a whole, and may be that of another host than the API's. */
export interface Pasted {
  href: string
  host: string
}

const kinds = { folders: 'folder', boards: 'board', models: 'model' } as const

/** @throws InputProblem */
export function collectionUrl(
  resource: keyof typeof kinds,
  id: string,
  { url, text }: { url: URL; text: string },
): CollectionUrl {
  const kind = kinds[resource]
  const [pattern, fact, hint] = rules[kind]
  if (!pattern.test(id)) throw new InputProblem(`${quoted(text)} has no ${kind}'s ${fact}`, hint)
  if (url.search !== '')
    throw new InputProblem(
      `${quoted(text)} has filters, which a ${kind} has not`,
      `set them in a mapping: - { target: ${resource}/${id}, filters: { Region: EMEA } }`,
    )
  // Looker has no page of a model; its dashboards are in the folder of all LookML dashboards.
  return { kind, id, path: kind === 'model' ? '/folders/lookml' : `/${resource}/${id}` }
}

/** What an id has to be, in words too. A model's name is a file's and may hold nearly anything. */
const rules = {
  folder: [/^\d+$/, 'id, which is a number', 'write folders/12, or models/<name> for LookML dashboards'],
  board: [/^\d+$/, 'id, which is a number', 'write boards/3'],
  model: [/^(?!.*::)[^/\\\p{Cc}]+$/u, 'name', 'write models/<name>'],
} satisfies Record<CollectionUrl['kind'], [RegExp, string, string]>
