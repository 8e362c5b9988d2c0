/** Splits LookML into tokens: words, quoted texts, punctuation, and expressions that end with `;;`. */

import { addAll } from '../runtime/lists.ts'

type Token =
  | { type: 'word' | 'string'; value: string }
  | { type: '{' | '}' | '[' | ']' | ',' | ':' | ';' | 'end' }
export type LookmlValue = Extract<Token, { value: string }>

/** Thrown if LookML cannot be read. Users see the message. */
export class UnreadableLookml extends Error {}

export const unexpectedToken = ({ type }: Token) =>
  new UnreadableLookml(type === 'end' ? 'it ends unexpectedly' : `“${type}” in it is out of place`)

export class Tokenizer {
  readonly #text: string
  #position = 0
  #peeked: Token | undefined
  #expressionEnd = -1
  #lineEnd = -1
  #gluedTexts: string[] = []
  #unexpected: string[] = []

  constructor(text: string) {
    this.#text = text
  }

  next(): Token {
    const token = this.#peeked ?? this.#read()
    this.#peeked = undefined
    return token
  }

  peek(): Token {
    this.#peeked ??= this.#read()
    return this.#peeked
  }

  /**
   * Returns and clears the list of texts that begin with a `#` directly after a word: `#b` in `a#b`. Such a text may be
   * a comment or a part of the value.
   */
  takeGluedTexts(): string[] {
    const texts = this.#gluedTexts
    if (texts.length > 0) this.#gluedTexts = []
    return texts
  }

  /** The characters between tokens that Looker may read differently or refuse, such as unusual white space. */
  get unexpected(): readonly string[] {
    return this.#unexpected
  }

  /** Reads the colons after a key. Looker accepts several, as in `view:: orders`. */
  takeColons(key: string): string {
    this.#skipLayout()
    const start = this.#position
    if (this.#text[start] !== ':') throw new UnreadableLookml(`“${key.slice(0, 40)}” has no colon after it`)
    while (this.#text[this.#position] === ':') this.#position += 1
    return this.#text.slice(start, this.#position)
  }

  /** Whether `;;` follows on the same line, and the value does not begin with a quote or a bracket. */
  hasExpression(): boolean {
    const start = matchEnd(/[^\S\n]*/y, this.#text, this.#position)
    if (this.#text[start] === '"' || this.#text[start] === '[') return false
    this.#expressionEnd = this.#findNext(';;', this.#expressionEnd)
    this.#lineEnd = this.#findNext('\n', this.#lineEnd)
    return this.#expressionEnd < this.#lineEnd
  }

  /**
   * Returns the position of the next occurrence of a text. If the previous result `known` is still ahead, returns it
   * without a new search.
   */
  #findNext(text: string, known: number): number {
    if (known >= this.#position) return known
    const next = this.#text.indexOf(text, this.#position)
    return next < 0 ? Number.POSITIVE_INFINITY : next
  }

  expression(key: string): string {
    const end = this.#text.indexOf(';;', this.#position)
    if (end < 0) throw new UnreadableLookml(`“${key}” in it does not end with ;;`)
    const text = this.#text.slice(this.#position, end)
    this.#position = end + 2
    this.#noteUnusualSpace(text.slice(0, text.length - text.trimStart().length))
    this.#noteUnusualSpace(text.slice(text.trimEnd().length))
    const unix = text.replaceAll('\r\n', '\n')
    // The last line break of HTML is not visible.
    return key === 'html' ? unix.trim() : trimExpression(unix)
  }

  #read(): Token {
    this.#skipLayout()
    const start = this.#text[this.#position]
    if (start === undefined) return { type: 'end' }
    if (start === '"') return this.#readString()
    if (isPunctuation(start)) {
      this.#position += 1
      return { type: start }
    }
    return { type: 'word', value: this.#readWord() }
  }

  #skipLayout(): void {
    const start = this.#position
    this.#position = layoutEnd(this.#text, start)
    if (matchEnd(/[ \t\n]*/y, this.#text, start) === this.#position) return
    this.#noteUnusualSpace(this.#text.slice(start, this.#position).replace(comments, ''))
  }

  #noteUnusualSpace(layout: string): void {
    addAll(this.#unexpected, layout.match(unusualSpace) ?? [])
  }

  #readString(): Token {
    const start = this.#position + 1
    let end = this.#text.indexOf('"', start)
    while (end >= 0 && isEscaped(this.#text, end)) end = this.#text.indexOf('"', end + 1)
    if (end < 0) throw new UnreadableLookml('a quoted string in it is not closed')
    this.#position = end + 1
    // Looker may not accept a value directly after a string.
    if (/[^\s#{}[\],:;]/.test(this.#text[this.#position] ?? ' ')) this.#unexpected.push('"')
    return { type: 'string', value: this.#text.slice(start, end).replaceAll('\r\n', '\n') }
  }

  /** Reads a word, including `@{constant}` and `${reference}`. */
  #readWord(): string {
    const start = this.#position
    for (;;) {
      this.#position = matchEnd(/[^\s#"{}[\],:;]*/y, this.#text, this.#position)
      const isReference =
        this.#text[this.#position] === '{' && /[@$]/.test(this.#text[this.#position - 1] ?? '')
      if (!isReference || this.#position === start) break
      const end = matchEnd(/\{[^{}\n]*\}/y, this.#text, this.#position)
      if (end === this.#position) break
      this.#position = end
    }
    if (this.#text[this.#position] === '#') this.#noteGluedText()
    if (this.#text[this.#position] === '"') this.#unexpected.push('"')
    return this.#text.slice(start, this.#position)
  }

  #noteGluedText(): void {
    const end = commentEnd(this.#text, this.#position)
    this.#gluedTexts.push(this.#text.slice(this.#position, end).trimEnd())
  }
}

/**
 * Removes the white space around an expression. Keeps the line break after a last line that may end with a SQL comment,
 * because Looker does not remove it: without the line break, the SQL that follows would be part of the comment. The value
 * of a field, a constant or Liquid in that line may contain a comment, too.
 */
function trimExpression(text: string): string {
  const trimmed = text.trim()
  const endsWithBreak = text.slice(text.trimEnd().length).includes('\n')
  const lastLine = trimmed.slice(trimmed.lastIndexOf('\n') + 1)
  return endsWithBreak && /--|#|\/\/|@\{|\$\{(?!TABLE\})|\}\}|%\}|^[^{}]*\}/.test(lastLine)
    ? `${trimmed}\n`
    : trimmed
}

export function layoutEnd(text: string, start: number): number {
  for (let position = start; ; ) {
    position = matchEnd(/[\s\u0085\uFEFF]*/y, text, position)
    if (text[position] !== '#') return position
    position = commentEnd(text, position)
  }
}

/** A comment ends at every kind of line end, even U+2028, because Looker may treat each of them as a line end. */
const commentEnd = (text: string, start: number) => matchEnd(/[^\r\n\u0085\u2028\u2029]*/y, text, start)
const comments = /#[^\r\n\u0085\u2028\u2029]*/g
/**
 * Looker may treat this white space as part of a word, or may not treat it as the end of a comment. HTML may show it.
 */
const unusualSpace = /[^ \t\r\n]|\r(?!\n)/g

/** Returns the end of a match of a sticky pattern, or the position if there is none. */
export function matchEnd(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position
  return pattern.test(text) ? pattern.lastIndex : position
}

const isPunctuation = (character: string): character is '{' | '}' | '[' | ']' | ',' | ':' | ';' =>
  '{}[],:;'.includes(character)

function isEscaped(text: string, position: number): boolean {
  let backslashes = 0
  while (text[position - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}
