import { ActionError, InputError } from '../errors.ts'
import type { Inputs, Shard } from '../input-types.ts'
import { describeExcess, isCollection, shareOf, wholeList } from '../targets.ts'
import {
  needsVersion4,
  readBranchCheck,
  readCompare,
  readDeploy,
  reportInputsWithoutEffect,
} from './compare-deploy-dev-mode.ts'
import { complete, type InputReader, type InputSource, inputReader } from './input-source.ts'
import { type InstanceParts, readInstanceParts, secret } from './instance.ts'
import {
  artifactName,
  asWritten,
  boolean,
  commentKey,
  decimalNumber,
  gitRef,
  oneOf,
  type Parse,
  shardNumber,
  wholeNumber,
} from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'
import { settingsOfVersion4 } from './target.ts'
import { readCommonSettings } from './target-settings.ts'
import { readTargetList } from './targets-input.ts'
import { workspacePath } from './workspace-path.ts'

/**
 * Reads every input that `action.yml` declares. To add an input, declare it there, add its type to `input-types.ts`,
 * and read it in the matching group below. Settings of targets belong in `target-settings.ts`.
 * @throws InputError with all problems, before any request is sent
 */
export const readInputs = (source: InputSource): Inputs => readWithProblems(source, readAllInputs)

/**
 * Reads only the instance and its API key.
 * @throws InputError with all problems
 */
export const readInstance = (source: InputSource): Inputs['looker'] =>
  readWithProblems(source, input => complete(readInstanceParts(input)))

/**
 * The inputs that decide where a comment is written and who can read it. They are read even if other inputs are
 * invalid.
 */
export type CommentInputs = Pick<Inputs, 'comment' | 'shard' | 'token' | 'allowPublic' | 'dryRun'>

/** Returns undefined if one of these inputs has an error. */
export function readCommentInputs(source: InputSource): CommentInputs | undefined {
  const input = inputReader(source, () => undefined)
  const shard = input.optional('shard', shardNumber) ?? wholeList
  const required = {
    comment: readComment(input),
    shard: { ...shard, jobs: shard.total },
    allowPublic: input.required('allow-public', boolean),
    dryRun: input.required('dry-run', boolean),
  }
  return complete(required, { token: input.optional('github-token', secret(input)) })
}

function readWithProblems<T>(source: InputSource, read: (input: InputReader) => T | undefined): T {
  const problems: [where: string, problem: InputProblem][] = []
  const value = read(inputReader(source, (where, problem) => problems.push([where, problem])))
  if (value && problems.length === 0) return value
  // A user may put a secret into the wrong input, and the runner does not mask annotations.
  const clean = (where: string, { message, hint }: InputProblem) =>
    `${where}: ${source.secrets.clean(`${message}; ${hint}${/^did you mean .*\?$/.test(hint) ? '' : '.'}`)}`
  throw new InputError(problems.map(([where, problem]) => clean(where, problem)))
}

function readAllInputs(input: InputReader): Inputs | undefined {
  const looker = readInstanceParts(input)
  const shard = input.optional('shard', shardNumber) ?? wholeList
  const targets = readAllTargets(input, looker, shard)
  const compare = readCompare(input, looker)
  const others = { ...looker, against: compare?.against }
  const deploy = readDeploy(input, others)
  const branchCheck = readBranchCheck(input, others)
  const isBranchChecked = input.source.get('dev-mode') !== ''
  reportInputsWithoutEffect(input, { ...others, isBranchChecked, targets })
  const release = readRelease(input)
  const required = {
    looker: complete(looker),
    targets,
    shard: { ...shard, jobs: jobsWithTargets(shard, targets ?? []) },
    pace: readPace(input),
    failOnError: input.required('fail-on-error', boolean),
    outputDirectory: input.required('output-directory', workspacePath(input.source.workspace)),
    artifact: readArtifact(input, shard),
    summary: input.required('summary', boolean),
    comment: readComment(input),
    images: readImages(input),
    dryRun: input.required('dry-run', boolean),
    allowPublic: input.required('allow-public', boolean),
    release,
    notes: input.notes,
    warnings: release?.wanted && !release.tag ? [releaseWithoutTag()] : [],
    report: input.required('report', boolean),
    compare,
  }
  const token = input.optional('github-token', secret(input))
  input.reportUnknown()
  return complete(required, { token, ...(deploy && { deploy }), ...(branchCheck && { branchCheck }) })
}

