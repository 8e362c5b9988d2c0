import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ArtifactService } from '../github/artifacts.ts'
import { type Command, parseCommands, parsePairs } from './commands.ts'
import { type Job, type JobOptions, prepareJob } from './environment.ts'
import { atEnd } from './folders.ts'
import { followLog } from './log.ts'
import { inputValues, readManifest } from './manifest.ts'

export interface StepOptions extends JobOptions {
  inputs?: Record<string, string>
  /** Variables to add to the runner's variables. `undefined` removes a variable. */
  env?: Record<string, string | undefined>
  services?: {
    artifacts?: ArtifactService
    /** The Looker for the inputs base-url, client-id and client-secret. `inputs` takes precedence. */
    looker?: { url: string; clientId: string; clientSecret: string }
  }
  /** The script to run. The default is dist/index.js. */
  entry?: string
  /** The file that declares the inputs. The default is action.yml. */
  manifest?: string
}

export interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  /** stdout and stderr, line by line in the order of arrival. */
  log: string
  lines: string[]
  outputs: Record<string, string>
  /** The state for the post step. */
  state: Record<string, string>
  summary: string
  commands: Command[]
  errors: string[]
  warnings: string[]
  notices: string[]
  masks: string[]
  workspace: string
  /** The time from the start of the process to its end. */
  milliseconds: number
}

export interface Step {
  child: ChildProcess
  /** The start time of the process, in milliseconds since 1970. */
  startedAt: number
  finished: Promise<Outcome>
  /** Returns the state that the step has saved for its post step so far. */
  state(): Record<string, string>
  /** Resolves when the pattern matches the log. Rejects if the process ends first. */
  logged(pattern: RegExp): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const running = new Set<ChildProcess>()

atEnd(() => {
  for (const child of running) child.kill('SIGKILL')
})

export function runAction(options: StepOptions): Promise<Outcome> {
  return startAction(options).finished
}

/** Starts the action as GitHub's runner does. @throws if a workflow could not contain the step */
export function startAction(options: StepOptions): Step {
  const job = prepareJob(options)
  const env = {
    ...job.env,
    ...inputVariables(options, job),
    ...options.services?.artifacts?.env(),
    ...options.env,
  }
  const startedAt = Date.now()
  const started = performance.now()
  const child = spawn(process.execPath, [resolve(root, options.entry ?? 'dist/index.js')], {
    cwd: job.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const log = followLog(child)
  const finished = once(child, 'exit').then(async ([code, signal]) => {
    const milliseconds = performance.now() - started
    running.delete(child)
    await log.ended
    return { code, signal, milliseconds, workspace: job.workspace, ...gather(job, log.lines) }
  })
  const state = () => parsePairs(readFileSync(job.files.STATE, 'utf8'))
  return { child, startedAt, finished, state, logged: log.seen }
}

function inputVariables(options: StepOptions, job: Job): Record<string, string> {
  const looker = options.services?.looker
  const given = {
    ...(looker && {
      'base-url': looker.url,
      'client-id': looker.clientId,
      'client-secret': looker.clientSecret,
    }),
    ...options.inputs,
  }
  const manifest = readManifest(options.manifest ?? join(root, 'action.yml'))
  const values = Object.entries(inputValues(manifest, given, job.contexts))
  return Object.fromEntries(
    values.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

function gather({ files }: Job, lines: string[]) {
  const commands = parseCommands(lines)
  const messages = (name: string) => commands.filter(({ command }) => command === name).map(c => c.message)
  return {
    log: lines.join('\n'),
    lines,
    outputs: parsePairs(readFileSync(files.OUTPUT, 'utf8')),
    state: parsePairs(readFileSync(files.STATE, 'utf8')),
    summary: readFileSync(files.STEP_SUMMARY, 'utf8'),
    commands,
    errors: messages('error'),
    warnings: messages('warning'),
    notices: messages('notice'),
    masks: messages('add-mask'),
  }
}
