import { isObject, parseJson } from './runtime/json.ts'
import { identifyProcess, type MainProcess, type Processes } from './runtime/processes.ts'

/** The state that the main step saves for its post step. It contains no secret. */
export interface PostState extends PostChanges {
  main: MainProcess
  /**
   * The path of GITHUB_STATE. The post step reads this file again, because the main step may write to it after the
   * runner has read it.
   */
  file: string
}

export interface PostChanges {
  /**
   * The origin of the Looker instance. In nested composite actions, the post step does not get the inputs of the main
   * step.
   */
  instance?: string
  /** Whether the repository is public, or may be public. The log then quotes nothing from Looker. */
  isGuarded?: boolean
  deploy?: unknown
  branches?: unknown
  dashboards?: unknown
  /** The pull request's comment, if the main step added the line about this running job to it. */
  comment?: unknown
}

export type SaveForPost = (changes: PostChanges) => void

/**
 * The runner passes the state to the post step under this name
 * (https://docs.github.com/actions/reference/workflow-commands#sending-values-to-the-pre-and-post-actions).
 */
const stateName = 'post'

/** The version of the state. The post step ignores a state of another version, because its fields may differ. */
const stateVersion = 1

/** Saves the identity of the main process at once. The returned function saves other fields. */
export function openPostState(
  { pid, env }: Pick<NodeJS.Process, 'pid' | 'env'>,
  processes: Processes,
  append: (file: string, text: string) => void,
): SaveForPost {
  const file = env.GITHUB_STATE
  // There is no post step outside of a runner.
  if (!file) return () => undefined
  let state: PostState = { main: identifyProcess(pid, processes), file }
  const save: SaveForPost = changes => {
    state = { ...state, ...changes }
    append(file, `${stateName}=${JSON.stringify({ version: stateVersion, ...state })}\n`)
  }
  try {
    save({})
  } catch {
    // If the state cannot be saved, the next call of `save` throws.
  }
  return save
}

/** Reads the state that the runner passes to the post step. Returns undefined if the main step did not start. */
export const readPostState = (env: Readonly<Record<string, string | undefined>>): PostState | undefined =>
  parsePostState(env[`STATE_${stateName}`] ?? '')

/** Reads the newest state that the main step of this post step has saved. */
export function readNewestState(saved: PostState, readFile: (path: string) => string): PostState {
  try {
    const states = readFile(saved.file)
      .split(/\r?\n/)
      .filter(line => line.startsWith(`${stateName}=`))
      .map(line => parsePostState(line.slice(stateName.length + 1)))
    const isOfSameStep = (state: PostState | undefined) =>
      state?.main.pid === saved.main.pid && state.main.startTime === saved.main.startTime
    return states.findLast(isOfSameStep) ?? saved
  } catch {
    // The runner has removed the file.
    return saved
  }
}

function parsePostState(text: string): PostState | undefined {
  const saved = parseJson(text)
  if (!isObject(saved) || saved.version !== stateVersion || !isObject(saved.main)) return undefined
  const { main, file, instance, isGuarded, deploy, branches, dashboards, comment } = saved
  const { pid, startTime } = main
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined
  return {
    main: { pid, ...(typeof startTime === 'string' && { startTime }) },
    file: typeof file === 'string' ? file : '',
    ...(typeof instance === 'string' && { instance }),
    isGuarded: isGuarded !== false,
    deploy,
    branches,
    dashboards,
    comment,
  }
}
