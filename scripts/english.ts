import { globSync, readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * Finds phrases that native readers have to read twice. Searches comments, test titles, messages, Markdown and
 * action.yml. `node scripts/english.ts` prints the counts of all areas, and `node scripts/english.ts src/inputs` lists
 * the places in a folder. The test `__tests__/english.test.ts` fails if an area has too many of these phrases.
 */

/** The phrases to find, each with advice for the writer. */
export const phrases: readonly { pattern: RegExp; instead: string }[] = [
  {
    pattern: /\bwhat(?:'s| (?:is|are|was|were|has|had|have|the|comes|came|stands))\b/i,
    instead: 'name the thing',
  },
  { pattern: /\b(?:nobody|somebody|whoever|anybody|everybody)\b/i, instead: 'say who: users, reviewers' },
  { pattern: /\bso many\b/i, instead: 'say how many' },
  { pattern: /\b(?:stands|stood)\b(?! for)|\bstand\b(?! for|-)/i, instead: '"is", "has"' },
  { pattern: /\b(?:tells?|told)\b/i, instead: '"says", "reports", "returns"' },
  { pattern: /\bof old\b|\ball the same\b|\bas of late\b/i, instead: '"existing", "anyway"' },
  { pattern: /\b(?:is|are|was|were|has|have) none\b/i, instead: '"is no …", "has no …"' },
  {
    pattern:
      /\bwhere (?:there|nothing|none|no|neither|any|all|(?:it|that) (?:is|was|has)|they (?:are|were|have))\b/i,
    instead: '"if" for conditions',
  },
  { pattern: /\b(?:a|each|two|next|first|last|every|late|early) looks?\b/, instead: '"poll"' },
]

export interface Finding {
  file: string
  /** The number of the line. The first line is 1. */
  line: number
  phrase: string
  text: string
}

export interface Area {
  name: string
  /** The number of searched lines. A line that is longer than `lineLength` counts as several lines. */
  lines: number
  findings: Finding[]
}

/** The maximum length of a line in comments. Lines of Markdown may be longer. */
const lineLength = 120

interface TextLine {
  line: number
  text: string
}

const codeFolders = ['src', 'testkit', 'simulator', 'demo', 'bench', 'chaos', 'e2e', 'scripts', '__tests__']
const codeFiles = codeFolders.map(folder => `${folder}/**/*.{ts,js,mjs,css}`)
const otherFiles = ['*.{js,md}', 'docs/**/*.md', '.github/**/*.md', 'action.yml']
/** Not searched, because english.ts quotes the phrases, and bundled-assets.ts is generated. */
const ignoredFiles = new Set(['scripts/english.ts', 'src/report/page/bundled-assets.ts'])

/** Searches all files. An area is a folder of code. Each file outside of these folders is an area of its own. */
export function readAreas(): Area[] {
  const files = globSync([...codeFiles, ...otherFiles], { exclude: ['**/node_modules/**'] })
    .map(file => relative('.', file).split(sep).join('/'))
    .filter(file => !ignoredFiles.has(file))
    .sort()
  const areas = new Map<string, Area>()
  for (const file of files) {
    const name = areaOf(file)
    const area = areas.get(name) ?? { name, lines: 0, findings: [] }
    areas.set(name, area)
    const lines = textLines(file, readFileSync(file, 'utf8'))
    area.lines += lines.reduce((sum, { text }) => sum + Math.ceil(text.length / lineLength), 0)
    area.findings.push(...lines.flatMap(line => findPhrases(file, line)))
  }
  return [...areas.values()]
}

function areaOf(file: string): string {
  const [folder = ''] = file.split('/')
  if (folder === file) return file.endsWith('.js') ? 'scripts' : file
  return folder
}

/**
 * Returns the lines that are written for people. In code, these are comments. In src and __tests__, they are also
 * strings that look like sentences.
 */
export function textLines(file: string, content: string): TextLine[] {
  if (file.endsWith('.md')) return markdownLines(content)
  if (file.endsWith('.yml')) return contentLines(content).filter(({ text }) => !/^\s*default:/.test(text))
  const sentences = /^(?:src|__tests__)\//.test(file) ? sentenceLines(content) : []
  return [...commentLines(content), ...sentences]
}

const contentLines = (content: string): TextLine[] =>
  content
    .split('\n')
    .map((text, index) => ({ line: index + 1, text }))
    .filter(({ text }) => text.trim() !== '')

/** Returns the lines of Markdown. Leaves out fenced blocks, because they contain code. */
function markdownLines(content: string): TextLine[] {
  let isCode = false
  return contentLines(content).filter(({ text }) => {
    const isFence = /^\s*```/.test(text)
    if (isFence) isCode = !isCode
    return !isFence && !isCode
  })
}

/**
 * Returns the lines of comments. Reads lines, not tokens. After code, only a `//` with spaces on both sides begins a
 * comment.
 */
export function commentLines(content: string): TextLine[] {
  let isBlock = false
  return contentLines(content).flatMap(({ line, text }) => {
    const begins = !isBlock && /^\s*\/\*/.test(text)
    if (begins || isBlock) {
      isBlock = !/\*\/\s*$/.test(text)
      const words = text.replace(/^\s*(?:\/\*+|\*+(?!\/))|\*\/\s*$/g, '').trim()
      return words === '' ? [] : [{ line, text: words }]
    }
    const [, words] = /(?:^|\s)\/\/\s+(.*)$/.exec(text) ?? []
    return words === undefined ? [] : [{ line, text: words }]
  })
}

/** Returns the strings of three or more words, because such strings are messages or test titles. */
function sentenceLines(content: string): TextLine[] {
  const strings = /(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g
  return contentLines(content)
    .filter(({ text }) => !/^\s*(?:\/\/|\/?\*|import\b)/.test(text))
    .flatMap(({ line, text }) =>
      [...text.matchAll(strings)]
        .map(([, , words = '']) => ({ line, text: words }))
        .filter(({ text }) => /^\W*[A-Za-z][\w',-]*(?: [\w'"$%{}.(),:;-]+){2,}/.test(text)),
    )
}

function findPhrases(file: string, { line, text }: TextLine): Finding[] {
  const plain = text.replace(/`[^`]*`|"[^"]*"/g, '')
  return phrases.flatMap(({ pattern }) => {
    const [phrase] = pattern.exec(plain) ?? []
    return phrase === undefined ? [] : [{ file, line, phrase, text: text.trim() }]
  })
}

const showFinding = ({ file, line, phrase, text }: Finding) => `${file}:${line}: "${phrase}" in: ${text}`

/** Lists the places to rewrite. The file with the largest number of places comes first. */
export function showFindings(findings: readonly Finding[], most = Number.POSITIVE_INFINITY): string {
  const byFile = [...Map.groupBy(findings, ({ file }) => file).values()]
  const sorted = byFile.sort((one, other) => other.length - one.length).flat()
  const more = sorted.length > most ? [`… and ${sorted.length - most} more`] : []
  return [...sorted.slice(0, most).map(showFinding), ...more].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder] = process.argv.slice(2)
  for (const { name, lines, findings } of readAreas()) {
    const per100 = ((findings.length * 100) / lines).toFixed(1)
    if (folder === undefined) console.log(`${name}: ${findings.length} in ${lines} lines, ${per100} per 100`)
    else {
      const below = findings.filter(({ file }) => `${file}/`.startsWith(folder.replace(/\/?$/, '/')))
      if (below.length > 0) console.log(showFindings(below))
    }
  }
}
