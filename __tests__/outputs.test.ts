import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Compared, Comparison, Result, RunLinks } from '../src/model.ts'
import { outputsOf, setOutputs } from '../src/outputs.ts'
import { stepStatus } from '../src/results.ts'
import { dashboard, failed, type LinksByPath, published, rendered } from '../testkit/results.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

const place = { directory: '/work/looker-snapshots', workspace: '/work', name: 'looker-snapshots' }

const run = 'https://github.com/acme/lookml/actions/runs/1/artifacts'
const archive = { id: 8, url: `${run}/8`, digest: 'cd34' }
const single = { id: 9, url: `${run}/9` }

const apiCalls = { query: 40, administrative: 2 }
type Links = RunLinks & LinksByPath
const outputs = (results: Result<Compared>[], { files, images, assets, ...links }: Links = {}) => {
  const byPath = { ...(files && { files }), ...(images && { images }), ...(assets && { assets }) }
  return outputsOf({ results: results.map(result => published(result, byPath)), links, apiCalls }, place)
}
const resultsOf = (results: Result<Compared>[], links: Links = {}) =>
  JSON.parse(outputs(results, links).results ?? '')

const baseline = { kind: 'instance', url: 'https://staging.looker.com/looks/7' } as const
const unchanged = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
} as const
const incomparable: Comparison = { status: 'incomparable', error: { message: 'It is broken', hint: 'Look.' } }

describe('the status', () => {
  test.each([
    [[rendered()], 'success'],
    [[rendered(), rendered()], 'success'],
    [[rendered(), failed()], 'partial'],
    [[failed(), rendered(), failed()], 'partial'],
    [[failed()], 'failure'],
    [[failed(), failed()], 'failure'],
  ])('the status depends on the number of rendered targets (case %#)', (results, status) => {
    expect(stepStatus(results)).toBe(status)
    expect(outputs(results).status).toBe(status)
  })
})

describe('the outputs', () => {
  test('the outputs have the number of calls of each metered kind', () =>
    expect(JSON.parse(outputs([])['api-calls'] ?? '')).toEqual({ query: 40, administrative: 2 }))

  test.each<[string, (Comparison | undefined)[], changed: string, compared: string]>([
    ['without comparisons', [undefined], '', '0'],
    ['without a baseline', [{ status: 'new', ref: 'main' }], '', '0'],
    ['if no file could be compared', [incomparable], '', '0'],
    ['if the comparable files did not change', [unchanged, incomparable], '0', '1'],
  ])(
    'the outputs have the numbers of changed and compared files, %s',
    (_, comparisons, changed, compared) => {
      const results = comparisons.map(comparison => rendered(comparison && { comparison }))
      expect(outputs(results)).toMatchObject({ changed, compared })
    },
  )

  test('the outputs have paths of the folder and the files for the next step, in the order of the targets', () => {
    const results = [
      rendered({ path: '/work/looker-snapshots/z.png' }),
      failed(),
      rendered({ path: '/work/looker-snapshots/a b.pdf' }),
    ]
    expect(outputs(results)).toMatchObject({
      directory: 'looker-snapshots',
      files: '["looker-snapshots/z.png","looker-snapshots/a b.pdf"]',
    })
  })

  test('the outputs have the path . for the workspace itself', () => {
    const results = [rendered({ path: '/work/a.png' })]
    expect(outputsOf({ results, links: {}, apiCalls }, { ...place, directory: '/work' })).toMatchObject({
      directory: '.',
      files: '["a.png"]',
    })
  })

  test.each([
    [undefined, '', '', ''],
    [archive, '8', archive.url, 'cd34'],
    [single, '9', single.url, ''],
  ])("the outputs have the archive's id, address and digest: %j", (link, id, url, digest) =>
    expect(outputs([rendered()], link && { archive: link })).toMatchObject({
      'artifact-id': id,
      'artifact-url': url,
      'artifact-digest': digest,
    }),
  )

  test('the outputs have the addresses of the report, the comment and the release', () => {
    const comment = { id: 77, url: 'https://github.com/acme/lookml/pull/7#issuecomment-77' }
    const release = 'https://github.com/acme/lookml/releases/tag/v1'
    const done = { results: [rendered()], links: { report: single, release }, comment, apiCalls }
    expect(outputsOf(done, place)).toMatchObject({
      'report-url': single.url,
      'comment-id': '77',
      'comment-url': comment.url,
      'release-url': release,
    })
    expect(outputs([rendered()])).toMatchObject({
      'report-url': '',
      'comment-id': '',
      'comment-url': '',
      'release-url': '',
    })
  })

  test('the outputs are strings, even if nothing was rendered', () => {
    const all = outputs([failed()])
    expect(new Set(Object.values(all).map(value => typeof value))).toEqual(new Set(['string']))
    expect(all).toMatchObject({ status: 'failure', files: '[]' })
  })
})

