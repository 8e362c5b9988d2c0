import '../../testkit/runner/one-realm.ts'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { paint } from '../../simulator/pictures/paint.ts'
import {
  type CompareRules,
  changeOf,
  compareFile,
  comparePdfs,
  type FoundBaseline,
} from '../../src/compare/compare-file.ts'
import { confirmChange } from '../../src/compare/confirm-changes.ts'
import { type Difference, diff } from '../../src/compare/diff/diff.ts'
import type { Changed, Comparison, Rectangle } from '../../src/model.ts'
import { main } from '../../testkit/pictures/changes.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { dashboard, failed, rendered } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const body =
  '%PDF-1.4\n1 0 obj\n<< /Producer (Skia/PDF m128) INFO >>\nendobj\nPAGE\ntrailer\n<< /Root 1 0 R ID >>\n%%EOF'
const pdf = (info: string, id = '', page = '(Revenue) Tj') =>
  Buffer.from(body.replace('INFO', info).replace('ID', id).replace('PAGE', page), 'latin1')

const xmp = (day: string, id: string) =>
  `<xmp:CreateDate>2026-11-${day}T10:00:00Z</xmp:CreateDate><xmpMM:InstanceID>uuid:${id}</xmpMM:InstanceID>`

const same: [what: string, before: Buffer, after: Buffer][] = [
  ['nothing', pdf(''), pdf('')],
  [
    'dates',
    pdf("/CreationDate (D:20261101103000+00'00')\n/ModDate (D:20261101103000Z)"),
    pdf("/CreationDate (D:20261102113111+00'00')\n/ModDate (D:20261102113111Z)"),
  ],
  ['dates in hex', pdf('/CreationDate <443A32303236>'), pdf('/CreationDate <443A32303237>')],
  [
    'dates in separate objects',
    pdf('', '', '2 0 obj\n(D:20261101000000Z)\nendobj'),
    pdf('', '', '2 0 obj\n(D:20261102000000Z)\nendobj'),
  ],
  ['ids in hex', pdf('', '/ID [<00ff><00ff>]'), pdf('', '/ID [<11ee><11ee>]')],
  ['ids as text with a bracket', pdf('', '/ID [(a\\)b) (c]d)]'), pdf('', '/ID [(e\\)f) (g]h)]')],
  ['XMP metadata', pdf('', '', xmp('01', 'aa-1')), pdf('', '', xmp('02', 'bb-2'))],
  [
    'XMP metadata in attributes',
    pdf('', '', 'xmp:ModifyDate="2026-11-01T10:00:00Z"'),
    pdf('', '', 'xmp:ModifyDate="2026-11-02T10:00:00Z"'),
  ],
]

const other: [what: string, before: Buffer, after: Buffer][] = [
  ["the page's text", pdf('', '', '(1) Tj'), pdf('', '', '(2) Tj')],
  ['the title', pdf('/Title (May)'), pdf('/Title (June)')],
  ['a date on the page', pdf('', '', '(2026-11-01) Tj'), pdf('', '', '(2026-11-02) Tj')],
  ['text that replaces a date', pdf('/CreationDate (May)'), pdf('/CreationDate (June)')],
  ['a missing date', pdf('/CreationDate (D:20261101103000Z)'), pdf('')],
]

test.each(same)('PDFs that differ only in %s are equal', (_, before, after) => {
  expect(comparePdfs(before, after)).toBe('equal')
})

test.each(other)('PDFs that differ in %s are incomparable', (_, before, after) => {
  expect(comparePdfs(before, after)).toBe('incomparable')
})

