import { mergeFacts } from '../src/comment/merge-facts.ts'
import { explainsAllFailures, headlineOf } from '../src/headline.ts'
import { asListed, emptyFacts, type VerdictFacts } from '../src/verdict-facts.ts'
import fc from '../testkit/fast-check.ts'

const nothing: VerdictFacts = { ...emptyFacts, noun: 'dashboard' }
const twelve = { ...nothing, targets: 12, rendered: 12 }
const twoChanged = { ...twelve, changed: asListed(['Sales overview', 'Inventory']), unchanged: 10 }
const acceptance = { login: 'ada', commit: 'abc1234def', changedSince: asListed([]) }
const gate = { acceptLabel: 'looker-accepted' }
const unstored = { ...gate, unstoredHint: 'Set images-branch.' }

const headlines: [string, VerdictFacts, ReturnType<typeof headlineOf>][] = [
  [
    'a refused API key',
    { ...twelve, rendered: 0, failed: asListed(['Sales overview']), keyRefusedBy: 'acme.looker.com' },
    {
      case: 'key refused',
      words: 'acme.looker.com refused the API key',
      nextStep:
        'Check the secrets behind client-id and client-secret: the key may be deleted, or belong to another instance.',
    },
  ],
  [
    'LookML that does not compile',
    {
      ...nothing,
      lookml: {
        action: 'compile',
        errors: asListed(['Unknown view "order_itemz" (models/x.lkml:12)', 'other']),
      },
    },
    {
      case: 'LookML refused',
      words:
        'This pull request\'s LookML does not compile: Unknown view "order_itemz" (models/x.lkml:12), and 1 more error',
      nextStep: 'Correct the LookML and push again. This commit has no pictures.',
    },
  ],
  [
    'LookML that cannot be deployed',
    { ...nothing, lookml: { action: 'deploy', errors: asListed([]) } },
    {
      case: 'LookML refused',
      words: "Looker could not deploy this pull request's LookML",
      nextStep: 'Correct the LookML and push again. This commit has no pictures.',
    },
  ],
  [
    'LookML errors that a branch check found',
    {
      ...twelve,
      rendered: 11,
      lookml: { action: 'check', errors: asListed(['Unknown view "order_itemz"']) },
    },
    {
      case: 'LookML refused',
      words: 'This pull request\'s LookML does not compile: Unknown view "order_itemz"',
      nextStep: 'Correct the LookML and push again. Tiles of a model with errors were not checked.',
    },
  ],
  [
    'a branch check that failed for some targets',
    { ...twelve, isCheck: true, failed: asListed(['Sales overview']) },
    {
      case: 'failed',
      words: '1 of 12 dashboards could not be checked completely: Sales overview',
      nextStep: 'The reason and the next step are below.',
    },
  ],
  [
    'broken content outside the targets, without fail-on-change',
    {
      ...twoChanged,
      brokenContent: { count: '1 dashboard outside the targets', titles: asListed(['Stock']) },
    },
    {
      case: 'broken content',
      words: 'This pull request breaks 1 dashboard outside the targets: Stock; 2 changed',
      nextStep: 'Correct the LookML, or the content that uses it. The errors are listed below.',
    },
  ],
  [
    'broken content outside the targets, with fail-on-change',
    {
      ...twelve,
      gate,
      brokenContent: { count: '2 Looks outside the targets', titles: asListed(['Stock', 'Value']) },
    },
    {
      case: 'red gate',
      words: '2 Looks outside the targets break: Stock, Value',
      nextStep: 'Look at them. To accept them, add the label looker-accepted.',
    },
  ],
  [
    'broken content outside the targets that a reviewer accepted',
    {
      ...twelve,
      gate: { ...gate, acceptance },
      brokenContent: { count: '1 dashboard outside the targets', titles: asListed(['Stock']) },
    },
    {
      case: 'accepted',
      words: '1 dashboard outside the targets breaks: Stock, accepted by @ada for commit abc1234',
    },
  ],
  [
    'a step that ended before it rendered',
    {
      ...nothing,
      deployedAt: 'acme.looker.com',
      stopped: {
        reason: '2 inputs must be changed',
        hint: 'Nothing was rendered. Correct the inputs and run the job again.',
        problems: asListed([]),
      },
    },
    {
      case: 'stopped',
      words: 'Nothing was rendered: 2 inputs must be changed',
      nextStep: 'Correct the inputs and run the job again.',
    },
  ],
  [
    "another person's deployment",
    { ...twelve, disturbance: { kind: 'deployment', name: 'release-26', host: 'acme.looker.com' } },
    {
      case: 'disturbed',
      words: 'Commit release-26 was deployed to acme.looker.com during this run, so no result is shown',
      nextStep: 'Run this job again when no other deployment is running.',
    },
  ],
  [
    'a branch that a person switched',
    { ...twelve, disturbance: { kind: 'branch', name: 'dev-ada', host: 'acme.looker.com' } },
    {
      case: 'disturbed',
      words:
        "The API user's branch on acme.looker.com was switched to dev-ada during this run, so no result is shown",
      nextStep: 'Run this job again. Give the action an API user of its own.',
    },
  ],
  [
    'broken tiles',
    { ...twoChanged, brokenTiles: asListed(['Revenue', 'Orders']), failed: asListed(['Sales overview']) },
    {
      case: 'broken tiles',
      words: 'This pull request breaks 2 tiles: Revenue, Orders; 1 could not be rendered, 2 changed',
      nextStep: 'Correct the LookML that these tiles use, and push again.',
    },
  ],
  [
    'a change that no reviewer has accepted',
    { ...twoChanged, gate },
    {
      case: 'red gate',
      words: '2 of 12 dashboards changed: Sales overview, Inventory',
      nextStep: 'Look at them. To accept them, add the label looker-accepted.',
    },
  ],
  [
    'a change whose pictures are not published',
    { ...twoChanged, gate: { ...gate, isUnpublished: true } },
    {
      case: 'red gate',
      words: '2 of 12 dashboards changed: Sales overview, Inventory',
      nextStep:
        'No picture is published: set images to branch, or artifact to zip. To accept them, add the label looker-accepted.',
    },
  ],
  [
    'a change with an accept label that was added too early',
    { ...twoChanged, gate: { ...gate, acceptance: { ...acceptance, isLabelOnly: true } } },
    {
      case: 'red gate',
      words: '2 of 12 dashboards changed: Sales overview, Inventory',
      nextStep:
        'Look at them. The label looker-accepted was added before these results, so it does not accept them. Remove the label and add it again. The workflow needs types: [opened, synchronize, reopened, edited, labeled, unlabeled] below on.pull_request for that.',
    },
  ],
  [
    'a change with an accept label that was added too early, and results that could not be stored',
    {
      ...twoChanged,
      failed: asListed(['Orders']),
      gate: { ...unstored, acceptance: { ...acceptance, isLabelOnly: true } },
    },
    {
      case: 'red gate',
      words: '2 of 12 dashboards changed: Sales overview, Inventory; 1 could not be rendered',
      nextStep:
        'Look at them. No label can accept them, because the results could not be stored. Set images-branch.',
    },
  ],
  [
    'a change with fail-on-change and without an accept label',
    {
      ...twelve,
      incomparable: asListed([{ name: 'Inventory', reason: 'too large' }]),
      unchanged: 11,
      gate: {},
    },
    {
      case: 'red gate',
      words: '1 of 12 dashboards could not be compared: Inventory (too large)',
      nextStep: 'Look at it.',
    },
  ],
  [
    'a change in a merge queue',
    { ...twoChanged, gate: { isMergeQueue: true } },
    {
      case: 'red gate',
      words: '2 of 12 dashboards changed: Sales overview, Inventory',
      nextStep: `Look at them. No label can accept them in a merge queue. If the check of the pull request is enough, set fail-on-change to \${{ github.event_name != 'merge_group' }}.`,
    },
  ],
  [
    'a change after the acceptance',
    {
      ...twoChanged,
      gate: { ...gate, acceptance: { ...acceptance, changedSince: asListed(['Inventory']) } },
    },
    {
      case: 'acceptance out of date',
      words: '1 dashboard changed after @ada accepted commit abc1234: Inventory',
      nextStep:
        'Look at it again. To accept the new changes, remove the label looker-accepted and add it again.',
    },
  ],
  [
    'a change after the acceptance, and results that could not be stored',
    {
      ...twoChanged,
      gate: { ...unstored, acceptance: { ...acceptance, changedSince: asListed(['Inventory']) } },
    },
    {
      case: 'acceptance out of date',
      words: '1 dashboard changed after @ada accepted commit abc1234: Inventory',
      nextStep:
        'Look at it again. No label can accept the new changes, because the results could not be stored. Set images-branch.',
    },
  ],
  [
    'some failed targets',
    { ...twelve, rendered: 10, failed: asListed(['A', 'B']), changed: asListed(['C']), unchanged: 9 },
    {
      case: 'failed',
      words: '2 of 12 dashboards could not be rendered: A, B; 1 changed',
      nextStep: 'The reasons and the next steps are below.',
    },
  ],
  [
    'some failed targets after an acceptance',
    { ...twoChanged, failed: asListed(['Inventory']), gate: { ...gate, acceptance } },
    {
      case: 'failed',
      words:
        '1 of 12 dashboards could not be rendered: Inventory; 2 changed; @ada accepted the changes, but a label does not accept failures',
      nextStep: 'The reason and the next step are below.',
    },
  ],
  [
    'broken tiles after an acceptance',
    { ...twoChanged, brokenTiles: asListed(['Revenue']), gate: { ...gate, acceptance } },
    {
      case: 'broken tiles',
      words:
        'This pull request breaks 1 tile: Revenue; 2 changed; @ada accepted the changes, but a label does not accept failures',
      nextStep: 'Correct the LookML that these tiles use, and push again.',
    },
  ],
  [
    'only failed targets',
    { ...nothing, targets: 2, failed: asListed(['A', 'B']) },
    {
      case: 'failed',
      words: 'None of 2 dashboards could be rendered',
      nextStep: 'The reasons and the next steps are below.',
    },
  ],
  [
    'only failed targets with the same reason',
    {
      ...nothing,
      targets: 2,
      failed: asListed(['A', 'B']),
      deployedAt: 'acme.looker.com',
      failureReason: { message: 'there is no such host', hint: 'Check base-url.' },
    },
    {
      case: 'failed',
      words: 'None of 2 dashboards could be rendered: there is no such host',
      nextStep: 'Check base-url.',
    },
  ],
  [
    'changes that a label accepts, and failures that it does not accept',
    { ...twoChanged, failed: asListed(['Inventory']), gate },
    {
      case: 'red gate',
      words: '2 of 12 dashboards changed: Sales overview, Inventory; 1 could not be rendered',
      nextStep:
        'Look at them. To accept them, add the label looker-accepted. The label does not accept failures.',
    },
  ],
  [
    'only new dashboards',
    { ...nothing, targets: 1, rendered: 1, added: asListed(['A']) },
    { case: 'rendered', words: '1 new dashboard' },
  ],
  [
    'more changes than a headline can name',
    {
      ...twelve,
      changed: asListed(['A', 'B', 'C', 'D', 'E', 'F', 'G']),
      added: asListed(['H']),
      unchanged: 4,
    },
    { case: 'changed', words: '7 of 12 dashboards changed: A, B, C, D, E and 2 more; 1 new' },
  ],
  [
    'targets that could not be compared',
    {
      ...twelve,
      incomparable: asListed([{ name: 'Inventory', reason: 'the baseline is broken (no zlib)' }]),
      unchanged: 11,
    },
    {
      case: 'incomparable',
      words: '1 of 12 dashboards could not be compared: Inventory (the baseline is broken)',
      nextStep: 'The reason and the next step are below.',
    },
  ],
  [
    'a shared reason of targets that could not be compared, with fail-on-change',
    {
      ...twelve,
      incomparable: asListed(['A', 'B'].map(name => ({ name, reason: 'too slow' }))),
      incomparableReason: { message: 'too slow', hint: 'Raise timeout-minutes.' },
      gate,
    },
    {
      case: 'red gate',
      words: '2 of 12 dashboards could not be compared: A, B (too slow)',
      nextStep: 'Raise timeout-minutes. To accept them without a comparison, add the label looker-accepted.',
    },
  ],
  [
    'a shared reason of targets that could not be compared, without fail-on-change',
    {
      ...twelve,
      incomparable: asListed(['A', 'B'].map(name => ({ name, reason: 'too slow' }))),
      incomparableReason: { message: 'too slow', hint: 'Raise timeout-minutes.' },
    },
    {
      case: 'incomparable',
      words: '2 of 12 dashboards could not be compared: A, B (too slow)',
      nextStep: 'Raise timeout-minutes.',
    },
  ],
  [
    'a changed target besides one that could not be compared',
    {
      ...twelve,
      changed: asListed(['A']),
      incomparable: asListed([{ name: 'B', reason: 'too slow' }]),
      incomparableReason: { message: 'too slow', hint: 'Raise timeout-minutes.' },
      gate,
    },
    {
      case: 'red gate',
      words: '1 of 12 dashboards changed: A; 1 of 12 dashboards could not be compared: B (too slow)',
      nextStep: 'Look at them. To accept them, add the label looker-accepted.',
    },
  ],
  [
    'an API key that the second instance refused, after a label',
    {
      ...twelve,
      incomparable: asListed([{ name: 'A', reason: 'r' }]),
      secondKeyRefusedBy: 'eu.looker.com',
      gate: { ...gate, acceptance },
    },
    {
      case: 'second key refused',
      words: `eu.looker.com refused the API key, so nothing was compared; accepted by @ada for commit ${acceptance.commit.slice(0, 7)} without a comparison`,
      nextStep: expect.stringMatching(/^Check the secrets/),
    },
  ],
  [
    'accepted changes of a commit that lacks the head',
    {
      ...twoChanged,
      otherCommit: { message: 'The results show commit abc', hint: 'Set deploy-ref.' },
      gate: { ...gate, acceptance },
    },
    {
      case: 'other commit',
      words: 'The results show commit abc; 2 changed',
      nextStep: 'Set deploy-ref.',
    },
  ],
  [
    'an API key that the second instance refused',
    {
      ...twelve,
      incomparable: asListed([{ name: 'A', reason: 'r' }]),
      secondKeyRefusedBy: 'eu.looker.com',
      gate,
    },
    {
      case: 'second key refused',
      words: 'eu.looker.com refused the API key, so nothing was compared',
      nextStep:
        'Check the secrets behind compare-client-id and compare-client-secret. Without them, the key of client-id is used for both instances.',
    },
  ],
  [
    'a difference between two instances with different Looker releases',
    {
      ...twoChanged,
      deployedAt: 'acme.looker.com',
      comparedWith: { host: 'eu.looker.com', releases: 'The releases differ.' },
    },
    {
      case: 'changed',
      words: '2 of 12 dashboards differ from eu.looker.com: Sales overview, Inventory',
      note: "The pictures show what is deployed at acme.looker.com and eu.looker.com, not this pull request's LookML. The releases differ.",
    },
  ],
  [
    'a difference between two instances, without a pull request',
    { ...twelve, changed: asListed(['A']), comparedWith: { host: 'eu.looker.com' } },
    { case: 'changed', words: '1 of 12 dashboards differs from eu.looker.com: A' },
  ],
  [
    'no difference between two instances',
    { ...twelve, unchanged: 12, comparedWith: { host: 'eu.looker.com', releases: 'The releases differ.' } },
    { case: 'nothing changed', words: 'No difference from eu.looker.com in 12 dashboards' },
  ],
  [
    'a run that could not record its pictures',
    { ...twelve, unpublished: 'no baseline of main was recorded' },
    { case: 'rendered', words: '12 dashboards rendered; no baseline of main was recorded' },
  ],
  [
    'accepted changes',
    { ...twoChanged, gate: { ...gate, acceptance } },
    { case: 'accepted', words: '2 dashboards changed, accepted by @ada for commit abc1234' },
  ],
  [
    'a comparison without any baseline',
    { ...twelve, added: asListed(['A']), unrecordedBranch: 'main' },
    {
      case: 'nothing recorded',
      words: 'Nothing to compare with yet',
      nextStep: 'Run this workflow on main once: that run records the baselines.',
    },
  ],
  [
    'a comparison with a branch that has only baselines of other targets or options',
    { ...twelve, added: asListed(['A']), unrecordedBranch: 'main', hasOtherBaselines: true },
    {
      case: 'nothing recorded',
      words: 'Nothing to compare with yet',
      nextStep:
        'main has baselines, but none of these targets with these options. The targets can be compared after a run on main with the same options, such as the run after the merge.',
    },
  ],
  [
    'a pull request that affects no target',
    { ...nothing, unaffected: 5 },
    { case: 'nothing affected', words: 'This pull request affects none of 5 targets' },
  ],
  [
    'a pull request that changes no target',
    { ...twelve, unchanged: 11, added: asListed(['New one']) },
    { case: 'nothing changed', words: 'No change in 11 dashboards; 1 new' },
  ],
  [
    'a branch check without a change',
    { ...twelve, unchanged: 12, isCheck: true },
    { case: 'nothing changed', words: 'No change in the SQL and numbers of 12 dashboards' },
  ],
  [
    'a branch check of SQL without a change',
    { ...twelve, unchanged: 12, isCheck: true, comparedOnly: 'SQL' },
    { case: 'nothing changed', words: 'No change in the SQL of 12 dashboards' },
  ],
  [
    'a branch check without a change, with a target whose queries all failed before',
    { ...twelve, unchanged: 10, failing: 1, added: asListed(['New one']), isCheck: true },
    {
      case: 'nothing changed',
      words:
        'No change in the SQL and numbers of 10 dashboards; 1 new; 1 could not be compared: all queries failed before this pull request, too',
    },
  ],
  [
    'a branch check without a change, with a tile that failed before',
    { ...twelve, unchanged: 12, failingTiles: 1, isCheck: true },
    {
      case: 'nothing changed',
      words:
        'No change in the SQL and numbers of 12 dashboards; 1 tile could not be compared: it failed before this pull request, too',
    },
  ],
  [
    'a branch check without a change, with a target and two tiles that failed before',
    { ...twelve, unchanged: 11, failing: 1, failingTiles: 2, isCheck: true },
    {
      case: 'nothing changed',
      words:
        'No change in the SQL and numbers of 11 dashboards; 1 could not be compared: all queries failed before this pull request, too; 2 tiles could not be compared: they failed before this pull request, too',
    },
  ],
  [
    'a branch check of targets whose queries all failed before',
    { ...twelve, failing: 11, added: asListed(['New one']), isCheck: true },
    {
      case: 'incomparable',
      words:
        '11 of 12 dashboards could not be compared: all queries failed before this pull request, too; 1 new',
      nextStep: 'The reasons are below.',
    },
  ],
  [
    'a branch check without a change, with targets that could not be compared for two reasons',
    { ...twelve, unchanged: 9, failing: 1, uncheckable: 2, isCheck: true },
    {
      case: 'nothing changed',
      words:
        'No change in the SQL and numbers of 9 dashboards; 3 could not be compared: all queries failed before this pull request, too, or only SQL Runner tiles or extensions are affected',
    },
  ],
  [
    'a branch check of a dashboard of which only SQL Runner tiles or extensions are affected',
    { ...twelve, targets: 1, rendered: 1, uncheckable: 1, isCheck: true },
    {
      case: 'incomparable',
      words: '1 dashboard could not be compared: only SQL Runner tiles or extensions are affected',
      nextStep: 'The reasons are below.',
    },
  ],
  [
    'a branch check without a change, with content that could not be validated',
    { ...twelve, unchanged: 12, isCheck: true, isContentUnchecked: true },
    {
      case: 'nothing changed',
      words: 'No change in the SQL and numbers of 12 dashboards; content outside the targets was not checked',
    },
  ],
  [
    'pictures without a comparison',
    { ...twelve, noun: 'query' },
    { case: 'rendered', words: '12 queries rendered' },
  ],
  [
    'a change in production, on a pull request',
    { ...twelve, targets: 1, rendered: 1, changed: asListed(['Inventory']), deployedAt: 'acme.looker.com' },
    {
      case: 'changed',
      words: '1 dashboard changed since the baseline: Inventory',
      note: "The pictures show what is deployed at acme.looker.com, not this pull request's LookML. A change comes from new data or from edits since the baseline. To see what the pull request does, set dev-mode or deploy (both need API 4.0).",
    },
  ],
  [
    'LookML that cannot be deployed, with several errors',
    { ...nothing, lookml: { action: 'deploy', errors: asListed(['Unknown view', 'b', 'c']) } },
    {
      case: 'LookML refused',
      words: "Looker could not deploy this pull request's LookML: Unknown view, and 2 more errors",
      nextStep: 'Correct the LookML and push again. This commit has no pictures.',
    },
  ],
  [
    'a deployed commit with its whole id',
    { ...twelve, disturbance: { kind: 'deployment', name: 'b'.repeat(40), host: 'acme.looker.com' } },
    {
      case: 'disturbed',
      words: 'Commit bbbbbbb was deployed to acme.looker.com during this run, so no result is shown',
      nextStep: 'Run this job again when no other deployment is running.',
    },
  ],
  [
    'a step that says itself that nothing was rendered',
    {
      ...nothing,
      stopped: { reason: 'Nothing was rendered: no host.', hint: 'Wait.', problems: asListed([]) },
    },
    { case: 'stopped', words: 'Nothing was rendered: no host', nextStep: 'Wait.' },
  ],
  [
    'broken tiles and broken content',
    {
      ...twelve,
      brokenTiles: asListed(['Revenue']),
      brokenContent: { count: '2 Looks outside the targets', titles: asListed(['Stock', 'Value']) },
    },
    {
      case: 'broken tiles',
      words: 'This pull request breaks 1 tile: Revenue; 2 Looks outside the targets break: Stock, Value',
      nextStep: 'Correct the LookML that these tiles use, and push again.',
    },
  ],
  [
    'changes and broken content that no reviewer has accepted',
    {
      ...twelve,
      changed: asListed(['Sales overview']),
      brokenContent: { count: '1 dashboard outside the targets', titles: asListed(['Stock']) },
      gate,
    },
    {
      case: 'red gate',
      words: '1 of 12 dashboards changed: Sales overview; 1 dashboard outside the targets breaks: Stock',
      nextStep: 'Look at them. To accept them, add the label looker-accepted.',
    },
  ],
  [
    'several changes after the acceptance, and failures',
    {
      ...twoChanged,
      failed: asListed(['A']),
      gate: { acceptance: { ...acceptance, changedSince: asListed(['Inventory', 'Sales overview']) } },
    },
    {
      case: 'acceptance out of date',
      words:
        '2 dashboards changed after @ada accepted commit abc1234: Inventory, Sales overview; 1 could not be rendered',
      nextStep: 'Look at them again.',
    },
  ],
  [
    'accepted changes of targets that could not be compared, with other content',
    {
      ...twoChanged,
      incomparable: asListed([{ name: 'Returns', reason: 'too large' }]),
      brokenContent: { count: '1 dashboard outside the targets', titles: asListed(['Stock']) },
      gate: { ...gate, acceptance },
    },
    {
      case: 'accepted',
      words:
        '2 dashboards changed; 1 could not be compared; 1 dashboard outside the targets breaks: Stock, accepted by @ada for commit abc1234',
    },
  ],
  [
    'an accepted target that could not be compared',
    {
      ...twelve,
      incomparable: asListed([{ name: 'Returns', reason: 'too large' }]),
      gate: { ...gate, acceptance },
    },
    {
      case: 'accepted',
      words: '1 dashboard could not be compared, accepted by @ada for commit abc1234',
    },
  ],
  [
    'a branch check that failed for all targets and left out queries',
    {
      ...nothing,
      targets: 2,
      isCheck: true,
      failed: asListed(['A', 'B']),
      omittedQueries: 1,
      failureReason: { message: 'not checked', hint: 'Use fewer targets.' },
    },
    {
      case: 'failed',
      words:
        'None of 2 dashboards could be checked completely; 1 query was left out, because at most 200 queries are run for each commit',
      nextStep: 'Use fewer targets.',
    },
  ],
  [
    'failed targets with all other results',
    {
      ...twelve,
      failed: asListed(['A']),
      changed: asListed(['B']),
      incomparable: asListed([{ name: 'C', reason: 'r' }]),
      added: asListed(['D']),
      omittedQueries: 30,
    },
    {
      case: 'failed',
      words:
        '1 of 12 dashboards could not be rendered: A; 1 changed, 1 could not be compared, 1 new; 30 queries were left out, because at most 200 queries are run for each commit',
      nextStep: 'The reason and the next step are below.',
    },
  ],
  [
    'several targets that could not be compared',
    {
      ...twelve,
      incomparable: { total: 7, first: ['A', 'B'].map(name => ({ name, reason: 'too large' })) },
      added: asListed(['C']),
    },
    {
      case: 'incomparable',
      words: '7 of 12 dashboards could not be compared: A (too large), B (too large) and 5 more; 1 new',
      nextStep: 'The reasons and the next steps are below.',
    },
  ],
  [
    'only new queries',
    { ...nothing, noun: 'query', targets: 2, rendered: 2, added: asListed(['A', 'B']) },
    { case: 'rendered', words: '2 new queries' },
  ],
  [
    'new targets and targets without a comparison',
    { ...nothing, targets: 3, rendered: 3, added: asListed(['A']) },
    { case: 'rendered', words: '3 dashboards rendered; 1 new' },
  ],
  [
    'unchanged targets and a target without a comparison',
    { ...nothing, noun: 'query', targets: 3, rendered: 3, unchanged: 2 },
    { case: 'rendered', words: '3 queries rendered' },
  ],
  [
    'production without a change, on a pull request',
    { ...twelve, unchanged: 12, deployedAt: 'acme.looker.com' },
    {
      case: 'nothing changed',
      words: 'No change in 12 dashboards since the baseline',
      note: "The pictures show what is deployed at acme.looker.com, not this pull request's LookML. To see what the pull request does, set dev-mode or deploy (both need API 4.0).",
    },
  ],
  [
    'one target of a pull request that affects no target',
    { ...nothing, unaffected: 1, deployedAt: 'acme.looker.com' },
    { case: 'nothing affected', words: 'This pull request affects none of 1 target' },
  ],
]