describe('a result', () => {
  test('a result of a rendered target has all facts about its file', () =>
    expect(resultsOf([rendered()])).toEqual([
      {
        target: 'dashboards/42',
        name: 'dashboards-42',
        format: 'png',
        status: 'success',
        url: 'https://acme.cloud.looker.com/dashboards/42',
        apiCalls: 9,
        renderTaskId: 'task-1',
        seconds: 12.3,
        file: 'looker-snapshots/dashboards-42.png',
        bytes: 212_345,
        sha256: 'ab12'.repeat(16),
      },
    ]))

  test('a result of a failed target has an error and no file', () =>
    expect(resultsOf([failed()])).toEqual([
      {
        target: 'dashboards/42',
        name: 'dashboards-42',
        format: 'png',
        status: 'failure',
        url: 'https://acme.cloud.looker.com/dashboards/42',
        apiCalls: 1,
        error: { message: 'Looker found no dashboard 42', hint: 'Check the id.' },
      },
    ]))

  test('a result names the render task that failed', () =>
    expect(resultsOf([failed({ renderTaskId: 'task-2', seconds: 0.04 })])).toEqual([
      expect.objectContaining({ renderTaskId: 'task-2', seconds: 0 }),
    ]))

  test('a result has the address of its own artifact, or else that of the archive', () => {
    const own = rendered({ path: '/work/looker-snapshots/own.png' })
    const files = new Map([[own.path, single]])
    const urls = resultsOf([own, rendered(), failed()], { files, archive }).map(
      (result: { artifactUrl?: string }) => result.artifactUrl,
    )
    expect(urls).toEqual([single.url, archive.url, undefined])
  })

  test('a result has the addresses of its picture and its release asset, if any', () => {
    const { path } = rendered()
    const images = new Map([[path, 'https://github.com/acme/lookml/blob/abc/a.png?raw=true']])
    const assets = new Map([[path, 'https://github.com/acme/lookml/releases/download/v1/a.png']])
    const other = rendered({ path: '/work/looker-snapshots/other.png' })
    const [first, second] = resultsOf([rendered(), other], { images, assets })
    expect(first).toMatchObject({ imageUrl: images.get(path), releaseUrl: assets.get(path) })
    for (const key of ['artifactUrl', 'imageUrl', 'releaseUrl']) expect(second).not.toHaveProperty(key)
  })

  test('a result has the target exactly as it was written', () => {
    const written = 'dashboards/42?Region="West"\n\u2028</script>\ud83d'
    expect(resultsOf([failed({ target: dashboard({ source: written }) })])[0].target).toBe(written)
  })

  test('a result is at the position of its target', () => {
    const named = (name: string) => ({ target: dashboard({ name }) })
    const results = [failed(named('c')), rendered(named('a')), failed(named('b'))]
    expect(resultsOf(results).map((result: { name: string }) => result.name)).toEqual(['c', 'a', 'b'])
  })
})

describe('large results', () => {
  /** Writes the outputs of targets with Japanese titles. */
  async function write(targets: number, directory = temporaryFolder()) {
    const outputs: Record<string, string> = {}
    const warnings: string[] = []
    const core = {
      setOutput: (name: string, value: string) => {
        outputs[name] = value
      },
      warning: (text: string) => void warnings.push(text),
    }
    const context = {
      world: { env: { GITHUB_WORKSPACE: directory }, core },
      inputs: { outputDirectory: directory, artifact: { name: 'looker' } },
    } as unknown as Parameters<typeof setOutputs>[0]
    const results = Array.from({ length: targets }, () =>
      published(rendered({ title: '売上の概要'.repeat(200) })),
    )
    await setOutputs(context, { results, links: {}, apiCalls })
    return { outputs, warnings, directory }
  }

  test('large results of more than 1 MB in UTF-16 are only in the file, and a warning names it', async () => {
    const { outputs, warnings, directory } = await write(500)
    expect(outputs.results).toBe('')
    expect(warnings).toEqual([
      expect.stringMatching(/results is empty.*1\.\d MB.*results-file names: looker\.json/),
    ])
    expect(JSON.parse(readFileSync(join(directory, 'looker.json'), 'utf8'))).toHaveLength(500)
  })

  test('large results below 1 MB in UTF-16 are in the output, too', async () => {
    const { outputs, warnings } = await write(100)
    expect(JSON.parse(outputs.results ?? '')).toHaveLength(100)
    expect(warnings).toEqual([])
  })

  test('large results stay in the output if the file cannot be written', async () => {
    const { outputs, warnings } = await write(500, '/dev/null/nowhere')
    expect(JSON.parse(outputs.results ?? '')).toHaveLength(500)
    expect(warnings).toEqual([expect.stringMatching(/could not be written into a file/)])
  })
})
