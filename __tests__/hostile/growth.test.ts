import { parseResults } from '../../src/acceptance/results-format.ts'
import { readBlocks } from '../../src/affected/lookml-blocks.ts'
import { readDashboards, UnreadableDashboards } from '../../src/affected/lookml-dashboards.ts'
import { UnreadableLookml } from '../../src/affected/lookml-tokens.ts'
import { parseBaseMemory } from '../../src/branch-check/base-memory.ts'
import { diffSql } from '../../src/branch-check/compare-sql.ts'
import { readInvalidContent } from '../../src/branch-check/content-check.ts'
import { readConstants } from '../../src/branch-check/read-tiles.ts'
import { parseMark } from '../../src/comment/find.ts'
import { parseParts } from '../../src/comment/parts.ts'
import { runningJobs } from '../../src/comment/running.ts'
import { messageOf } from '../../src/github/github-errors.ts'
import { readWorkflowRun } from '../../src/github/workflow-run.ts'
import { parseCaptions } from '../../src/images-branch/gallery.ts'
import { parseBaselineName } from '../../src/images-branch/picture-names.ts'
import { isTooDeep, messageIn, plainWords } from '../../src/looker/http.ts'
import { readValidation } from '../../src/looker/validate-lookml.ts'
import { escapeHeading, escapeMarkdown } from '../../src/report/format.ts'
import { openLog } from '../../src/runtime/log.ts'
import { proxySecrets, readProxyEnv } from '../../src/runtime/proxies.ts'
import { oneLine } from '../../src/runtime/text.ts'
import fc from '../../testkit/fast-check.ts'
import { growthOf, hostilePieces, type Shape, textOfShape } from '../../testkit/growth.ts'
import { runs } from '../../testkit/hostile.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'

const unchanged = (text: string) => text
const log = openLog(() => undefined)

const inputs = [
  ...[
    'targets',
    'filters',
    'ignore',
    'tab-ids',
    'theme',
    'base-url',
    'compare',
    'artifact-name',
    'images-branch',
  ],
  ...[
    'deploy-ref',
    'deploy',
    'shard',
    'max-changed-pixels',
    'output-directory',
    'accept-label',
    'comment-key',
  ],
] as const

/**
 * All functions that read text from outside of the action. The text comes from the workflow, the repository, Looker,
 * GitHub, or users who edit comments.
 */
const readers: Record<string, (text: string) => unknown> = {
  ...Object.fromEntries(
    inputs.map(name => [`the input ${name}`, (text: string) => void problemsOf(given({ [name]: text }))]),
  ),
  'a list of targets': text => problemsOf(given({ targets: `- dashboards/42\n- ${text}` })),
  'a mapping of targets': text =>
    problemsOf(given({ targets: `- { target: dashboards/42, name: ${text} }` })),
  'filters in a list': text =>
    problemsOf(given({ targets: `- target: dashboards/42\n  filters:\n    ${text}` })),
  "a target's filters": text => problemsOf(given({ targets: `dashboards/42?${text}` })),
  'filters as a mapping': text => problemsOf(given({ filters: `Region: ${text}` })),
  LookML: text => {
    try {
      readBlocks(text)
    } catch (error) {
      if (!(error instanceof UnreadableLookml)) throw error
    }
  },
  'old LookML in YAML': text => void readBlocks(`- view: a${text}b`),
  'LookML dashboards': text => {
    try {
      readDashboards('a.dashboard.lookml', text)
    } catch (error) {
      if (!(error instanceof UnreadableDashboards)) throw error
    }
  },
  'constants of LookML': text => void readConstants(text),
  SQL: text => void diffSql(text, `${text} `),
  'the difference of SQL': text => void diffSql(`a\n${text}`, `${text}\nb`),
  "Looker's messages": text => void plainWords(text, unchanged),
  "Looker's error": text =>
    void messageIn(JSON.stringify({ message: text, errors: [{ field: text }] }), unchanged),
  "Looker's JSON": text => void isTooDeep(text),
  "Looker's validation": text => {
    const error = { severity: 'error', message: text, source_file: text, file_path: text }
    readValidation({ errors: [error], models_not_validated: [{ name: text }] }, 'shop', unchanged)
  },
  "Looker's content validation": text => {
    const entry = { dashboard: { id: '1', title: text, folder: { name: text } }, errors: [{ message: text }] }
    readInvalidContent({ content_with_errors: [entry] }, unchanged)
  },
  "GitHub's error": text => void messageOf(new Error(text)),
  "GitHub's event": text => {
    const payload = { ref: text, label: { name: text }, pull_request: { title: text, head: { sha: text } } }
    const env = { GITHUB_EVENT_PATH: 'event.json', GITHUB_REPOSITORY: text, GITHUB_SERVER_URL: text }
    readWorkflowRun(env, () => JSON.stringify(payload))
  },
  'a broken event': text => void readWorkflowRun({ GITHUB_EVENT_PATH: 'event.json' }, () => text),
  "a comment's hidden marker": text => void parseMark(text),
  "a comment's parts": text => void parseParts(text),
  "a comment's running jobs": text => void runningJobs(text),
  'stored results': text => void parseResults(text),
  'remembered SQL': text => void parseBaseMemory(text),
  'the name of a baseline': text => void parseBaselineName(text),
  'the front page of the images branch': text => void parseCaptions(text),
  'a line of the log': text => log.print(text),
  'a text that becomes one line': text => void oneLine(text),
  'text in Markdown': text => void escapeMarkdown(text),
  'a heading in Markdown': text => void escapeHeading(text),
  proxies: text => {
    const env = { HTTPS_PROXY: text, NO_PROXY: text }
    readProxyEnv(env)
    proxySecrets(env)
  },
}

/**
 * Returns the length of the text to read. Texts in YAML are shorter, because the YAML library takes much time for each
 * character.
 */
const lengthFor = (name: string) => (/target|filters|dashboards/.test(name) ? 2500 : 15_000)
/**
 * If the length of the text doubles, the time may grow by at most this factor. For a quadratic function, the time grows
 * by a factor of four.
 */
const most = 3

describe.each(Object.entries(readers))('the work for %s', (name, read) => {
  const isSlow = async (shape: Shape) => {
    const prepare = (length: number) => {
      const text = textOfShape(shape, length)
      return () => read(text)
    }
    return (await growthOf(prepare, lengthFor(name), most)) > most
  }

  test(`twice the text of one repeated piece needs at most three times the work for ${name}`, async () => {
    const slow: string[] = []
    for (const piece of hostilePieces) if (await isSlow({ start: '', piece, end: '!' })) slow.push(piece)
    expect(slow).toEqual([])
  })

  test(`twice the text of several repeated pieces needs at most three times the work for ${name}`, () => {
    const pieces = fc.array(fc.constantFrom(...hostilePieces), { minLength: 1, maxLength: 3 })
    const text = pieces.map(all => all.join(''))
    return fc.assert(
      fc.asyncProperty(
        fc.record({ start: text, piece: text, end: text }),
        async shape => !(await isSlow(shape)),
      ),
      runs(20),
    )
  })
})
