import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { htmlEscape as html } from 'escape-goat'
import { headlineOf, latestOf, type Run, type Story } from '../model.ts'
import type { Local } from '../save-files.ts'
import { showArtifacts, showPictures } from './files.ts'
import { showLogs, showOutputs, showWorkflow } from './job.ts'
import { renderMarkdown } from './markdown.ts'
import { showPullRequest } from './pull-request.ts'
import { showSteps } from './steps.ts'

const styles = ['base', 'comment', 'story', 'gallery']

export interface ShownStory {
  story: Story
  local: Local
}

/** Returns the page. It links to the files in the folder of each story. */
export function renderPage(stories: readonly ShownStory[]): string {
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
${showHeader(stories)}
<main>
${stories.map(showStory).join('\n')}
</main>
</html>
`
}

function showHeader(stories: readonly ShownStory[]): string {
  const links = stories.map(({ story: { plan } }) => html`<a href="#${plan.name}">${plan.title}</a>`)
  const simulated = stories.find(({ story }) => story.looker.simulated)
  const url = stories[0]?.story.looker.url ?? ''
  const source = simulated
    ? 'Looker and GitHub are simulated on this machine. The action is real. Links to Looker lead to this line.'
    : html`Rendered by ${url}. GitHub is simulated on this machine: nothing was sent there.`
  return `<header>
<h1>Looker Snapshot</h1>
<p class="lead">See what a pull request does to your Looker dashboards: which numbers change, which tiles break, and how they look.</p>
<p id="simulated">${source}</p>
${links.length > 1 ? `<nav>${links.join('')}</nav>` : ''}
</header>`
}

interface Part {
  id: string
  title: string
  body: string
}

function showStory({ story, local }: ShownStory): string {
  const run = latestOf(story)
  const { name, title, lead } = story.plan
  const open: Part[] = [
    { id: 'comment', title: 'On the pull request', body: showPullRequest(story, local) },
    { id: 'steps', title: 'Step by step', body: showSteps(story, local) },
    { id: 'report', title: 'The report', body: showReport(run, local) },
  ]
  const folded: Part[] = [
    { id: 'summary', title: 'The job summary', body: showSummary(run, local) },
    { id: 'files', title: 'The files', body: showPictures(story, run) + showArtifacts(story, run, local) },
    {
      id: 'job',
      title: 'The workflow, its outputs and its log',
      body: showWorkflow(story) + showOutputs(run.outputs) + showLogs(story.runs),
    },
  ]
  return `<article id="${name}">
<h2>${html`${title}`}</h2>
<p class="lead">${html`${lead}`}</p>
<p class="say">${describeRun(run)}</p>
${open
  .filter(({ body }) => body !== '')
  .map(({ id, title, body }) => `<section id="${name}-${id}">\n<h3>${title}</h3>\n${body}\n</section>`)
  .join('\n')}
${folded
  .filter(({ body }) => body !== '')
  .map(
    ({ id, title, body }) =>
      `<details class="part" id="${name}-${id}"${story.pull ? '' : ' open'}><summary>${title}</summary>\n${body}\n</details>`,
  )
  .join('\n')}
</article>`
}

function describeRun(run: Run): string {
  const status = run.outputs.status ?? 'failure'
  return html`<span class="status ${status}">${status}</span> ${headlineOf(run)}, in ${run.seconds.toFixed(1)} s.`
}

/** Shows a preview of the report. The preview ignores clicks, and a link over the preview opens the report. */
function showReport({ outputs }: Run, local: Local): string {
  const url = outputs['report-url']
  if (!url) return ''
  const file = local.url(url)
  return `<p class="say">Every run links to its report: one file with all pictures and numbers, with a search field and a filter.</p>
${html`<div class="preview card"><iframe src="${file}" title="The report" tabindex="-1" sandbox="allow-scripts" inert></iframe><a href="${file}"><span>Open the report</span></a></div>`}`
}

const showSummary = (run: Run, local: Local) =>
  `<p class="say">Each run of the workflow has a summary, with or without a pull request.</p>
<div class="card markdown-body">${renderMarkdown(run.summary, local)}</div>`
