import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ArtifactClient } from '@actions/artifact'
import type { getOctokit } from '@actions/github'
import type { SaveForPost } from './post-state.ts'
import { readFile } from './runtime/files.ts'
import type { Toolkit } from './runtime/log.ts'
import type { Clock } from './runtime/time.ts'

export type Fetch = (address: string | URL, init?: RequestInit) => Promise<Response>

export type ArtifactUploader = Pick<ArtifactClient, 'uploadArtifact' | 'listArtifacts' | 'deleteArtifact'>

/** All effects of the action. Only `index.ts` and `post-index.ts` create them. */
export interface World {
  /**
   * Loads the toolkit. Send the log-in requests first, because the toolkit takes longer to load than the action itself.
   */
  core(): Promise<Toolkit>
  /**
   * Prints a line, even before the toolkit is loaded. All log lines must use this function, because it holds lines back
   * for public repositories.
   */
  print(line: string): void
  /** Makes the runner hide a secret from now on. */
  mask(secret: string): void
  env: Readonly<Record<string, string | undefined>>
  /** Sends requests through the proxies of the environment. */
  fetch: Fetch
  clock: Clock
  readFile(path: string): string
  /**
   * Saves the state with which the post step restores Looker if this step is killed.
   * @throws if the state cannot be saved
   */
  saveForPost: SaveForPost
  defaults(): Readonly<Record<string, string>>
  /** Loads Octokit, a large module. Called while Looker renders. */
  github(): Promise<typeof getOctokit>
  artifacts(): Promise<ArtifactUploader>
  /** Starts the thread that compares pictures. */
  comparer(): Worker
  /** Aborted when the runner cancels the job. The reason is an ActionError. */
  cancelled: AbortSignal
}

export type LoadedWorld = Omit<World, 'core'> & { core: Toolkit }

export const workspaceOf = ({ env }: Pick<World, 'env'>) => env.GITHUB_WORKSPACE || process.cwd()

/**
 * Finds the files that belong to the running bundle (`dist/index.js`): `action.yml` with the defaults, and the code of
 * the thread that compares pictures.
 */
export function bundledParts(bundle: string, env: World['env']): Pick<World, 'defaults' | 'comparer'> {
  return {
    defaults: () => readActionDefaults(readFile(join(bundle, '../../action.yml')), env),
    // The thread decodes pictures from outside, so it gets no environment variables with secrets.
    comparer: () => new Worker(join(bundle, '../compare/index.js'), { env: {} }),
  }
}

/**
 * Returns the defaults that `action.yml` declares. The runner applies defaults only to missing inputs. Reusable
 * workflows pass empty inputs, so the action applies the defaults to these inputs itself. The index of a matrix job
 * stays empty, because only the runner knows it.
 */
export function readActionDefaults(
  actionYml: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const evaluateAll = (value: string) =>
    value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression.trim(), env))
  return Object.fromEntries(
    declaredInputs(actionYml.replaceAll('\r\n', '\n')).map(([name, declaration]) => [
      name,
      evaluateAll(readDefault(declaration)),
    ]),
  )
}

/** The parts of the `github` context that are also environment variables. */
const contextVariables: Record<string, string> = {
  ref_type: 'GITHUB_REF_TYPE',
  ref_name: 'GITHUB_REF_NAME',
  workflow: 'GITHUB_WORKFLOW',
  job: 'GITHUB_JOB',
}

/**
 * Evaluates expressions such as `github.job` or `github.ref_type == 'tag' && github.ref_name || ''`. Returns an empty
 * text for other kinds of expressions.
 */
function evaluate(expression: string, env: Readonly<Record<string, string | undefined>>): string {
  const [, name = '', expected, result = name] =
    /^github\.(\w+)(?: == '(\w*)' && github\.(\w+) \|\| '')?$/.exec(expression) ?? []
  const read = (key: string) => env[contextVariables[key] ?? ''] ?? ''
  return expected === undefined || read(name) === expected ? read(result) : ''
}

/** Finds the inputs in our own `action.yml` without a YAML parser. A test compares the result with a real parser. */
function declaredInputs(actionYml: string): [name: string, declaration: string][] {
  const [, inputs = ''] = /^inputs:\n((?: .*\n|\n)*)/m.exec(actionYml) ?? []
  return inputs
    .split(/^ {2}(?=[^\s#])/m)
    .slice(1)
    .map(input => [input.slice(0, input.indexOf(':')), input])
}

function readDefault(declaration: string): string {
  const text = /^ {4}default:(.*)$/m.exec(declaration)?.[1]?.trim() ?? ''
  if (text.startsWith('"')) return String(JSON.parse(text))
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text
}
