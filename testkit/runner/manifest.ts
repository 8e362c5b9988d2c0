import { readFileSync } from 'node:fs'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { parse } from 'yaml'

export interface Manifest {
  inputs: Record<string, { default?: unknown; required?: boolean }>
}

/** The contexts that expressions in the default of an input may use. */
export interface Contexts {
  github: object
  strategy: object
  matrix: object | null
  job: object
  runner: object
}

const manifests = new Map<string, Manifest>()

/**
 * Reads a manifest. Parses each text only once.
 * @throws if the runner would refuse to load the action
 */
export function readManifest(path: string): Manifest {
  const text = readFileSync(path, 'utf8')
  const manifest = manifests.get(text) ?? parseManifest(text)
  manifests.set(text, manifest)
  return manifest
}

function parseManifest(text: string): Manifest {
  const manifest = parse(text)
  const found = expressionsIn(manifest).filter(place => !/^inputs\.[^.]+\.default$/.test(place))
  if (found.length > 0) throw new Error(`Expressions are not allowed here: ${found.join(', ')}`)
  return { inputs: manifest.inputs ?? {} }
}

/**
 * Returns the places of texts with a `${{ }}` expression. The runner refuses expressions even in descriptions
 * (https://github.com/actions/runner/blob/main/src/Runner.Worker/action_yaml.json).
 */
function expressionsIn(value: unknown, place: readonly string[] = []): string[] {
  if (typeof value === 'string') return value.includes('${{') ? [place.join('.')] : []
  return Object.entries(value ?? {}).flatMap(([key, inner]) => expressionsIn(inner, [...place, key]))
}

/**
 * Returns the step's value of each input, even if it is empty, or else the default. An unknown input is an error here,
 * although the runner only prints a warning.
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

// YAML parses numbers before the runner gets them, so `default: 4.0` reaches the action as `4`.
function defaultValue(value: unknown, contexts: Contexts): string {
  return value === undefined || value === null ? '' : interpolate(String(value), contexts)
}

// A quoted string in an expression may contain closing braces.
const expression = /\$\{\{((?:'[^']*'|[^'])*?)\}\}/gs

/** Replaces the `${{ }}` expressions in a text by their values. @throws if the runner would refuse an expression */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(expression, (_, source: string) => evaluate(source, contexts))
}

const dictionaries = new WeakMap<Contexts, data.Dictionary>()

function evaluate(source: string, contexts: Contexts): string {
  const tokens = new Lexer(source).lex().tokens
  const tree = new Parser(tokens, Object.keys(contexts), []).parse()
  const values =
    dictionaries.get(contexts) ?? (JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary)
  dictionaries.set(contexts, values)
  return new Evaluator(tree, values).evaluate().coerceString()
}
