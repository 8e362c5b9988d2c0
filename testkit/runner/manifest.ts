import { readFileSync } from 'node:fs'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { parse } from 'yaml'

export interface Manifest {
  inputs: Record<string, { default?: unknown; required?: boolean }>
}

/** What the runner lets the default of an input speak of. */
export interface Contexts {
  github: object
  strategy: object
  matrix: object | null
  job: object
  runner: object
}

/** Throws where the runner would refuse to load the action. */
export function readManifest(path: string): Manifest {
  const manifest = parse(readFileSync(path, 'utf8'))
  const found = expressionsIn(manifest).filter(place => !/^inputs\.[^.]+\.default$/.test(place))
  if (found.length > 0) throw new Error(`Expressions are not allowed here: ${found.join(', ')}`)
  return { inputs: manifest.inputs ?? {} }
}

/** The places of texts with an expression. The runner reads descriptions too (its action_yaml.json knows no other text). */
function expressionsIn(value: unknown, place: readonly string[] = []): string[] {
  if (typeof value === 'string') return value.includes('${{') ? [place.join('.')] : []
  return Object.entries(value ?? {}).flatMap(([key, inner]) => expressionsIn(inner, [...place, key]))
}

/**
 * Every input's value: what the step gives, also when it is empty, else the default.
 * The runner only warns of an input that the action does not know; here it is an error.
 */
export function inputValues({ inputs }: Manifest, given: Record<string, string>, contexts: Contexts) {
  const unknown = Object.keys(given).filter(name => !Object.hasOwn(inputs, name))
  if (unknown.length > 0) throw new Error(`The action has no such input: ${unknown.join(', ')}`)
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      given[name] ?? defaultValue(input?.default, contexts),
    ]),
  )
}

// A number is YAML's before it is the runner's: `default: 4.0` reaches the action as `4`.
function defaultValue(value: unknown, contexts: Contexts): string {
  return value === undefined || value === null ? '' : interpolate(String(value), contexts)
}

// A quoted string inside of an expression may hold the closing braces.
const expression = /\$\{\{((?:'[^']*'|[^'])*?)\}\}/gs

/** Puts the values of its `${{ }}` expressions into a text. Throws at what the runner would refuse. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(expression, (_, source: string) => evaluate(source, contexts))
}

function evaluate(source: string, contexts: Contexts): string {
  const tokens = new Lexer(source).lex().tokens
  const tree = new Parser(tokens, Object.keys(contexts), []).parse()
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  return new Evaluator(tree, values).evaluate().coerceString()
}
