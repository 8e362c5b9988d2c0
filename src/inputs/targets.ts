import type { ListedCollection } from '../input-types.ts'
import type { Target } from '../model.ts'
import { collectionProblems } from './collection-rules.ts'
import { findCollisions } from './file-name.ts'
import { attempt, complete } from './input-source.ts'
import { parseYaml } from './load-yaml.ts'
import { isCollectionUrl, type LookerUrl, parseLookerUrl } from './looker-url.ts'
import { InputProblem, quoted, type ReportProblem } from './problem.ts'
import { isDashboard, ruleProblems, type TargetContext } from './target-rules.ts'
import { type CommonSettings, type OwnSettings, readOwnSettings } from './target-settings.ts'
import { type CollectionEntry, toCollection } from './to-collection.ts'
import { type Entry, entryFile, toTarget } from './to-target.ts'
import type { Yaml } from './yaml.ts'

/**
 * One target a line, or a YAML list of targets and mappings; problems of its items are reported with their place.
 * Undefined where what holds for all of them could not be read.
 * @throws InputProblem where the text is no list
 */
export function readTargets(
  text: string,
  context: TargetContext,
  report: ReportProblem,
): (Target | ListedCollection)[] | undefined {
  const items = listItems(text)
  if (items.length === 0) throw new InputProblem('it lists nothing', 'write one target a line')
  const entries = items.flatMap((item, index) =>
    readEntry(item, context, problem => report(`item ${index + 1}`, problem)),
  )
  const { base, common } = context
  const { format, width, height } = common
  const files = entries
    .filter(isEntry)
    .map(entry => ({ source: entry.source, file: entryFile(entry, format) }))
  for (const problem of findCollisions(files)) report('', problem)
  const all = complete({ format, width, height }, common)
  const list = (base: URL, all: CommonSettings) =>
    entries.map(entry => (isEntry(entry) ? toTarget(entry, base, all) : toCollection(entry, base, all)))
  return base && all && list(base, all)
}

function listItems(file: string): Yaml[] {
  const text = file.replace(/^\uFEFF/, '')
  const lines = text
    .split(/\r?\n/)
    .map(line => withoutComment(line).trim())
    .filter(line => line !== '')
  if (!/^(-(\s|$)|\[|---)/.test(lines[0] ?? '')) return lines
  const list = parseYaml(text, 'targets')
  if (Array.isArray(list)) return list
  throw new InputProblem('the YAML is not a list', 'begin every target with a dash')
}

/** In a filter, a comment has a space behind its mark, too: `Store #12` is a store. */
const withoutComment = (line: string) =>
  line.replace(/(^|\s)#(\s.*)?$/, '').replace(/^([^?]*?)(^|\s)#.*$/, '$1')

function readEntry(
  item: Yaml,
  context: TargetContext,
  report: (problem: InputProblem) => void,
): (Entry | CollectionEntry)[] {
  const { target, ...mapping } = typeof item === 'string' ? { target: item } : (asMapping(item) ?? {})
  const source = typeof target === 'string' ? target.trim() : ''
  if (source === '') {
    report(withoutTarget(item))
    return []
  }
  const problems: InputProblem[] = []
  const collect: ReportProblem = (key, { message, hint }) =>
    problems.push(new InputProblem(key ? `${key}: ${message}` : message, hint))
  const own = readOwnSettings(mapping, collect)
  const address = attempt(() => parseLookerUrl(source), collect, '')
  const entry = address && toEntry(source, address, own)
  if (entry)
    problems.push(
      ...(isEntry(entry)
        ? ruleProblems(entry.address, own, context)
        : collectionProblems(entry, own, context)),
    )
  for (const problem of problems) report(naming(source, problem))
  return entry && problems.length === 0 ? [entry] : []
}

/** A dashboard of which the tiles are wanted is a collection. */
function toEntry(source: string, address: LookerUrl, own: OwnSettings): Entry | CollectionEntry {
  if (isCollectionUrl(address)) return { kind: address.kind, source, address, own }
  return own.tiles && isDashboard(address)
    ? { kind: 'tiles', source, address, own }
    : { source, address, own }
}

const isEntry = (entry: Entry | CollectionEntry): entry is Entry => !('kind' in entry)

const asMapping = (item: Yaml) =>
  item !== null && typeof item === 'object' && !Array.isArray(item) ? item : undefined

function withoutTarget(item: Yaml): InputProblem {
  const mapping = typeof item === 'string' ? {} : asMapping(item)
  const hint = 'write target: dashboards/42'
  if (!mapping)
    return new InputProblem(`${quoted(JSON.stringify(item))} is neither a target nor a mapping`, hint)
  const [first] = Object.entries(mapping).filter(([key]) => key.includes('/'))
  if (!first) return new InputProblem('it names no target', hint)
  const written = first.filter(part => typeof part === 'string').join(': ')
  return new InputProblem(
    `${quoted(written)} has a colon before a space, which begins a mapping`,
    `put it in quotes: - ${quoted(written)}`,
  )
}

/** The problem, with its target in front unless its words begin with that. */
const naming = (source: string, { message, hint }: InputProblem) =>
  new InputProblem(message.startsWith(quoted(source)) ? message : `${quoted(source)}: ${message}`, hint)