test('a PDF of a dashboard equals the PDF of another day, and differs from the PDF with a different filter', async () => {
  const written = async (filters: string | null) =>
    Buffer.from(
      await paint({
        kind: 'dashboards',
        contentId: '43',
        format: 'pdf',
        width: 700,
        height: 500,
        dashboardFilters: filters,
        dashboardStyle: null,
        tabIds: null,
        pdfPaperSize: null,
        pdfLandscape: false,
        longTables: false,
        theme: null,
      }),
    )
  const before = await written(null)
  const text = before.toString('latin1')
  const after = Buffer.from(text.replace(/\(D:\d{4}/g, '(D:1999'), 'latin1')
  expect(after.equals(before)).toBe(false)
  expect(comparePdfs(before, after)).toBe('equal')
  expect(comparePdfs(before, await written('Region=EMEA'))).toBe('incomparable')
})

/**
 * Draws a white picture of 40 by 30 pixels. It has a black square of 10 by 10 pixels at each of the positions `lefts`.
 */
const picture = (...lefts: number[]) =>
  png(
    drawn(lefts.map(x => `<rect x="${x}" y="5" width="10" height="10"/>`).join(''), {
      width: 40,
      height: 30,
    }),
  )
/** Returns a picture with a black square at the left, and with another rectangle. */
const withMore = (y: number, height: number, fill: string) =>
  png(
    drawn(
      `<rect x="0" y="5" width="10" height="10"/><rect x="20" y="${y}" width="10" height="${height}" fill="${fill}"/>`,
      { width: 40, height: 30 },
    ),
  )
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const exactly: CompareRules = { threshold: 0.1, tolerance: { pixels: 0 }, diffThread: { compare: diff } }

function renderedAs(bytes: Uint8Array, { ignore = [] as Rectangle[], format = 'png' } = {}) {
  const path = join(temporaryFolder(), `sales.${format}`)
  writeFileSync(path, bytes)
  const output = format === 'pdf' ? ({ format, landscape: false } as const) : ({ format: 'png' } as const)
  const target = dashboard({ name: 'sales', file: `sales.${format}`, ignore, output })
  return rendered({ target, path, bytes: bytes.length, sha256: sha256(bytes) })
}
const baselineOf = (bytes: Uint8Array): FoundBaseline => ({ kind: 'file', baseline: main, bytes })

describe('the comparison of a file with its baseline', () => {
  const compareWith = (found: FoundBaseline, result = renderedAs(picture(0)), rules = exactly) =>
    compareFile(result, async () => found, rules)

  test('a file without a baseline is new', async () => {
    expect(await compareWith({ kind: 'nothing', ref: 'main' })).toEqual({ status: 'new', ref: 'main' })
    expect(await compareWith({ kind: 'nothing', ref: 'main', sha: 'abc' })).toEqual({
      status: 'new',
      ref: 'main',
      sha: 'abc',
    })
  })

  test('the comparison of a file with an identical baseline contains the address of the baseline', async () =>
    expect(await compareWith({ kind: 'same', baseline: main, imageUrl: 'https://x' })).toEqual({
      status: 'unchanged',
      baseline: main,
      changedPixels: 0,
      changedShare: 0,
      shadedPixels: 0,
      imageUrl: 'https://x',
    }))

  test('a picture that ignored rectangles cover completely is not compared, unless its file or size is decisive', async () => {
    const ignore = [
      { x: 0, y: 0, width: 40, height: 20 },
      { x: 0, y: 15, width: 99, height: 99 },
    ]
    const whole = renderedAs(picture(0), { ignore })
    expect(await compareWith(baselineOf(picture(0, 20)), whole)).toMatchObject({
      status: 'incomparable',
      baseline: main,
      error: { message: 'The rectangles of ignore cover the whole picture, so no pixel was compared' },
    })
    expect(await compareWith(baselineOf(picture(0)), whole)).toMatchObject({ status: 'unchanged' })
    const smaller = png(drawn('', { width: 40, height: 20 }))
    expect(await compareWith(baselineOf(smaller), whole)).toMatchObject({
      status: 'changed',
      changedShare: 0,
    })
  })

  test('the comparison of a changed file writes the before picture, the difference and the strip', async () => {
    const result = renderedAs(picture(0))
    const old = picture(0, 20)
    const found = { ...baselineOf(old), imageUrl: 'https://x' } as FoundBaseline
    const comparison = (await compareWith(found, result)) as Changed
    expect(comparison).toMatchObject({
      status: 'changed',
      baseline: main,
      changedPixels: 100,
      changedShare: 100 / 1200,
      shadedPixels: 0,
      sizes: { before: { width: 40, height: 30 }, after: { width: 40, height: 30 } },
      areas: [{ x: 20, y: 5, width: 10, height: 10 }],
    })
    const folder = join(result.path, '..')
    const { strip } = comparison
    expect(comparison.before).toEqual({
      path: join(folder, 'sales.before.png'),
      format: 'png',
      bytes: old.length,
      sha256: sha256(old),
      imageUrl: 'https://x',
    })
    expect(comparison.difference.path).toBe(join(folder, 'sales.difference.png'))
    expect(strip).toMatchObject({ path: join(folder, 'sales.strip.png'), isComplete: true })
    for (const sidecar of [comparison.before, comparison.difference, strip]) {
      const bytes = readFileSync(sidecar?.path ?? '')
      expect(sidecar).toMatchObject({ format: 'png', bytes: bytes.length, sha256: sha256(bytes) })
    }
  })

  test('a file with changes within the tolerance is unchanged, and the comparison has the share of changed pixels', async () => {
    const rules = { ...exactly, tolerance: { pixels: 100 } }
    expect(await compareWith(baselineOf(picture(0, 20)), renderedAs(picture(0)), rules)).toEqual({
      status: 'unchanged',
      baseline: main,
      changedPixels: 100,
      changedShare: 100 / 1200,
      shadedPixels: 0,
    })
  })

  test('the comparison of a broken file contains the reason and the baseline', async () => {
    const broken = Buffer.from('no picture')
    const comparison = await compareWith(baselineOf(broken))
    expect(comparison).toMatchObject({
      status: 'incomparable',
      baseline: main,
      error: { message: expect.stringContaining('The before picture') },
    })
    const unread = await compareFile(renderedAs(picture(0)), () => Promise.reject(new Error('Gone')), exactly)
    expect(unread).toMatchObject({ status: 'incomparable', error: { message: 'Gone' } })
    expect(unread).not.toHaveProperty('baseline')
  })

  test('the comparison of two PDFs is unchanged, or contains the before PDF', async () => {
    const result = renderedAs(pdf('/Title (May)'), { format: 'pdf' })
    expect(await compareWith(baselineOf(pdf('/Title (May)')), result)).toMatchObject({
      status: 'unchanged',
      baseline: main,
    })
    const comparison = await compareWith(baselineOf(pdf('/Title (June)')), result)
    expect(comparison).toMatchObject({
      status: 'incomparable',
      baseline: main,
      before: { path: join(result.path, '..', 'sales.pdf.before.pdf'), format: 'pdf' },
      error: {
        message: 'These PDFs cannot be compared, because Looker prints the time into each PDF',
        hint: 'Open both files. To see the changes, list the dashboard again with format: png.',
      },
    })
  })

  test('the error of a comparison names the file that could not be written', async () => {
    const result = renderedAs(picture(0))
    mkdirSync(join(result.path, '..', 'sales.before.png', 'a'), { recursive: true })
    const comparison = await compareWith(baselineOf(picture(9)), result)
    expect(comparison).toMatchObject({
      status: 'incomparable',
      error: {
        message: expect.stringMatching(/^sales\.before\.png could not be written: (?!sales)/),
        hint: "Check output-directory, and the runner's disk.",
      },
    })
  })
})

describe('a change', () => {
  const size = { width: 10, height: 10 }
  const difference = (about: Partial<Difference>) =>
    ({
      kind: 'compared',
      changedPixels: 0,
      shadedPixels: 0,
      pixels: 100,
      sizes: { before: size, after: size },
      isResized: false,
      areas: [],
      picture: new Uint8Array(1),
      ...about,
    }) as Difference

  test.each<[string, Difference, CompareRules['tolerance'], boolean]>([
    ['equal files', { kind: 'equal' }, { pixels: 0 }, false],
    ['as many pixels as are tolerated', difference({ changedPixels: 5 }), { pixels: 5 }, false],
    ['one more pixel', difference({ changedPixels: 6 }), { pixels: 5 }, true],
    ['the share that is tolerated', difference({ changedPixels: 5 }), { share: 0.05 }, false],
    ['a larger share', difference({ changedPixels: 6 }), { share: 0.05 }, true],
    ['another shade', difference({ shadedPixels: 1 }), { share: 1 }, true],
    ['another size', difference({ isResized: true }), { share: 1 }, true],
  ])(
    'a difference counts as a change only beyond the tolerance, or with another shade or size: %s',
    (_, found, tolerance, isChange) => expect(changeOf(found, tolerance) !== undefined).toBe(isChange),
  )
})

describe('a change that is rendered a second time', () => {
  /** Compares the first render with the baseline. Then confirms the change with the second render. */
  async function confirmed(
    pictures: { old: Buffer; first: Buffer; again: Buffer },
    rules: CompareRules = exactly,
  ) {
    const first = renderedAs(pictures.first)
    const comparison = await compareFile(first, async () => baselineOf(pictures.old), exactly)
    if (comparison.status !== 'changed') throw new Error('The picture did not change')
    const again = { ...renderedAs(pictures.again), renderTaskId: 'task-2', seconds: 3, apiCalls: 4 }
    const result = await confirmChange({ ...first, comparison }, again, rules)
    expect(existsSync(again.path)).toBe(false)
    expect(result.apiCalls).toBe(9 + 4)
    return { result, shown: readFileSync(first.path), first: comparison as Comparison }
  }

  test('a change that both renders show equally has no noise', async () => {
    const { result, first } = await confirmed({ old: picture(0), first: picture(20), again: picture(20) })
    expect(result.comparison).toEqual({ ...first, noisePixels: 0 })
    expect(result.renderTaskId).toBe('task-1')
  })

  test('a change that is missing in the second render is noise, and the second render is shown', async () => {
    const { result, shown } = await confirmed({ old: picture(0), first: picture(0, 20), again: picture(0) })
    expect(result).toMatchObject({ renderTaskId: 'task-2', seconds: 3, sha256: sha256(picture(0)) })
    expect(result.comparison).toMatchObject({ status: 'unchanged', changedPixels: 0, noisePixels: 100 })
    expect(shown.equals(picture(0))).toBe(true)
  })

  test('pixels that differ between two renders of the head are not changes, and the render with fewer differences is shown', async () => {
    const noisyFirst = await confirmed({ old: picture(), first: picture(0, 20), again: picture(0) })
    expect(noisyFirst.result).toMatchObject({
      renderTaskId: 'task-2',
      comparison: { status: 'changed', changedPixels: 100, noisePixels: 100, areas: [{ x: 0, y: 5 }] },
    })
    expect(noisyFirst.shown.equals(picture(0))).toBe(true)
    const noisySecond = await confirmed({ old: picture(), first: picture(0), again: picture(0, 20) })
    expect(noisySecond.result).toMatchObject({
      renderTaskId: 'task-1',
      comparison: { status: 'changed', changedPixels: 100, noisePixels: 100 },
    })
    expect(noisySecond.shown.equals(picture(0))).toBe(true)
  })

  test.each([
    ['of two equally different renders, the second one is shown', picture(0, 20), picture(0, 40), 2],
    ['pixels of another shade count as differing', withMore(0, 10, '#f8f8f8'), withMore(20, 5, 'black'), 2],
    [
      'the render with fewer differing pixels is shown',
      withMore(0, 5, '#f8f8f8'),
      withMore(20, 10, 'black'),
      1,
    ],
  ])('if both renders differ from the baseline and from each other: %s', async (_, first, again, shown) => {
    const { result } = await confirmed({ old: picture(), first, again })
    expect(result.renderTaskId).toBe(`task-${shown}`)
  })

  test('a change is tolerated if two renders show it in different places', async () => {
    const { result } = await confirmed({ old: picture(), first: picture(0), again: picture(20) })
    expect(result.comparison).toMatchObject({ status: 'unchanged', changedPixels: 0, noisePixels: 200 })
  })

  test('a change stays if the second render fails or is broken, and the requests of that render are counted', async () => {
    const broken = await confirmed({ old: picture(), first: picture(0), again: Buffer.from('no picture') })
    expect(broken.result.comparison).toEqual(broken.first)
    const first = { ...renderedAs(picture(0)), comparison: broken.first as Changed }
    const result = await confirmChange(first, failed({ apiCalls: 5 }), exactly)
    expect(result).toEqual({ ...first, apiCalls: 9 + 5 })
  })
})
