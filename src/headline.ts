import {
  acceptedBy,
  changedOf,
  failedWords,
  incomparableWords,
  listNames,
  noChangeIn,
  numbered,
  numberUncompared,
  outOf,
  rest,
  stepFailure,
  uncheckedWords,
  uncomparedRest,
  uncomparedWords,
} from './headline-words.ts'
import { count } from './runtime/text.ts'
import {
  type BrokenContentFacts,
  type Gate,
  hasGatedChange,
  isGateAccepted,
  isGateRed,
  isOutOfDate,
  type VerdictFacts,
} from './verdict-facts.ts'

export type VerdictCase =
  | 'key refused'
  | 'second key refused'
  | 'LookML refused'
  | 'disturbed'
  | 'stopped'
  | 'other commit'
  | 'broken tiles'
  | 'broken content'
  | 'red gate'
  | 'acceptance out of date'
  | 'failed'
  | 'changed'
  | 'incomparable'
  | 'accepted'
  | 'nothing recorded'
  | 'nothing affected'
  | 'nothing changed'
  | 'rendered'

/** A headline in plain text. Callers escape it for Markdown, HTML, the log or an annotation. */
export interface Headline {
  case: VerdictCase
  words: string
  /** One or two sentences. */
  nextStep?: string
  /** Says why the step fails if an error belongs to no target. */
  failure?: string
  /** Says that the pictures show production, and names the inputs for pictures of the pull request. */
  note?: string
}

/** Returns the headline of the first case that applies. If no case applies, returns the number of rendered targets. */
export function headlineOf(facts: VerdictFacts): Headline {
  const found = cases.map(each => each(facts)).find(headline => headline !== undefined)
  const headline = found ?? rendered(facts)
  const note = noteOnDeployed(facts, headline.case)
  const words = headline.words + uncoveredWords(facts, headline.case) + uncheckedWords(facts)
  return { ...headline, words, ...stepFailure(facts), ...(note !== undefined && { note }) }
}

/** A label cannot accept these cases. */
const failureCases: readonly VerdictCase[] = ['LookML refused', 'broken tiles', 'failed']

function uncoveredWords({ gate }: VerdictFacts, found: VerdictCase): string {
  if (!gate?.acceptance || !isGateAccepted(gate)) return ''
  if (found === 'second key refused') return `; ${acceptedBy(gate.acceptance)} without a comparison`
  if (!failureCases.includes(found)) return ''
  return `; @${gate.acceptance.login} accepted the changes, but a label does not accept failures`
}

type Case = (facts: VerdictFacts) => Headline | undefined

const keyRefused: Case = ({ keyRefusedBy: host }) =>
  host === undefined
    ? undefined
    : {
        case: 'key refused',
        words: `${host} refused the API key`,
        nextStep:
          'Check the secrets behind client-id and client-secret: the key may be deleted, or belong to another instance.',
      }

/** The pictures of the first instance are shown, so this case is not in `explainedCases`. */
const secondKeyRefused: Case = ({ secondKeyRefusedBy: host }) =>
  host === undefined
    ? undefined
    : {
        case: 'second key refused',
        words: `${host} refused the API key, so nothing was compared`,
        nextStep:
          'Check the secrets behind compare-client-id and compare-client-secret. Without them, the key of client-id is used for both instances.',
      }

const lookmlRefused: Case = ({ lookml }) => {
  if (!lookml) return undefined
  const {
    total,
    first: [first],
  } = lookml.errors
  const reason = first === undefined ? '' : `: ${first}`
  const others = total > 1 ? `, and ${count(total - 1, 'more error')}` : ''
  return {
    case: 'LookML refused',
    words:
      lookml.action === 'deploy'
        ? `Looker could not deploy this pull request's LookML${reason}${others}`
        : `This pull request's LookML does not compile${reason}${others}`,
    nextStep:
      lookml.action === 'check'
        ? 'Correct the LookML and push again. Tiles of a model with errors were not checked.'
        : 'Correct the LookML and push again. This commit has no pictures.',
  }
}

const shortCommit = (name: string) => (/^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 7) : name)

