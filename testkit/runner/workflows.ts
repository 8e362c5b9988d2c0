import { parse } from 'yaml'

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}

interface Job {
  'timeout-minutes'?: number
  permissions?: unknown
  uses?: string
  steps?: Step[]
}

interface Workflow {
  on?: unknown
  permissions?: unknown
  jobs?: Record<string, Job>
}

/** Returns the faults of a workflow. The rules come from GitHub's "Security hardening" and from zizmor. */
export function faultsOf(text: string): string[] {
  const workflow = parse(text) as Workflow
  const jobs = Object.entries(workflow.jobs ?? {})
  return [
    ...events(workflow),
    ...permissions(workflow, jobs),
    ...unpinned(text),
    ...jobs.flatMap(([name, job]) => [
      ...(job['timeout-minutes'] || job.uses ? [] : [`${name} has no timeout-minutes`]),
      ...(job.steps ?? []).flatMap(step => ofStep(step).map(fault => `${name}: ${fault}`)),
    ]),
  ]
}

/** Finds events whose runs have access to secrets, and also process code or text from outside of the repository. */
function events({ on }: Workflow): string[] {
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on ?? {})
  return ['pull_request_target', 'workflow_run']
    .filter(name => names.includes(name))
    .map(name => `runs on ${name}`)
}

function permissions({ permissions }: Workflow, jobs: [string, Job][]): string[] {
  const least = ['{}', '{"contents":"read"}'].includes(JSON.stringify(permissions))
  const whole = jobs.filter(([, job]) => typeof job.permissions === 'string')
  return [
    ...(least ? [] : ['permissions at the top are neither {} nor contents: read']),
    ...whole.map(([name]) => `${name} takes ${jobs.find(([job]) => job === name)?.[1].permissions}`),
  ]
}

/**
 * Finds actions that are not pinned by commit. An attacker who takes over an action can move its tags. The version in
 * the comment is for readers and Dependabot.
 */
function unpinned(text: string): string[] {
  return [...text.matchAll(/^[\s-]*uses:\s*(\S+)(.*)$/gm)]
    .filter(([, action = '', rest = '']) => {
      if (action.startsWith('./')) return false
      return !/@[0-9a-f]{40}$/.test(action) || !/^ # v\d+(\.\d+)*$/.test(rest)
    })
    .map(([, action]) => `${action} is not pinned by a commit, with its version as a comment`)
}

/** Matches contexts with text from outside of the repository. A shell script could execute such a text. */
const theirs = /\bgithub\.(event|head_ref|ref_name|ref|actor)\b|\binputs\b|\bgithub\[/

function ofStep({ uses = '', run = '', with: inputs = {} }: Step): string[] {
  const script = `${run}\n${uses.startsWith('actions/github-script@') ? inputs.script : ''}`
  const expressions = [...script.matchAll(/\$\{\{.*?\}\}/gs)].map(([expression]) => expression)
  return [
    ...expressions
      .filter(expression => theirs.test(expression))
      .map(expression => `${expression} in a script: hand it over in env`),
    ...(uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false
      ? ['a checkout leaves its token behind: set persist-credentials to false']
      : []),
  ]
}
