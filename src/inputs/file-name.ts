import type { Filters } from '../model.ts'
import { fileKey } from '../runtime/files.ts'
import { sha256Of } from '../runtime/text.ts'
import { targetKinds } from '../targets.ts'
import type { TargetUrl } from './looker-url.ts'
import { type Parse, refuseReserved, refuseTricks } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

/**
 * Returns a name such as `dashboards-42-region-emea`. The name depends only on the target and its filters, so the order
 * of the list does not matter.
 */
export function makeFileName({ kind, id }: Pick<TargetUrl, 'kind' | 'id'>, filters: Filters): string {
  return joinNames([targetKinds[kind].slug, id, ...[...filters].flat()])
}

/** Returns a name such as `dashboards-42-theme-dark`. */
export const extendFileName = (name: string, settings: readonly string[]): string =>
  joinNames([name, ...settings])

function joinNames(texts: readonly string[]): string {
  const whole = texts.map(slug).filter(Boolean).join('-')
  const limit = maxNameBytes / 2
  if (Buffer.byteLength(whole) <= limit) return whole
  const characters = [...whole.slice(0, maxNameBytes)]
  while (Buffer.byteLength(characters.join('')) > limit - 9) characters.pop()
  return `${characters.join('')}-${sha256Of(whole).slice(0, 8)}`
}

/** The maximum length of a name in bytes, without the extension. File systems allow 255 bytes with the extension. */
const maxNameBytes = 200

const slug = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/** Accepts only names that every file system and the artifact service accept (no `" : < > | * ? \ /`). */
export const parseFileName: Parse<string> = text => {
  if (/\.(jpe?g|pdf|png)$/i.test(text))
    throw new InputProblem(`${quoted(text)} ends with a file extension`, 'leave it out, the action adds it')
  if (/\.(before|difference|strip|again|production)$/i.test(text))
    throw new InputProblem(
      `${quoted(text)} has an ending that this action uses for additional files`,
      'leave out the ending .before, .difference, .strip, .again or .production',
    )
  const bytes = Buffer.byteLength(text)
  if (bytes > maxNameBytes)
    throw new InputProblem(
      `${quoted(text)} cannot be a file's name: it has ${bytes} bytes`,
      `shorten it to ${maxNameBytes} bytes; a letter other than a to z takes two to four bytes`,
    )
  const isPlain = /^[^":<>|*?\\/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(text) && !/^[. ]|[. ]$/.test(text)
  if (!isPlain)
    throw new InputProblem(
      `${quoted(text)} cannot be a file's name`,
      `write up to ${maxNameBytes} letters, digits, dashes, dots or spaces, without a dot or space at the start or end`,
    )
  return refuseReserved(refuseTricks(text))
}

interface NamedFile {
  source: string
  file: string
}

/** Finds targets whose files would overwrite each other. */
export function findCollisions(files: readonly NamedFile[]): InputProblem[] {
  const byFile = Map.groupBy(files, ({ file }) => fileKey(file))
  return [...byFile.values()].filter(same => same.length > 1).map(collision)
}

const nameOne = 'give one of them a name of its own: - { target: …, name: … }'

function collision(same: readonly NamedFile[]): InputProblem {
  const [first] = same
  return same.every(({ source }) => source === first?.source)
    ? new InputProblem(
        `${quoted(first?.source ?? '')} is listed ${same.length} times`,
        `keep one of them, or ${nameOne}`,
      )
    : new InputProblem(`${listSources(same)} would write the same file, ${first?.file}`, nameOne)
}

const maxListedSources = 3

function listSources(files: readonly NamedFile[]): string {
  const first = files.slice(0, maxListedSources).map(({ source }) => quoted(source))
  const more = files.length - first.length
  if (more > 0) return `${first.join(', ')} and ${more} more`
  return first.length === 3 ? `${first.slice(0, 2).join(', ')} and ${first[2]}` : first.join(' and ')
}
