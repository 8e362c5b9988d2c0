import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { htmlEscape as html } from 'escape-goat'
import { latestOf, type Run, type Story } from '../model.ts'
import type { Local } from '../save-files.ts'
import { showArtifacts, showPictures } from './files.ts'
import { showLogs, showOutputs, showWorkflow } from './job.ts'
import { renderMarkdown } from './markdown.ts'
import { showPullRequest } from './pull-request.ts'
import { showSteps } from './steps.ts'

const styles = ['base', 'comment', 'story', 'gallery']

/** What the runs left behind, as one page that tells it in order; what its links lead to is beside it. */
export function renderPage(story: Story, local: Local): string {
  const run = latestOf(story)
  const parts = [
    part('comment', 'On the pull request', showPullRequest(story, local)),
    part('tale', 'How it came about', showSteps(story, local)),
    part('report', 'All on one page', report(run, local)),
    part('summary', 'The job summary', summary(run, local)),
    part('files', 'The files', showPictures(run) + showArtifacts(story, run, local)),
    part('job', 'The workflow', showWorkflow(story) + showOutputs(run.outputs) + showLogs(story.runs)),
  ].filter(({ body }) => body !== '')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Looker Snapshot: the demo</title>
<link rel="icon" href="data:,">
<style>
${readFileSync(fileURLToPath(import.meta.resolve('github-markdown-css')), 'utf8')}
${styles.map(name => readFileSync(new URL(`styles/${name}.css`, import.meta.url), 'utf8')).join('')}</style>
${header(story, parts)}
<main>
${parts.map(({ id, title, body }) => `<section id="${id}">\n<h2>${title}</h2>\n${body}\n</section>`).join('\n')}
</main>
</html>
`
}

interface Part {
  id: string
  title: string
  body: string
}

const part = (id: string, title: string, body: string): Part => ({ id, title, body })

function header(story: Story, parts: readonly Part[]): string {
  const { results, seconds, outputs } = latestOf(story)
  const { simulated, url } = story.looker
  const done = results.filter(({ status }) => status === 'success').length
  const changed = outputs.changed ? `, ${outputs.changed} changed` : ''
  const status = outputs.status ?? 'failure'
  const links = parts.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)
  const from = simulated
    ? 'Looker and GitHub are simulated, on this machine; the action is real. Where a link would open Looker, it leads to this line.'
    : html`Rendered by ${url}. GitHub is simulated, on this machine: nothing was sent there.`
  return `<header>
<h1>Looker Snapshot</h1>
<p class="lead">A step of a workflow puts Looker’s pictures where people look.</p>
<p id="simulated"><span class="status ${status}">${status}</span> ${html`${done} of ${results.length} rendered in ${seconds.toFixed(1)} s${changed}.`} ${from}</p>
<nav>${links.join('')}</nav>
</header>`
}

// A page within the page: what is shown of it cannot be touched, the link over it opens it.
function report({ outputs }: Run, local: Local): string {
  const url = outputs['report-url']
  if (!url) return ''
  const file = local.url(url)
  return `<p class="say">The link <b>All on one page</b> opens the report: one file with every picture, for phones and the dark, too.</p>
${html`<div class="preview card"><iframe src="${file}" title="The report" tabindex="-1" sandbox="allow-scripts" inert></iframe><a href="${file}"><span>Open the report</span></a></div>`}`
}

const summary = (run: Run, local: Local) =>
  `<p class="say">Every run of the workflow says what came of each target, on a pull request or not.</p>
<div class="card markdown-body">${renderMarkdown(run.summary, local)}</div>`
