import type { Evidence } from '../evidence.ts'
import { renderReference } from '../reference.ts'
import { type Check, mustHold } from './check.ts'
import { bytesOf, renderedOf, sidecarOf } from './files.ts'

/**
 * Checks that the original commit is deployed at the end, or that a failed job names the original commit. Does not
 * check concurrent jobs, because a job may mistake another job's head for the previous commit. The documentation
 * therefore requires `concurrency` and `max-parallel: 1`.
 */
export const checkDeployed: Check = ({ stage: { commits }, deployedAtEnd: deployed = '', all }) => {
  if (!commits || all.length > 1) return []
  const isPutBack = deployed === commits.before
  const isByHand = deployed === commits.byHand
  const steps = all.flatMap(({ outcome, post }) => [outcome, ...(post ? [post] : [])])
  const failed = steps.filter(({ code }) => code !== 0).flatMap(({ errors }) => errors)
  const isNamed = failed.some(message => message.includes(commits.before) || message.includes(deployed))
  return mustHold(
    isPutBack || isByHand || isNamed,
    `${nameOf(commits, deployed)} is deployed at the end, and no message says so`,
  )
}

/** A refused deploy must change nothing, and no message may report a change. */
export const checkRefusedDeploys: Check = ({ plan, outcome, post, isKilled }) => {
  if (!plan.deploy?.isRefused) return []
  const messages = [outcome, ...(post ? [post] : [])].flatMap(({ errors, warnings }) => [
    ...errors,
    ...warnings,
  ])
  const claim = messages.find(message =>
    message.includes('which was deployed before this step, could not be deployed again'),
  )
  return [
    ...mustHold(claim === undefined, `A message says that a refused deploy changed something: ${claim}`),
    ...mustHold(isKilled || !post || post.code === 0, `The post step failed: ${post?.errors}`),
  ]
}

/** At most one message may report another user's deploy, so that no warning contradicts the error. */
export const checkForeignDeploys: Check = ({ outcome, all }) => {
  if (all.length > 1) return []
  const messages = [...outcome.errors, ...outcome.warnings].map(message =>
    message.replace(/^.*?: (?=Another user or job deployed)/, ''),
  )
  const foreign = new Set(messages.filter(message => message.startsWith('Another user or job deployed')))
  return mustHold(
    foreign.size <= 1,
    `Several messages about another person's deploy: ${[...foreign].join(' | ')}`,
  )
}

/**
 * Checks that each "after" picture shows the pull request's commit, and each "before" picture shows the merge base.
 * Does not check concurrent jobs. A job reads the deployed commit only every half minute, so it may miss another job's
 * deploys. The documentation therefore requires `concurrency`.
 */
export const checkRounds: Check = async ({ plan, job, stage, outcome, all }) => {
  const { commits, looker } = stage
  if (!commits || all.length > 1) return []
  const breaches: string[] = []
  for (const result of renderedOf(outcome)) {
    const target = job.targets.find(({ name }) => name === result.name)
    if (!target) continue
    const head = await renderReference(looker, commits.head, target)
    breaches.push(
      ...mustHold(bytesOf(outcome, result).equals(head), `${target.name} does not show the pull request`),
    )
    const before = sidecarOf(outcome, result, 'before')
    if (plan.compare !== 'base' || !before) continue
    const mergeBase = await renderReference(looker, commits.mergeBase, target)
    breaches.push(
      ...mustHold(before.equals(mergeBase), `The picture before ${target.name} does not show the merge base`),
    )
  }
  return breaches
}

function nameOf(commits: NonNullable<Evidence['stage']['commits']>, sha: string): string {
  const [name = 'Another commit'] = Object.entries(commits).find(([, commit]) => commit === sha) ?? []
  return name
}
