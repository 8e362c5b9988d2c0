import type { Value } from './filters.ts'

/** Returns the value of a field in a row. Returns null if the row does not exist. */
type Cells = (field: string, row: number) => Value

type Node = (row: number) => Value

/**
 * Compiles a table calculation, which may contain arithmetic, comparisons, and functions over the rows of the results.
 * @throws Error if the simulator does not support one of its functions
 */
export function compileCalculation(expression: string, rows: number, cells: Cells): Node {
  const tokens = expression.match(/\$\{[^}]*\}|\d+(?:\.\d+)?|"[^"]*"|[a-z_]\w*|[<>!]=|[-+*/(),<>=]/gi) ?? []
  const parser = new Parser(tokens, rows, cells)
  return parser.parse()
}

const numberFrom = (value: Value): number | null => (value === null ? null : Number(value))

const arithmetic =
  (calculate: (one: number, other: number) => number) =>
  (left: Node, right: Node): Node =>
  row => {
    const [one, other] = [numberFrom(left(row)), numberFrom(right(row))]
    const result = one === null || other === null ? null : calculate(one, other)
    return result !== null && Number.isFinite(result) ? result : null
  }

const comparison =
  (holds: (one: number, other: number) => boolean) =>
  (left: Node, right: Node): Node =>
  row =>
    holds(Number(left(row)), Number(right(row))) ? 'Yes' : 'No'

const operators: Record<string, (left: Node, right: Node) => Node> = {
  '+': arithmetic((one, other) => one + other),
  '-': arithmetic((one, other) => one - other),
  '*': arithmetic((one, other) => one * other),
  '/': arithmetic((one, other) => one / other),
  '>': comparison((one, other) => one > other),
  '<': comparison((one, other) => one < other),
  '>=': comparison((one, other) => one >= other),
  '<=': comparison((one, other) => one <= other),
  '=': comparison((one, other) => one === other),
  '!=': comparison((one, other) => one !== other),
}

const levels = [
  ['>', '<', '>=', '<=', '=', '!='],
  ['+', '-'],
  ['*', '/'],
]

class Parser {
  readonly #tokens: readonly string[]
  readonly #rows: number
  readonly #cells: Cells
  #at = 0

  constructor(tokens: readonly string[], rows: number, cells: Cells) {
    this.#tokens = tokens
    this.#rows = rows
    this.#cells = cells
  }

  parse(): Node {
    const node = this.#binary(0)
    if (this.#at < this.#tokens.length) throw new Error(`Unexpected "${this.#tokens[this.#at]}"`)
    return node
  }

  #binary(level: number): Node {
    const known = levels[level]
    if (!known) return this.#single()
    let left = this.#binary(level + 1)
    for (let token = this.#tokens[this.#at]; token && known.includes(token); token = this.#tokens[this.#at]) {
      this.#at += 1
      left = operators[token]?.(left, this.#binary(level + 1)) ?? left
    }
    return left
  }

  #single(): Node {
    const token = this.#tokens[this.#at++] ?? ''
    if (token === '-') return operators['-']?.(() => 0, this.#single()) ?? (() => null)
    if (token === '(') {
      const inside = this.#binary(0)
      this.#expect(')')
      return inside
    }
    if (token.startsWith('${')) return row => this.#cells(token.slice(2, -1), row)
    if (token.startsWith('"')) return () => token.slice(1, -1)
    if (/^\d/.test(token)) return () => Number(token)
    return this.#call(token)
  }

  #call(name: string): Node {
    if (/^(null|yes|no)$/i.test(name)) return () => (/^null$/i.test(name) ? null : name)
    this.#expect('(')
    const parameters: Node[] = []
    while (this.#tokens[this.#at] !== ')' && this.#at < this.#tokens.length) {
      parameters.push(this.#binary(0))
      if (this.#tokens[this.#at] === ',') this.#at += 1
    }
    this.#expect(')')
    const [first = () => null, second = () => null, third = () => null] = parameters
    const column = () =>
      Array.from({ length: this.#rows }, (_, row) => numberFrom(first(row))).filter(isNumber)
    const functions: Record<string, Node> = {
      sum: () => column().reduce((sum, value) => sum + value, 0),
      mean: () => column().reduce((sum, value) => sum + value, 0) / column().length,
      max: () => Math.max(...column()),
      min: () => Math.min(...column()),
      count: () => column().length,
      row: row => row + 1,
      running_total: row =>
        Array.from({ length: row + 1 }, (_, at) => numberFrom(first(at)) ?? 0).reduce(
          (sum, value) => sum + value,
          0,
        ),
      offset: row => first(row + Number(second(row))),
      round: row => {
        const scale = 10 ** Number(second(row) ?? 0)
        const value = numberFrom(first(row))
        return value === null ? null : Math.round(value * scale) / scale
      },
      abs: row => Math.abs(Number(first(row))),
      coalesce: row => first(row) ?? second(row),
      is_null: row => (first(row) === null ? 'Yes' : 'No'),
      if: row => (first(row) === 'Yes' ? second(row) : third(row)),
      concat: row => parameters.map(parameter => parameter(row) ?? '').join(''),
    }
    const found = functions[name.toLowerCase()]
    if (!found) throw new Error(`The function ${name} is unknown`)
    return found
  }

  #expect(token: string): void {
    if (this.#tokens[this.#at] !== token) throw new Error(`Expected "${token}" in the table calculation`)
    this.#at += 1
  }
}

const isNumber = (value: number | null): value is number => value !== null
