import { type Constants, constantsIn } from './constants.ts'
import { anyName, type LookmlBlock } from './lookml-block.ts'
import { matchEnd } from './lookml-tokens.ts'

/* Finds the database objects, such as tables and functions, that SQL creates or changes. */

/** Keys of SQL that may write to the database. */
export const isWritingKey = (key: string) => /^sql_(?:create|step|preamble|trigger|trigger_value)$/.test(key)
/** Whether a text of several parameters contains a key of SQL that may write to the database. */
export const hasWritingKey = (text: string) => /\bsql_(?:create|step|preamble|trigger)/.test(text)

/** Stand for the conditions of Liquid: `{% if … %}`, `{% elsif … %}`, `{% else %}` and `{% endif %}`. */
const liquidMarks = { start: '\uE000', branch: '\uE001', otherwise: '\uE002', end: '\uE003' }
const anyMark = '\\uE000-\\uE003'
const space = `[\\s${anyMark}]{1,99}`
const spaced = (pattern: string) => pattern.replaceAll(' ', space)

/** Kinds of database objects that other SQL can read or call by name, as words of a regular expression. */
const objects =
  'table|view|model|function|procedure|package|macro|sequence|type|dictionary|synonym|alias|schema|database|stage|stream'
const word = `[^\\s;(),${anyMark}]{1,255}`
/** Words after `insert`, `update` and `delete`: `insert or replace into`, `delete top (10) from`. */
const modifiers =
  '(?: (?:low_priority|high_priority|delayed|quick|ignore|or \\w{1,20})){0,3}(?: top\\s{0,9}(?:\\([^()]{0,99}\\)|\\d{1,9})(?: percent)?)?'
/** Matches the words before the name of an object that SQL writes. All repetitions are bounded. */
const writing = new RegExp(
  spaced(
    `(?<![\\w$.])(?:${[
      `(?:create|drop)(?: \\w{1,99}){0,3}? index(?: ${word}){0,6}? on`,
      `create((?: ${word}){0,8}?) (?:table function|${objects})`,
      `(?:insert|merge)${modifiers}(?: (?:into|overwrite|table)){0,2}`,
      `update${modifiers}|delete${modifiers}(?:(?: ${word}){0,2}? from)?`,
      'into(?: unlogged)?(?: table)?|load data overwrite(?: table)?|copy(?: into)?|truncate(?: table)?',
      `(?:alter|drop|undrop|refresh|restore|replace)(?: \\w{1,99}){0,3}? (?:${objects})`,
      `partition of|policy ${word} on|rename(?: table ${word})? to|sp_rename ${word}\\s{0,9},|swap with`,
      `switch(?: partition ${word})? to|attach partition|transfer`,
      '(?<!\\bor )replace|upsert|exchange tables|table',
    ].join('|')})(?: concurrently)?(?: if(?: not)? exists)?(?: only)?(?= )`,
  ),
  'gi',
)
/**
 * Matches texts that are not names of tables: a temporary table of SQL Server, and words that follow `update`, `insert`
 * and `delete` in other statements.
 */
