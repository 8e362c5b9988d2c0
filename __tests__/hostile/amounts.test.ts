import { gunzipSync } from 'node:zlib'
import { Includes } from '../../src/affected/includes.ts'
import { readTexts } from '../../src/affected/read-texts.ts'
import { readTar } from '../../src/affected/tar.ts'
import { compareResults } from '../../src/branch-check/compare-results.ts'
import { readInvalidContent } from '../../src/branch-check/content-check.ts'
import { readResultTable } from '../../src/branch-check/query-result.ts'
import { comparePdfs } from '../../src/compare/compare-file.ts'
import { renderTimesOn } from '../../src/images-branch/render-times.ts'
import { tarball } from '../../testkit/github/tar.ts'
import { growthOf, type Preparation } from '../../testkit/growth.ts'
import { type Files, select } from '../affected/select.ts'

const unchanged = (text: string) => text

const repeat = (count: number, toText: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => toText(index)).join('')

const files = (count: number, path: (index: number) => string, text = ''): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [path(index), text]))

/** Returns a function that searches for affected targets. The head has an additional view. */
const selecting = (base: Files, head: Files = base) => {
  const change = {
    base,
    head: { ...head, 'new.view.lkml': 'view: new {}' },
    tiles: { 42: [['m::e0']] },
  }
  return () => select(['42'], change)
}

