import type { Shard } from '../input-types.ts'
import type { Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

/** `0/4`: the first of four. */
export const shardOf: Parse<Shard> = text => {
  const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? []
  if (total !== '' && Number(index) < Number(total)) return { index: Number(index), total: Number(total) }
  throw new InputProblem(
    `${quoted(text)} is no share of several jobs`,
    'write index/total, counted from 0: 0/4 is the first of four',
  )
}

/** Jobs that share the targets outside of a matrix have no index in the default; each needs an archive of its own. */
export const archiveName = (name: string, { index, total }: Shard, defaultName: string | undefined) =>
  total > 1 && name === defaultName ? `${name}-${index}` : name
