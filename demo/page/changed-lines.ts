import { htmlEscape as html } from 'escape-goat'
import type { Files } from '../plan.ts'

interface Line {
  kind: 'del' | 'ins' | 'span'
  text: string
}

/** What a push changes of the files before it, a card a file; empty where it changes none. */
export function showChanges(before: Files, after: Files): string {
  const cards = Object.entries(after)
    .filter(([path, text]) => text !== before[path])
    .map(([path, text]) => card(path, difference(linesOf(before[path]), linesOf(text))))
  return cards.length > 0 ? `<div class="diffs">${cards.join('')}</div>` : ''
}

const linesOf = (text = '') => text.trimEnd().split('\n')

/** Enough for a few changed lines: a line that both have further down is taken for the same. */
function difference(old: string[], now: string[]): Line[] {
  const lines: Line[] = []
  let added: string[] = []
  let at = 0
  const step = (kept: number) => {
    lines.push(...old.slice(at, kept).map(text => ({ kind: 'del', text }) as const))
    lines.push(...added.map(text => ({ kind: 'ins', text }) as const))
    added = []
    at = kept + 1
  }
  for (const text of now) {
    const kept = old.indexOf(text, at)
    if (kept < 0) added.push(text)
    else {
      step(kept)
      lines.push({ kind: 'span', text })
    }
  }
  step(old.length)
  return lines
}

/** The changed lines, with a few around to know them by. */
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
