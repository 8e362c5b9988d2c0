import { InputError } from '../errors.ts'
import type { Inputs, Shard } from '../input-types.ts'
import { describeExcess, shareOf, wholeList } from '../share.ts'
import { isCollection } from '../target-kinds.ts'
import { readDeploy } from './deploy.ts'
import { complete, type InputReader, type InputSource, inputReader } from './input-source.ts'
import { comparedWith, instance } from './instance.ts'
import {
  apiVersion,
  artifactName,
  boolean,
  decimalNumber,
  fraction,
  gitRef,
  oneOf,
  type Parse,
  text,
  tolerance,
  wholeNumber,
} from './parsers.ts'
import { InputProblem } from './problem.ts'
import { archiveName, shardOf } from './shard.ts'
import { readTargetList } from './target-list.ts'
import { sinceVersion4 } from './target-rules.ts'
import { readCommonSettings } from './target-settings.ts'
import { workspacePath } from './workspace-path.ts'

const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'] as const
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'] as const
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'] as const

/** The client secret or the API key's id is missing: what a fork's pull request looks like. */
export function lacksCredentials(source: Pick<InputSource, 'get' | 'env'>): boolean {
  return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable])
}

/**
 * Reads every input that `action.yml` declares. To add one: declare it there, give it a type in `input-types`, and a
 * line in the group below that it belongs to; a setting of targets goes into `target-settings`.
 * @throws InputError with all problems at once, before any request is sent
 */
export const readInputs = (source: InputSource): Inputs => readWithProblems(source, readAllInputs)

/** The instance and its key alone. @throws InputError with all problems at once */
export const readInstance = (source: InputSource): Inputs['looker'] =>
  readWithProblems(source, input => complete(readLooker(input)))

function readWithProblems<T>(source: InputSource, read: (input: InputReader) => T | undefined): T {
  const problems: [where: string, problem: InputProblem][] = []
  const found = read(inputReader(source, (where, problem) => problems.push([where, problem])))
  if (found && problems.length === 0) return found
  // A secret may stand in the wrong input by mistake; where there is more than the log, nothing masks it.
  const clean = (where: string, { message, hint }: InputProblem) =>
    `${where}: ${source.secrets.clean(`${message}; ${hint}.`)}`
  throw new InputError(problems.map(([where, problem]) => clean(where, problem)))
}

function readAllInputs(input: InputReader): Inputs | undefined {
  const looker = readLooker(input)
  const shard = input.ask('shard', shardOf) ?? wholeList
  const targets = readAllTargets(input, looker, shard)
  const compare = readCompare(input, looker)
  const deploy = readDeploy(input, { ...looker, against: compare?.against })
  const needed = {
    looker: complete(looker),
    targets,
    shard: { ...shard, jobs: Math.min(shard.total, targets?.length ?? 0) },
    pace: readPace(input),
    failOnError: input.need('fail-on-error', boolean),
    outputDirectory: input.need('output-directory', workspacePath(input.source.workspace)),
    artifact: readArtifact(input, shard),
    summary: input.need('summary', boolean),
    token: input.ask('github-token', secret(input)) ?? '',
    comment: readComment(input),
    images: readImages(input),
    dryRun: input.need('dry-run', boolean),
    allowPublic: input.need('allow-public', boolean),
    release: readRelease(input),
    report: input.need('report', boolean),
    compare,
  }
  return complete(needed, deploy && { deploy })
}

/** The instance and its key; others need its parts, also where one of them is missing. */
const readLooker = (input: InputReader) => ({
  base: input.need(baseUrl, instance),
  clientId: input.need(clientId, text),
  clientSecret: input.need(clientSecret, secret(input)),
  version: input.need('api-version', apiVersion),
})

type LookerParts = ReturnType<typeof readLooker>

/** Kept before anything else can go wrong. */
const secret =
  ({ source }: InputReader): Parse<string> =>
  found => {
    source.secrets.keep(found)
    return found
  }

function readAllTargets(input: InputReader, { base, version }: LookerParts, shard: Shard) {
  const common = readCommonSettings(input)
  for (const name of sinceVersion4)
    if (version === '3.1' && common[name])
      input.report(name, new InputProblem('it needs api-version 4.0', 'leave it empty'))
  const targets = readTargetList(input, { base, version, common })
  // What a collection holds is known after log-in.
  const all = targets?.some(isCollection) ? [] : (targets ?? [])
  const excess = describeExcess(shareOf(all, shard).length, all.length)
  if (excess) input.report('targets', new InputProblem(excess.message, excess.hint))
  return targets
}

const readPace = ({ need }: InputReader) =>
  complete({
    concurrency: need('concurrency', wholeNumber(1, 100, 'render tasks')),
    timeoutMinutes: need('timeout-minutes', decimalNumber(0, 7200, 'minutes')),
    pollIntervalSeconds: need('poll-interval-seconds', decimalNumber(0, 300, 'seconds')),
  })

function readArtifact({ need, ask, source }: InputReader, shard: Shard) {
  const name = need('artifact-name', artifactName)
  return complete(
    {
      kind: need('artifact', oneOf('zip', 'files', 'none')),
      name: name && archiveName(name, shard, source.defaults()['artifact-name']),
      compressionLevel: need('compression-level', wholeNumber(0, 9, 'the compression level')),
    },
    { retentionDays: ask('retention-days', wholeNumber(1, 400, 'days')) },
  )
}

const readComment = ({ need, ask }: InputReader) =>
  complete(
    { comment: need('comment', oneOf('auto', 'true', 'false')), key: need('comment-key', text) },
    { pullRequest: ask('pull-request', wholeNumber(1, 1e9, 'a pull request')) },
  )

const readImages = ({ need }: InputReader) =>
  complete({ kind: need('images', oneOf('branch', 'none')), ref: need('images-branch', gitRef) })

const readRelease = ({ need, ask }: InputReader) =>
  complete({ wanted: need('release', boolean), tag: ask('release-tag', text) ?? '' })

function readCompare(input: InputReader, { base, ...looker }: LookerParts) {
  const { need, ask } = input
  const clientSecret = ask('compare-client-secret', secret(input)) ?? looker.clientSecret
  const second = { base, clientId: ask('compare-client-id', text) ?? looker.clientId, clientSecret }
  return complete({
    against: need('compare', comparedWith(second)),
    threshold: need('diff-threshold', fraction),
    tolerance: need('max-changed-pixels', tolerance),
    confirmChanges: need('confirm-changes', boolean),
    failOnChange: need('fail-on-change', boolean),
    acceptLabel: need('accept-label', text),
  })
}
