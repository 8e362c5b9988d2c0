import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { readFile } from './runtime/files.ts'
import type { World } from './world.ts'

/**
 * Finds the files next to the running bundle (`dist/index.js`): the defaults in `action.yml`, and the comparing thread.
 */
export function bundledParts(bundle: string, env: World['env']): Pick<World, 'defaults' | 'comparer'> {
  return {
    defaults: () => readActionDefaults(readFile(join(bundle, '../../action.yml')), env),
    // The thread decodes pictures from outside, so it gets no environment variables with secrets.
    comparer: () => new Worker(join(bundle, '../compare/index.js'), { env: {} }),
  }
}

/**
 * Returns the defaults that `action.yml` declares. The runner applies them to missing inputs, but not to empty inputs,
 * which reusable workflows pass. Only the runner knows the index of a matrix job.
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

/** Evaluates the two kinds of expressions that only need the `github` context. Leaves out all others. */
function evaluate(expression: string, env: Readonly<Record<string, string | undefined>>): string {
  const [, name = '', expected, result = name] =
    /^github\.(\w+)(?: == '(\w*)' && github\.(\w+) \|\| '')?$/.exec(expression) ?? []
  const read = (key: string) => env[contextVariables[key] ?? ''] ?? ''
  return expected === undefined || read(name) === expected ? read(result) : ''
}

/** Splits our `action.yml` into inputs without a YAML parser. A test compares the result with a real parser. */
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