test.each(headlines)('the headline and next step are correct for %s', (_, facts, expected) =>
  expect(headlineOf(facts)).toEqual(expected),
)

const reason = { message: 'there is no such host', hint: 'Check base-url.' }
const stopped = { reason: 'no host', hint: 'Wait.', problems: asListed([]) }
test.each<[string, VerdictFacts, boolean]>([
  ['a refused API key', { ...twelve, keyRefusedBy: 'acme.looker.com' }, true],
  ['refused LookML', { ...twelve, lookml: { action: 'compile', errors: asListed([]) } }, true],
  [
    'a deployment by another user',
    { ...twelve, disturbance: { kind: 'branch', name: 'b', host: 'h' } },
    true,
  ],
  ['a run that stopped', { ...nothing, stopped }, true],
  [
    'failed targets with a common reason',
    { ...nothing, targets: 2, failed: asListed(['A', 'B']), failureReason: reason },
    true,
  ],
  ['failed targets without a common reason', { ...nothing, targets: 2, failed: asListed(['A', 'B']) }, false],
  [
    'a single target that failed',
    { ...nothing, targets: 1, failed: asListed(['A']), failureReason: reason },
    false,
  ],
  ['some failed targets', { ...twelve, failed: asListed(['A', 'B']), failureReason: reason }, false],
  [
    'broken tiles in every target',
    {
      ...twelve,
      targets: 2,
      failed: asListed(['A', 'B']),
      brokenTiles: asListed(['T']),
      failureReason: reason,
    },
    false,
  ],
  ['unchanged targets', { ...twelve, unchanged: 12 }, false],
])(
  'the headline alone explains the failure of every target only if it has the common reason: %s',
  (_, facts, expected) => expect(explainsAllFailures(facts)).toBe(expected),
)

