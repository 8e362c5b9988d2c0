// Declares types for packages without types. Declares only the functions that the simulator calls.

// All of echarts in a single file, which loads ten times as fast as echarts' separate modules.
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts'
}

declare module 'pdfkit' {
  interface Options {
    autoFirstPage?: boolean
    font?: string
    info?: Record<string, unknown>
  }
  export default class PDFDocument implements AsyncIterable<Buffer> {
    _id: Buffer
    _font: { font: { hasGlyphForCodePoint(code: number): boolean } }
    constructor(options: Options)
    addPage(options: { size: [number, number]; margin: number }): this
    registerFont(name: string, path: string): this
    font(nameOrPath: string): this
    fontSize(size: number): this
    widthOfString(text: string): number
    rect(x: number, y: number, width: number, height: number): this
    fill(colour: string): this
    end(): void
    [Symbol.asyncIterator](): AsyncIterator<Buffer>
  }
}

declare module 'svg-to-pdfkit' {
  import type PDFDocument from 'pdfkit'

  interface Options {
    width: number
    height: number
    assumePt: boolean
    preserveAspectRatio: string
    fontCallback(family: string, bold: boolean): string
  }
  export default function svgToPdf(
    doc: PDFDocument,
    svg: string,
    x: number,
    y: number,
    options: Options,
  ): void
}
