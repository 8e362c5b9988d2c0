import { htmlEscape as html } from 'escape-goat'
import { earlierOf, latestOf, type PullRequestView, type Story } from '../model.ts'
import type { Local } from '../save-files.ts'
import { renderMarkdown } from './markdown.ts'

/** Shows the pull request's comment. Returns an empty text if there is no comment. */
export function showPullRequest(story: Story, local: Local): string {
  const { comment } = latestOf(story)
  if (comment === undefined || !story.pull) return ''
  const before = earlierOf(story).findLast(run => run.comment !== undefined)
  return `<div class="pull">
${showHead(story.pull, story.repository)}
${showComment(comment, local, before && `#${story.plan.name}-run-${before.id}`)}
</div>`
}

const branches =
  '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="4" cy="3.5" r="1.75"/><circle cx="4" cy="12.5" r="1.75"/><circle cx="12" cy="12.5" r="1.75"/><path d="M4 5.25v5.5M12 10.75V6.5a2 2 0 0 0-2-2H8m2-2-2 2 2 2"/></svg>'

const robot =
  '<svg class="avatar" viewBox="0 0 40 40" aria-hidden="true"><rect width="40" height="40" rx="20" fill="#2088ff"/><g fill="none" stroke="#fff" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"><circle cx="13.5" cy="14" r="4"/><circle cx="27" cy="26" r="4"/><path d="M13.5 18v4a4 4 0 0 0 4 4H23"/></g></svg>'

function showHead(pull: PullRequestView, repository: string): string {
  const { title, number, author, branch, base } = pull
  return `<div class="pull-head">
<p class="repository">${html`${repository}`}</p>
<p class="pull-title">${html`${title} <span>#${number}</span>`}</p>
<p class="pull-state"><span class="open">${branches} Open</span> ${html`<span><b>${author}</b> wants to merge into <code>${base}</code> from <code>${branch}</code></span>`}</p>
</div>`
}

/** Shows a comment. `before` is the address of the comment's previous text. */
export function showComment(markdown: string, local: Local, before?: string): string {
  const day = new Date().toLocaleDateString('en-US', { month: 'short', day: 'numeric' })
  const edited = before ? html` · <a href="${before}" title="The former text">edited</a>` : ''
  return `<div class="comment">${robot}
<div class="bubble">
<p class="by"><b>github-actions</b> <span class="bot">bot</span> commented ${html`on ${day}`}${edited}</p>
<div class="markdown-body">${renderMarkdown(markdown, local)}</div>
</div>
</div>`
}