const notName =
  /^(?:#|$|(?:set|values|row|select|when|of|cascade|on|or|as|from|into|then|and|to|all|first|grants|skip|temp|temporary)$)/i
/** Matches Liquid (`{{ name }}`), but not constants (`@{name}`). */
const liquid = /(?<!@)\{\{?[^{}]*\}\}?/g
/** Matches comments, and the conditions of Liquid. SQL follows the comments `-- if prod --` and `-- if dev --`. */
const noise =
  /--(?:[ \t]{0,9}if[ \t]{1,9}\w{1,99}[ \t]{0,9}--|[^\n]*)|\/\*[\s\S]{0,999}?\*\/|\{%-?\s{0,9}(?:(if|unless|case)|(elsif|when)|(else)|end(?:if|unless|case))\b[^{}]{0,255}\}/g
/** Like `noise`, but a comment does not begin inside of quotes. An apostrophe may be no quote: `-- don't`. */
const noiseOutsideQuotes = new RegExp(`'[^'\\n]{0,999}'|"[^"\\n]{0,999}"|${noise.source}`, 'g')
/** Matches a comment of MySQL and BigQuery. In other databases, `#` may be an operator. */
const hashComment = /^[ \t]{0,99}#[^\n]*|(?<![\w$#])#[ \t][^\n]*/gm

function withLiquidMarks(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match: string, start?: string, branch?: string, otherwise?: string) => {
    if (/^['"]/.test(match)) return match
    if (!match.startsWith('{')) return ' '
    if (start !== undefined) return liquidMarks.start
    if (branch !== undefined) return liquidMarks.branch
    return otherwise === undefined ? liquidMarks.end : liquidMarks.otherwise
  })
}

/**
 * Returns the names of the database objects that the SQL writes, without schemas and without Liquid: `people` for
 * `create table scratch.people`. Leaves out temporary tables and functions, because no other query can read them.
 */
export function namesWrittenIn(text: string): string[] {
  const texts = [text, text.replace(hashComment, ' ')]
  const readings = texts.flatMap(one => [noise, noiseOutsideQuotes].map(each => withLiquidMarks(one, each)))
  return [...new Set([...new Set(readings)].flatMap(namesWrittenInReading))]
}

/**
 * Returns the database objects that a block's SQL writes, including SQL in constants. If the values of these constants
 * are unknown or too many, and may contain a statement, the block may write any object.
 */
export function objectsWrittenBy(
  { tokens, written }: Pick<LookmlBlock, 'tokens' | 'written'>,
  constants: Constants,
): readonly string[] {
  if (!tokens.includes('@{') || !hasWritingKey(tokens)) return written
  const readings = constants.readings(tokens)
  if (readings) return [...written, ...readings.flatMap(namesWrittenIn)]
  const values = constantsIn(tokens).flatMap(name => constants.readings(`@{${name}}`) ?? anyName)
  return values.some(value => value === anyName || wordOfStatement.test(value))
    ? [...written, anyName]
    : written
}

/** Matches a word of a statement that `namesWrittenIn` may find. */
const wordOfStatement =
  /\b(?:alter|attach|call|copy|create|delete|drop|exchange|exec|execute|external|function|inherits|insert|into|load|materialized|merge|model|overwrite|partition|policy|procedure|refresh|rename|replace|restore|sp_rename|swap|switch|table|transfer|truncate|undrop|update|upsert|view)\b/i

function namesWrittenInReading(sql: string): string[] {
  const changesRows = /\b(?:update|delete)\s/i.test(sql)
  const queried = changesRows ? Array.from(sql.matchAll(tableInQuery), ([, name = '']) => lastPart(name)) : []
  const named = [...sql.matchAll(writing)].flatMap(match => {
    const [words, kind = ''] = match
    const isTemporary = /\stemp(?:orary)?(?:\s|$)/i.test(kind)
    return isTemporary
      ? []
      : namesInList(sql, match.index + words.length, { isRename: /^(?:rename|exchange)/i.test(words) })
  })
  const parents = Array.from(sql.matchAll(inherited), ([, names = '']) => names.split(','))
  const joined = Array.from(sql.matchAll(afterUpdate), ([, text = '']) => tablesBeforeSet(text).slice(1))
  const called = Array.from(sql.matchAll(calledText), ([, text = '']) => text.match(wordInCall) ?? [])
  return [
    ...[...named, ...queried, ...called.flat().filter(word => !keywordInCall.test(word))],
    ...[...parents.flat(), ...joined.flat()].map(name => lastPart(name.trim())),
  ]
}

/** Matches the tables whose rows include those of a new table: `create table people_2026 () inherits (people)`. */
const inherited = /\binherits\s{0,9}\(([^()]{1,500})\)/gi

/**
 * Matches the tables that an `update` or `delete` may change although another name follows these words: an alias
 * (`update p set … from people p`), or the name of a common table expression
 * (`with p as (select * from people) delete from p`).
 */
const tableInQuery = new RegExp(spaced(`\\b(?:from|join) (${word})`), 'gi')

/** Match the tables of an update of MySQL, which may write each of them: `update a join people set people.x = 1`. */
const afterUpdate = /\bupdate(?=\s([^;]{1,500}))/gi
const beforeSet = /^(.*?)\sset(?!\w)/is
const beforeTable = new RegExp(`,|[\\s${anyMark}]join(?=\\s)`, 'i')

const tablesBeforeSet = (text: string): string[] =>
  (beforeSet.exec(text)?.[1] ?? '').split(beforeTable).map(table => table.trimStart().split(/\s/)[0] ?? '')

/**
 * Matches the arguments of a statement that runs a text or a procedure. The text may be composed, so each word may be a
 * name: `execute immediate format('create table %s', 'people')`, `call sp_rename('people_new', 'people')`.
 */
const calledText = new RegExp(
  `(?:^|[;:]|\\b(?:begin|then|else))[\\s${anyMark}]{0,99}(?:call|exec|execute)\\b[^;'"]{0,500}(['"][^;]{0,2000})`,
  'gi',
)
const wordInCall = /[^\s'"`().,;[\]|=%]{1,255}/g
const keywordInCall =
  /^(?:\d+|alter|and|as|by|case|create|delete|drop|else|end|exists|format|from|group|if|in|insert|into|join|left|not|null|on|or|order|replace|select|set|table|then|truncate|update|using|values|view|when|where)$/i

/** Match the text between two names: `truncate a, b`, `rename table a to b, c to d` and `exchange tables a and b`. */
const betweenNames = new RegExp(`[\\s${anyMark}]{0,99},`, 'y')
const betweenNewNames = new RegExp(`[\\s${anyMark}]{0,99}(?:,|\\b(?:to|and)\\b)`, 'iy')
const maxNamesInList = 100
/** The list of `rename` is shorter, because its names may contain statements: `rename to a to rename to b`. */
const maxNewNames = 20

function namesInList(sql: string, start: number, { isRename }: { isRename: boolean }): string[] {
  const names = new Set<string>()
  const maxNames = isRename ? maxNewNames : maxNamesInList
  let at = start
  for (let [count, isList] = [0, true]; isList && count < maxNames; count++) {
    const reader = new NameReader(sql, at)
    for (const name of reader.read()) names.add(lastPart(name))
    at = matchEnd(isRename ? betweenNewNames : betweenNames, sql, reader.position)
    isList = at > reader.position
    if (isList && count === maxNames - 1) names.add(anyName)
  }
  names.delete('')
  return [...names]
}

/** Returns the name without its schema and without Liquid. Returns an empty text if the text is not a table's name. */
function lastPart(name: string): string {
  if (name.includes('SQL_TABLE_NAME') || notName.test(name)) return ''
  // The name follows a comment that is too long for `noise`.
  if (name.startsWith('/*')) return anyName
  const withoutLiquid = name.replace(liquid, ' ')
  return withoutLiquid.slice(withoutLiquid.lastIndexOf('.') + 1)
}

const namePart = new RegExp(
  `(?:@?\\{[^{}]{0,255}\\}|\\{\\{[^{}]{0,255}\\}\\}|(?<![^\\s.${anyMark}])(?:"[^"{}\\n]{1,255}"|\`[^\`{}\\n]{1,255}\`|\\[[^\\]{}\\n]{1,255}\\])|[^\\s{}(),;${anyMark}]){1,255}`,
  'y',
)
const identifierCall = new RegExp(`${space}identifier\\s{0,9}\\(\\s{0,9}`, 'iy')
const spaces = /\s{1,99}/y
const isMark = new RegExp(`[${anyMark}]`)
const nextMark = new RegExp(isMark, 'g')
const maxNameParts = 64
const maxVariants = 16

/** A condition whose end the reader has not reached. */
interface OpenCondition {
  before: ReadonlySet<string>
  results: Set<string>
  hasElse: boolean
}

const noCondition = (): OpenCondition => ({ before: new Set(), results: new Set(), hasElse: true })

/**
 * Reads a name. If the name contains conditions of Liquid, reads all its variants: `dev_people` and `people` for
 * `{% if dev %}dev_{% endif %}people`. If there are too many variants or parts, also returns `anyName`.
 */
class NameReader {
  readonly #sql: string
  /** The texts that may be the start of the name. A text that ends with a space is complete, unless a dot follows. */
  #variants: ReadonlySet<string> = new Set([''])
  readonly #complete = new Set<string>()
  readonly #open: OpenCondition[] = []
  #isAfterCondition = false
  position: number

  constructor(sql: string, start: number) {
    this.#sql = sql
    this.position = matchEnd(identifierCall, sql, start)
  }

  read(): ReadonlySet<string> {
    let count = 0
    while (count < maxNameParts && this.#readPart()) count++
    if (count === maxNameParts) this.#complete.add(anyName)
    this.#finishAll()
    return this.#complete
  }

  /** @returns whether more parts may follow */
  #readPart(): boolean {
    if (this.#variants.size === 0) {
      if (this.#open.length === 0) return false
      nextMark.lastIndex = this.position
      this.position = nextMark.exec(this.#sql)?.index ?? this.#sql.length
    }
    const start = this.position
    const next = this.#sql[start]
    if (next === undefined) return false
    if (isMark.test(next)) {
      this.position += 1
      this.#readMark(next)
      return true
    }
    this.position = matchEnd(spaces, this.#sql, start)
    if (this.position > start) this.#variants = this.#withSpace()
    else {
      this.position = matchEnd(namePart, this.#sql, start)
      this.#addPart(this.#sql.slice(start, this.position))
      // The next word, or the next name of a list, does not belong to this name.
      if (this.#variants.size === 0) this.position = start
    }
    return true
  }

  /** A name cannot be empty, so an empty text disappears after a condition that contains a name. */
  #withSpace(): Set<string> {
    const kept = [...this.#variants].filter(text => text !== '' || !this.#isAfterCondition)
    return new Set(kept.map(text => (text === '' ? '' : `${text.trimEnd()} `)))
  }

  #addPart(part: string): void {
    const variants = new Set<string>()
    for (const text of this.#variants) {
      const isOpen = !text.endsWith(' ') || part.startsWith('.') || text.endsWith('. ')
      if (part !== '' && isOpen) variants.add(`${text.trimEnd()}${part}`)
      else this.#complete.add(text.trimEnd())
    }
    this.#variants = variants
  }

  #readMark(mark: string): void {
    if (mark === liquidMarks.start) {
      this.#open.push({ before: this.#variants, results: new Set(), hasElse: false })
      this.#isAfterCondition = false
      return
    }
    // Without an open condition, the words before the name are inside of the condition.
    const condition = this.#open.pop() ?? noCondition()
    const { before, results, hasElse } = condition
    for (const text of this.#variants) results.add(text)
    if (mark === liquidMarks.end) {
      const all = hasElse ? [...results] : [...new Set([...results, ...before])]
      if (all.length > maxVariants) this.#complete.add(anyName)
      this.#variants = new Set(all.slice(0, maxVariants))
      this.#isAfterCondition = all.some(text => text !== '')
    } else {
      condition.hasElse ||= mark === liquidMarks.otherwise
      this.#open.push(condition)
      this.#variants = before
    }
  }

  #finishAll(): void {
    for (const text of this.#variants) this.#complete.add(text.trimEnd())
    this.#variants = new Set()
  }
}
