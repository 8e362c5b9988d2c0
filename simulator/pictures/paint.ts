import { Resvg } from '@resvg/resvg-js'
import type { PictureSpec } from '../model.ts'
import { composePage, stackBlocks } from './page.ts'
import { fontFiles, fontName } from './text.ts'

export async function paint(spec: PictureSpec): Promise<Uint8Array> {
  const page = composePage(spec)
  if (spec.format === 'pdf') {
    const { writePdf } = await import('./pdf.ts')
    return writePdf(page, spec)
  }
  const svg = stackBlocks(page.blocks, page, spec.height)
  const image = new Resvg(svg, {
    font: {
      fontFiles: [fontFiles.regular, fontFiles.bold],
      loadSystemFonts: false,
      defaultFontFamily: fontName,
    },
  }).render()
  if (spec.format === 'png') return image.asPng()
  const { encode } = await import('jpeg-js')
  return encode({ data: image.pixels, width: image.width, height: image.height }, 90).data
}
