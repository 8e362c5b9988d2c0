import { readFileSync } from 'node:fs'
import { wantedCommit } from '../../src/github/commits.ts'
import {
  baselineBranch,
  pullRequestFor,
  pullRequestToComment,
  type RunContext,
  readWorkflowRun,
} from '../../src/github/workflow-run.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import { given } from '../../testkit/runner/inputs.ts'

/* For each event, tests whether the run comments, whether it records baselines, and which commit it renders. */

interface Example {
  event: string
  payload: Payload
}

interface Payload {
  action?: string
  ref?: string
  ref_type?: string
  pull_request?: { number: number; head: { sha: string }; base: { ref: string } }
  issue?: { number: number; pull_request?: object }
  merge_group?: { base_ref: string }
  release?: { tag_name: string }
}

const { examples } = JSON.parse(readFileSync('testkit/github/webhook-examples.json', 'utf8')) as {
  examples: Example[]
}
const [pullRequest] = examples.filter(({ event }) => event === 'pull_request')
const [issueComment] = examples.filter(({ event }) => event === 'issue_comment')

/** Payloads that are not among GitHub's examples. */
const more: Example[] = [
  { event: 'pull_request_target', payload: pullRequest?.payload ?? {} },
  { event: 'schedule', payload: { schedule: '0 6 * * 1' } as Payload },
  {
    event: 'issue_comment',
    payload: { ...issueComment?.payload, issue: { number: 7, pull_request: {} } },
  },
  { event: 'push', payload: { ref: 'refs/heads/release/1' } },
]

interface Deeds {
  /** `auto`: the run comments by default. `true`: the run comments only with `comment: true`. */
  comments: 'auto' | 'true' | 'never'
  /** The branch for which the run records baselines with `compare: base`. */
  records: 'the pushed branch' | 'its branch' | 'nothing'
  /**
   * The commit that the run shows. For `the head that is asked for`, the action asks GitHub for the head of the pull
   * request.
   */
  shows: 'the head' | 'the head that is asked for' | "the event's commit"
}

const ofPullRequest: Deeds = { comments: 'auto', records: 'nothing', shows: 'the head' }
/** The expected behaviour if the payload has only the number of the pull request. */
const ofComment: Deeds = { comments: 'true', records: 'nothing', shows: 'the head that is asked for' }
const ofNothing: Deeds = { comments: 'never', records: 'nothing', shows: "the event's commit" }

/**
 * The expected behaviour for each event
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
const deeds: Record<string, Deeds> = {
  branch_protection_rule: ofNothing,
  check_run: ofNothing,
  check_suite: ofNothing,
  create: ofNothing,
  delete: ofNothing,
  deployment: ofNothing,
  deployment_status: ofNothing,
  discussion: ofNothing,
  discussion_comment: ofNothing,
  fork: ofNothing,
  gollum: ofNothing,
  issue_comment: ofNothing,
  'issue_comment of a pull request': ofComment,
  issues: ofNothing,
  'issues of a pull request': ofComment,
  label: ofNothing,
  merge_group: ofNothing,
  milestone: ofNothing,
  page_build: ofNothing,
  public: ofNothing,
  pull_request: ofPullRequest,
  pull_request_review: ofPullRequest,
  pull_request_review_comment: ofPullRequest,
  pull_request_target: ofPullRequest,
  push: { comments: 'never', records: 'the pushed branch', shows: "the event's commit" },
  release: ofNothing,
  repository_dispatch: ofNothing,
  schedule: { comments: 'never', records: 'its branch', shows: "the event's commit" },
  status: ofNothing,
  watch: ofNothing,
  workflow_dispatch: { comments: 'never', records: 'its branch', shows: "the event's commit" },
  workflow_run: ofNothing,
}

const sha = 'ffac537e6cbbf934b08745a378932722df287a53'

/** Returns the ref that GitHub documents for each event. */
function refOf(
  event: string,
  { ref, ref_type: type, pull_request: pull, release, merge_group }: Payload,
): string {
  if (event === 'pull_request_target') return `refs/heads/${pull?.base.ref}`
  if (pull) return `refs/pull/${pull.number}/merge`
  if (release) return `refs/tags/${release.tag_name}`
  if (merge_group) return 'refs/heads/gh-readonly-queue/main/pr-7-1a2b'
  if (event === 'create') return `refs/${type === 'tag' ? 'tags' : 'heads'}/${ref}`
  return event !== 'delete' && ref ? ref : 'refs/heads/main'
}

function contextFor({ event, payload }: Example, inputs: Record<string, string>) {
  const env = {
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: '/event.json',
    GITHUB_REPOSITORY: 'acme/lookml',
    GITHUB_SHA: sha,
    GITHUB_REF: refOf(event, payload),
  }
  const run = readWorkflowRun(env, () => JSON.stringify(payload))
  return { run, inputs: readInputs(given(inputs)) } as RunContext
}

/**
 * Returns the name of the event in `deeds`. GitHub also sends `issues` for a pull request, for example if its milestone
 * changes.
 */
const rowOf = ({ event, payload }: Example) =>
  payload.issue?.pull_request ? `${event} of a pull request` : event
const all = [...examples, ...more].map(
  example =>
    [`${rowOf(example)} ${example.payload.action ?? example.payload.ref ?? ''}`.trim(), example] as const,
)

test('the table of expected results has exactly the events that GitHub documents with an example', () =>
  expect([...new Set(all.map(([, example]) => rowOf(example)))].sort()).toEqual(Object.keys(deeds).sort()))

describe.each(all)('%s', (name, example) => {
  const { comments, records, shows } = deeds[rowOf(example)] ?? ofNothing
  const { pull_request: pull, issue, ref = '' } = example.payload
  const number = pull?.number ?? issue?.number

  test(`the event ${name} ${comments === 'auto' ? 'leads to a comment' : 'leads to no comment'} by default`, () => {
    const context = contextFor(example, {})
    expect(pullRequestToComment(context)).toBe(comments === 'auto' ? number : undefined)
  })

  test(`the event ${name} ${comments === 'never' ? 'leads to no comment' : 'leads to a comment'} if comment is true`, () => {
    const context = contextFor(example, { comment: 'true' })
    expect(pullRequestToComment(context)).toBe(comments === 'never' ? undefined : number)
  })

  test(`the event ${name} leads to a comment on the pull request that the input pull-request names`, () =>
    expect(pullRequestToComment(contextFor(example, { 'pull-request': '9' }))).toBe(9))

  test(`the event ${name} records ${records === 'nothing' ? 'no baseline' : `a baseline for ${records}`} with compare: base`, () => {
    const branch = ref.replace(/^refs\/heads\//, '')
    const pushed = branch === ref ? undefined : branch
    const expected = { nothing: undefined, 'the pushed branch': pushed, 'its branch': pushed ?? 'main' }[
      records
    ]
    expect(baselineBranch(contextFor(example, { compare: 'base' }))).toBe(expected)
  })

  test(`the event ${name} records no baseline if the input pull-request is set`, () =>
    expect(baselineBranch(contextFor(example, { compare: 'base', 'pull-request': '9' }))).toBeUndefined())

  test(`the rendered commit of the event ${name} is ${shows}`, () => {
    const context = contextFor(example, {})
    const isAsked = pullRequestFor(context) !== context.run.payload.pull_request?.number
    expect(isAsked).toBe(shows === 'the head that is asked for')
    if (isAsked) expect(wantedCommit(context, undefined)).toEqual({ ref: undefined, pullRequest: number })
    else expect(context.run.sha).toBe(shows === 'the head' ? pull?.head.sha : sha)
  })
})
