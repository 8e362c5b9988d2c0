import { InputError } from '../errors.ts'
import type { Inputs, RenderSettings, Shard } from '../input-types.ts'
import type { Target } from '../model.ts'
import { removeSecrets } from '../runtime/text.ts'
import { fileName } from './file-name.ts'
import { filtersFromText, filtersFromYaml } from './filters.ts'
import { type Ask, asker, type InputSource } from './input-source.ts'
import {
  apiVersion,
  artifactName,
  boolean,
  comparedWith,
  decimalNumber,
  fraction,
  gitRef,
  InputProblem,
  instance,
  lines,
  oneOf,
  quoted,
  type ReportProblem,
  shardOf,
  text,
  tolerance,
  wholeNumber,
} from './parsers.ts'
import { type SettingReaders, scalar, sinceVersion4 } from './target-rules.ts'
import { readTargets } from './targets.ts'
import { workspacePath } from './workspace-path.ts'

/** The client secret or the API key's id is missing: what a fork's pull request looks like. */
export function lacksCredentials(source: Pick<InputSource, 'get' | 'env'>): boolean {
  return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable])
}

const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'] as const
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'] as const
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'] as const

/** @throws InputError with all problems at once, before any request is sent */
export function readInputs(source: InputSource): Inputs {
  const problems: [where: string, words: string][] = []
  const tell = (where: string, { message, hint }: InputProblem) =>
    problems.push([where, `${message}; ${hint}.`])
  const { ask, need } = asker(source, tell)

  const base = need(baseUrl, instance)
  const id = need(clientId, text)
  const secret = need(clientSecret, text)
  if (secret !== undefined) source.mask(secret)
  const version = need('api-version', apiVersion)
  const all = { ...readAll(always, need), ...readAll(sometimes, ask) }
  for (const [setting, name] of sinceVersion4)
    if (version === '3.1' && all[setting])
      tell(name, new InputProblem('it needs api-version 4.0', 'leave it empty'))
  const secondSecret = ask('compare-client-secret', text)
  if (secondSecret !== undefined) source.mask(secondSecret)
  const secondKey = { clientId: ask('compare-client-id', text) ?? id, clientSecret: secondSecret ?? secret }
  const token = ask('github-token', text) ?? ''
  if (token !== '') source.mask(token)
  const pullRequest = ask('pull-request', wholeNumber(1, 1e9, 'a pull request'))
  const retentionDays = ask('retention-days', wholeNumber(1, 400, 'days'))
  const inputs = {
    looker: { base, clientId: id, clientSecret: secret, version },
    pace: {
      concurrency: need('concurrency', wholeNumber(1, 100, 'render tasks')),
      timeoutMinutes: need('timeout-minutes', decimalNumber(0, 7200, 'minutes')),
      pollIntervalSeconds: need('poll-interval-seconds', decimalNumber(0, 300, 'seconds')),
    },
    failOnError: need('fail-on-error', boolean),
    outputDirectory: need('output-directory', workspacePath(source.workspace)),
    artifact: {
      kind: need('artifact', oneOf('zip', 'files', 'none')),
      name: need('artifact-name', artifactName),
      compressionLevel: need('compression-level', wholeNumber(0, 9, 'the compression level')),
      ...(retentionDays !== undefined && { retentionDays }),
    },
    summary: need('summary', boolean),
    token,
    comment: {
      comment: need('comment', oneOf('auto', 'true', 'false')),
      key: need('comment-key', text),
      ...(pullRequest !== undefined && { pullRequest }),
    },
    images: { kind: need('images', oneOf('branch', 'none')), ref: need('images-branch', gitRef) },
    allowPublic: need('allow-public', boolean),
    release: { wanted: need('release', boolean), tag: ask('release-tag', text) ?? '' },
    report: need('report', boolean),
    compare: {
      against: need('compare', comparedWith({ base, ...secondKey })),
      threshold: need('diff-threshold', fraction),
      tolerance: need('max-changed-pixels', tolerance),
      failOnChange: need('fail-on-change', boolean),
    },
  }
  // Where the instance or a size could not be read, the targets' own problems are told all the same.
  const context = { base, version, all: all as Complete, readers: perTarget }
  const targets = listedTargets(source, {
    ask,
    tell,
    read: (list, tellItem) => readTargets(list, context, tellItem),
  })
  const shard = ask('shard', shardOf) ?? { index: 0, total: 1 }
  // A secret may stand in the wrong input by mistake; where there is more than the log, nothing masks it.
  if (problems.length > 0)
    throw new InputError(
      problems.map(([where, words]) => `${where}: ${removeSecrets([secret, secondSecret], words)}`),
    )
  return {
    ...inputs,
    artifact: { ...inputs.artifact, name: nameOfPart(inputs.artifact.name, shard, source) },
    targets: targets.filter((_, place) => place % shard.total === shard.index),
    shard: { ...shard, jobs: Math.min(shard.total, targets.length) },
  } as Inputs
}