test('the merged headline says that changes are accepted only if every job with a change has the acceptance', () => {
  const one = { ...twoChanged, gate: { ...gate, acceptance } }
  expect(headlineOf(mergeFacts([one, { ...twelve, unchanged: 12, gate }])).case).toBe('accepted')
  expect(headlineOf(mergeFacts([one, { ...twoChanged, gate }])).case).toBe('red gate')
  expect(headlineOf(mergeFacts([{ ...twoChanged, gate }, one])).case).toBe('red gate')
})

test('the headline says why the step fails if an error belongs to no target', () => {
  const error = { message: 'The branch x is still there', hint: 'Delete the branch.' }
  const other = { message: 'Looker did not validate the LookML', hint: 'Ask the Looker admin.' }
  const failing = (stepErrors: VerdictFacts['stepErrors']) =>
    ({ ...twelve, unchanged: 12, ...(stepErrors && { stepErrors }) }) satisfies VerdictFacts
  const one = failing(asListed([error]))
  const words = 'The step fails: The branch x is still there. Delete the branch.'
  expect(headlineOf(failing(undefined)).failure).toBeUndefined()
  expect(headlineOf(one)).toMatchObject({ case: 'nothing changed', failure: words })
  expect(headlineOf(mergeFacts([one, twelve, one])).failure).toBe(words)
  expect(headlineOf(mergeFacts([one, failing(asListed([other]))])).failure).toBe(
    `${words} Looker did not validate the LookML. Ask the Looker admin.`,
  )
  expect(headlineOf(failing({ total: 3, first: [error] })).failure).toBe(`${words} 2 more are in the log.`)
})

