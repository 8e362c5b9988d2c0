import type { Target } from '../model.ts'
import type { BranchReport, LineDiff, QueryCheck, ResultDiff, TileCheck } from '../tile-check.ts'

/** All rows that differ, as JSON for programs: what `<name>.numbers.json` holds. */
export function numbersJson(
  target: Target,
  { base, head }: BranchReport,
  tiles: readonly TileCheck[],
): string {
  return JSON.stringify(
    { target: target.source, name: target.name, base, head, tiles: tiles.map(tileRecord) },
    null,
    2,
  )
}

const tileRecord = ({ queries, isSqlRunner: _, ...tile }: TileCheck) => ({
  ...tile,
  queries: queries.map(queryRecord),
})

const queryRecord = ({ name, sqlDiff, results }: QueryCheck) => ({
  ...(name !== undefined && { name }),
  ...(sqlDiff && { sqlDiff: diffLinesOf(sqlDiff) }),
  ...(results && { results: resultRecord(results) }),
})

const diffLinesOf = ({ lines }: LineDiff) => lines

/** Each changed row as `{ kind, key, before, after }`, with raw numbers where there are any. */
function resultRecord({ changes, dimensions, columns, ...about }: ResultDiff) {
  return {
    ...about,
    dimensions,
    columns,
    changes: changes.map(({ kind, key, values }) => ({
      kind,
      key: Object.fromEntries(dimensions.map((label, place) => [label, key[place]])),
      values: Object.fromEntries(
        columns.flatMap((label, place) => (values[place] ? [[label, values[place]]] : [])),
      ),
    })),
  }
}
