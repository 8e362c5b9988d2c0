import { paint } from '../../simulator/pictures/paint.ts'
import { comparePdfs } from '../../src/compare/compare-file.ts'

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

test('a PDF of a dashboard equals the PDF of another day, and differs from the PDF with another filter', async () => {
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