test('the merged headline gives the reason why a job rendered nothing only if no job rendered anything', () => {
  const stop = { ...stopped, reason: 'no project' }
  const one = { ...nothing, targets: 1, failed: asListed(['Inventory']), stopped: stop }
  expect(headlineOf(mergeFacts([one, one])).words).toBe('Nothing was rendered: no project')
  expect(headlineOf(mergeFacts([one, twelve])).case).toBe('failed')
})

const names = fc.array(fc.string(), { maxLength: 7 }).map(asListed)
const anyAcceptance = fc.record(
  {
    login: fc.constantFrom('ada', 'bob'),
    commit: fc.constantFrom('aaaaaaa', 'bbbbbbb'),
    changedSince: names,
    isLabelOnly: fc.constant(true),
  },
  { requiredKeys: ['login', 'commit', 'changedSince'] },
)
const anyGate = fc.record(
  {
    ...{ acceptLabel: fc.string(), acceptance: anyAcceptance },
    ...{ unstoredHint: fc.string(), isUnshown: fc.constant(true as const) },
  },
  { requiredKeys: [] },
)
const anyFacts: fc.Arbitrary<VerdictFacts> = fc
  .record(
    {
      failed: names,
      changed: names,
      incomparable: fc
        .array(fc.record({ name: fc.string(), reason: fc.string() }), { maxLength: 3 })
        .map(asListed),
      added: names,
      unchanged: fc.nat(5),
      unaffected: fc.nat(5),
      brokenTiles: names,
      gate: anyGate,
      deployedAt: fc.constant('acme.looker.com'),
    },
    {
      requiredKeys: ['failed', 'changed', 'incomparable', 'added', 'unchanged', 'unaffected', 'brokenTiles'],
    },
  )
  .map(facts => {
    const compared = facts.changed.total + facts.incomparable.total + facts.added.total + facts.unchanged
    return { ...nothing, ...facts, rendered: compared, targets: compared + facts.failed.total }
  })

