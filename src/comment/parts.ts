import { arrayOf, type Check, isCount, isText, optional, parseJson, shape } from '../runtime/json.ts'
import { escapeUnicode } from '../runtime/text.ts'
import { isVerdictFacts, type VerdictFacts } from '../verdict-facts.ts'
import type { World } from '../world.ts'

/** A comment that several jobs share has one part for each job. Each job merges its part into the existing comment. */

/** One job's part of the comment. */
export interface Part {
  shard: number
  attempt: number
  facts: VerdictFacts
  /** Facts about all compared targets of this part. Plain text. Stored comments use this name, so it cannot change. */
  about: readonly string[]
  /** Failed and changed targets. In the comment, they precede the rest of all parts. */
  urgent: string
  /** All other targets, and lists that are folded. */
  others: string
  /** Addresses. */
  report?: string
  archive?: string
}

/** Invisible marks around a part. JSON without the characters that end an HTML comment. */
export const partMarks = {
  begin: ({ urgent, others, ...part }: Part) =>
    `<!-- part ${JSON.stringify(part).replace(/[<>-]/g, escapeUnicode)} -->\n`,
  middle: ({ shard }: Part) => `<!-- rest ${shard} -->\n`,
  end: '<!-- end -->\n',
}

/** Returns the parts in a comment's text. Empty if the comment is not shared, or if a person changed the marks. */
export function parseParts(body: string): Part[] {
  const marks = [...body.matchAll(/^<!-- (?:part (\{.*\})|rest (\d+)|end) -->\n/gm)]
  const texts = marks.map((mark, place) => body.slice(mark.index + mark[0].length, marks[place + 1]?.index))
  return marks.flatMap(([, json], place): Part[] => {
    const part = json && parseJson(json)
    if (!isPart(part)) return []
    const middle = marks.findIndex(([, , shard]) => shard === String(part.shard))
    return [{ ...part, urgent: texts[place] ?? '', others: texts[middle] ?? '' }]
  })
}

const isPartShape: Check = shape({
  shard: isCount,
  attempt: isCount,
  facts: isVerdictFacts,
  about: arrayOf(isText),
  report: optional(isText),
  archive: optional(isText),
})

/** Checks a part, because all users who may edit comments can write anything between the marks. */
const isPart = (value: unknown): value is Omit<Part, 'urgent' | 'others'> => isPartShape(value)

/** Adds the new part. Keeps the newest part of each job, in the order of the jobs. */
export function mergeParts(existing: readonly Part[], own: Part): Part[] {
  const parts = new Map<number, Part>()
  for (const part of [...existing, own])
    if (part.attempt >= (parts.get(part.shard)?.attempt ?? 0)) parts.set(part.shard, part)
  return [...parts.values()].sort((a, b) => a.shard - b.shard)
}

/** Whether a comment contains the part, or a part of a later attempt of the same job. */
export const hasPart = (body: string, { shard, attempt }: Part): boolean =>
  parseParts(body).some(part => part.shard === shard && part.attempt >= attempt)

/**
 * Returns the key that the jobs of a matrix share. By default each job's key ends with its index, and the shared key
 * lacks the index. Undefined if the index is not the shard's index: the matrix has other dimensions then, and only
 * `comment-key` can tell which jobs belong together.
 */
export function sharedKey(
  key: string,
  index: number,
  { GITHUB_WORKFLOW, GITHUB_JOB }: World['env'],
): string | undefined {
  const job = `${GITHUB_WORKFLOW} / ${GITHUB_JOB}`
  if (key === `${job} ${index}`) return job
  return key.startsWith(`${job} `) && /^\d+$/.test(key.slice(job.length + 1)) ? undefined : key
}
