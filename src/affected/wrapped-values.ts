import { type Document, isCollection, isScalar, visit } from 'yaml'

/*
 * Looker reads dashboards with Ruby's YAML library, which accepts two things that the library `yaml` refuses: quoted
 * texts and brackets whose next lines have too little indentation, and comments directly after a quote or bracket. Both
 * occur in real projects. YAML ignores the indentation of these lines
 * (https://yaml.org/spec/1.1/#id900262), so the added spaces do not change a value.
 */

interface IndentedText {
  text: string
  /** The changed values: where each value starts and ends in `text`. */
  values: readonly WrappedValue[]
}

export interface WrappedValue {
  start: number
  end: number
}

/**
 * Indents the lines of quoted texts and of brackets, and separates comments from them. Finds the values line by line,
 * so it can take other text for a value: use the result only if `areValues` confirms it.
 * @returns undefined if nothing changes, or if Ruby refuses the text
 */
export function indentWrappedValues(original: string): IndentedText | undefined {
  // For the library, a byte-order mark moves the first line by one column.
  const text = original.replace(/^\uFEFF/, '$&\n')
  const written = new IndentedWriter(text)
  for (let at = 0; at < text.length; ) {
    valuePrefix.lastIndex = at
    const [prefix = '', items = ''] = valuePrefix.exec(text) ?? []
    const start = at + prefix.length
    const end = /["'[{]/.test(text[start] ?? '') ? endOfValue(text, start) : start
    if (end === undefined || !written.add({ start, end }, items.length + 1)) return undefined
    const next = afterLine(text, end)
    blockTextHeader.lastIndex = start
    at = blockTextHeader.test(text) ? afterBlock(text, next, items.length) : next
  }
  const indented = written.finish()
  return indented.text === original ? undefined : indented
}

/** Matches list dashes, a key, and the anchors and tags before a value. The first group ends before the key. */
const valuePrefix =
  /( *(?:- +)*)(?:(?:"[^"\n]*" *|'[^'\n]*' *|[^\s"'#[\]{}:][^:\n]*): +)?(?:[&!][^\s,[\]{}]* +)*/y

/** Matches the first line of a text in block style (https://yaml.org/spec/1.1/#id926836). */
const blockTextHeader = /[|>][-+\d]{0,2}[ \t]*(?:#[^\n]*)?(?:\n|$)/y

function afterLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}

/** Returns the end of the lines that are empty or indented more than the given column. */
function afterBlock(text: string, start: number, column: number): number {
  let at = start
  while (at < text.length) {
    const first = at + spacesAt(text, at)
    if (first - at <= column && first < text.length && text[first] !== '\n') break
    at = afterLine(text, first)
  }
  return at
}

function spacesAt(text: string, at: number): number {
  let end = at
  while (text[end] === ' ') end++
  return end - at
}

const endOfValue = (text: string, start: number): number | undefined =>
  /["']/.test(text[start] ?? '') ? endOfQuoted(text, start) : endOfBrackets(text, start)

function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++
    else if (text[at] === quote && quote === "'" && text[at + 1] === quote) at++
    else if (text[at] === quote) return at + 1
  }
  return undefined
}

/** Matches white space, a comment, an unquoted text, or one character. */
const bracketToken = /\s+|#[^\n]*|[^\s"'#,:[\]{}][^\n,:[\]{}]*|./sy

function endOfBrackets(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; ) {
    bracketToken.lastIndex = at
    const [token = ''] = bracketToken.exec(text) ?? []
    if (token === '"' || token === "'") {
      const end = endOfQuoted(text, at)
      if (end === undefined) return undefined
      at = end
      continue
    }
    at += token.length
    if (token === '[' || token === '{') depth++
    if ((token === ']' || token === '}') && --depth === 0) return at
  }
  return undefined
}

/** The start of a line that ends the document, even within quotes (https://yaml.org/spec/1.1/#id868742). */
const documentMarker = /(?:---|\.\.\.)(?:\s|$)/y
/** Within brackets, Ruby refuses some lines that begin with a tab. */
const indentedByTab = / *\t/y

/** Copies a text, and adds spaces to it. */
class IndentedWriter {
  readonly #text: string
  readonly #parts: string[] = []
  readonly #values: WrappedValue[] = []
  #copied = 0
  #added = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Indents all but the first line of a value. Returns false if Ruby refuses the value. */
  add({ start, end }: WrappedValue, indent: number): boolean {
    const text = this.#text
    const before = this.#added
    const isQuoted = /["']/.test(text[start] ?? '')
    for (let at = afterLine(text, start); at < end; at = afterLine(text, at)) {
      documentMarker.lastIndex = at
      indentedByTab.lastIndex = at
      if (documentMarker.test(text) || (!isQuoted && indentedByTab.test(text))) return false
      const spaces = spacesAt(text, at)
      if (text[at + spaces] !== '\n') this.#insert(at, indent - spaces)
    }
    const added = this.#added - before
    if (end > start && text[end] === '#') this.#insert(end, 1)
    if (this.#added > before) this.#values.push({ start: start + before, end: end + before + added })
    return this.#added <= maxAddedLength
  }

  #insert(at: number, spaces: number): void {
    if (spaces <= 0 || this.#added > maxAddedLength) return
    this.#parts.push(this.#text.slice(this.#copied, at), ' '.repeat(spaces))
    this.#copied = at
    this.#added += spaces
  }

  finish(): IndentedText {
    return { text: [...this.#parts, this.#text.slice(this.#copied)].join(''), values: this.#values }
  }
}

/** The maximum number of added spaces. Real files need about 10 for each line of a wrapped text. */
const maxAddedLength = 256 * 1024

/** Whether each range is a quoted text or a list or map in brackets. */
export function areValues(ranges: readonly WrappedValue[], documents: readonly Document.Parsed[]): boolean {
  const ends = new Map<number, number>()
  for (const document of documents)
    visit(document, {
      Node: (_, node) => {
        const isDelimited = isScalar(node) ? /^QUOTE_/.test(node.type ?? '') : isCollection(node) && node.flow
        if (isDelimited && node.range) ends.set(node.range[0], node.range[1])
      },
    })
  return ranges.every(({ start, end }) => ends.get(start) === end)
}
