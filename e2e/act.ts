import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

/** This version of act runs the workflows. Older versions may fail. */
export const installCommand = 'go install github.com/nektos/act@v0.2.87'

/**
 * Returns the path of act. Searches the PATH and the folder of `go install`. Returns undefined if act is not installed.
 */
export function findAct(): string | undefined {
  const go = spawnSync('go', ['env', 'GOBIN', 'GOPATH'], { encoding: 'utf8' })
  const [bin = '', path = ''] = (go.stdout ?? '').split('\n')
  const installed = [bin && join(bin, 'act'), path && join(path, 'bin', 'act')]
  return ['act', ...installed].find(found => found && isAct(found))
}

const isAct = (path: string) =>
  spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('act version') === true

interface ActOrder {
  event: string
  /** The path of a file. `repository`, `workflow` and `secrets` are paths, too. */
  payload: string
  repository: string
  workflow: string
  secrets: string
  /** Maps the text that a workflow writes after `uses:` to a local folder, which replaces the published action. */
  actions: Record<string, string>
  variables: Record<string, string>
  /** Environment variables, in addition to those that act sets in every job. */
  env: Record<string, string>
  /** The folder for all files that act writes. */
  home: string
}

/** The time limit for a workflow in milliseconds. Even on a slow machine, a workflow takes less time. */
const patience = 5 * 60_000

/** Runs act, and returns its exit code and its log. Each line of the log is a JSON object. */
export type Act = (order: ActOrder) => Promise<{ code: number | null; log: string }>

/**
 * Runs a workflow directly on this machine, without Docker and without the network. Jobs find `node` in the PATH. For
 * actions/checkout, act copies the repository. act does not mask secrets, so its log shows every secret that the action
 * prints.
 */
export const createAct =
  (path: string): Act =>
  async order => {
    const programs = patientPrograms(join(order.home, 'programs'))
    const child = spawn(path, argumentsOf(order), {
      // In CI, this process belongs to a job. act must not inherit the variables of this job.
      env: {
        HOME: order.home,
        PATH: `${programs}:${dirname(node)}:${process.env.PATH}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patience,
    })
    const exit = once(child, 'exit')
    const [log, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit])
    if (!log) throw new Error(`act ran nothing:\n${said}`)
    return { code, log }
  }

const node = process.execPath

/**
 * Creates wrappers of node and bash. If the program fails, its wrapper waits for a second. Without this wait, act would
 * miss the last output of a failing step, because act closes the terminal as soon as the step's program has ended
 * (0.2.87, host_environment.go).
 */
function patientPrograms(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const bash = spawnSync('sh', ['-c', 'command -v bash'], { encoding: 'utf8' }).stdout.trim()
  for (const [name, program] of Object.entries({ node, bash }))
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\n'${program}' "$@"\ncode=$?\n[ $code = 0 ] || sleep 1\nexit $code\n`,
      { mode: 0o755 },
    )
  return folder
}

function argumentsOf({ event, payload, repository, workflow, secrets, home, ...more }: ActOrder): string[] {
  const each = (flag: string, values: Record<string, string>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
  return [
    event,
    ...['--directory', repository, '--workflows', workflow, '--eventpath', payload],
    ...[
      '--platform',
      'ubuntu-latest=-self-hosted',
      '--no-cache-server',
      '--action-cache-path',
      join(home, 'act'),
    ],
    ...['--secret-file', secrets, '--insecure-secrets', '--json', '--actor', 'mona'],
    ...each('--var', more.variables),
    ...each('--env', more.env),
    ...each('--local-repository', more.actions),
  ]
}
