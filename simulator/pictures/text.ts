import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import PDFDocument from 'pdfkit'
import type { Unit } from '../content/catalogue.ts'

const fontFolder = join(
  dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
  'ttf',
)

export const fontName = 'DejaVu Sans'
export const fontFiles = {
  regular: join(fontFolder, 'DejaVuSansCondensed.ttf'),
  bold: join(fontFolder, 'DejaVuSansCondensed-Bold.ttf'),
}

const ruler = new PDFDocument({ autoFirstPage: false, font: fontFiles.regular })
const widths = { regular: new Map<string, number>(), bold: new Map<string, number>() }

type Weight = keyof typeof fontFiles

/** Returns the width of a text in pixels. */
export function widthOf(text: string, size: number, weight: Weight = 'regular'): number {
  let width = 0
  for (const letter of text) {
    let thousandth = widths[weight].get(letter)
    if (thousandth === undefined) {
      thousandth = ruler.font(fontFiles[weight]).fontSize(1000).widthOfString(letter)
      widths[weight].set(letter, thousandth)
    }
    width += thousandth
  }
  return (width * size) / 1000
}

/** Shortens the text with an ellipsis if it is wider than `room`. */
export function shorten(text: string, room: number, size: number, weight: Weight = 'regular'): string {
  if (widthOf(text, size, weight) <= room) return text
  const letters = [...text]
  while (letters.length > 0 && widthOf(`${letters.join('').trimEnd()}…`, size, weight) > room) letters.pop()
  return letters.length > 0 ? `${letters.join('').trimEnd()}…` : ''
}

/** Returns the first wording that fits into `room`. Returns an empty text if no wording fits. */
export function pickFitting(wordings: string[], room: number, size: number): string {
  return wordings.find(text => widthOf(text, size) <= room) ?? ''
}

export interface Label {
  x: number
  /** The vertical position of the text's baseline. */
  y: number
  size: number
  colour: string
  weight?: Weight
  anchor?: 'start' | 'middle' | 'end'
}

export function drawLabel(text: string, { x, y, size, colour, weight, anchor }: Label): string {
  const bold = weight === 'bold' ? ' font-weight="bold"' : ''
  const at = anchor && anchor !== 'start' ? ` text-anchor="${anchor}"` : ''
  return `<text x="${roundToTenth(x)}" y="${roundToTenth(y)}" font-family="${fontName}" font-size="${size}" fill="${colour}"${bold}${at}>${escapeXml(text)}</text>`
}

function escapeXml(text: string): string {
  return replaceUndrawable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** Replaces letters that the font lacks with question marks. Removes control characters, because XML forbids them. */
export function replaceUndrawable(text: string): string {
  const letters = [...text].filter(letter => letter >= ' ')
  const { font } = ruler.font(fontFiles.regular)._font
  return letters
    .map(letter => (font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) ? letter : '?'))
    .join('')
}

/** Rounds a coordinate to a tenth of a pixel, because short numbers keep the file small. */
export function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10
}

/** Formats a number with its unit. A number of at least `from` is shown in thousands or millions. */
export function formatNumber(value: number, unit: Unit, from = 10_000): string {
  const number = value >= from ? shortened(value) : grouped(value)
  if (unit === 'money') return `$${value < 100 && !Number.isInteger(value) ? value.toFixed(2) : number}`
  if (unit === 'percent') return `${number}%`
  return unit === 'days' ? `${number} days` : number
}

function shortened(value: number): string {
  const [size, letter] = value >= 999_500 ? [1_000_000, 'M'] : [1_000, 'K']
  const scaled = value / size
  return `${scaled >= 100 ? Math.round(scaled) : String(Number(scaled.toPrecision(3)))}${letter}`
}

function grouped(value: number): string {
  const [whole = '', part] = String(value).split('.')
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return part ? `${groups}.${part}` : groups
}
