import { isUtf8 } from 'node:buffer'
import type { ListedCollection } from '../input-types.ts'
import type { Target } from '../model.ts'
import { type FileRefusal, slashPath } from '../runtime/files.ts'
import { withThousands } from '../runtime/text.ts'
import { findCollisions } from './file-name.ts'
import { complete, type InputReader, maxTextLength } from './input-source.ts'
import { parseLookerUrl } from './looker-url.ts'
import { asWritten, parseYaml } from './parsers.ts'
import { attempt, InputProblem, quoted, type ReportProblem, refuseHidden } from './problem.ts'
import {
  entryFile,
  entryProblems,
  isTargetEntry,
  type ListEntry,
  type TargetContext,
  toCollection,
  toEntry,
  toTarget,
} from './target.ts'
import { type CommonSettings, readOwnSettings } from './target-settings.ts'
import { workspaceFile } from './workspace-path.ts'
import type { Yaml } from './yaml.ts'

type ListedTargets = (Target | ListedCollection)[]

export function readTargetList(input: InputReader, context: TargetContext): ListedTargets | undefined {
  const { optional, report, notes, source } = input
  const list = optional('targets', asWritten)
  const file = optional('targets-file', workspaceFile(source.workspace))
  const isFromFile = source.get('targets-file') !== ''
  if (!isFromFile && list === undefined)
    report('targets', new InputProblem('it is missing', 'list the targets to render, one per line'))
  if (isFromFile && list !== undefined)
    report('targets-file', new InputProblem('the input targets is set too', 'keep one of the two'))
  const name = isFromFile ? 'targets-file' : 'targets'
  const content = isFromFile ? file && readTargetsFile(input, file) : list
  if (content === undefined) return undefined
  const read = () =>
    readTargets(content, context, {
      notes,
      report: (item, problem) => report(item ? `${name}, ${item}` : name, problem),
    })
  return attempt(read, report, name)
}

/** Longer texts are not paths. A message quotes them only in part. */
const maxShownPath = 200

function readTargetsFile({ source, report }: InputReader, file: string): string | undefined {
  const content = source.readFile(file, maxTextLength)
  const path = slashPath(source.workspace, file)
  if ('bytes' in content) return attempt(() => decodeUtf8(content.bytes), report, 'targets-file')
  const [fact, hint] = fileRefusals[content.refusal]
  // On Windows, `path` has no backslash.
  const isWindowsPath = path.includes('\\') && path.length <= maxShownPath
  report(
    'targets-file',
    new InputProblem(`${quoted(path)} ${fact}`, isWindowsPath ? `write ${path.replaceAll('\\', '/')}` : hint),
  )
  return undefined
}

const fileRefusals: Record<FileRefusal, readonly [fact: string, hint: string]> = {
  unreadable: ['cannot be read', 'check the path, and that the repository is checked out before this step'],
  'a folder': ['is a folder', 'name a YAML file'],
  'not a file': ['is a named pipe or a device', 'name a YAML file of the repository'],
  'too large': [
    `has more than ${withThousands(maxTextLength)} bytes`,
    'shorten it, or split it among several jobs',
  ],
}

function decodeUtf8(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes)
  const position = invalidByte(bytes)
  const code = (bytes[position] ?? 0).toString(16).toUpperCase().padStart(2, '0')
  const line = bytes.subarray(0, position).filter(byte => byte === 0x0a).length + 1
  throw new InputProblem(
    `byte ${position + 1} (0x${code}, in line ${line}) is not UTF-8`,
    'save the file as UTF-8',
  )
}

/**
 * Returns the position of the first byte that is not UTF-8. Searching for U+FFFD is not enough, because a valid file
 * may also contain U+FFFD.
 */
function invalidByte(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  let position = 0
  let index = 0
  for (;;) {
    const next = text.indexOf('\ufffd', index)
    position += Buffer.byteLength(text.slice(index, next))
    const isWritten = bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd
    if (next < 0 || !isWritten) return position
    position += 3
    index = next + 1
  }
}

/**
 * Reads one target per line, or a YAML list of targets and mappings. Reports each problem with the position of its
 * item.
 * @returns undefined if an input for all targets, such as `width`, is invalid, or if too many items are wrong
 * @throws InputProblem if the text is not a list
 */