/** The members of a collection are unknown before the log-in. Each job lists them, and fails if it cannot. */
const jobsWithTargets = ({ total }: Shard, targets: Inputs['targets']) =>
  targets.some(isCollection) ? total : Math.min(total, targets.length)

const releaseWithoutTag = () =>
  new ActionError(
    'release is true, but no tag is known, so no files are added to a release',
    'Set release-tag, or run the workflow for a tag.',
  )

function readAllTargets(input: InputReader, { base, version }: InstanceParts, shard: Shard) {
  const common = readCommonSettings(input)
  for (const name of settingsOfVersion4)
    if (version === '3.1' && common[name]) input.report(name, needsVersion4())
  const targets = readTargetList(input, { base, version, common })
  // The members of a collection are unknown before the log-in.
  const listed = targets?.some(isCollection) ? [] : (targets ?? [])
  const excess = describeExcess(shareOf(listed, shard).length, listed.length)
  if (excess) input.report('targets', new InputProblem(excess.message, excess.hint))
  return targets
}

const readPace = ({ required }: InputReader) =>
  complete({
    concurrency: required('concurrency', wholeNumber(1, 100, 'a whole number of render tasks')),
    timeoutMinutes: required('timeout-minutes', decimalNumber(0, 7200, 'a number of minutes')),
    pollIntervalSeconds: required('poll-interval-seconds', decimalNumber(0, 300, 'a number of seconds')),
  })

function readArtifact(input: InputReader, { index, total }: Shard) {
  const { required, optional, source } = input
  const written = required('artifact-name', artifactName)
  // Without a number, all jobs of a matrix would upload an artifact with the same default name.
  const isShared = total > 1 && written === source.defaults()['artifact-name']
  const name = written && isShared ? `${written}-${index}` : written
  const kind = required('artifact', oneOf('zip', 'files', 'none'))
  if (name !== undefined && kind !== 'none')
    refuseUsedName(input, kind === 'zip' ? [name, `${name}.html`] : [`${name}.html`])
  return complete(
    {
      kind,
      name,
      compressionLevel: required('compression-level', wholeNumber(0, 9, 'a compression level')),
    },
    { retentionDays: optional('retention-days', wholeNumber(1, 400, 'a whole number of days')) },
  )
}

/**
 * Refuses an artifact name that an earlier step has used. Otherwise, GitHub would refuse the name after all targets
 * were rendered.
 */
function refuseUsedName({ source, report }: InputReader, names: readonly string[]): void {
  const used = source.jobArtifacts()
  const name = names.find(name => used.includes(name))
  if (name !== undefined)
    report(
      'artifact-name',
      new InputProblem(
        `an earlier step of this job has uploaded an artifact named ${quoted(name)}`,
        'give each step of a job its own artifact-name, and its own comment-key',
      ),
    )
}

const readComment = ({ required, optional }: InputReader) =>
  complete(
    {
      comment: required('comment', oneOf('auto', 'true', 'false')),
      key: required('comment-key', commentKey),
    },
    { pullRequest: optional('pull-request', wholeNumber(1, 1e9, 'the number of a pull request')) },
  )

const readImages = ({ required }: InputReader) =>
  complete({ kind: required('images', oneOf('branch', 'none')), ref: required('images-branch', gitRef) })

/** Accepts `github.ref` of a run for a tag, too. */
const tagName: Parse<string> = text => asWritten(text).replace(/^refs\/tags\//, '')

const readRelease = ({ required, optional }: InputReader) =>
  complete({ wanted: required('release', boolean) }, { tag: optional('release-tag', tagName) })
