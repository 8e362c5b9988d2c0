import { createHash } from 'node:crypto'
import { parse } from 'node:path'

/** What GitHub leaves as it is; of all else it makes dots, and of dots in a row one ("Upload a release asset"). */
const kept = /^\w[\w+-]*(\.[\w+-]+)*$/

/**
 * The name of a file as a release's asset: its own, or one of ASCII letters that no other file comes to. The asset's
 * label keeps the file's own.
 */
export function assetName(file: string): string {
  if (kept.test(file)) return file
  const { name, ext } = parse(file)
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\W+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  const hash = createHash('sha256').update(file).digest('hex').slice(0, 12)
  return `${letters ? `${letters}-` : ''}${hash}${ext}`
}
