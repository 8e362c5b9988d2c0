import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './folders.ts'
import type { Contexts } from './manifest.ts'

export interface JobOptions {
  /** The event and its payload. The default is a push to the main branch of a private repository. */
  event?: { name: string; payload: unknown }
  /** Changes to the github context and, through it, to the variables GITHUB_*. */
  github?: Record<string, unknown>
  strategy?: { 'job-index': number; 'job-total': number }
  matrix?: Record<string, unknown>
  /** The workspace's path. The default is a new temporary folder. */
  workspace?: string
}

export interface Job {
  contexts: Contexts
  workspace: string
  /** The paths of the files for outputs, summary and state. */
  files: Record<(typeof filesOfAStep)[number], string>
  /** Includes GITHUB_*, RUNNER_*, and the variables that every process needs. */
  env: Record<string, string>
}

const filesOfAStep = ['OUTPUT', 'STEP_SUMMARY', 'STATE', 'ENV', 'PATH'] as const

const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'Windows', darwin: 'macOS' }

const inherited = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'NODE_COMPILE_CACHE']

const repository = {
  full_name: 'acme/dashboards',
  name: 'dashboards',
  owner: { login: 'acme' },
  private: true,
  visibility: 'private',
  default_branch: 'main',
}

const somePush = { name: 'push', payload: { ref: 'refs/heads/main', repository } }

/** Prepares a step as GitHub's runner does: contexts, folders, files and environment. */
export function prepareJob(options: JobOptions): Job {
  const workspace = options.workspace ?? temporaryFolder()
  const temp = temporaryFolder()
  const event = options.event ?? somePush
  const eventPath = join(temp, 'event.json')
  writeFileSync(eventPath, JSON.stringify(event.payload))
  const runner = {
    os: systems[process.platform] ?? 'Linux',
    arch: process.arch.toUpperCase(),
    name: 'loopback',
    environment: 'github-hosted',
    temp,
    tool_cache: join(temp, 'tools'),
  }
  const github = githubContext(event, { workspace, event_path: eventPath, ...options.github })
  const strategy = {
    'fail-fast': true,
    'job-index': 0,
    'job-total': 1,
    'max-parallel': 1,
    ...options.strategy,
  }
  const files = filesForCommands(temp)
  return {
    contexts: { github, strategy, matrix: options.matrix ?? null, job: { status: 'success' }, runner },
    workspace,
    files,
    env: {
      ...Object.fromEntries(
        inherited.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
      CI: 'true',
      // GitHub's runners set this variable, and Octokit adds it to its user agent.
      ACTIONS_ORCHESTRATION_ID: 'scenario',
      ...variables('GITHUB', github),
      ...variables('RUNNER', runner),
      ...variables('GITHUB', { actions: 'true', ...files }),
    },
  }
}

function filesForCommands(temp: string): Job['files'] {
  const folder = join(temp, '_runner_file_commands')
  mkdirSync(folder)
  const paths = filesOfAStep.map(name => [name, join(folder, name.toLowerCase())] as const)
  for (const [, path] of paths) writeFileSync(path, '')
  return Object.fromEntries(paths) as Job['files']
}

// The runner passes the context's plain values as variables, the payload as a file, and the token as an input.
function variables(prefix: string, values: object): Record<string, string> {
  const plain = Object.entries(values).filter(([key, value]) => key !== 'token' && typeof value !== 'object')
  return Object.fromEntries(
    plain.map(([key, value]) => [`${prefix}_${key.toUpperCase()}`, String(value ?? '')]),
  )
}

function githubContext(event: { name: string; payload: unknown }, overrides: Record<string, unknown>) {
  const payload = event.payload as Payload
  const given = {
    repository: payload.repository?.full_name ?? repository.full_name,
    ref: refOf(event.name, payload),
    ...overrides,
  }
  return {
    ...constants,
    ...given,
    event: payload,
    event_name: event.name,
    repository_owner: given.repository.split('/')[0],
    workflow_ref: `${given.repository}/.github/workflows/snapshots.yml@${given.ref}`,
    ref_name: given.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: given.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    head_ref: payload.pull_request?.head?.ref ?? '',
    base_ref: payload.pull_request?.base?.ref ?? '',
    ...overrides,
  }
}

const constants = {
  sha: 'ffac537e6cbbf934b08745a378932722df287a53',
  repository_id: '1296269',
  ref_protected: 'false',
  actor: 'mona',
  triggering_actor: 'mona',
  workflow: 'Snapshots',
  job: 'snapshot',
  action: '__acme_looker-snapshot',
  run_id: '1658821493',
  run_number: '3',
  run_attempt: '1',
  retention_days: '90',
  server_url: 'https://github.com',
  api_url: 'https://api.github.com',
  graphql_url: 'https://api.github.com/graphql',
  token: 'ghs_notARealToken',
}

/** The parts of a payload that the github context depends on. */
interface Payload {
  ref?: string
  number?: number
  repository?: { full_name?: string }
  release?: { tag_name: string }
  pull_request?: { number?: number; head?: { ref?: string }; base?: { ref?: string } }
}

function refOf(eventName: string, { pull_request: pull, release, ...payload }: Payload): string {
  if (eventName === 'pull_request_target') return `refs/heads/${pull?.base?.ref ?? 'main'}`
  if (pull) return `refs/pull/${pull.number ?? payload.number}/merge`
  if (release) return `refs/tags/${release.tag_name}`
  return payload.ref ?? 'refs/heads/main'
}