export function readTargets(
  text: string,
  context: TargetContext,
  { report, notes }: Pick<InputReader, 'report' | 'notes'>,
): ListedTargets | undefined {
  const items = listItems(text)
  if (items.length === 0) throw new InputProblem('it lists nothing', 'write one target per line')
  if (items.length > maxItems)
    throw new InputProblem(
      `it lists ${withThousands(items.length)} items`,
      `list at most ${withThousands(maxItems)}, and split the others among several jobs`,
    )
  const entries: ListEntry[] = []
  let wrong = 0
  for (const [index, item] of items.entries()) {
    const own = readEntry(item, context, problem => report(`item ${index + 1}`, problem))
    if (own.length === 0) wrong += 1
    entries.push(...own)
    if (wrong < maxWrongItems || index + 1 === items.length) continue
    report('', new InputProblem(`only the first ${index + 1} items were read`, 'correct them first'))
    return undefined
  }
  notes.push(...entries.flatMap(({ address }) => address.note ?? []))
  const { base, common } = context
  const { format, width, height } = common
  const files = entries
    .filter(isTargetEntry)
    .map(entry => ({ source: entry.source, file: entryFile(entry, format) }))
  for (const problem of findCollisions(files)) report('', problem)
  const shared = complete({ format, width, height }, common)
  return base && shared && entries.map(entry => toListItem(entry, base, shared))
}

/** The maximum number of items. Reading an item takes up to 0.1 ms. */
const maxItems = 10_000
/** The number of wrong items after which reading stops. A file that is not a list of targets would have thousands. */
const maxWrongItems = 50

const toListItem = (entry: ListEntry, base: URL, common: CommonSettings) =>
  isTargetEntry(entry) ? toTarget(entry, base, common) : toCollection(entry, base, common)

function listItems(file: string): Yaml[] {
  const text = file.replace(/^\uFEFF/, '')
  const lines = text
    .split(/\r?\n/)
    .map(line => withoutComment(line).trim())
    .filter(line => line !== '')
  const [first = '', second = ''] = lines
  if (/^[\w-]{1,40}:$/.test(first) && /^-\s/.test(second))
    throw new InputProblem(
      `${quoted(first)} comes before the list`,
      'remove this line: the input begins with the first dash of the list',
    )
  if (/^[\w.-]{1,40}:\s+&\S/.test(first))
    throw new InputProblem(
      `${quoted(first)} comes before the list`,
      'begin with the first dash of the list, and move the anchor to the first target that uses it',
    )
  if (!/^(-(\s|$)|\[|---)/.test(first)) return lines
  const list = parseYaml(text, 'targets')
  if (Array.isArray(list)) return list
  throw new InputProblem('the YAML is not a list', 'begin each target with a dash')
}

/**
 * Removes the comment from a line. After a `?`, only `# ` begins a comment, because `Store #12` may be a filter's
 * value.
 */
function withoutComment(line: string): string {
  const query = line.indexOf('?')
  const path = query < 0 ? line : line.slice(0, query)
  const inPath = path.search(/(?<=^|\s)#/)
  if (inPath >= 0) return line.slice(0, inPath)
  const inQuery = line.search(/(?<=^|\s)#(?=\s|$)/)
  return inQuery < 0 ? line : line.slice(0, inQuery)
}

function readEntry(item: Yaml, context: TargetContext, report: (problem: InputProblem) => void): ListEntry[] {
  const { target, ...mapping } = typeof item === 'string' ? { target: item } : (asMapping(item) ?? {})
  const source = typeof target === 'string' ? target.trim() : ''
  if (source === '') {
    report(missingTarget(item))
    return []
  }
  const problems: InputProblem[] = []
  const collect: ReportProblem = (key, { message, hint }) =>
    problems.push(new InputProblem(key ? `${key}: ${message}` : message, hint))
  const own = readOwnSettings(mapping, collect)
  const address = attempt(() => parseLookerUrl(refuseHidden(source)), collect, '')
  const entry = address && toEntry(source, address, own)
  if (entry) problems.push(...entryProblems(entry, context))
  for (const problem of problems) report(withTarget(source, problem))
  return entry && problems.length === 0 ? [entry] : []
}

const asMapping = (item: Yaml) =>
  item !== null && typeof item === 'object' && !Array.isArray(item) ? item : undefined

function missingTarget(item: Yaml): InputProblem {
  const mapping = typeof item === 'string' ? {} : asMapping(item)
  const hint = 'write target: dashboards/42'
  if (!mapping)
    return new InputProblem(`${quoted(JSON.stringify(item))} is neither a target nor a mapping`, hint)
  const [first] = Object.entries(mapping).filter(([key]) => key.includes('/'))
  if (!first) return new InputProblem('it names no target', hint)
  const line = first.filter(part => typeof part === 'string').join(': ')
  return new InputProblem(
    `${quoted(line)} has a colon before a space, which begins a mapping`,
    `put it in quotes: - ${quoted(line)}`,
  )
}

/** Puts the target at the start of the message, unless the message already begins with the target. */
function withTarget(source: string, { message, hint }: InputProblem): InputProblem {
  const shown = quoted(source.replace(/\/\/[^/?#\s]{1,500}@/, '//…@'))
  return new InputProblem(message.startsWith(quoted(source)) ? message : `${shown}: ${message}`, hint)
}
