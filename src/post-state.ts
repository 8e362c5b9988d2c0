import { isObject, parseJson } from './runtime/json.ts'
import { identifyProcess, type MainProcess, type Processes } from './runtime/processes.ts'

/** The state that the main step saves for its post step. It contains no secret. */
export interface PostState extends PostChanges {
  main: MainProcess
  /**
   * The file for the state (`GITHUB_STATE`). If the main step outlives its signal, the runner reads the file before the
   * last changes.
   */
  file: string
}

/** The changes to undo. `deploy` and `branches` are set only if there is something to undo. */
export interface PostChanges {
  /**
   * The origin of the Looker instance. The post step needs it because nested composite actions get other inputs there.
   */
  instance?: string
  /** Whether the repository is public or may be. If so, the log quotes nothing from Looker. */
  isGuarded?: boolean
  deploy?: unknown
  branches?: unknown
  dashboards?: unknown
  /** Set if the pull request's comment says that this run renders. */
  comment?: unknown
}

export type SaveForPost = (changes: PostChanges) => void

/** The name of the state (https://docs.github.com/actions/reference/workflow-commands#sending-values-to-the-pre-and-post-actions). */
const stateName = 'post'

/** A state of another version is not read, because its fields may differ. */
const stateVersion = 1

/** Saves the main process at once. Each later call saves all changes so far. */
export function openPostState(
  { pid, env }: Pick<NodeJS.Process, 'pid' | 'env'>,
  processes: Processes,
  append: (file: string, text: string) => void,
): SaveForPost {
  const file = env.GITHUB_STATE
  // Outside of a runner there is no post step.
  if (!file) return () => undefined
  let state: PostState = { main: identifyProcess(pid, processes), file }
  const save: SaveForPost = changes => {
    state = { ...state, ...changes }
    append(file, `${stateName}=${JSON.stringify({ version: stateVersion, ...state })}\n`)
  }
  try {
    save({})
  } catch {
    // If the state cannot be saved, the first later change fails.
  }
  return save
}

/** Reads the state that the runner passes to the post step. Undefined if the main step did not begin. */
export const readPostState = (env: Readonly<Record<string, string | undefined>>): PostState | undefined =>
  parsePostState(env[`STATE_${stateName}`] ?? '')

/** Reads the newest state that the same main step has saved. */
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
