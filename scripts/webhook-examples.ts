import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * `node scripts/webhook-examples.ts` writes testkit/github/webhook-examples.json. The file contains GitHub's examples
 * of the events that start workflows, with only the fields that src/github/workflow-run.ts reads. If some of the
 * shortened examples are equal, the file contains only one of them.
 */

const version = '7.6.1'
const target = 'testkit/github/webhook-examples.json'

/**
 * The events that start workflows
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
const startWorkflows = new Set(
  `branch_protection_rule check_run check_suite create delete deployment deployment_status discussion
  discussion_comment fork gollum issue_comment issues label merge_group milestone page_build public pull_request
  pull_request_review pull_request_review_comment push registry_package release repository_dispatch status watch
  workflow_dispatch workflow_run`.split(/\s+/),
)

/** The fields to keep. `true` means that the whole value of a field is kept. */
interface Fields {
  [name: string]: Fields | true
}
const repository: Fields = { full_name: true, private: true, default_branch: true }
const fields: Fields = {
  action: true,
  ref: true,
  ref_type: true,
  label: { name: true },
  sender: { login: true },
  repository,
  pull_request: {
    number: true,
    title: true,
    head: { sha: true, repo: repository },
    base: { ref: true },
    labels: { name: true },
  },
  issue: { number: true, pull_request: { url: true } },
  merge_group: { base_ref: true, head_sha: true },
  release: { tag_name: true },
}

interface Example {
  name: string
  examples: unknown[]
}

function keep(value: unknown, wanted: Fields | true): unknown {
  if (wanted === true || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => keep(one, wanted))
  const kept = Object.entries(value).flatMap(([name, part]) => {
    const inner = wanted[name]
    return inner === undefined ? [] : [[name, keep(part, inner)]]
  })
  return Object.fromEntries(kept)
}

function readExamples(): Example[] {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-examples-'))
  try {
    const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
    execFileSync('npm', [...install, `@octokit/webhooks-examples@${version}`], { stdio: 'inherit' })
    const file = join(folder, 'node_modules/@octokit/webhooks-examples/api.github.com/index.json')
    return JSON.parse(readFileSync(file, 'utf8')) as Example[]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const distinct = new Map<string, { event: string; payload: unknown }>()
for (const { name, examples } of readExamples())
  if (startWorkflows.has(name))
    for (const example of examples) {
      const entry = { event: name, payload: keep(example, fields) }
      distinct.set(JSON.stringify(entry), entry)
    }
const source = `@octokit/webhooks-examples ${version} (MIT); written by scripts/webhook-examples.ts`
writeFileSync(target, JSON.stringify({ source, examples: [...distinct.values()] }))
execFileSync('npx', ['biome', 'format', '--write', target], { stdio: 'inherit' })
