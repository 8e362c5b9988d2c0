import type { LookmlError } from './model.ts'
import { count } from './runtime/text.ts'

/** The facts that decide what a run says first. Plain data, so that the jobs of a matrix can store and merge them. */
export interface VerdictFacts {
  /** Targets of this run that were to be rendered or checked: rendered, checked and failed ones. */
  targets: number
  /** What people call those targets. */
  noun: TargetNoun
  /** Targets for which a file exists. */
  rendered: number
  /** Names of targets that could not be rendered or checked. */
  failed: readonly string[]
  /** Names of targets whose picture, SQL or numbers changed. */
  changed: readonly string[]
  incomparable: readonly NamedReason[]
  /** Names of targets without a baseline. */
  added: readonly string[]
  /** Targets that were compared and did not change. */
  unchanged: number
  /** Targets that the change cannot affect. They were not rendered. */
  unaffected: number
  /** Titles of tiles that run on the merge base and fail on the head. */
  brokenTiles: readonly string[]
  /** The host whose Looker refused the API key. */
  keyRefusedBy?: string
  lookml?: LookmlFailure
  disturbance?: Disturbance
  /** Set if `fail-on-change` is on. */
  gate?: Gate
  /** The comparison has no baseline at all: the branch that would record it. */
  unrecordedBranch?: string
  /** The pictures show what is deployed at this host, not the pull request's LookML. */
  deployedAt?: string
}

export type TargetNoun = 'dashboard' | 'Look' | 'query' | 'tile' | 'target'

export interface NamedReason {
  name: string
  reason: string
}

/** LookML that Looker refuses. Errors as `Unknown view "x" (models/x.lkml:12)`. */
export interface LookmlFailure {
  action: 'compile' | 'deploy'
  errors: readonly string[]
}

/** `Unknown view "order_itemz" (models/x.lkml:12)` */
export function describeLookmlError({ message, file, line }: LookmlError): string {
  const place = file && (line === undefined ? file : `${file}:${line}`)
  return place ? `${message.replace(/\.$/, '')} (${place})` : message
}

/** A commit or branch that appeared during the run and was not the run's own. */
export interface Disturbance {
  kind: 'deployment' | 'branch'
  /** The commit or branch that is there now. */
  name: string
  host: string
}

export interface Gate {
  acceptLabel?: string
  acceptance?: Acceptance
}

/** Who accepted the results of which commit, and the targets that have changed again since. */
export interface Acceptance {
  login: string
  commit: string
  changedSince: readonly string[]
  /** The label is on the pull request, but the results of this commit were made after it. */
  isLabelOnly?: boolean
}

export type VerdictCase =
  | 'key refused'
  | 'LookML refused'
  | 'disturbed'
  | 'broken tiles'
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

/** Plain text: callers escape it for Markdown, HTML, the log or an annotation. */
export interface Headline {
  case: VerdictCase
  /** One sentence without a full stop. */
  words: string
  /** What the reader should do, one or two sentences. */
  nextStep?: string
  /** The pictures show production: what that means, and which inputs change it. */
  note?: string
}

/** Names in a headline. The comment lists all of them below it. */
const maxNames = 5

