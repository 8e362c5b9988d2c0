import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * `node scripts/github-description.ts` writes testkit/github/rest-description.json, which contains GitHub's description
 * of the operations that the action calls. The package with GitHub's whole description has 385 MB. It is not a
 * devDependency, and this script downloads it into a temporary folder.
 */

const version = '23.0.2'
const target = 'testkit/github/rest-description.json'

/** The operations that src calls, by their ids (https://docs.github.com/en/rest). */
const operations = [
  'git/create-blob',
  'git/create-commit',
  'git/create-ref',
  'git/create-tree',
  'git/get-blob',
  'git/get-commit',
  'git/get-ref',
  'git/get-tree',
  'git/update-ref',
  'issues/create-comment',
  'issues/delete-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/update-comment',
  'pulls/get',
  'repos/compare-commits-with-basehead',
  'repos/delete-release-asset',
  'repos/download-tarball-archive',
  'repos/get',
  'repos/get-commit',
  'repos/get-release-by-tag',
  'repos/list-release-assets',
  'repos/list-releases',
  'repos/update-release-asset',
  'repos/upload-release-asset',
  'users/get-authenticated',
]

type Json = Record<string, unknown>
interface Operation extends Json {
  operationId: string
  parameters?: Json[]
  requestBody?: { content?: Record<string, { schema?: Json }>; required?: boolean }
}
interface Description {
  paths: Record<string, Record<string, Operation>>
}

const description = readDescription()
const found = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => operations.includes(operation.operationId))
    .map(([method, operation]) => toEntry(path, method, operation)),
)
const missing = operations.filter(id => !found.some(({ operationId }) => operationId === id))
if (missing.length > 0) throw new Error(`GitHub's description lacks ${missing}`)
const source = `@octokit/openapi ${version} (MIT), api.github.com; written by scripts/github-description.ts`
writeFileSync(target, JSON.stringify({ source, operations: found }))
execFileSync('npx', ['biome', 'format', '--write', target], { stdio: 'inherit' })

function readDescription(): Description {
  const folder = mkdtempSync(join(tmpdir(), 'github-description-'))
  try {
    const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
    execFileSync('npm', [...install, `@octokit/openapi@${version}`], { stdio: 'inherit' })
    const file = join(folder, 'node_modules/@octokit/openapi/generated/api.github.com.json')
    return JSON.parse(readFileSync(file, 'utf8')) as Description
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function toEntry(path: string, method: string, { operationId, parameters = [], requestBody }: Operation) {
  const schema = requestBody?.content?.['application/json']?.schema
  return {
    operationId,
    method: method.toUpperCase(),
    path,
    parameters: parameters.map(parameter => {
      const { name, in: place, required = false, schema } = resolve(parameter) as Json
      return { name, in: place, required, schema: plain(schema ?? {}) }
    }),
    ...(schema && { body: { required: requestBody?.required ?? false, schema: plain(schema ?? {}) } }),
  }
}

/** Returns the target of a reference. Returns any other value unchanged. */
function resolve(value: unknown): unknown {
  const reference = typeof value === 'object' && value !== null && '$ref' in value ? value.$ref : undefined
  if (typeof reference !== 'string') return value
  const path = reference.replace(/^#\//, '').split('/')
  return resolve(path.reduce<unknown>((part, key) => (part as Json)[key], description))
}

/** Resolves all references in a schema. Removes the descriptions, because no code reads them. */
function plain(value: unknown): unknown {
  const resolved = resolve(value)
  if (Array.isArray(resolved)) return resolved.map(plain)
  if (typeof resolved !== 'object' || resolved === null) return resolved
  const entries = Object.entries(resolved).filter(([key, part]) => !isForPeople(key, part))
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]))
}

/**
 * Whether the key contains a description or an example. A key `description` with an object as its value is the name of
 * a property.
 */
function isForPeople(key: string, part: unknown): boolean {
  return key === 'example' || key === 'examples' || (key === 'description' && typeof part === 'string')
}
