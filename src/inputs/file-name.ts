import { createHash } from 'node:crypto'
import type { Filters } from '../model.ts'
import { targetKinds } from '../target-kinds.ts'
import type { TargetUrl } from './looker-url.ts'
import type { Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'
import { refuseTricks } from './safe-name.ts'

/** `dashboards-42-region-emea`: of the target and its own filters, so that it does not depend on its place. */
export function makeFileName({ kind, id }: Pick<TargetUrl, 'kind' | 'id'>, filters: Filters): string {
  const whole = [targetKinds[kind].slug, id, ...[...filters].flat()].map(slug).filter(Boolean).join('-')
  if (Buffer.byteLength(whole) <= maxBytes / 2) return whole
  // No character is without a byte: so many are enough to begin with.
  const characters = [...whole.slice(0, maxBytes)].slice(0, maxBytes / 2)
  while (Buffer.byteLength(characters.join('')) > maxBytes / 2 - 9) characters.pop()
  const cut = characters.join('')
  return `${cut}-${createHash('sha256').update(whole).digest('hex').slice(0, 8)}`
}

/** Of a file's name without its extension: file systems end at 255 for the whole. */
const maxBytes = 200

const slug = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/** A name that is a file's on every system, and an artifact's (no `" : < > | * ? \ /`). */
export const fileName: Parse<string> = text => {
  if (/\.(before|difference|again)$/i.test(text))
    throw new InputProblem(
      `${quoted(text)} ends like a file that a comparison writes beside a picture`,
      'leave out the ending .before, .difference or .again',
    )
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBytes)
    throw new InputProblem(
      `${quoted(text)} cannot be a file's name: it has ${bytes} bytes`,
      `shorten it to ${maxBytes}; letters beyond a to z have two to four`,
    )
  const plain = /^[^":<>|*?\\/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(text) && !/^[. ]|[. ]$/.test(text)
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(text)
  if (plain && !reserved) return refuseTricks(text)
  throw new InputProblem(
    `${quoted(text)} cannot be a file's name`,
    `write up to ${maxBytes} letters, digits, dashes, dots or spaces, with neither dot nor space at an end`,
  )
}

/** Files that would overwrite one another, also on file systems that do not tell cases apart. */
export function findCollisions(files: readonly NamedFile[]): InputProblem[] {
  const byFile = new Map<string, NamedFile[]>()
  for (const named of files) {
    const key = named.file.normalize('NFC').toLowerCase()
    const same = byFile.get(key)
    if (same) same.push(named)
    else byFile.set(key, [named])
  }
  return [...byFile.values()]
    .filter(same => same.length > 1)
    .map(
      same =>
        new InputProblem(
          `${listed(same)} come to the file ${same[0]?.file}`,
          'give one of them a name: - { target: …, name: … }',
        ),
    )
}

interface NamedFile {
  /** The target as the user wrote it. */
  source: string
  file: string
}

/** How many of them are named one by one. */
const maxListed = 3

function listed(same: readonly NamedFile[]): string {
  const first = same.slice(0, maxListed).map(({ source }) => quoted(source))
  const more = same.length - first.length
  if (more > 0) return `${first.join(', ')} and ${more} more`
  return `${first.join(' and ')}${same.length === 2 ? ' both' : ''}`
}
