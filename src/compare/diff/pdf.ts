import { sameBytes } from './bytes.ts'

/**
 * Whether two PDFs are the same but for when they were made: their bytes are, without the dates and ids that stand
 * in the open (ISO 32000, 14.3.3 and 14.4; XMP). Where a PDF hides them in a compressed stream, or for any other
 * reason, bytes that differ cannot be held against each other.
 */
export function comparePdfs(before: Uint8Array, after: Uint8Array): 'equal' | 'incomparable' {
  if (sameBytes(before, after)) return 'equal'
  if (Math.max(before.length, after.length) > maxText) return 'incomparable'
  return timeless(before) === timeless(after) ? 'equal' : 'incomparable'
}

/** Bytes; V8's strings end at half a gigabyte. */
const maxText = 256e6

/** Strict, so that nothing else can pass for a date or an id. */
const text = String.raw`(?:\((?:\\[^]|[^\\()]){0,128}\)|<[\s\dA-Fa-f]{0,256}>)`
const date = String.raw`(?:\(D:\d{4}[\d+\-'Z]{0,24}\)|<[\s\dA-Fa-f]{8,128}>)`
const passing = [
  new RegExp(String.raw`(/(?:CreationDate|ModDate)\s{0,4})${date}`, 'g'),
  // As an object of its own, which the date's key refers to (PDFKit).
  new RegExp(String.raw`(\bobj\s{1,4})${date}(?=\s{1,4}endobj)`, 'g'),
  new RegExp(String.raw`(/ID\s{0,4})\[\s{0,4}${text}\s{0,4}${text}\s{0,4}\]`, 'g'),
  /(<xmp:(?:Create|Modify|Metadata)Date>)[\dTZ:.+-]{4,40}(?=<)/g,
  /(\bxmp:(?:Create|Modify|Metadata)Date=["'])[\dTZ:.+-]{4,40}/g,
  /(<xmpMM:(?:Document|Instance)ID>)[\w:.-]{1,100}(?=<)/g,
  /(\bxmpMM:(?:Document|Instance)ID=["'])[\w:.-]{1,100}/g,
]

const timeless = (pdf: Uint8Array) =>
  passing.reduce(
    (rest, pattern) => rest.replace(pattern, '$1'),
    Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1'),
  )
