import { gunzipSync } from 'node:zlib'
import { readTar } from '../../src/affected/tar.ts'
import { compareResults } from '../../src/branch-check/compare-results.ts'
import { readInvalidContent } from '../../src/branch-check/content-check.ts'
import { readResultTable } from '../../src/branch-check/run-queries.ts'
import { comparePdfs } from '../../src/compare/compare-file.ts'
import { renderTimesOn } from '../../src/images-branch/branch-files.ts'
import { tarball } from '../../testkit/github/tar.ts'
import { growthOf, type Preparation } from '../../testkit/growth.ts'

const unchanged = (text: string) => text

/** Prepares the reading of a tar archive that arrives in pieces of 64 KB, as from `gunzip`. */
const untarring = (archive: Buffer) => async () => {
  async function* pieces() {
    for (let start = 0; start < archive.length; start += 65_536) yield archive.subarray(start, start + 65_536)
  }
  for await (const entry of readTar(pieces(), () => true)) entry.path.at(0)
}

const archiveOf = (paths: readonly string[]) =>
  gunzipSync(tarball(new Map(paths.map(path => [path, Buffer.from('a')]))))

const sha = 'a'.repeat(40)

const field = (name: string) => ({ name, label: name, is_numeric: true })
const cell = (value: unknown) => ({ value, rendered: String(value) })
const list = <T>(count: number, toItem: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => toItem(index))

interface Size {
  dimensions?: number
  measures?: number
  pivots?: number
  rows?: number
}

/** An answer in the format `json_detail`. */
function answerOf(
  { dimensions = 1, measures = 1, pivots = 0, rows = 1 }: Size,
  numberIn: (row: number) => unknown,
) {
  const keys = list(pivots, index => `p${index}`)
  const value = (row: number) =>
    pivots === 0 ? cell(numberIn(row)) : Object.fromEntries(keys.map(key => [key, cell(numberIn(row))]))
  return {
    fields: {
      dimensions: list(dimensions, index => field(`d${index}`)),
      measures: list(measures, index => field(`m${index}`)),
      pivots: keys.map(field),
    },
    pivots: keys.map(key => ({ key, data: { a: key } })),
    data: list(rows, row => ({
      ...Object.fromEntries(list(dimensions, index => [`d${index}`, cell('same')])),
      ...Object.fromEntries(list(measures, index => [`m${index}`, value(row)])),
    })),
  }
}

/** Prepares the comparison of two results. All rows have the same dimensions, and no two rows are equal. */
const comparing = (size: Size) => {
  const [before, after] = [answerOf(size, row => row), answerOf(size, row => -1 - row)]
  return () => {
    const [old, fresh] = [readResultTable(before, 10_000), readResultTable(after, 10_000)]
    if (!old || !fresh) throw new Error('This is no result')
    compareResults(old, fresh, { hidden: new Set(), isSingleValue: false })
  }
}

const comparingPdfs = (piece: string) => (size: number) => {
  const bytes = Buffer.from(piece.repeat(Math.ceil(size / piece.length)))
  return () => comparePdfs(bytes, Buffer.concat([bytes, Buffer.from('!')]))
}

/** Readers of data with many parts. Each has a number of parts that takes a linear reader a few milliseconds. */
const readers: Record<string, [size: number, prepare: Preparation]> = {
  'a tar archive with many files': [
    2000,
    count => untarring(archiveOf(list(count, index => `a/${index}.lkml`))),
  ],
  'a tar archive with long paths': [
    1000,
    count => untarring(archiveOf(list(count, index => `a/${'b/'.repeat(100)}${index}.lkml`))),
  ],
  'a tar archive with one very long path': [
    100_000,
    length => untarring(archiveOf([`a/${'b'.repeat(length)}.lkml`])),
  ],
  'a result with many rows': [2500, rows => comparing({ rows })],
  'a result with many rows and columns': [1200, rows => comparing({ rows, measures: 5 })],
  'a result with many measures': [3000, measures => comparing({ measures })],
  'a result with many dimensions': [3000, dimensions => comparing({ dimensions })],
  'a result with many pivots': [2000, pivots => comparing({ pivots })],
  'a result with rows and pivots': [250, count => comparing({ pivots: count, rows: 10 })],
  'content with many errors': [
    2500,
    count => {
      const entry = { dashboard: { id: '1', title: 'a' }, errors: [{ message: 'a' }] }
      return () => readInvalidContent({ content_with_errors: list(count, () => entry) }, unchanged)
    },
  ],
  'the pictures of one target': [
    5000,
    count => {
      const paths = list(
        count,
        index => `baselines/x/a-0123456789abcdef.${index}-1.20260101T000000Z.${sha}.t5.png`,
      )
      const tip = { files: paths.map(path => ({ path })) } as Parameters<typeof renderTimesOn>[0]
      return () => renderTimesOn(tip)
    },
  ],
  ...Object.fromEntries(
    [
      '/ID',
      '/ID[(',
      '\\a',
      '/CreationDate(D:2020',
      '/ID[<aaaa',
      'obj ',
      'obj <aaaa',
      ' ',
      '<xmp:CreateDate>2020',
      '0',
    ].map(piece => [`PDFs with many times ${piece}`, [400_000, comparingPdfs(piece)]]),
  ),
}

/** Twice as many parts may take three times the work. A quadratic reader needs four times. */
const most = 3

test.each(Object.entries(readers))(
  'the work grows with the number of parts, not faster: %s',
  async (_, [size, prepare]) => {
    expect(await growthOf(prepare, size, most)).toBeLessThanOrEqual(most)
  },
)
