import { htmlEscape as html } from 'escape-goat'
import { latestOf, type Run, type Story } from '../model.ts'
import type { Local } from '../save-files.ts'
import { showChanges } from './changed-lines.ts'
import { renderMarkdown } from './markdown.ts'
import { showComment } from './pull-request.ts'

/** Shows each event with its changes, and the comment after each event except the latest. */
export function showSteps(story: Story, local: Local): string {
  const steps = story.runs.map((run, place) => step(story, run, story.runs[place - 1], local))
  return steps.length > 1 || !story.pull ? `<ol class="tale">\n${steps.join('\n')}\n</ol>` : ''
}

function step(story: Story, run: Run, before: Run | undefined, local: Local): string {
  const { explanation, message, sha, id, comment, files, event } = run
  const isEarlier = run !== latestOf(story) && comment !== undefined
  return `<li id="${story.plan.name}-run-${id}">
<h4>${html`${explanation.title}`}</h4>
<p class="commit">${html`<code>${sha.slice(0, 7)}</code> ${message}`}</p>
<p class="say">${html`${explanation.text}`}</p>
${event === 'pull_request' ? showChanges(before?.files ?? story.plan.files, files) : showRecorded(run, local)}
${showDeploys(story, run)}
${isEarlier ? showComment(comment, local) : ''}
</li>`
}

/** Lists the deployments to the simulated staging instance. Returns an empty text if there is no deployment. */
function showDeploys({ deployedBefore, runs }: Story, { deploys }: Run): string {
  if (deploys.length === 0 || deployedBefore === undefined) return ''
  const nameOf = (commit: string) => {
    const run = runs.find(({ sha }) => sha === commit)
    return commit === deployedBefore ? 'main' : (run?.message ?? 'another commit')
  }
  const commits = [deployedBefore, ...deploys].map(
    commit => html`<li><code>${commit.slice(0, 7)}</code> <span>${nameOf(commit)}</span></li>`,
  )
  const end = deploys.at(-1) === deployedBefore ? 'The former commit is deployed again at the end.' : ''
  return `<p class="say">The deployments on staging. ${end}</p>\n<ol class="deploys">${commits.join('')}</ol>`
}

/** Shows the front page of the images branch as GitHub does. */
const showRecorded = ({ frontPage }: Run, local: Local): string =>
  frontPage === undefined ? '' : `<div class="card markdown-body">${renderMarkdown(frontPage, local)}</div>`
