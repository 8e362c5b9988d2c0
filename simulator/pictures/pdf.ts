import { Buffer } from 'node:buffer'
import PDFDocument from 'pdfkit'
import svgToPdf from 'svg-to-pdfkit'
import { hash } from '../hash.ts'
import type { PictureSpec } from '../model.ts'
import { type Block, type Page, stackBlocks } from './page.ts'
import { paperOf } from './paper.ts'
import { fontFiles } from './text.ts'

// A pixel is 1/96 of an inch, and a point is 1/72 of an inch.
const pointsPerPixel = 0.75

/** Writes a vector PDF. It has one page as large as the dashboard, or several sheets of paper. */
export async function writePdf(page: Page, spec: PictureSpec): Promise<Buffer> {
  const doc = new PDFDocument({
    autoFirstPage: false,
    font: fontFiles.regular,
    // The date and the id are fixed, so that the PDFs of equal pictures have equal bytes.
    info: { Title: page.title, Producer: 'Simulated Looker', CreationDate: new Date(Date.UTC(2026, 5, 29)) },
  })
  doc._id = Buffer.from(
    hash(JSON.stringify({ ...spec, content: page.title }))
      .toString(16)
      .padStart(32, '0'),
    'hex',
  )
  doc.registerFont('regular', fontFiles.regular).registerFont('bold', fontFiles.bold)
  for (const { blocks, height, size } of sheets(page, spec)) {
    doc
      .addPage({ size, margin: 0 })
      .rect(0, 0, ...size)
      .fill(page.theme.page)
    svgToPdf(doc, stackBlocks(blocks, page, height), 0, 0, {
      width: size[0],
      height: size[1],
      assumePt: true,
      preserveAspectRatio: 'xMidYMin meet',
      fontCallback: (_, bold) => (bold ? 'bold' : 'regular'),
    })
  }
  doc.end()
  const chunks: Buffer[] = []
  for await (const chunk of doc) chunks.push(chunk)
  return Buffer.concat(chunks)
}

interface Sheet {
  blocks: Block[]
  /** The minimum height in pixels. */
  height: number
  /** The width and height of the sheet in points. */
  size: [number, number]
}

function sheets(page: Page, spec: PictureSpec): Sheet[] {
  const size = paperOf(spec)
  if (!size) {
    const height = Math.max(spec.height, heightOf(page.blocks))
    return [{ blocks: page.blocks, height, size: [page.width * pointsPerPixel, height * pointsPerPixel] }]
  }
  const height = (size[1] / size[0]) * page.width
  const pages: Block[][] = [[]]
  for (const block of page.blocks) {
    const current = pages.at(-1) as Block[]
    if (current.length > 0 && heightOf(current) + block.height > height) pages.push([block])
    else current.push(block)
  }
  return pages.map(blocks => ({ blocks, height, size }))
}

function heightOf(blocks: Block[]): number {
  return blocks.reduce((sum, block) => sum + block.height, 0)
}