/** Prepares the search for a changed dashboard that cannot be read and may extend every other dashboard. */
const selectingUnreadable = (count: number, isReadable: (index: number) => boolean) => {
  const names = repeat(count, index => ` d${index}`)
  const others = list(count, index => [
    `${index}.dashboard.lookml`,
    `- dashboard: d${index}\n  title: A${isReadable(index) ? '' : `\n  extends: [${names}`}\n`,
  ])
  const base: Files = { 'm.model.lkml': 'include: "*"', ...Object.fromEntries(others) }
  const start = `- dashboard: start\n  extends: [${names}`
  const change = {
    base: { ...base, 'start.dashboard.lookml': start },
    head: { ...base, 'start.dashboard.lookml': `${start} more` },
  }
  return () => select(['m::start'], change)
}

const inModel = (text: string): Files => ({ 'm.model.lkml': `include: "/**/*"\n${text}` })

/** Returns a function that reads a tar archive in pieces of 64 KB, the size in which `gunzip` returns them. */
const untarring = (archive: Buffer) => async () => {
  async function* pieces() {
    for (let start = 0; start < archive.length; start += 65_536) yield archive.subarray(start, start + 65_536)
  }
  for await (const entry of readTar(pieces(), () => true)) entry.path.at(0)
}

const archiveOf = (paths: readonly string[]) =>
  gunzipSync(tarball(new Map(paths.map(path => [path, Buffer.from('a')]))))

const sha = 'a'.repeat(40)

/**
 * Returns a function that reads a commit. GitHub's archive is empty, so the action requests each file. All files have
 * the same content.
 */
const readingCommit = (paths: readonly string[], content: string, mode = '100644') => {
  const octokit = {
    rest: {
      git: {
        getBlob: async () => ({ data: { content: Buffer.from(content, 'latin1').toString('base64') } }),
      },
      repos: { downloadTarballArchive: async () => ({ data: new Blob([emptyArchive]).stream() }) },
    },
  }
  const repository = { owner: 'acme', repo: 'looks', octokit, signal: new AbortController().signal }
  const list = new Map(paths.map(path => [path, { mode, sha }]))
  return () => readTexts(sha, list, repository as unknown as Parameters<typeof readTexts>[2])
}
const emptyArchive = Uint8Array.from(tarball(new Map()))

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

/**
 * Returns a function that compares two results. Their rows have the same dimensions, but each row differs from all
 * others.
 */
const comparing = (size: Size) => {
  const [before, after] = [answerOf(size, row => row), answerOf(size, row => -1 - row)]
  return () => {
    const [old, fresh] = [readResultTable(before, 10_000), readResultTable(after, 10_000)]
    if (!old || !fresh) throw new Error('This is no result')
    compareResults(old, fresh, { hidden: new Set(), isSingleValue: false })
  }
}

const matching = (patterns: readonly string[], paths: readonly string[]) => () => {
  for (const reading of ['certain', 'possible'] as const) {
    const includes = new Includes(paths, () => [], { isLinked: false })
    for (const pattern of patterns) includes.matches(pattern, 'm.model.lkml', reading)
  }
}

const comparingPdfs = (piece: string) => (size: number) => {
  const bytes = Buffer.from(piece.repeat(Math.ceil(size / piece.length)))
  return () => comparePdfs(bytes, Buffer.concat([bytes, Buffer.from('!')]))
}

/**
 * Functions that read data with many parts, each with a number of parts for which a linear function takes a few
 * milliseconds.
 */
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
  'a commit with paths of many folders': [
    150,
    count =>
      readingCommit(
        [
          `${'a/'.repeat(20 * count)}b.lkml`,
          ...list(40, index => `${index}/${'a/'.repeat(20 * count)}b.lkml`),
        ],
        '',
        '120000',
      ),
  ],
  'a symbolic link with a long target': [
    2000,
    count => readingCommit(['a.lkml'], 'a/'.repeat(count), '120000'),
  ],
  'a file that is not UTF-8': [
    200_000,
    length => readingCommit(['a.lkml'], `${'\xc3\xa9'.repeat(length)}\xff`),
  ],
  'an include with a star in a long path': [20_000, length => matching(['*a*a*ab'], ['a'.repeat(length)])],
  'a long include': [
    5000,
    length => matching(['a'.repeat(length), `*${'a'.repeat(length)}*`], ['a'.repeat(length)]),
  ],
  'an include with many folders': [
    5000,
    count => matching([`*${'a/'.repeat(count)}*`, `**/${'../'.repeat(count)}a*`], ['a/'.repeat(count)]),
  ],
  'many includes': [
    1500,
    count =>
      selecting(
        inModel(repeat(count, index => `include: "a${index}"\n`)),
        inModel(repeat(count, index => `include: "b${index}"\n`)),
      ),
  ],
  'many includes in another order': [
    1500,
    count =>
      selecting(
        inModel(repeat(count, index => `include: "a${index}"\n`)),
        inModel(repeat(count, index => `include: "a${count - index}"\n`)),
      ),
  ],
  'many views with the same name': [
    1000,
    count => {
      const views = files(count, index => `${index}.view.lkml`, 'view: a {}')
      return selecting({ ...inModel(''), ...views }, { 'm.model.lkml': 'include: "/*"', ...views })
    },
  ],
  'many refinements of a view that other files define': [
    1500,
    count =>
      selecting({
        'm.model.lkml': `include: "//block/*"\n${'view: +a {}\n'.repeat(count)}`,
        ...files(count, index => `other/${index}.view.lkml`, 'view: a {}'),
      }),
  ],
  'an unreadable dashboard that may extend many dashboards': [
    250,
    count => selectingUnreadable(count, () => true),
  ],
  'many includes between blocks': [
    700,
    count => {
      const blocks = (name: string) =>
        inModel(repeat(count, index => `include: "a${index}"\nview: ${name}${index} {}\n`))
      return selecting(blocks('a'), blocks('b'))
    },
  ],
  'many models with the same name': [
    5000,
    count => selecting(files(count, index => `${index}/m.model.lkml`)),
  ],
  'published views': [
    700,
    count =>
      selecting(
        inModel(
          repeat(count, index => `view: p${index} { derived_table: { publish_as_db_view: yes } }\n`) +
            `view: z { sql_table_name: ${repeat(count, index => `w${index} `)} ;; }`,
        ),
      ),
  ],
  'published aggregate tables': [
    400,
    count =>
      selecting(
        inModel(
          `explore: base { ${repeat(count, index => `aggregate_table: a${index} { materialization: { publish_as_db_view: yes } }\n`)} }` +
            repeat(count, index => `explore: e${index} { extends: [base] }\n`) +
            `view: z { sql_table_name: ${repeat(count, index => `ab_m_e${index}__a${index} `)} ;; }`,
        ),
      ),
  ],
  'written tables with conditions': [
    2000,
    count =>
      selecting(
        inModel(
          `view: z { derived_table: { sql_create: ${repeat(count, index => `create table {% if a %}a{% else %}b${index}{% endif %}`)} ;; } }`,
        ),
      ),
  ],
  'written tables': [
    2000,
    count =>
      selecting(
        inModel(
          `view: z { derived_table: { sql_create: ${repeat(count, index => `create table b${index} as select c${index} `)} ;; } }`,
        ),
      ),
  ],
  'lists of written tables': [
    4000,
    count =>
      selecting(
        inModel(
          `view: z { derived_table: { sql_create: truncate ${repeat(count, index => `{{truncate a}}${index},`)} ;; } }`,
        ),
      ),
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

/**
 * If the number of parts doubles, the time may grow by at most this factor. For a quadratic function, the time grows by
 * a factor of four.
 */
const most = 3

test.each(Object.entries(readers))(
  'the work grows at most in proportion to the number of parts: %s',
  async (_, [size, prepare]) => {
    expect(await growthOf(prepare, size, most)).toBeLessThanOrEqual(most)
  },
)