/** Jobs that share the targets outside of a matrix have no index in the default; each needs an archive of its own. */
const nameOfPart = (name: string | undefined, { index, total }: Shard, { defaults }: InputSource) =>
  total > 1 && name === defaults()['artifact-name'] ? `${name}-${index}` : name

type Complete = RenderSettings & Required<Pick<RenderSettings, 'format' | 'width' | 'height'>>

/** Inputs with a default: what each sets for all targets, and a mapping's key of the same name for one. */
const always: SettingReaders = {
  format: scalar(written => ({ format: oneOf('png', 'jpg', 'pdf')(written.replace(/^jpeg$/i, 'jpg')) })),
  width: scalar(written => ({ width: pixels(written) })),
  height: scalar(written => ({ height: pixels(written) })),
  'pdf-landscape': scalar(written => ({ landscape: boolean(written) })),
  'long-tables': scalar(written => ({ longTables: boolean(written) })),
}
/** The same of inputs without a default. */
const sometimes: SettingReaders = {
  filters: value => ({
    filters: typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value),
  }),
  'dashboard-style': scalar(written => ({ style: oneOf('tiled', 'single_column')(written) })),
  'pdf-paper-size': scalar(written => ({
    paperSize: oneOf('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')(written),
  })),
  theme: scalar(theme => ({ theme })),
  'tab-ids': value => ({ tabIds: (Array.isArray(value) ? value : [value]).flatMap(scalar(lines)) }),
}
const perTarget: SettingReaders = {
  name: scalar(written => ({ name: fileName(written) })),
  ...always,
  ...sometimes,
}

const pixels = wholeNumber(1, 20_000, 'pixels')

const readAll = (readers: SettingReaders, ask: Ask): RenderSettings =>
  Object.assign({}, ...Object.entries(readers).map(([name, read]) => ask(name, read)))

interface ListReader {
  ask: Ask
  tell: ReportProblem
  read(list: string, tell: ReportProblem): Target[]
}

/** The list in `targets`, or in the file that `targets-file` names; one of the two. */
function listedTargets(source: InputSource, { ask, tell, read }: ListReader): Target[] {
  const list = ask('targets', text)
  const file = ask('targets-file', workspacePath(source.workspace))
  const fromFile = source.get('targets-file') !== ''
  const input = fromFile ? 'targets-file' : 'targets'
  if (fromFile && list !== undefined)
    tell(input, new InputProblem('targets is set too', 'keep one of the two'))
  if (!fromFile && list === undefined)
    tell(input, new InputProblem('it is missing', 'list what to render, one target a line'))
  const content = fromFile ? file && readList(source, file, tell) : list
  if (content === undefined) return []
  try {
    return read(content, (where, complaint) => tell(where ? `${input}, ${where}` : input, complaint))
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    tell(input, error)
    return []
  }
}

function readList(source: InputSource, file: string, tell: ReportProblem): string | undefined {
  try {
    return source.readFile(file)
  } catch {
    tell(
      'targets-file',
      new InputProblem(
        `${quoted(file)} cannot be read`,
        'check the path, and that the repository is checked out before this step',
      ),
    )
    return undefined
  }
}