const disturbed: Case = ({ disturbance: found }) => {
  if (!found) return undefined
  const words =
    found.kind === 'deployment'
      ? `Commit ${shortCommit(found.name)} was deployed to ${found.host} during this run`
      : `The API user's branch on ${found.host} was switched to ${found.name} during this run`
  return {
    case: 'disturbed',
    words: `${words}, so no result is shown`,
    nextStep:
      found.kind === 'deployment'
        ? 'Run this job again when no other deployment is running.'
        : 'Run this job again. Give the action an API user of its own.',
  }
}

const stopped: Case = ({ stopped: stop }) =>
  stop && {
    case: 'stopped',
    words: `Nothing was rendered: ${stop.reason.replace(/^Nothing was rendered: |\.$/g, '')}`,
    nextStep: stop.hint.replace(/^Nothing was rendered\. /, ''),
  }

const otherCommit: Case = facts =>
  facts.otherCommit && {
    case: 'other commit',
    words: facts.otherCommit.message + rest(facts, 'failed', 'changed', 'incomparable', 'added'),
    nextStep: facts.otherCommit.hint,
  }

const broken: Case = facts =>
  facts.brokenTiles.total === 0
    ? undefined
    : {
        case: 'broken tiles',
        words: `This pull request breaks ${count(facts.brokenTiles.total, 'tile')}: ${listNames(facts.brokenTiles)}${rest(facts, 'failed', 'changed')}${contentRest(facts)}`,
        nextStep: 'Correct the LookML that these tiles use, and push again.',
      }

/** With `fail-on-change` (`gate`), the headlines about acceptance mention the broken content instead. */
const brokenContent: Case = facts => {
  const { brokenContent: found, gate } = facts
  if (!found || gate) return undefined
  return {
    case: 'broken content',
    words: `This pull request breaks ${found.count}: ${listNames(found.titles)}${rest(facts, 'failed', 'changed')}`,
    nextStep: 'Correct the LookML, or the content that uses it. The errors are listed below.',
  }
}

const contentWords = ({ count, titles }: BrokenContentFacts) =>
  `${count} ${titles.total === 1 ? 'breaks' : 'break'}: ${listNames(titles)}`

const contentRest = ({ brokenContent: found }: VerdictFacts) => (found ? `; ${contentWords(found)}` : '')

const outOfDate: Case = facts => {
  const { gate } = facts
  if (!gate?.acceptance || !isOutOfDate(gate)) return undefined
  const { acceptance } = gate
  const { changedSince, login, commit } = acceptance
  const them = changedSince.total === 1 ? 'it' : 'them'
  return {
    case: 'acceptance out of date',
    words: `${numbered(changedSince.total, facts.noun)} changed after @${login} accepted commit ${commit.slice(0, 7)}: ${listNames(changedSince)}${rest(facts, 'failed')}`,
    nextStep: `Look at ${them} again.${addAgain(gate)}`,
  }
}

function addAgain({ acceptLabel, ...gate }: Gate): string {
  if (gate.unstoredHint !== undefined) return notStored('the new changes', gate)
  if (acceptLabel === undefined) return ''
  return ` To accept the new changes, remove the label ${acceptLabel} and add it again.`
}

const notStored = (them: string, { unstoredHint, isUnshown }: Gate) =>
  ` No label can accept ${them}, because the ${isUnshown ? 'comment could not be written' : 'results could not be stored'}. ${unstoredHint}`

const redGate: Case = facts => {
  const { gate, changed, incomparable, brokenContent } = facts
  if (!gate || isOutOfDate(gate) || !isGateRed(facts)) return undefined
  const parts = [
    changed.total > 0 && `${changedOf(facts)}: ${listNames(changed)}`,
    incomparable.total > 0 && incomparableWords(facts),
    brokenContent && contentWords(brokenContent),
  ].filter(part => typeof part === 'string')
  const number = changed.total + incomparable.total + (brokenContent?.titles.total ?? 0)
  const them = number === 1 ? 'it' : 'them'
  const hint = number === incomparable.total ? facts.incomparableReason?.hint : undefined
  const step =
    hint !== undefined && hint !== gate.unstoredHint
      ? `${hint}${howToAccept(gate, `${them} without a comparison`)}`
      : `${gate.isUnpublished ? unpublishedWords : `Look at ${them}.`}${howToAccept(gate, them)}`
  return {
    case: 'red gate',
    words: parts.join('; ') + rest(facts, 'failed'),
    nextStep: step + uncoveredFailures(facts),
  }
}

