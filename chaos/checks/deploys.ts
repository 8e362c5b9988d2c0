import type { Evidence } from '../evidence.ts'
import { renderReference } from '../reference.ts'
import { type Check, mustHold } from './check.ts'
import { bytesOf, renderedOf, sidecarOf } from './files.ts'

/**
 * At the end the commit from the beginning is deployed, or the job failed and named it. Not checked for several jobs at
 * once: a job that begins while another has the same head deployed takes that for the former state, and cannot notice.
 * The documentation asks for `concurrency` and `max-parallel: 1`.
 */
export const checkDeployed: Check = ({ stage: { commits }, deployedAtEnd: deployed = '', all }) => {
  if (!commits || all.length > 1) return []
  const isPutBack = deployed === commits.before
  const isByHand = deployed === commits.byHand
  const steps = all.flatMap(({ told, post }) => [told, ...(post ? [post] : [])])
  const failed = steps.filter(({ code }) => code !== 0).flatMap(({ errors }) => errors)
  const isNamed = failed.some(message => message.includes(commits.before) || message.includes(deployed))
  return mustHold(
    isPutBack || isByHand || isNamed,
    `${nameOf(commits, deployed)} stands there at the end, without a word`,
  )
}

/** A refused deploy changes nothing, and nobody reads that it did: neither here nor in the post step. */
export const checkRefusedDeploys: Check = ({ plan, told, post, isKilled }) => {
  if (!plan.deploy?.isRefused) return []
  const messages = [told, ...(post ? [post] : [])].flatMap(({ errors, warnings }) => [...errors, ...warnings])
  const claim = messages.find(message => message.includes('is not as it was before this step'))
  return [
    ...mustHold(claim === undefined, `A refused deploy is said to have changed something: ${claim}`),
    ...mustHold(isKilled || !post || post.code === 0, `The post step failed: ${post?.errors}`),
  ]
}

/** If somebody else deploys, one message says so, and not an error and a warning that contradict each other. */
export const checkForeignDeploys: Check = ({ told, all }) => {
  if (all.length > 1) return []
  const messages = [...told.errors, ...told.warnings].map(message =>
    message.replace(/^.*?: (?=Somebody)/, ''),
  )
  const foreign = new Set(messages.filter(message => message.startsWith('Somebody else deployed')))
  return mustHold(foreign.size <= 1, `Several messages about somebody else: ${[...foreign].join(' | ')}`)
}

/**
 * Each picture shows the pull request's commit, and the one before it the merge base's. Not held of several jobs at once:
 * they deploy the same commits, so that one may find its own again without having seen another in between, for it looks
 * every half minute. The README wants `concurrency` for that.
 */
export const checkRounds: Check = async ({ plan, job, stage, told, all }) => {
  const { commits, looker } = stage
  if (!commits || all.length > 1) return []
  const breaches: string[] = []
  for (const result of renderedOf(told)) {
    const target = job.targets.find(({ name }) => name === result.name)
    if (!target) continue
    const head = await renderReference(looker, commits.head, target)
    breaches.push(
      ...mustHold(bytesOf(told, result).equals(head), `${target.name} does not show the pull request`),
    )
    const before = sidecarOf(told, result, 'before')
    if (plan.compare !== 'base' || !before) continue
    const mergeBase = await renderReference(looker, commits.mergeBase, target)
    breaches.push(...mustHold(before.equals(mergeBase), `Before ${target.name} is not the merge base`))
  }
  return breaches
}

function nameOf(commits: NonNullable<Evidence['stage']['commits']>, sha: string): string {
  const [name = 'Another commit'] = Object.entries(commits).find(([, commit]) => commit === sha) ?? []
  return name
}
