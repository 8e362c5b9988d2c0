/**
 * Whether two PDFs are equal except for the time of their making: their bytes are the same without the dates and ids that
 * are readable in the file (ISO 32000, 14.3.3 and 14.4; XMP). If a PDF has them in a compressed stream, or differs for
 * another reason, the two cannot be compared.
 */
export function comparePdfs(before: Uint8Array, after: Uint8Array): 'equal' | 'incomparable' {
  if (Buffer.compare(before, after) === 0) return 'equal'
  if (Math.max(before.length, after.length) > maxPdfBytes) return 'incomparable'
  return withoutTimes(before) === withoutTimes(after) ? 'equal' : 'incomparable'
}

/** V8's strings end at half a gigabyte. */
const maxPdfBytes = 256e6

/** The patterns are strict, so that nothing else can pass for a date or an id. */
const text = String.raw`(?:\((?:\\[^]|[^\\()]){0,128}\)|<[\s\dA-Fa-f]{0,256}>)`
const date = String.raw`(?:\(D:\d{4}[\d+\-'Z]{0,24}\)|<[\s\dA-Fa-f]{8,128}>)`
const timePatterns = [
  new RegExp(String.raw`(/(?:CreationDate|ModDate)\s{0,4})${date}`, 'g'),
  // An object of its own, which the date's key refers to (PDFKit).
  new RegExp(String.raw`(\bobj\s{1,4})${date}(?=\s{1,4}endobj)`, 'g'),
  new RegExp(String.raw`(/ID\s{0,4})\[\s{0,4}${text}\s{0,4}${text}\s{0,4}\]`, 'g'),
  /(<xmp:(?:Create|Modify|Metadata)Date>)[\dTZ:.+-]{4,40}(?=<)/g,
  /(\bxmp:(?:Create|Modify|Metadata)Date=["'])[\dTZ:.+-]{4,40}/g,
  /(<xmpMM:(?:Document|Instance)ID>)[\w:.-]{1,100}(?=<)/g,
  /(\bxmpMM:(?:Document|Instance)ID=["'])[\w:.-]{1,100}/g,
]

const withoutTimes = (pdf: Uint8Array) =>
  timePatterns.reduce(
    (rest, pattern) => rest.replace(pattern, '$1'),
    Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1'),
  )