const unpublishedWords = 'No picture is published: set images to branch, or artifact to zip.'

function howToAccept({ acceptLabel, acceptance, isMergeQueue, ...gate }: Gate, them: string): string {
  if (isMergeQueue)
    return ` No label can accept ${them} in a merge queue. If the check of the pull request is enough, set fail-on-change to \${{ github.event_name != 'merge_group' }}.`
  if (gate.unstoredHint !== undefined) return notStored(them, gate)
  if (acceptLabel === undefined) return ''
  return acceptance?.isLabelOnly
    ? ` The label ${acceptLabel} was added before these results, so it does not accept them. Remove the label and add it again. The workflow needs types: [opened, synchronize, reopened, edited, labeled, unlabeled] below on.pull_request for that.`
    : ` To accept ${them}, add the label ${acceptLabel}.`
}

/** Warns reviewers that the step still fails after they have added the label. */
const uncoveredFailures = ({ gate, failed }: VerdictFacts) =>
  gate?.acceptLabel === undefined || gate.unstoredHint !== undefined || failed.total === 0
    ? ''
    : ' The label does not accept failures.'

const someFailed: Case = facts => {
  const { failed, targets, noun, failureReason } = facts
  if (failed.total === 0) return undefined
  const isNone = failed.total === targets && targets > 1
  // If queries were left out, the end of the headline already says so.
  const reason = failureReason && !facts.omittedQueries ? `: ${failureReason.message}` : ''
  const words = isNone
    ? `None of ${numbered(targets, noun)} ${failedWords(facts, 'could')}${reason}`
    : `${outOf(failed.total, targets, noun)} ${failedWords(facts)}: ${listNames(failed)}`
  return {
    case: 'failed',
    words: words + rest(facts, 'changed', 'incomparable', 'added'),
    nextStep:
      isNone && failureReason
        ? failureReason.hint
        : `The ${failed.total === 1 ? 'reason and the next step are' : 'reasons and the next steps are'} below.`,
  }
}

const changed: Case = facts =>
  facts.changed.total === 0 || (facts.gate && isGateAccepted(facts.gate))
    ? undefined
    : {
        case: 'changed',
        words: `${changedOf(facts)}: ${listNames(facts.changed)}${rest(facts, 'incomparable', 'added')}`,
      }

const incomparable: Case = facts =>
  facts.incomparable.total === 0 || (facts.gate && isGateAccepted(facts.gate))
    ? undefined
    : {
        case: 'incomparable',
        words: incomparableWords(facts) + rest(facts, 'added'),
        nextStep:
          facts.incomparableReason?.hint ??
          `The ${facts.incomparable.total === 1 ? 'reason and the next step are' : 'reasons and the next steps are'} below.`,
      }

const accepted: Case = facts => {
  const acceptance = facts.gate?.acceptance
  const { changed, incomparable, brokenContent, noun } = facts
  if (!facts.gate || !acceptance || !isGateAccepted(facts.gate) || !hasGatedChange(facts)) return undefined
  const uncompared = changed.total > 0 ? `${incomparable.total}` : numbered(incomparable.total, noun)
  const parts = [
    changed.total > 0 && `${numbered(changed.total, noun)} changed`,
    incomparable.total > 0 && `${uncompared} could not be compared`,
    brokenContent && contentWords(brokenContent),
  ].filter(part => typeof part === 'string')
  return {
    case: 'accepted',
    words: `${parts.join('; ')}, ${acceptedBy(acceptance)}`,
  }
}

