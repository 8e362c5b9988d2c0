import { sha256Of } from '../runtime/text.ts'
import type { Env } from './workflow-run.ts'

/** Inputs that choose the targets and the options of their pictures. */
const targetInputs = [
  'targets',
  'targets-file',
  'format',
  'width',
  'height',
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'pdf-landscape',
  'long-tables',
  'theme',
  'tab-ids',
]

/** Inputs that affect the results and have the same value in all jobs that share the targets. */
const shapingInputs = ['base-url', ...targetInputs, 'compare', 'deploy', 'dev-mode']

/** Inputs that do not affect the verdict. Some of them may have another value in each run. */
const inputsWithoutEffect = new Set([
  'client-secret',
  'compare-client-secret',
  'github-token',
  'dry-run',
  'comment',
  'comment-key',
  'pull-request',
  'images',
  'images-branch',
  'report',
  'artifact',
  'artifact-name',
  'retention-days',
  'compression-level',
  'output-directory',
  'summary',
  'release',
  'release-tag',
  'allow-public',
  'concurrency',
  'timeout-minutes',
  'poll-interval-seconds',
])

/**
 * Returns a hash that distinguishes steps with the same `comment-key`: two steps of a job, two jobs, or two calls of a
 * reusable workflow. A step has the same hash in each run, as long as its inputs do not change. Jobs that share the
 * targets have the same hash, even if each of them has its own API user.
 */
export const writerOf = (env: Env): string =>
  inputOf(env, 'shard') === '' ? resultsWriterOf(env) : hashOfStep(env, [])

/**
 * Returns a hash of the job in its workflow, and a hash of the step's place in the job. Unlike `writerOf`, they do not
 * depend on the inputs.
 */
export const placeInWorkflow = (env: Env): string =>
  `${shortHash([workflowOf(env), env.GITHUB_JOB ?? ''])}-${shortHash([env.GITHUB_ACTION ?? ''])}`

/** Whether two places are in one job. */
export const areInOneJob = (one: string, other: string): boolean => one.split('-')[0] === other.split('-')[0]

/**
 * Returns a hash for stored results. It distinguishes steps that judge the same pictures by other rules, because a step
 * must not repeat the verdict of another step. Unlike `writerOf`, it also distinguishes jobs that share the targets.
 */
export const resultsWriterOf = (env: Env): string =>
  hashOfStep(env, [...jobAndUser(env), ...inputsWithEffect(env)])

/**
 * Returns a hash for stored acceptances: of the workflow, the job and the rules of the comparison. Steps with the same
 * hash share an acceptance. This is safe, because an acceptance covers only the accepted results, and `acceptanceKey`
 * distinguishes them by target and options. So the list of targets and `deploy-ref` may change. Jobs that use `shard` have
 * the same hash, even if their number changes: a target that a reviewer accepted may later belong to another job.
 */
export function acceptanceWriterOf(env: Env): string {
  const isSharded = inputOf(env, 'shard') !== ''
  const omitted = isSharded ? [...inputsOutsideRules, ...inputsOfOneJob] : inputsOutsideRules
  const all = [
    ...[workflowOf(env), env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? ''],
    ...(isSharded ? [] : jobAndUser(env)),
    ...inputsWithEffect(env, omitted),
  ]
  return shortHash(all)
}

/**
 * Inputs that choose the targets, that `acceptanceKey` contains for each target, or that do not affect comparisons. All
 * other inputs count as rules, also those that a later version adds.
 */
const inputsOutsideRules = [...targetInputs, 'ignore', 'deploy-ref', 'fail-on-error']

/** Inputs that may have another value in each job that shares the targets. */
const inputsOfOneJob = ['shard', 'client-id']

/**
 * Returns the path of the workflow, because two workflows may have the same name. Each of them runs for a label, and the
 * newer run would replace the acceptance of the other one. The variable is `acme/lookml/.github/workflows/ci.yml@refs/…`.
 */
const workflowOf = ({ GITHUB_WORKFLOW_REF, GITHUB_WORKFLOW }: Env): string =>
  GITHUB_WORKFLOW_REF?.split('@refs/')[0] || (GITHUB_WORKFLOW ?? '')

/** Returns `INPUT_TARGETS=looks/7`, and so on, in alphabetical order. */
const inputsWithEffect = (env: Env, omitted: readonly string[] = []): string[] =>
  Object.entries(env)
    .filter(([name]) => name.startsWith('INPUT_'))
    .filter(([name]) => !omitted.includes(name.slice('INPUT_'.length).toLowerCase()))
    .filter(([name]) => !inputsWithoutEffect.has(name.slice('INPUT_'.length).toLowerCase()))
    .map(([name, value]) => `${name}=${value}`)
    .sort()

const jobAndUser = (env: Env): string[] => [
  env.GITHUB_JOB ?? '',
  env.LOOKERSDK_CLIENT_ID ?? '',
  inputOf(env, 'client-id'),
]

const inputOf = (env: Env, input: string): string => env[`INPUT_${input.toUpperCase()}`] ?? ''

function hashOfStep(env: Env, more: readonly string[]): string {
  const inputs = shapingInputs.map(name => inputOf(env, name))
  const all = [env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? '', ...inputs, ...more]
  return shortHash(all)
}

const shortHash = (all: readonly string[]): string => sha256Of(JSON.stringify(all)).slice(0, 12)

/**
 * Returns the key that the jobs of a matrix share: `CI / snapshot 3` → `CI / snapshot`. A key that the user chose stays
 * unchanged. Returns undefined if the key ends with a number that is not the shard's index. The matrix then has more
 * dimensions, and only `comment-key` can say which jobs belong together.
 */
export function sharedKey(
  key: string,
  index: number,
  { GITHUB_WORKFLOW, GITHUB_JOB }: Env,
): string | undefined {
  const job = `${GITHUB_WORKFLOW} / ${GITHUB_JOB}`
  if (key === `${job} ${index}`) return job
  return key.startsWith(`${job} `) && /^\d+$/.test(key.slice(job.length + 1)) ? undefined : key
}
