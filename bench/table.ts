export interface Row {
  what: string
  ours: string
  peers: string
  ratio: string
  goal: string
  verdict: string
}

export type Measure = (quick: boolean) => Promise<Row[]>

interface Comparison {
  what: string
  ours: number
  /** The compared program and its number. Undefined if the goal applies only to the action's number. */
  peer?: [name: string, value: number]
  /** The goal: the largest allowed ratio of the two numbers. Without a peer, the largest allowed number. */
  atMost?: number
  show: (value: number) => string
}

export function row({ what, ours, peer, atMost, show }: Comparison): Row {
  const compared = peer ? ours / peer[1] : ours
  const limit = peer ? String(atMost) : show(atMost ?? 0)
  return {
    what,
    ours: show(ours),
    peers: peer ? `${peer[0]} ${show(peer[1])}` : '',
    ratio: peer ? compared.toFixed(2) : '',
    goal: atMost === undefined ? '' : `at most ${limit}`,
    verdict: atMost === undefined ? '' : compared <= atMost ? 'met' : 'not met',
  }
}

export const milliseconds = (value: number) => `${Math.round(value)} ms`
export const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`
export const megabytes = (value: number) => `${Math.round(value / 1e6)} MB`
export const count = (value: number) => value.toFixed(value % 1 === 0 ? 0 : 1)

const headings: Row = {
  what: 'measured',
  ours: 'action',
  peers: 'against',
  ratio: 'ratio',
  goal: 'goal',
  verdict: '',
}

/** Returns a Markdown table with aligned columns. */
export function table(rows: Row[]): string {
  const columns = Object.keys(headings) as (keyof Row)[]
  const widths = columns.map(column => Math.max(3, ...[headings, ...rows].map(cells => cells[column].length)))
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const rule = line(widths.map(width => '-'.repeat(width)))
  const [head, ...body] = [headings, ...rows].map(cells => line(columns.map(column => cells[column])))
  return [head, rule, ...body].join('\n')
}
