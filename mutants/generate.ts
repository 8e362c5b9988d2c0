import { parseSync } from '@swc/core'

/** A small change in one place of a source file. */
export interface Change {
  line: number
  /** The old text and the new text of this place, in one line. */
  words: string
  /** The text of the whole file after the change. */
  code: string
}

interface Span {
  start: number
  end: number
}
// biome-ignore lint/suspicious/noExplicitAny: each rule reads few fields of one of swc's 80 types of nodes.
type Node = any

/** Pairs of operators or methods. A change replaces an operator or method by its partner. */
const swaps = new Map(
  ['< <=', '> >=', '=== !==', '&& ||', '+ -', '* /', '+= -=', 'some every', 'startsWith endsWith', 'min max']
    .map(pair => pair.split(' ') as [string, string])
    .flatMap(([a, b]): [string, string][] => [
      [a, b],
      [b, a],
    ]),
).set('%', '*')
/** A change removes calls of these methods: `list.sort()` → `list`. */
const removable = /^(filter|sort|toSorted|slice|reverse|toReversed|trim|trimEnd|flat|toLowerCase)$/
/** The types of nodes that are not changed: TypeScript types, imports and exports. */
const skipped =
  /^(Ts(?!AsExpression|NonNullExpression|SatisfiesExpression|ConstAssertion)|Import|ExportAll|ExportNamed)/

const parse = (code: string): Node => parseSync(code, { syntax: 'typescript', target: 'es2023' })

/** Returns all small changes of a TypeScript file. swc must be able to parse the file. */
export function generate(text: string): Change[] {
  // swc's positions are in bytes, and include the bytes of all files that were parsed before. The position of the added
  // semicolon is where this file begins.
  const source = Buffer.from(`;${text}`)
  const [first, ...rest] = parse(source.toString()).body
  const base: number = first.span.start
  const textOf = ({ start, end }: Span) => source.subarray(start - base, end - base).toString()
  const changes = new Map<string, Change>()
  const add = (span: Span, to: string) => {
    const before = textOf({ start: base, end: span.start })
    const code = (before + to + textOf({ start: span.end, end: base + source.length })).slice(1)
    const words = `${shorten(textOf(span))} → ${shorten(to) || 'nothing'}`
    if (code !== text && canParse(code)) changes.set(code, { line: before.split('\n').length, words, code })
  }
  walk(rest, node => changeNode(node, add, textOf))
  return [...changes.values()]
}

function canParse(code: string): boolean {
  try {
    return Boolean(parse(code))
  } catch {
    return false
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  return line.length > 70 ? `${line.slice(0, 45)} … ${line.slice(-20)}` : line
}

function walk(node: Node, visit: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null || skipped.test(node.type)) return
  if (node.callee?.type === 'Import') return
  if (node.type) visit(node)
  const isName = node.key?.type === 'StringLiteral'
  for (const [key, child] of Object.entries(node)) if (key !== 'key' || !isName) walk(child, visit)
}

/** Adds the changes of one node, without its children. */
function changeNode(node: Node, add: (span: Span, to: string) => void, textOf: (span: Span) => string): void {
  const swap = ({ left, right, operator }: Node) => {
    const between = { start: left.span.end, end: right.span.start }
    const other = swaps.get(operator)
    if (other) add(between, textOf(between).replace(operator, other))
  }
  const condition = ({ test }: Node) => {
    for (const to of [`!(${textOf(test.span)})`, 'true', 'false']) add(test.span, to)
  }
  const remove = ({ span }: Node) => add(span, ';')
  const withoutSpread = (entries: Node[], to: string) => {
    if (entries.length > 0) add(node.span, to)
    for (const entry of entries)
      if (entry?.spread) {
        const end = (entry.expression ?? entry.arguments).span.end
        const comma = /^\s*,/.exec(textOf({ start: end, end: node.span.end }))?.[0].length ?? 0
        add({ start: entry.spread.start, end: end + comma }, '')
      }
  }
  const isText = ({ type }: Node) => type === 'StringLiteral' || type === 'TemplateLiteral'
  const rules: Record<string, (node: Node) => void> = {
    BinaryExpression({ left, right, operator, span }) {
      if (operator === '??') add(span, textOf(left.span))
      else if (operator !== '+' || !(isText(left) || isText(right))) swap(node)
    },
    AssignmentExpression: swap,
    ConditionalExpression: condition,
    IfStatement: condition,
    WhileStatement: ({ test }) => add(test.span, 'false'),
    UnaryExpression({ operator, argument, span }) {
      if (operator === '!') add(span, textOf(argument.span))
    },
    ExpressionStatement: remove,
    ThrowStatement: remove,
    ContinueStatement: remove,
    ReturnStatement({ argument, span }) {
      if (argument) add(span, 'return undefined')
    },
    ArrayExpression: ({ elements }) => withoutSpread(elements, '[]'),
    ObjectExpression: ({ properties }) => withoutSpread(properties, '{}'),
    StringLiteral: ({ span, value }) => add(span, value === '' ? "'x'" : "''"),
    TemplateLiteral: ({ span }) => add(span, '``'),
    // Tests seldom notice a large limit that is one higher, so a large limit is doubled instead.
    NumericLiteral: ({ span, value }) => add(span, String(value < 10 ? value + 1 : value * 2)),
    BooleanLiteral: ({ span, value }) => add(span, String(!value)),
    CallExpression({ callee: { object, property }, span }) {
      if (property?.type !== 'Identifier') return
      if (removable.test(property.value)) add(span, textOf(object.span))
      add(property.span, swaps.get(property.value) ?? property.value)
    },
  }
  rules[node.type]?.(node)
}
