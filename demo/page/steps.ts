import { htmlEscape as html } from 'escape-goat'
import { latestOf, type Run, recordingOf, type Story } from '../model.ts'
import type { Local } from '../save-files.ts'
import { showChanges } from './changed-lines.ts'
import { renderMarkdown } from './markdown.ts'
import { showComment } from './pull-request.ts'

/** How the comment came about: what was recorded, what each push changed, and what the comment said of it. */
export function showSteps(story: Story, local: Local): string {
  const steps = story.runs.map((run, place) => step(story, run, story.runs[place - 1], local))
  return steps.length > 1 ? `<ol class="tale">\n${steps.join('\n')}\n</ol>` : ''
}

function step(story: Story, run: Run, before: Run | undefined, local: Local): string {
  const { tale, message, sha, id, comment, files } = run
  const isEarlier = run !== latestOf(story) && comment !== undefined
  return `<li id="run-${id}">
<h3>${html`${tale.title}`}</h3>
<p class="commit">${html`<code>${sha.slice(0, 7)}</code> ${message}`}</p>
<p class="say">${html`${tale.text}`}</p>
${run === recordingOf(story) ? showRecorded(run, local) : showChanges(before?.files ?? story.plan.files, files)}
${showDeploys(story, run)}
${isEarlier ? showComment(comment, local) : ''}
</li>`
}

/** What was deployed on the simulated staging instance, in order; empty where nothing was. */
function showDeploys({ deployedBefore, runs }: Story, { deploys }: Run): string {
  if (deploys.length === 0 || deployedBefore === undefined) return ''
  const nameOf = (commit: string) => {
    const run = runs.find(({ sha }) => sha === commit)
    return commit === deployedBefore ? 'main' : (run?.message ?? 'another commit')
  }
  const commits = [deployedBefore, ...deploys].map(
    commit => html`<li><code>${commit.slice(0, 7)}</code> <span>${nameOf(commit)}</span></li>`,
  )
  const end = deploys.at(-1) === deployedBefore ? 'At the end it is as it was.' : ''
  return `<p class="say">What was deployed on staging, in order. ${end}</p>\n<ol class="deploys">${commits.join('')}</ol>`
}

/** The front page of the branch with the recorded pictures, as GitHub shows it to who opens the branch. */
const showRecorded = ({ frontPage }: Run, local: Local): string =>
  frontPage === undefined ? '' : `<div class="card markdown-body">${renderMarkdown(frontPage, local)}</div>`
