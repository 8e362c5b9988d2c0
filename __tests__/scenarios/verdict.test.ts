import { readFileSync } from 'node:fs'
import { hasGit } from '../../testkit/looker/lookml-repository.ts'
import { renderedTree, textOf } from '../../testkit/pages/github-markdown.ts'
import { pullRequestScene } from '../../testkit/scene.ts'
import { commentOf, openCase, verdictCases } from './verdict-cases.ts'

/*
 * Tests the texts that reviewers read for each kind of pull request. The texts of the comment, the summary, the report
 * and the log must agree.
 */

interface Expected {
  code: number
  headline: RegExp
  nextStep?: RegExp
  /** Texts that the comment must contain, in addition to the headline and the next step. */
  comment?: readonly RegExp[]
  errors?: number
}

const toAccept = /^Look at (it|them)\. To accept (it|them), add the label looker-accepted\.$/
/**
 * The next step for a check with both changes and failures. After a reviewer has added the label, the check still fails
 * because of the failures.
 */
const toAcceptSome =
  /^Look at them\. To accept them, add the label looker-accepted\. The label does not accept failures\.$/
const first =
  'Look 1001: finance, Look 1002: support, Look 1003: suppliers, Look 1004: fulfilment, Look 1005: returns'

const expected: Record<string, Expected> = {
  'nothing changed': {
    code: 0,
    headline: /^No change in 7 dashboards since the baseline$/,
    comment: [/7 unchanged/, /not this pull request's LookML/],
  },
  'one of seven': {
    code: 1,
    headline: /^1 of 7 dashboards changed since the baseline: Sales overview$/,
    nextStep: toAccept,
    comment: [/6 unchanged/, /Red edge: before\. Green edge: after\./],
    errors: 1,
  },
  '40 of 60': {
    code: 1,
    headline: RegExp(`^40 of 60 Looks changed since the baseline: ${first} and 35 more$`),
    nextStep: toAccept,
    comment: [/Look 1040: /, /20 unchanged/],
    errors: 1,
  },
  '28 changed and 2 failed': {
    code: 1,
    headline: RegExp(
      `^28 of 40 Looks changed since the baseline: ${first} and 23 more; 2 could not be rendered$`,
    ),
    nextStep: toAcceptSome,
    // The two targets failed for the same reason, so the comment has one entry and the log has one annotation for both
    // of them.
    comment: [
      /❌ Look 1029: web traffic Look, Look 1030: finance Look ?Looker could not render/,
      /Look 1028: /,
    ],
    errors: 2,
  },
  '500 targets': {
    code: 1,
    headline: RegExp(
      `^120 of 500 Looks changed since the baseline: ${first} and 115 more; 10 could not be rendered$`,
    ),
    nextStep: toAcceptSome,
    comment: [
      /❌ (?:looks\/|Look )1121\b.*1130.*?Looker could not render/,
      /(?:looks\/|Look )1120\b/,
      /370 unchanged/,
    ],
    errors: 2,
  },
  'wrong key': {
    code: 1,
    headline: /^127\.0\.0\.1:\d+ refused the API key$/,
    nextStep: /^Check the secrets behind client-id and client-secret/,
    comment: [/Not rendered: dashboards\/42, /],
    errors: 1,
  },
  timeouts: {
    code: 1,
    headline: /^2 of 7 dashboards could not be rendered: Customer retention, Inventory; 5 new$/,
    comment: [/❌ Customer retention, Inventory ?The .*timeout-minutes.*number of targets/],
    errors: 2,
  },
  new: {
    code: 0,
    headline: /^No change in 6 Looks since the baseline; 1 new$/,
    comment: [/Look 1007: web traffic · new/],
  },
  'first pull request': {
    code: 0,
    headline: /^Nothing to compare with yet$/,
    nextStep: /^Run this workflow on main once/,
  },
  incomparable: {
    code: 1,
    headline: /^1 of 2 Looks could not be compared: Weekly revenue \(.*the PNG is broken/,
    nextStep:
      /^Run the workflow on the branch that recorded it, .*\. To accept it without a comparison, add the label looker-accepted\.$/,
    comment: [/Run the workflow on the branch that recorded it/],
    errors: 1,
  },
  deploy: {
    code: 0,
    headline: /^1 of 2 dashboards changed: Sales overview$/,
    comment: [/Before is main at [0-9a-f]{7}, rendered in this run/],
  },
  'broken LookML': {
    code: 1,
    headline:
      /^This pull request's LookML does not compile: .*refundz.* \(views\/order_items\.view\.lkml:\d+\)$/,
    nextStep: /^Correct the LookML and push again\./,
    errors: 2,
  },
  'another person deployed': {
    code: 1,
    headline: /^Commit [0-9a-f]{7} was deployed to .* during this run, so no result is shown$/,
    nextStep: /^Run this job again when no other deployment is running\.$/,
    errors: 2,
  },
  noise: {
    code: 0,
    headline: /^No change in 2 Looks since the baseline$/,
    comment: [/1,200 pixels of noise/],
  },
  accepted: { code: 0, headline: /^2 dashboards changed, accepted by @ada for commit [0-9a-f]{7}$/ },
  'accepted and then changed again': {
    code: 1,
    headline: /^1 dashboard changed after @ada accepted commit [0-9a-f]{7}: Inventory$/,
    nextStep: /remove the label looker-accepted and add it again\.$/,
    // The target that changed after a reviewer had accepted the changes comes first.
    comment: [/Inventory.*Sales overview ✅ Accepted by @ada for commit [0-9a-f]{7}/],
    errors: 1,
  },
  're-run': {
    code: 1,
    headline: /^1 of 7 Looks changed since the baseline: Look 1001: finance$/,
    nextStep: toAccept,
    comment: [/attempt 2/],
    errors: 1,
  },
}

const plain = (text: string) => text.replaceAll('\u200b', '').replace(/\s+/g, ' ').trim()
const read = (markdown: string) => plain(textOf(renderedTree(markdown)))
const headlineIn = (markdown: string) => read(/^## .*$/m.exec(markdown)?.[0] ?? '')

describe.each(verdictCases.filter(({ name }) => name in expected).map(one => [one.name, one] as const))(
  'a reviewer of the pull request: %s',
  (name, one) => {
    const run = one.needsGit && !hasGit ? test.skip : test
    run(
      `comment, summary, report and log show the same result for the case “${name}”`,
      async () => {
        const { scene, outcome } = await openCase(one)
        await using _scene = scene
        const { code, headline, nextStep, comment = [], errors = 0 } = expected[name] as Expected
        const body = await commentOf(scene)

        expect(headlineIn(body)).toMatch(headline)
        expect(body.match(/^## /gm)).toHaveLength(1)
        if (nextStep) expect(read(/^## .*\n\n(<p>.*)$/m.exec(body)?.[1] ?? '')).toMatch(nextStep)
        for (const words of comment) expect(read(body)).toMatch(words)

        expect(outcome.code).toBe(code)
        expect(outcome.errors).toHaveLength(errors)
        const verdict = code === 0 ? outcome.lines.at(-1) : outcome.errors.at(-1)
        expect(verdict).toContain(headlineIn(body))
        if (outcome.summary) expect(headlineIn(outcome.summary)).toBe(headlineIn(body))
        const report = reportOf(outcome.workspace)
        if (report) expect(report).toContain(`<h1>`)
        if (report) expect(headlineOfReport(report)).toBe(headlineIn(body))
        const { lines, targets } = linesOfTargets(outcome.lines)
        expect(lines).toBeLessThanOrEqual(2 * targets)
      },
      120_000,
    )
  },
)

test('a dry run writes no comment, and the log names the targets that would be rendered', async () => {
  const dry = verdictCases.find(({ name }) => name === 'dry run')
  if (!dry) throw new Error('There is no such case')
  const { scene, outcome } = await openCase(dry)
  await using _scene = scene
  expect(outcome.code).toBe(0)
  expect(await commentOf(scene)).toBe('')
  expect(headlineIn(outcome.summary)).toBe('Dry run: 7 targets would be rendered')
})

function reportOf(workspace: string): string | undefined {
  try {
    return readFileSync(`${workspace}/looker-snapshots/looker-snapshots-snapshot.html`, 'utf8')
  } catch {
    return undefined // The run rendered nothing or repeated a verdict, so there is no report.
  }
}

const headlineOfReport = (page: string) => read(/<h1>.*<\/h1>/.exec(page)?.[0] ?? '')

/** Counts the lines about single targets. In the log, these lines are inside of the group "Rendering". */
function linesOfTargets(log: readonly string[]): { lines: number; targets: number } {
  const from = log.findIndex(line => line.startsWith('::group::Rendering'))
  const inside = log.slice(from + 1, log.indexOf('::endgroup::', from))
  const lines = from < 0 ? [] : inside.filter(line => !line.startsWith('::'))
  return { lines: lines.length, targets: Number(/Rendering (\d+)/.exec(log[from] ?? '')?.[1] ?? 0) }
}

test('two dashboards with the same title are distinguished in comment, summary and report', async () => {
  await using scene = await pullRequestScene()
  const targets = 'dashboards/42\ndashboards/thelook::sales_overview'
  const outcome = await scene.run({ targets, report: 'true' })
  const report = reportOf(outcome.workspace) ?? ''
  for (const address of targets.split('\n')) {
    expect(read(await commentOf(scene))).toContain(`Sales overview ${address}`)
    expect(outcome.summary).toContain(`>Sales overview</a> · ${address}<`)
    expect(report).toContain(`Sales overview <small>${address}</small></h2>`)
  }
})
