import { type Branches, type BranchOptions, openBranches } from '../../src/branch-check/branches.ts'
import { type Restorer, restoreAfterKill } from '../../src/branch-check/restore-branches.ts'
import { createStem, isTemporaryBranch, readSavedBranches } from '../../src/branch-check/temporary-branch.ts'
import type { ActionError } from '../../src/errors.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { createDeveloper, type Developer, type Event, Killed } from './developer.ts'

export const today = new Date('2026-11-20T10:00:00Z')
const stemOfRun = (id: number, at: Date) => createStem({ id, attempt: 1 }, at, () => 0.5)
export const stem = stemOfRun(8, today)
export const foreign = `${stemOfRun(7, today)}-head`
export const leftBehind = `${stemOfRun(7, new Date(today.getTime() - 3 * 60 * 60_000))}-head`

export const isOurs = (name: string) => isTemporaryBranch(name) && name.startsWith(stem)

export interface Outcome {
  developer: Developer
  /** For each answer that the check used: the commit of each project, and the commit that the check expected. */
  kept: Record<string, string>[]
  /** The error that ended the check early. */
  failure: unknown
  /** The errors of both steps about branches that remain. */
  errors: ActionError[]
  warnings: ActionError[]
  /** The errors of the other projects that could not be checked out, by project. */
  unavailable: Branches['unavailable']
  logged: string[]
  pauses: number[]
  /** The time for the names of the temporary branches, in milliseconds after the start. */
  stemAt: number | undefined
}

interface Start {
  checkedOut?: string
  imports?: (commit: string) => string[]
  otherProjects?: string[]
  /** The check ends after this number of milliseconds. Restoring the branches may take longer. */
  timeUp?: number
}

/** Runs all rounds of a check, and then the end of the step. If the step has saved a state, runs the post step. */
export async function checkBothSides(
  events: readonly (readonly [number, Event])[],
  { timeUp, otherProjects = [], ...start }: Start = {},
): Promise<Outcome> {
  const developer = createDeveloper(new Map(events), start)
  const clock = virtualClock()
  const over = new AbortController()
  if (timeUp !== undefined) void clock.sleep(timeUp).then(() => over.abort(new Error('The time is up')))
  const logged: string[] = []
  const warnings: ActionError[] = []
  const common = {
    project: developer.project,
    clock,
    today: () => new Date(today.getTime() + clock.now()),
    log: (line: string) => void logged.push(line),
  }
  const restorer: Restorer = {
    ...common,
    userName: async () => 'Mona',
    signal: new AbortController().signal,
  }
  let state = '[]'
  let stemAt: number | undefined
  const options: BranchOptions = {
    ...common,
    projectId: 'shop',
    otherProjects,
    productionCommit: async () => 'core-production',
    stem: () => {
      stemAt ??= clock.now()
      return stem
    },
    signal: over.signal,
    restorer,
    save: saved => {
      state = JSON.stringify(saved)
    },
    warn: warning => void warnings.push(warning),
  }
  const kept: Record<string, string>[] = []
  let failure: unknown
  let errors: ActionError[] = []
  let unavailable: Branches['unavailable'] = new Map()
  const queryTwice = async () => [await developer.query(), await developer.query()]
  try {
    const branches = await openBranches(options)
    unavailable = branches.unavailable
    try {
      for (const [side, commit] of rounds)
        for (const answer of await branches.during(side, commit, queryTwice))
          kept.push({ ...answer, wanted: commit })
    } catch (error) {
      failure = error
    }
    if (!(failure instanceof Killed)) errors = await branches.close()
  } catch (error) {
    failure = error
  }
  const saved = readSavedBranches(JSON.parse(state))
  if (saved.length > 0) {
    developer.revive()
    errors = await restoreAfterKill(saved, restorer)
  }
  return { developer, kept, failure, errors, warnings, unavailable, logged, pauses: clock.pauses, stemAt }
}

const rounds = [
  ['base', 'base'],
  ['head', 'head'],
  ['base', 'base'],
] as const

/** Returns the branches that the step has left in Looker without an error that names them. */
export function unnamedRemains({ developer, errors }: Outcome): string[] {
  const words = errors.map(({ message, hint }) => message + hint).join('\n')
  return oursIn(developer).filter(name => !words.includes(name))
}

export const oursIn = (developer: Developer): string[] =>
  ['shop', 'core'].flatMap(id => [...developer.repository(id).branches.keys()].filter(isOurs))