const isGreen = ({ failed, changed, incomparable, brokenTiles }: VerdictFacts) =>
  failed.total + changed.total + incomparable.total + brokenTiles.total === 0

test('the headline says that nothing changed only if all targets were rendered, compared and unchanged', () =>
  fc.assert(
    fc.property(anyFacts, facts => {
      const quiet = ['nothing changed', 'nothing affected', 'rendered'].includes(headlineOf(facts).case)
      expect(quiet).toBe(isGreen(facts))
    }),
  ))

test('the merged facts of several jobs do not depend on the grouping of the jobs', () =>
  fc.assert(
    fc.property(anyFacts, anyFacts, anyFacts, (a, b, c) => {
      const flat = mergeFacts([a, b, c])
      const { gate: _, ...rest } = mergeFacts([mergeFacts([a, b]), c])
      expect(flat).toMatchObject(rest)
    }),
  ))

test('the merged headline says that changes are accepted only if each job with a change says the same', () =>
  fc.assert(
    fc.property(anyFacts, anyFacts, (a, b) => {
      if (headlineOf(mergeFacts([a, b])).case !== 'accepted') return
      const parts = [a, b].filter(({ changed, incomparable }) => changed.total + incomparable.total > 0)
      expect(parts.map(part => part.gate?.acceptance?.changedSince)).toEqual(parts.map(() => asListed([])))
      expect(parts.map(part => headlineOf(part).case)).toEqual(parts.map(() => 'accepted'))
    }),
  ))