const nothingRecorded: Case = ({ unrecordedBranch: branch, hasOtherBaselines }) => {
  if (branch === undefined) return undefined
  const nextStep = hasOtherBaselines
    ? `${branch} has baselines, but none of these targets with these options. The targets can be compared after a run on ${branch} with the same options, such as the run after the merge.`
    : `Run this workflow on ${branch} once: that run records the baselines.`
  return { case: 'nothing recorded', words: 'Nothing to compare with yet', nextStep }
}

const nothingAffected: Case = ({ targets, unaffected }) =>
  targets > 0 || unaffected === 0
    ? undefined
    : {
        case: 'nothing affected',
        words: `This pull request affects none of ${count(unaffected, 'target')}`,
      }

const nothingChanged: Case = facts => {
  const counted = facts.unchanged + facts.added.total + numberUncompared(facts)
  if (facts.unchanged === 0 || counted < facts.targets) return undefined
  const compared = `${comparedPart(facts)}${numbered(facts.unchanged, facts.noun)}`
  const words = noChangeIn(facts, compared) + rest(facts, 'added') + uncomparedRest(facts)
  return { case: 'nothing changed', words }
}

const nothingCompared: Case = facts =>
  numberUncompared(facts) === 0
    ? undefined
    : {
        case: 'incomparable',
        words: `${outOf(numberUncompared(facts), facts.targets, facts.noun)} ${uncomparedWords(facts)}${rest(facts, 'added')}`,
        nextStep: 'The reasons are below.',
      }

/** A branch check does not compare how Looker shows the values: number formats, labels, HTML, maps and charts. */
const comparedPart = ({ isCheck, comparedOnly }: VerdictFacts) =>
  isCheck ? `the ${comparedOnly ?? 'SQL and numbers'} of ` : ''

const rendered = (facts: VerdictFacts): Headline => ({
  case: 'rendered',
  words:
    facts.added.total > 0 && facts.added.total === facts.targets
      ? numbered(facts.targets, facts.noun, 'new ')
      : `${numbered(facts.rendered, facts.noun)} rendered${rest(facts, 'added')}`,
})

/**
 * The headline shows the first case that applies, so a case comes before the cases that it causes or makes unreliable:
 * a refused key makes all targets fail, and a deployment by another user makes changes meaningless. Then come problems
 * of the pull request, changes to accept, failed targets, other changes, and results that need no action.
 */
const cases: readonly Case[] = [
  keyRefused,
  secondKeyRefused,
  lookmlRefused,
  disturbed,
  stopped,
  otherCommit,
  broken,
  brokenContent,
  redGate,
  outOfDate,
  someFailed,
  changed,
  incomparable,
  accepted,
  nothingRecorded,
  nothingAffected,
  nothingChanged,
  nothingCompared,
]

const explainedCases: readonly VerdictCase[] = ['key refused', 'LookML refused', 'disturbed', 'stopped']

/** Whether the headline says why every target failed. If so, the comment does not repeat the reason. */
export function explainsAllFailures(facts: VerdictFacts): boolean {
  const { failed, targets, failureReason } = facts
  const isShared = failureReason !== undefined && failed.total === targets && targets > 1
  const found = headlineOf(facts).case
  return explainedCases.includes(found) || (found === 'failed' && isShared)
}

/**
 * Explains that the pictures show production, because readers of a pull request expect pictures of the pull request.
 * Names the Looker releases of two instances if they differ.
 */
function noteOnDeployed(
  { deployedAt, comparedWith, changed, rendered }: VerdictFacts,
  found: VerdictCase,
): string | undefined {
  const isSilent = found === 'nothing affected' || explainedCases.includes(found)
  if (rendered === 0 || isSilent) return undefined
  const hosts = [deployedAt, comparedWith?.host].filter(Boolean).join(' and ')
  const shown =
    deployedAt !== undefined &&
    `The pictures show what is deployed at ${hosts}, not this pull request's LookML.`
  const sentences = comparedWith
    ? [shown, changed.total > 0 && comparedWith.releases]
    : [
        shown,
        shown && changed.total > 0 && 'A change comes from new data or from edits since the baseline.',
        shown && 'To see what the pull request does, set dev-mode or deploy (both need API 4.0).',
      ]
  return sentences.filter(Boolean).join(' ') || undefined
}
