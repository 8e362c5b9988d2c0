/** Returns a field of an answer. The text is `orders.category`, or `orders.revenue #` for a number. */
const fieldOf = (text: string, isMeasure: boolean) => {
  const [name = '', mark] = text.split(' ')
  const words = name.split('.').map(word => word.charAt(0).toUpperCase() + word.slice(1))
  return {
    name,
    label: words.join(' '),
    label_short: words.at(-1),
    is_numeric: mark === '#',
    measure: isMeasure,
  }
}

type Value = string | number | null | boolean
interface AnswerOptions {
  dimensions?: string[]
  measures?: string[]
  calculations?: string[]
  totals?: Value[]
  pivots?: { field: string; values: string[] }
  more?: object
}

const cell = (value: Value) =>
  typeof value === 'number' ? { value, rendered: `$${value}`, links: [] } : { value, links: [] }

/**
 * Returns an answer in the format `json_detail`. In a pivoted query, the values of each row are sorted by pivot value.
 */
export function detailAnswer(rows: Value[][], options: AnswerOptions = {}): object {
  const { dimensions = [], measures = [], calculations = [], totals, pivots, more } = options
  const values = [...measures, ...calculations]
  const name = (text: string) => text.split(' ')[0] ?? ''
  const toRow = (row: Value[]) =>
    Object.fromEntries([
      ...dimensions.map((field, place) => [name(field), cell(row[place] ?? null)]),
      ...values.map((field, place) => [
        name(field),
        pivots
          ? Object.fromEntries(
              pivots.values.map((key, at) => [
                key,
                cell(row[dimensions.length + at * values.length + place] ?? null),
              ]),
            )
          : cell(row[dimensions.length + place] ?? null),
      ]),
    ])
  return {
    fields: {
      dimensions: dimensions.map(field => fieldOf(field, false)),
      measures: measures.map(field => fieldOf(field, true)),
      table_calculations: calculations.map(field => fieldOf(field, true)),
      pivots: pivots ? [fieldOf(pivots.field, false)] : [],
    },
    ...(pivots && { pivots: pivots.values.map(key => ({ key, data: { [pivots.field]: key } })) }),
    data: rows.map(toRow),
    ...(totals && { totals_data: toRow([...dimensions.map(() => null), ...totals]) }),
    ran_at: '2026-11-20T10:00:00+00:00',
    ...more,
  }
}