/** Returns the first case of the contract's table that applies, in words. */
export function headlineOf(facts: VerdictFacts): Headline {
  const found = cases.map(each => each(facts)).find(headline => headline !== undefined)
  const headline = found ?? rendered(facts)
  const note = noteOnDeployed(facts, headline.case)
  return { ...headline, ...(note !== undefined && { note }) }
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

const lookmlRefused: Case = ({ lookml }) => {
  if (!lookml) return undefined
  const [first, ...more] = lookml.errors
  const reason = first === undefined ? '' : `: ${first}`
  const others = more.length > 0 ? `, and ${count(more.length, 'more error')}` : ''
  return {
    case: 'LookML refused',
    words:
      lookml.action === 'compile'
        ? `This pull request's LookML does not compile${reason}${others}`
        : `Looker could not deploy this pull request's LookML${reason}${others}`,
    nextStep: 'Correct the LookML and push again. Nothing was rendered for this commit.',
  }
}

const disturbed: Case = ({ disturbance: found }) => {
  if (!found) return undefined
  const words =
    found.kind === 'deployment'
      ? `Commit ${found.name} was deployed to ${found.host} during this run`
      : `The API user's branch on ${found.host} was switched to ${found.name} during this run`
  return {
    case: 'disturbed',
    words: `${words}, so no result is shown`,
    nextStep:
      found.kind === 'deployment'
        ? 'Run this job again when no other deployment is under way.'
        : 'Run this job again. Give the action an API user of its own.',
  }
}

const broken: Case = facts =>
  facts.brokenTiles.length === 0
    ? undefined
    : {
        case: 'broken tiles',
        words: `This pull request breaks ${count(facts.brokenTiles.length, 'tile')}: ${listNames(facts.brokenTiles)}${rest(facts, 'failed', 'changed')}`,
        nextStep: 'Correct the LookML that these tiles use, and push again.',
      }

const outOfDate: Case = facts => {
  const { gate } = facts
  if (!gate?.acceptance || !isOutOfDate(gate)) return undefined
  const { acceptance } = gate
  const { changedSince, login, commit } = acceptance
  const them = changedSince.length === 1 ? 'it' : 'them'
  return {
    case: 'acceptance out of date',
    words: `${numbered(changedSince.length, facts.noun)} changed after @${login} accepted commit ${commit.slice(0, 7)}: ${listNames(changedSince)}${rest(facts, 'failed')}`,
    nextStep: `Look at ${them} again.${addAgain(gate)}`,
  }
}

const addAgain = ({ acceptLabel }: Gate) =>
  acceptLabel === undefined
    ? ''
    : ` To accept the new changes, remove the label ${acceptLabel} and add it again.`

const redGate: Case = facts => {
  const { gate, changed, incomparable } = facts
  if (!gate || isAccepted(gate) || isOutOfDate(gate)) return undefined
  if (changed.length + incomparable.length === 0) return undefined
  const parts = [
    changed.length > 0 && `${changedOf(facts)}: ${listNames(changed)}`,
    incomparable.length > 0 && incomparableOf(facts),
  ].filter(part => part !== false)
  const them = changed.length + incomparable.length === 1 ? 'it' : 'them'
  return {
    case: 'red gate',
    words: parts.join('; ') + rest(facts, 'failed'),
    nextStep: `Look at ${them}.${howToAccept(gate, them)}`,
  }
}

function howToAccept({ acceptLabel, acceptance }: Gate, them: string): string {
  if (acceptLabel === undefined) return ''
  return acceptance?.isLabelOnly
    ? ` The label ${acceptLabel} was there before these results, so it does not accept them: remove it and add it again.`
    : ` To accept ${them}, add the label ${acceptLabel}.`
}

const isOutOfDate = ({ acceptance }: Gate) =>
  acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.length > 0

const isAccepted = ({ acceptance }: Gate) =>
  acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.length === 0

const someFailed: Case = facts => {
  const { failed, targets, noun } = facts
  if (failed.length === 0) return undefined
  const words =
    failed.length === targets && targets > 1
      ? `None of ${numbered(targets, noun)} could be rendered`
      : `${failed.length} of ${numbered(targets, noun)} could not be rendered: ${listNames(failed)}`
  return {
    case: 'failed',
    words: words + rest(facts, 'changed', 'incomparable', 'added'),
    nextStep: 'The reason is below, with what to do.',
  }
}

const changed: Case = facts =>
  facts.changed.length === 0 || (facts.gate && isAccepted(facts.gate))
    ? undefined
    : {
        case: 'changed',
        words: `${changedOf(facts)}: ${listNames(facts.changed)}${rest(facts, 'incomparable', 'added')}`,
      }

const incomparable: Case = facts =>
  facts.incomparable.length === 0 || (facts.gate && isAccepted(facts.gate))
    ? undefined
    : { case: 'incomparable', words: incomparableOf(facts) + rest(facts, 'added') }

const accepted: Case = facts => {
  const acceptance = facts.gate?.acceptance
  const number = facts.changed.length + facts.incomparable.length
  if (!facts.gate || !acceptance || !isAccepted(facts.gate) || number === 0) return undefined
  return {
    case: 'accepted',
    words: `${numbered(number, facts.noun)} changed, accepted by @${acceptance.login} for commit ${acceptance.commit.slice(0, 7)}`,
  }
}

const nothingRecorded: Case = ({ unrecordedBranch: branch }) =>
  branch === undefined
    ? undefined
    : {
        case: 'nothing recorded',
        words: 'Nothing to compare with yet',
        nextStep: `Run this workflow on ${branch} once: that run records the baselines.`,
      }

const nothingAffected: Case = ({ targets, unaffected }) =>
  targets > 0 || unaffected === 0
    ? undefined
    : {
        case: 'nothing affected',
        words: `This pull request affects none of ${count(unaffected, 'target')}`,
      }

const nothingChanged: Case = facts => {
  const compared = facts.unchanged + facts.added.length
  if (facts.unchanged === 0 || compared < facts.targets) return undefined
  return {
    case: 'nothing changed',
    words: `No change in ${numbered(facts.unchanged, facts.noun)}${rest(facts, 'added')}`,
  }
}

const rendered = (facts: VerdictFacts): Headline => ({
  case: 'rendered',
  words: `${numbered(facts.rendered, facts.noun)} rendered${rest(facts, 'added')}`,
})

/** In the order of the contract. */
const cases: readonly Case[] = [
  keyRefused,
  lookmlRefused,
  disturbed,
  broken,
  redGate,
  outOfDate,
  someFailed,
  changed,
  incomparable,
  accepted,
  nothingRecorded,
  nothingAffected,
  nothingChanged,
]

/** `2 of 12 dashboards changed`, and since when if the pictures show production. */
const changedOf = ({ changed: names, targets, noun, deployedAt }: VerdictFacts) =>
  `${names.length} of ${numbered(targets, noun)} changed${deployedAt === undefined ? '' : ' since the baseline'}`

function incomparableOf({ incomparable: found, targets, noun }: VerdictFacts): string {
  const named = found.slice(0, maxNames).map(({ name, reason }) => `${name} (${reason})`)
  return `${found.length} of ${numbered(targets, noun)} could not be compared: ${named.join(', ')}${more(found.length)}`
}

const numbered = (number: number, noun: TargetNoun) =>
  noun === 'query' && number !== 1 ? `${number} queries` : count(number, noun)

/** What else happened, in numbers: `; 2 could not be rendered, 1 new`. */
function rest(
  facts: VerdictFacts,
  ...kinds: readonly ('failed' | 'changed' | 'incomparable' | 'added')[]
): string {
  const words = {
    failed: 'could not be rendered',
    changed: 'changed',
    incomparable: 'could not be compared',
    added: 'new',
  }
  const parts = kinds
    .filter(kind => facts[kind].length > 0)
    .map(kind => `${facts[kind].length} ${words[kind]}`)
  return parts.length > 0 ? `; ${parts.join(', ')}` : ''
}

const listNames = (names: readonly string[]) => names.slice(0, maxNames).join(', ') + more(names.length)

const more = (length: number) => (length > maxNames ? ` and ${length - maxNames} more` : '')

const silentOnDeployed: readonly VerdictCase[] = [
  'key refused',
  'LookML refused',
  'disturbed',
  'nothing affected',
]

/** A reader of a pull request expects pictures of the pull request. */
function noteOnDeployed({ deployedAt }: VerdictFacts, found: VerdictCase): string | undefined {
  if (deployedAt === undefined || silentOnDeployed.includes(found)) return undefined
  return `The pictures show what is deployed at ${deployedAt}, not this pull request's LookML. A change comes from new data or from edits since the baseline. To see what the pull request does, set dev-mode or deploy.`
}

/** Returns the facts of several jobs that share the targets as if one job had found them. */
export function mergeFacts(parts: readonly [VerdictFacts, ...VerdictFacts[]]): VerdictFacts {
  const sum = (number: (part: VerdictFacts) => number) => parts.reduce((all, part) => all + number(part), 0)
  const join = <T>(list: (part: VerdictFacts) => readonly T[]) => parts.flatMap(list)
  const first = <T>(pick: (part: VerdictFacts) => T | undefined) =>
    parts.map(pick).find(value => value !== undefined)
  const [{ noun }] = parts
  return {
    targets: sum(part => part.targets),
    noun: parts.every(part => part.noun === noun) ? noun : 'target',
    rendered: sum(part => part.rendered),
    failed: join(part => part.failed),
    changed: join(part => part.changed),
    incomparable: join(part => part.incomparable),
    added: join(part => part.added),
    unchanged: sum(part => part.unchanged),
    unaffected: sum(part => part.unaffected),
    brokenTiles: join(part => part.brokenTiles),
    ...present({
      keyRefusedBy: first(part => part.keyRefusedBy),
      lookml: first(part => part.lookml),
      disturbance: first(part => part.disturbance),
      gate: mergeGates(parts),
      unrecordedBranch: first(part => part.unrecordedBranch),
      deployedAt: first(part => part.deployedAt),
    }),
  }
}

/** The changes of all jobs are accepted only if each job with changes says so, for one commit and by one person. */
function mergeGates(parts: readonly VerdictFacts[]): Gate | undefined {
  const gates = parts.flatMap(({ gate, changed, incomparable }) =>
    gate ? [{ gate, hasChange: changed.length + incomparable.length > 0 }] : [],
  )
  const acceptLabel = gates.map(({ gate }) => gate.acceptLabel).find(label => label !== undefined)
  const needed = gates.filter(({ hasChange }) => hasChange).map(({ gate }) => gate.acceptance)
  const [one] = needed.length > 0 ? needed : gates.map(({ gate }) => gate.acceptance)
  const isShared = needed.every(
    other =>
      one !== undefined &&
      other?.login === one.login &&
      other.commit === one.commit &&
      other.isLabelOnly === one.isLabelOnly,
  )
  if (gates.length === 0) return undefined
  const changedSince = needed.flatMap(acceptance => acceptance?.changedSince ?? [])
  return present({ acceptLabel, acceptance: one && isShared ? { ...one, changedSince } : undefined })
}

type Present<T> = { [key in keyof T]?: Exclude<T[key], undefined> }

const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
