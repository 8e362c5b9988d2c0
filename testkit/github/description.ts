import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import type { Call } from './blobs.ts'

/* Checks requests against GitHub's description of its API, which scripts/github-description.ts has downloaded. */

interface Parameter {
  name: string
  in: string
  required: boolean
  schema: object
}

interface DescribedOperation {
  operationId: string
  method: string
  path: string
  parameters: Parameter[]
  body?: { required: boolean; schema: { properties?: object } }
}

const file = new URL('rest-description.json', import.meta.url)
const { operations } = JSON.parse(readFileSync(file, 'utf8')) as { operations: DescribedOperation[] }

// Query parameters are texts, so the text of a number is accepted as a number.
const texts = new Ajv({ strict: false, coerceTypes: true })
const bodies = new Ajv({ strict: false, allErrors: true })
for (const ajv of [texts, bodies]) {
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
  ajv.addFormat('int64', true)
  ajv.addFormat('uri', /^https?:\/\//)
}
const compiled = new Map<object, ValidateFunction>()

function problemsOf(ajv: Ajv, schema: object, value: unknown, place: string): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema)
  compiled.set(schema, validate)
  // Ajv replaces a coerced value in its parent object, so the value needs a parent.
  const parent = { value }
  if (
    validate(value, {
      parentData: parent,
      parentDataProperty: 'value',
      rootData: {},
      instancePath: '',
      dynamicAnchors: {},
    })
  )
    return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${place}${instancePath} ${message}`)
}

/** The version that the action must request. */
const restVersion = '2022-11-28'

/** Returns the differences between a request and GitHub's description. */
export function faultsInRequest({ method, url, headers, body }: Call): string[] {
  // An archive comes from codeload.github.com. This host is not part of the API.
  if (url.pathname.includes('/legacy.tar.gz/')) return []
  const version = headers['x-github-api-version']
  const faults = version === restVersion ? [] : [`x-github-api-version is ${version}`]
  if (url.pathname === '/graphql') return faults
  const matches = patterns.flatMap(pattern => matchPath(pattern, method, url.pathname))
  const [match] = matches
  if (!match) return [...faults, `${method} ${url.pathname} is not described`]
  const { operation, values } = match
  const name = operation.operationId
  return [
    ...faults,
    ...operation.parameters.flatMap(parameter => faultsInParameter(parameter, values, url.searchParams)),
    ...unknownQuery(operation, url.searchParams),
    ...faultsInBody(operation, headers['content-type'] ?? '', body),
  ].map(fault => `${name}: ${fault}`)
}

interface Match {
  operation: DescribedOperation
  values: Record<string, string>
}

const withSlashes = new Set(['ref', 'basehead', 'tag'])

interface Pattern {
  operation: DescribedOperation
  path: RegExp
}

const patterns = operations.map((operation): Pattern => {
  const path = operation.path.replace(
    /\{(\w+)\}/g,
    (_, name) => `(?<${name}>${withSlashes.has(name) ? '.+' : '[^/]+'})`,
  )
  return { operation, path: new RegExp(`^${path}$`) }
})

function matchPath({ operation, path: pattern }: Pattern, method: string, path: string): Match[] {
  const found = operation.method === method && pattern.exec(path)
  return found ? [{ operation, values: found.groups ?? {} }] : []
}

function faultsInParameter(
  { name, in: place, required, schema }: Parameter,
  values: Readonly<Record<string, string>>,
  query: URLSearchParams,
): string[] {
  const raw = place === 'path' ? values[name] : query.get(name)
  if (raw === undefined || raw === null) return required ? [`${place} lacks ${name}`] : []
  return problemsOf(texts, schema, decodeURIComponent(raw), name)
}

function unknownQuery({ parameters }: DescribedOperation, query: URLSearchParams): string[] {
  const known = parameters.filter(parameter => parameter.in === 'query').map(({ name }) => name)
  return [...query.keys()].filter(name => !known.includes(name)).map(name => `query has ${name}`)
}

function faultsInBody({ body, operationId }: DescribedOperation, type: string, content: Buffer): string[] {
  if (!body) return content.length > 0 && operationId !== uploads ? ['there is a body'] : []
  if (content.length === 0) return body.required ? ['there is no body'] : []
  if (!type.includes('json')) return [`the body is ${type}`]
  const value = JSON.parse(content.toString()) as object
  const known = Object.keys(body.schema.properties ?? {})
  const unknown = Object.keys(value).filter(name => !known.includes(name))
  return [...problemsOf(bodies, body.schema, value, 'body'), ...unknown.map(name => `body has ${name}`)]
}

/** The only operation whose body is a file. A file has no JSON schema. */
const uploads = 'repos/upload-release-asset'
