import { setFlagsFromString } from 'node:v8'
import type { DashboardsOptions } from './affected/read-affected.ts'
import type { ComparedCommits } from './branch-check/plan-check.ts'
import { listTargets, type TargetList } from './collections/expand-collections.ts'
import { readMembers } from './collections/members.ts'
import type { DeployCommits } from './deploy/plan-deploy.ts'
import { InputError } from './errors.ts'
import { pullRequestFor, type RunContext } from './github/workflow-run.ts'
import type { Member } from './input-types.ts'
import type { Looker, Versions } from './looker/connect.ts'
import type { Target } from './model.ts'
import { once, valueIfSoon } from './runtime/time.ts'
import { isCollection } from './targets.ts'

type Context = Pick<RunContext, 'world' | 'inputs' | 'deadlines'>

export interface ShareList extends TargetList {
  /**
   * The merge base, the head and their differences. Set if the listing already needs them: with `dev-mode` on a pull
   * request, if a target is a model.
   */
  compared?: Promise<ComparedCommits> | undefined
  /**
   * Finds the commits. Set if the listing already needs them: with `deploy` on a pull request, if a target is a model or a
   * board.
   */
  commits?: (() => Promise<DeployCommits>) | undefined
}

/**
 * Lists this job's targets, and reads the collections.
 * @throws InputError if an address has another host
 * @throws ActionError if there are too many targets
 */
export async function listShare(context: RunContext, looker: Looker): Promise<ShareList> {
  const { inputs, world } = context
  if (mayBeMany(inputs.targets)) saveMemory()
  await checkHosts(context, looker)
  const content = looker.contentFor()
  const lookml = readLookml(context)
  const list = await listTargets(inputs.targets, {
    read: async collection => {
      await looker.loggedIn
      return readMembers(collection, content, lookml?.of)
    },
    shard: inputs.shard,
    log: world.print,
  })
  const compared = lookml?.compared?.()
  compared?.catch(() => undefined) // The renderer reports the error.
  return { ...list, compared, commits: lookml?.commits }
}

interface LookmlReader {
  /**
   * Lists the dashboards that a model has on the head. If the head is compared with the merge base, also those of the
   * merge base, because the pull request may remove them. Looker's list may lack some of them.
   */
  of(model: string): Promise<Member[]>
  compared?(): Promise<ComparedCommits>
  commits?(): Promise<DeployCommits>
}

/** Returns undefined if the members of the collections do not depend on the pull request. */
function readLookml(context: RunContext): LookmlReader | undefined {
  const { inputs, world, deadlines } = context
  const { targets, branchCheck, deploy, dryRun, compare } = inputs
  const hasLookml = targets.some(({ kind }) => kind === 'model' || kind === 'board')
  if (!hasLookml || pullRequestFor(context) === undefined) return undefined
  const lister = (options: Omit<DashboardsOptions, 'log'>) => async (model: string) => {
    const { listDashboards } = await import('./affected/read-affected.ts')
    return listDashboards(model, { ...options, log: world.print })
  }
  if (branchCheck) {
    const plan = () => import('./branch-check/plan-check.ts')
    const compared = once(async () => (await plan()).compareCommits(context))
    const change = async () => (await compared()).change
    return { compared, of: lister({ change, sides: ['head', 'base'], signal: deadlines.check }) }
  }
  // A dry run deploys nothing, so Looker would not find a dashboard that only the head has.
  if (!deploy || dryRun) return undefined
  const plan = () => import('./deploy/plan-deploy.ts')
  const commits = once(async () => (await plan()).findDeployCommits(context, deploy))
  const change = async () => (await commits()).change?.()
  const sides = compare.against === 'base' ? (['head', 'base'] as const) : (['head'] as const)
  return { commits, of: lister({ change, sides, signal: deadlines.render }) }
}

/**
 * Makes V8 collect garbage more often, which takes 10 % more processor time. Without this option, Node 24 uses 140 MB
 * more for 500 targets than for 8.
 */
const saveMemory = (): void => setFlagsFromString('--optimize-for-size')

/** The number of targets above which memory matters more than processor time. */
const maxFew = 50

/** A collection counts as more than `maxFew` targets, because its size is still unknown. */
const mayBeMany = (targets: Context['inputs']['targets']) =>
  targets.length > maxFew || targets.some(isCollection)

/**
 * Refuses pasted addresses of another instance, because the same id belongs to other content on that instance. Asks
 * Looker for the host of its web pages, because that host may differ from the API's host.
 */
async function checkHosts({ inputs }: Context, looker: Looker): Promise<void> {
  const { base } = inputs.looker
  const otherHosts = inputs.targets.filter(({ pastedHost: host = base.hostname }) => host !== base.hostname)
  if (otherHosts.length === 0) return
  // If the log-in fails, its error is reported instead.
  if (
    !(await looker.loggedIn.then(
      () => true,
      () => false,
    ))
  )
    return
  const { web } = await looker.versions
  const wrong = otherHosts.filter(({ pastedHost }) => pastedHost !== web?.hostname)
  const hosts = [...new Set([base.hostname, ...(web ? [web.hostname] : [])])].join(' or ')
  if (wrong.length > 0)
    throw new InputError(
      wrong.map(
        ({ source, pastedHost }) =>
          `targets: "${source}" is on ${pastedHost}, not on ${hosts}; name a target of the instance in base-url.`,
      ),
    )
}

/** Returns Looker's versions, or an empty object if Looker does not answer in time. */
export const knownVersions = async (
  { versions }: Looker,
  { world, deadlines }: Pick<Context, 'world' | 'deadlines'>,
): Promise<Versions> => (await valueIfSoon(versions, { clock: world.clock, signal: deadlines.publish })) ?? {}

export const targetsIn = ({ listed }: TargetList): Target[] =>
  listed.flatMap(entry => ('status' in entry ? [] : [entry]))
