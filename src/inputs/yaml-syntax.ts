import { CST, Lexer, Parser, type YAMLParseError } from 'yaml'
import { oneLine } from '../runtime/text.ts'
import { InputProblem, quoted } from './problem.ts'
import { cutByComment, gluedComment, keptForYaml, needsQuotes } from './yaml-quotes.ts'

/**
 * Refuses what takes a part of a value away without a word (a tag, a directive, a comment that nobody meant), and YAML
 * that is nested deeper than the stack: composing that may end the whole process, reading its tokens does not.
 * @throws InputProblem
 */
export function refuseTokens(text: string): void {
  /** Where the value of the line began. */
  let value: number | undefined
  for (const { type, source, offset } of tokensOf(text)) {
    if (type === 'map-value-ind' || type === 'newline') value = undefined
    if (isScalar(type)) value ??= offset
    if (isKeptForYaml(type, source)) throw needsQuotes(text, offset, keptForYaml)
    if (type === 'comment' && isGlued(text, offset)) throw cutValue(text, value ?? offset, offset)
  }
}

/** In an address quotes do not help: a # would end it. */
const cutValue = (text: string, start: number, mark: number) =>
  text.slice(start, mark).includes('?')
    ? new InputProblem(`${quoted(text.slice(start, mark))} ${cutByComment}`, 'write the # as %23')
    : needsQuotes(text, start, cutByComment)

interface Token {
  type: string
  source: string
  offset: number
}

/** A list of mappings with lists in them has ten. */
const maxStack = 50

function* tokensOf(text: string): Generator<Token> {
  const parser = new Parser()
  let offset = 0
  let isPlain = false
  for (const source of new Lexer().lex(text)) {
    for (const _ of parser.next(source)) {
      // What is finished does not matter here, only how much is open.
    }
    if (parser.stack.length > maxStack)
      throw new InputProblem('the YAML is nested too deeply', 'write a list of targets or mappings')
    const type = isPlain ? 'scalar' : (CST.tokenType(source) ?? 'error')
    // The lexer marks that a plain text follows, which may look like anything.
    isPlain = source === CST.SCALAR
    if (isPlain || source === CST.DOCUMENT || source === CST.FLOW_END) continue
    yield { type, source, offset }
    offset += source.length
  }
}

const isScalar = (type: string) => /^(scalar|(single|double)-quoted-scalar)$/.test(type)

function isKeptForYaml(type: string, source: string): boolean {
  if (type === 'block-scalar-header') return !/^[|>]([-+]?[1-9]?|[1-9][-+])$/.test(source)
  return type === 'tag' || type === 'directive-line' || (type === 'scalar' && /^[%@`]/.test(source))
}

/** `Store #12`: a comment that is meant as one has a space behind its mark, or stands behind no value. */
function isGlued(text: string, offset: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset)
  return /[?:]/.test(before) && gluedComment.test(text.slice(offset))
}

/** What the parser said, in the words of whoever wrote the text. */
export function syntaxProblem(text: string, { code, pos: [start], message }: YAMLParseError): InputProblem {
  const line = text.slice(start).split(/\r?\n/, 1)[0] ?? ''
  if (/^BLOCK_(AS_IMPLICIT_KEY|IN_FLOW)$/.test(code) && /:(\s|$)/.test(line))
    return /,\s*[^,:]+:\s/.test(line)
      ? new InputProblem(
          `${quoted(line)} has another key in it`,
          'write one key a line, or all of them between { and }',
        )
      : needsQuotes(text, start, 'has a colon before a space, which begins a mapping')
  const interval = intervalIn(text.slice(0, start + line.length))
  if (interval) return needsQuotes(text, interval.start, 'looks like a list, and is none', interval.end)
  if (code === 'UNEXPECTED_TOKEN') {
    const before = text.lastIndexOf('\n', start - 1) + 1
    const [, lead] = /^(.*?[:-]\s+)[*&?|>"'-]/.exec(text.slice(before, start + 1)) ?? []
    if (lead !== undefined) return needsQuotes(text, before + lead.length, keptForYaml)
  }
  const [first = ''] = message.split('\n', 1)
  return new InputProblem(
    `the YAML cannot be read: ${oneLine(first.replace(/:$/, ''), 200)}`,
    'check its indentation and quotes',
  )
}

/** One of Looker's intervals, `[0, 20)` or `[0,9],[20,29]`; `[0, 20]` alone is a list, too. */
function intervalIn(text: string): { start: number; end: number } | undefined {
  const one = /(?:NOT\s*)?[[(]\s*[-+.\w]*\s*,\s*[-+.\w]*\s*[)\]]/
  const intervals = new RegExp(`${one.source}(?:\\s*,\\s*${one.source})*`, 'g')
  for (const { 0: found, index } of text.matchAll(intervals))
    if (!/^\[[^),\]]+,[^)\]]+\]$/.test(found)) return { start: index, end: index + found.length }
  return undefined
}
