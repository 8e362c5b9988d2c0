import { htmlEscape as html } from 'escape-goat'
import { type Local, recordedFolder } from './keep.ts'
import { changesOf } from './page.diff.ts'
import { commentBox } from './page.pull.ts'
import { earlierOf, latestOf, type ResultEntry, type Run, recordOf, type Story } from './run.ts'

/** How the comment came about: what was recorded, what each push changed, and what the comment said of it. */
export function tale(story: Story, local: Local): string {
  if (earlierOf(story).length === 0) return ''
  const steps = story.runs.map((run, place) => step(story, run, story.runs[place - 1], local))
  return `<ol class="tale">\n${steps.join('\n')}\n</ol>`
}

function step(story: Story, run: Run, before: Run | undefined, local: Local): string {
  const { tale: told, message, sha, id, comment } = run
  const earlier = run !== latestOf(story) && comment !== undefined
  return `<li id="run-${id}">
<h3>${html`${told.title}`}</h3>
<p class="commit">${html`<code>${sha.slice(0, 7)}</code> ${message}`}</p>
<p class="say">${html`${told.text}`}</p>
${before ? changesOf(before, run) : ''}
${run === recordOf(story) ? recorded(run) : ''}
${earlier ? commentBox(comment, local) : ''}
</li>`
}

function recorded({ results }: Run): string {
  const thumbnails = results.flatMap(result => (result.file ? [thumbnail(result, result.file)] : []))
  return `<div class="strip" style="--pictures: ${thumbnails.length}">${thumbnails.join('')}</div>`
}

function thumbnail({ name, format }: ResultEntry, file: string): string {
  const base = file.split('/').at(-1) ?? file
  const url = `${recordedFolder}/${encodeURIComponent(base)}`
  const seen = format === 'pdf' ? '<b>PDF</b>' : html`<img src="${url}" alt="" loading="lazy">`
  return `${html`<a href="${url}" title="${base}">`}${seen}${html`<span>${name}</span>`}</a>`
}
