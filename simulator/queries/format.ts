import { textIn } from '../projects/parse-lookml.ts'
import type { Value } from './filters.ts'

interface Format {
  value_format?: unknown
  value_format_name?: unknown
}

const currencies: Record<string, string> = { usd: '$', eur: '€', gbp: '£' }

/** How Looker renders a number: by `value_format`, else by `value_format_name`. Undefined for other values. */
export function formatValue(
  value: Value,
  { value_format: own, value_format_name: named }: Format,
): string | undefined {
  if (typeof value !== 'number') return undefined
  const pattern = textIn(own)
  if (pattern !== undefined) return byPattern(value, pattern)
  const [, name = '', digits] = /^([a-z]+)(?:_(\d+))?$/.exec(textIn(named) ?? '') ?? []
  if (name === 'percent') return `${fixed(value * 100, Number(digits ?? 0))}%`
  if (name in currencies)
    return signed(value, `${currencies[name]}${fixed(Math.abs(value), Number(digits ?? 2))}`)
  if (name === 'decimal') return fixed(value, Number(digits ?? 2))
  if (name === 'id') return String(value)
  return plainFormat.format(value)
}

/** `$0.00,,"M"`: a sign or letters before, digits, thousands cut by commas, a text behind. */
function byPattern(value: number, pattern: string): string {
  const [, before = '', body = '0', after = ''] = /^([^#0]*)([#0][#0,.]*)(.*)$/.exec(pattern) ?? []
  const cut = /,*$/.exec(body)?.[0].length ?? 0
  const decimals = /\.(0+)/.exec(body)?.[1]?.length ?? 0
  const shown = after.startsWith('%') ? value * 100 : value / 1000 ** cut
  return signed(value, `${before}${fixed(Math.abs(shown), decimals)}${after}`.replaceAll('"', ''))
}

const signed = (value: number, text: string) => (value < 0 ? `-${text}` : text)

// to make one takes longer than to use it, and a query may have 20,000 rows
const plainFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const formats = new Map<number, Intl.NumberFormat>()

function fixed(value: number, digits: number): string {
  const known = formats.get(digits)
  const format =
    known ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (!known) formats.set(digits, format)
  return format.format(value)
}
