import type { Published, Result } from '../../model.ts'
import { count } from '../../runtime/text.ts'
import { headingOf } from '../../targets.ts'
import {
  contentErrors,
  describeBranchCheck,
  describeContent,
  describeUnaffected,
  type LookmlFacts,
  nameUnaffected,
} from '../descriptions.ts'
import { escapeHtml } from '../text.ts'
import { type EntryIds, isComparison, type ResultState, resultStates, stateOf } from './entry.ts'
import { anchor } from './icons.ts'

/** The origin of the results. */
export interface Provenance extends LookmlFacts {
  /** The headline. */
  title: string
  /** The next step for the reader. */
  nextStep?: string
  /** A note about the pictures if they do not show the pull request's LookML. */
  note?: string
  /** The Looker instance's host. */
  host: string
  /** Looker's release, if known. */
  release?: string
  /** `acme/lookml` */
  repository?: string
  commit?: { sha: string; url: string }
  pullRequest?: { number: number; title?: string; url: string }
  run?: { url: string; label: string }
  at: Date
}

/** With this number of targets or more, the page has an index. */
const many = 4

/** Returns the head of the page: the result and its origin. `results` are in the order of the page. */
export function masthead(results: readonly Result<Published>[], facts: Provenance, ids: EntryIds): string {
  const { host, release } = facts
  const by = `<b>${escapeHtml(host)}</b>${release === undefined ? '' : `, Looker ${escapeHtml(release)}`}`
  const rendered = `${renderedOf(results)} by ${by}`
  const [tally, ...quiet] = isComparison(results)
    ? [standingsOf(results, ids), rendered, ...provenanceParts(facts)]
    : [`${rendered}${failuresOf(results, ids)}`, ...provenanceParts(facts)]
  const nextStep =
    facts.nextStep === undefined ? '' : `\n<p class="next-step">${escapeHtml(facts.nextStep)}</p>`
  return `<h1>${escapeHtml(facts.title)}</h1>${nextStep}${pullRequestLine(facts)}
<p class="tally">${tally}</p>
<p class="quiet">${quiet.join('<span aria-hidden="true"> · </span>')}</p>${lookmlOf(facts)}${brokenContentList(facts)}
`
}

function lookmlOf({ note = '', unaffected = [], branch }: Provenance): string {
  const rest =
    unaffected.length > 0 ? `${describeUnaffected(unaffected)}: ${nameUnaffected(unaffected)}.` : ''
  return [...describeBranchCheck(branch).map(words => `${words}.`), note, rest]
    .filter(words => words !== '')
    .map(words => `\n<p class="quiet">${escapeHtml(words)}</p>`)
    .join('')
}

/** Lists dashboards and Looks elsewhere that break. */
function brokenContentList({ branch }: Provenance): string {
  const words = describeContent(branch?.content)
  if (words === undefined) return ''
  const items = (branch?.content?.broken ?? []).map(
    broken => `<li>${anchor(broken.url, broken.title)}: ${escapeHtml(contentErrors(broken))}</li>`,
  )
  const list = items.length > 0 ? `\n<ul>${items.join('\n')}</ul>` : ''
  return `\n<section class="card failed" aria-label="Broken content elsewhere"><p><strong>${escapeHtml(words)}</strong></p>${list}</section>`
}

/** `Pull request #12: Split shipping from sales` */
function pullRequestLine({ pullRequest }: Provenance): string {
  if (!pullRequest) return ''
  const { number, title, url } = pullRequest
  const name = title === undefined ? '' : `: ${escapeHtml(title)}`
  return `\n<p class="pull-request">${anchor(url, `Pull request #${number}`)}${name}</p>`
}

function renderedOf(results: readonly Result<Published>[]): string {
  const done = results.filter(({ status }) => status === 'success').length
  if (done === results.length) return `${count(done, 'target')} rendered`
  return done === 0 ? 'Nothing rendered' : `${done} of ${count(results.length, 'target')} rendered`
}

const failuresOf = (results: readonly Result<Published>[], ids: EntryIds) => {
  const failed = linkTo(results, 'failed', ids)
  return failed && `, ${failed}`
}

const standingsOf = (results: readonly Result<Published>[], ids: EntryIds) =>
  resultStates
    .map(standing => (standing === 'failed' ? linkTo(results, standing, ids) : numberOf(results, standing)))
    .filter(part => part !== '')
    .join(', ')

function numberOf(results: readonly Result<Published>[], standing: ResultState): string {
  const { length } = results.filter(result => stateOf(result) === standing)
  if (length === 0) return ''
  return standing === 'changed' ? `<b class="changed">${length} changed</b>` : `${length} ${standing}`
}

/** Links to the first target with this result. */
function linkTo(results: readonly Result<Published>[], standing: ResultState, ids: EntryIds): string {
  const first = results.find(result => stateOf(result) === standing)
  if (!first) return ''
  return `<a class="bad" href="#${ids.entryOf(first)}">${numberOf(results, standing)}</a>`
}

function provenanceParts({ repository, commit, run, at }: Provenance): string[] {
  const iso = at.toISOString()
  const day = at.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  return [
    repository === undefined ? '' : escapeHtml(repository),
    commit ? anchor(commit.url, `commit <code>${escapeHtml(commit.sha.slice(0, 7))}</code>`) : '',
    run ? anchor(run.url, escapeHtml(run.label)) : '',
    `<time datetime="${iso}">${day}, ${iso.slice(11, 16)} UTC</time>`,
  ].filter(part => part !== '')
}

/** Marks for unusual results. Normal results get no mark. */
const marks: Partial<Record<ResultState, string>> = {
  changed: '<small class="changed">changed</small>',
  failed: '<small class="bad">failed</small>',
  new: '<small>new</small>',
  'not compared': '<small>not compared</small>',
}

/** Returns links to the entries, if there are many. `results` are in the order of the page. */
export function index(results: readonly Result<Published>[], ids: EntryIds): string {
  if (results.length < many) return ''
  const compared = isComparison(results)
  const items = results.map(result => {
    const standing = stateOf(result)
    const mark = compared || standing === 'failed' ? (marks[standing] ?? '') : ''
    return `<li><a href="#${ids.entryOf(result)}"><span>${escapeHtml(headingOf(result))}</span>${mark && ` ${mark}`}</a></li>`
  })
  return `${toolbar(results)}<nav aria-label="Targets in this page"><ol>${items.join('')}</ol></nav>\n`
}

const filters = [
  ['changed', 'Changed'],
  ['failed', 'Failed'],
] as const

/** The filters of the index. Hidden until their script has run. Leaves out filters that would show nothing. */
function toolbar(results: readonly Result<Published>[]): string {
  const number = (standing: ResultState) => results.filter(result => stateOf(result) === standing).length
  const options = [
    ['all', 'All', results.length] as const,
    ...filters.map(([value, label]) => [value, label, number(value)] as const),
  ].filter(([, , found]) => found > 0)
  const radios = options.map(
    ([value, label, found], place) =>
      `<label><input type="radio" name="standing.filter" value="${value}"${place === 0 ? ' checked' : ''}>${label} <small>${found}</small></label>`,
  )
  return `<form class="toolbar" role="search" hidden>
<fieldset class="views"><legend>Show</legend>${radios.join('')}</fieldset>
<input type="search" aria-label="Search the targets" placeholder="Search" autocomplete="off" spellcheck="false">
<output></output>
</form>
`
}
