import { measures as known, type Measure, type Unit } from '../content/catalogue.ts'
import { hash } from '../hash.ts'
import { type Block, textIn } from './parse-lookml.ts'

/**
 * Returns the measure of the catalogue that has the same label. If no measure has this label, makes up a measure whose
 * level depends on the SQL.
 */
export function measureOf({ label, block, share }: MeasureField): Measure {
  const like = known.find(({ name }) => name === label)
  const format = textIn(block.value_format_name) ?? ''
  const unit = unitOf(format) ?? like?.unit ?? 'count'
  const level = like?.level ?? (unit === 'percent' ? 5 + (hash(label) % 80) : 1000 + (hash(label) % 90_000))
  return {
    adds: unit === 'percent' ? 'rate' : 'flow',
    ...like,
    name: label,
    unit,
    level: level * share,
  }
}

interface MeasureField {
  label: string
  block: Block
  share: number
}

function unitOf(format: string): Unit | undefined {
  if (/^(usd|eur|gbp)/.test(format)) return 'money'
  return format.startsWith('percent') ? 'percent' : undefined
}
