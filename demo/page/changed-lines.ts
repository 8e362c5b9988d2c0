import { htmlEscape as html } from 'escape-goat'
import type { Files } from '../plan.ts'

interface Line {
  kind: 'del' | 'ins' | 'span'
  text: string
}

/** Shows the changed lines of each file. Returns an empty text if no file changed. */
export function showChanges(before: Files, after: Files): string {
  const cards = Object.entries(after)
    .filter(([path, text]) => text !== before[path])
    .map(([path, text]) => card(path, difference(linesOf(before[path]), linesOf(text))))
  return cards.length > 0 ? `<div class="diffs">${cards.join('')}</div>` : ''
}

const linesOf = (text = '') => text.trimEnd().split('\n')

/** Finds the longest common subsequence of lines. The algorithm is fast enough for files of a few hundred lines. */
function difference(old: string[], now: string[]): Line[] {
  const common = commonLengths(old, now)
  const lengthAt = (place: number, other: number) => common[place]?.[other] ?? 0
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [before, after] = [old[i], now[j]]
    if (before !== undefined && before === after) {
      lines.push({ kind: 'span', text: before })
      i++
      j++
    } else if (before !== undefined && (after === undefined || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push({ kind: 'del', text: before })
      i++
    } else if (after !== undefined) {
      lines.push({ kind: 'ins', text: after })
      j++
    }
  }
  return lines
}

/** `lengths[i][j]` is the number of common lines of the old file from line i and the new file from line j. */
function commonLengths(old: string[], now: string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i], lengths[i + 1]]
      if (!row || !below) continue
      row[j] = old[i] === now[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return lengths
}

/** Shows the changed lines and some lines around them. */
function card(path: string, lines: readonly Line[]): string {
  const near = (place: number) =>
    lines.slice(Math.max(0, place - 1), place + 3).some(({ kind }) => kind !== 'span')
  const marked = lines.flatMap(({ kind, text }, place) => {
    if (near(place)) return [`<${kind}>${html(text)}</${kind}>`]
    return place > 0 && near(place - 1) && lines.slice(place).some(line => line.kind !== 'span')
      ? ['<hr>']
      : []
  })
  return `<figure class="card">${html`<figcaption><code>${path}</code></figcaption>`}<pre class="diff">${marked.join('')}</pre></figure>`
}
