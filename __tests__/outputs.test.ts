import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BranchReport, BrokenContent, ResultDiff, TileCheck } from '../src/branch-report.ts'
import type { Compared, Comparison, Result, RunLinks } from '../src/model.ts'
import { dryRunOutputs, outputsOf, setOutputs, setRepeatedOutputs, stepStatus } from '../src/outputs.ts'
import { dashboard, failed, type LinksByPath, published, rendered, resultDiff } from '../testkit/results.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

const placeOfFiles = { directory: '/work/looker-snapshots', workspace: '/work', name: 'looker-snapshots' }

const run = 'https://github.com/acme/lookml/actions/runs/1/artifacts'
const archive = { id: 8, url: `${run}/8`, digest: 'cd34' }
const single = { id: 9, url: `${run}/9` }

const apiCalls = { query: 40, administrative: 2 }
type Links = RunLinks & LinksByPath
const outputs = (results: Result<Compared>[], { files, images, assets, ...links }: Links = {}) => {
  const byPath = { ...(files && { files }), ...(images && { images }), ...(assets && { assets }) }
  return outputsOf(
    { results: results.map(result => published(result, byPath)), links, apiCalls },
    placeOfFiles,
  )
}
const resultsOf = (results: Result<Compared>[], links: Links = {}) =>
  JSON.parse(outputs(results, links).results ?? '')

const branchOf = (broken: readonly BrokenContent[]): BranchReport => ({
  project: 'shop',
  base: '',
  head: '',
  numbers: true,
  lookmlErrors: [],
  omittedQueries: 0,
  isDevelopmentSql: false,
  content: { broken, leftOut: 0 },
})

const baseline = { kind: 'instance', url: 'https://staging.looker.com/looks/7' } as const
const unchanged = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
} as const
const incomparable: Comparison = { status: 'incomparable', error: { message: 'It is broken', hint: 'Look.' } }

const sidecar = (what: string) => ({
  path: `/work/${what}.png`,
  format: 'png' as const,
  bytes: 1,
  sha256: '',
  imageUrl: `https://github.com/acme/lookml/blob/abc/${what}.png?raw=true`,
})
const size = { width: 10, height: 10 }
const recorded = {
  kind: 'branch',
  ref: 'main',
  sha: 'c'.repeat(40),
  at: new Date('2026-11-20T18:40:12Z'),
  run: 12,
  release: '26.12.3',
  insteadOf: 'release/2.1',
} as const
const changed: Comparison = {
  status: 'changed',
  baseline: recorded,
  changedPixels: 5,
  changedShare: 0.05,
  shadedPixels: 2,
  noisePixels: 3,
  sizes: { before: size, after: size },
  areas: [],
  before: sidecar('before'),
  difference: sidecar('difference'),
  strip: { ...sidecar('strip'), ...size, isComplete: true },
}

describe('the status', () => {
  test.each([
    [[rendered()], 'success'],
    [[rendered(), rendered()], 'success'],
    [[rendered(), failed()], 'partial'],
    [[failed(), rendered(), failed()], 'partial'],
    [[failed()], 'failure'],
    [[failed(), failed()], 'failure'],
  ])('the output status is correct for the number of rendered targets (case %#)', (results, status) => {
    expect(outputs(results).status).toBe(status)
  })
})

test.each([
  ['success', ['success', 'success']],
  ['success', ['checked']],
  ['success', []],
  ['partial', ['success', 'failure']],
  ['partial', ['checked', 'failure']],
  ['failure', ['failure']],
] as const)('the status is %s for the results %j', (status, all) =>
  expect(stepStatus(all.map(status => ({ status })))).toBe(status),
)

describe('the outputs', () => {
  test('the outputs contain the number of API calls of each metered kind', () =>
    expect(JSON.parse(outputs([])['api-calls'] ?? '')).toEqual({ query: 40, administrative: 2 }))

  test.each<[string, (Comparison | undefined)[], changed: string, compared: string]>([
    ['without comparisons', [undefined], '', '0'],
    ['without a baseline', [{ status: 'new', ref: 'main' }], '', '0'],
    ['if no file could be compared', [incomparable], '', '0'],
    ['if the comparable files did not change', [unchanged, incomparable], '0', '1'],
    ['if one of two files changed', [unchanged, changed, undefined], '1', '2'],
  ])(
    'the outputs contain the numbers of changed and compared files, %s',
    (_, comparisons, changed, compared) => {
      const results = comparisons.map(comparison => rendered(comparison && { comparison }))
      expect(outputs(results)).toMatchObject({ changed, compared })
    },
  )

  test('the outputs contain the paths of the folder and the files, in the order of the targets', () => {
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

  test('the output for the folder is "." if the folder is the workspace', () => {
    const results = [rendered({ path: '/work/a.png' })]
    expect(
      outputsOf({ results, links: {}, apiCalls }, { ...placeOfFiles, directory: '/work' }),
    ).toMatchObject({
      directory: '.',
      files: '["a.png"]',
    })
  })

  test.each([
    [undefined, '', '', ''],
    [archive, '8', archive.url, 'cd34'],
    [single, '9', single.url, ''],
  ])('the outputs contain the id, address and digest of the archive: %j', (link, id, url, digest) =>
    expect(outputs([rendered()], link && { archive: link })).toMatchObject({
      'artifact-id': id,
      'artifact-url': url,
      'artifact-digest': digest,
    }),
  )

  test('the outputs contain the addresses of the report, the comment and the release', () => {
    const comment = { id: 77, url: 'https://github.com/acme/lookml/pull/7#issuecomment-77' }
    const release = 'https://github.com/acme/lookml/releases/tag/v1'
    const done = { results: [rendered()], links: { report: single, release }, comment, apiCalls }
    expect(outputsOf(done, placeOfFiles)).toMatchObject({
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

  test('all outputs are strings, even if no target was rendered', () => {
    const all = outputs([failed()])
    expect(new Set(Object.values(all).map(value => typeof value))).toEqual(new Set(['string']))
    expect(all).toMatchObject({ status: 'failure', files: '[]' })
  })
})

describe('a result', () => {
  test('the result of a rendered target in the outputs contains all facts about its file', () =>
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

  test('the result of a failed target in the outputs contains an error and no file', () =>
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

  test('the result of a failed target in the outputs contains the id of the render task', () =>
    expect(resultsOf([failed({ renderTaskId: 'task-2', seconds: 0.04 })])).toEqual([
      expect.objectContaining({ renderTaskId: 'task-2', seconds: 0 }),
    ]))

  test('the result of a target in the outputs contains the address of its artifact, or the address of the archive', () => {
    const own = rendered({ path: '/work/looker-snapshots/own.png' })
    const files = new Map([[own.path, single]])
    const urls = resultsOf([own, rendered(), failed()], { files, archive }).map(
      (result: { artifactUrl?: string }) => result.artifactUrl,
    )
    expect(urls).toEqual([single.url, archive.url, undefined])
  })

  test('the result of a target in the outputs contains the addresses of its picture and its release asset', () => {
    const { path } = rendered()
    const images = new Map([[path, 'https://github.com/acme/lookml/blob/abc/a.png?raw=true']])
    const assets = new Map([[path, 'https://github.com/acme/lookml/releases/download/v1/a.png']])
    const other = rendered({ path: '/work/looker-snapshots/other.png' })
    const [first, second] = resultsOf([rendered(), other], { images, assets })
    expect(first).toMatchObject({ imageUrl: images.get(path), releaseUrl: assets.get(path) })
    for (const key of ['artifactUrl', 'imageUrl', 'releaseUrl']) expect(second).not.toHaveProperty(key)
  })

  test('the result of a target in the outputs contains the target exactly as the user wrote it', () => {
    const written = 'dashboards/42?Region="West"\n\u2028</script>\ud83d'
    expect(resultsOf([failed({ target: dashboard({ source: written }) })])[0].target).toBe(written)
  })

  test('the results in the outputs are in the order of the targets', () => {
    const named = (name: string) => ({ target: dashboard({ name }) })
    const results = [failed(named('c')), rendered(named('a')), failed(named('b'))]
    expect(resultsOf(results).map((result: { name: string }) => result.name)).toEqual(['c', 'a', 'b'])
  })
})

describe('the comparison of a result', () => {
  const comparisonOf = (comparison: Comparison, links: Links = {}) =>
    resultsOf([rendered({ comparison })], links)[0].comparison
  const url = (what: string) => sidecar(what).imageUrl

  test('the comparison of a changed picture has its numbers, its baseline and the addresses of its pictures', () =>
    expect(comparisonOf(changed)).toEqual({
      status: 'changed',
      changedPixels: 5,
      changedShare: 0.05,
      shadedPixels: 2,
      noisePixels: 3,
      baseline: {
        ref: 'main',
        sha: 'c'.repeat(40),
        recordedAt: '2026-11-20T18:40:12.000Z',
        run: 12,
        release: '26.12.3',
      },
      beforeUrl: url('before'),
      differenceUrl: url('difference'),
      stripUrl: url('strip'),
    }))

  test.each<[string, Comparison, object]>([
    [
      'an unchanged picture',
      unchanged,
      {
        status: 'unchanged',
        changedPixels: 0,
        changedShare: 0,
        shadedPixels: 0,
        baseline: { url: baseline.url },
      },
    ],
    ['a new picture', { status: 'new', ref: 'main' }, { status: 'new' }],
    [
      'a picture that cannot be compared',
      incomparable,
      { status: 'incomparable', error: { message: 'It is broken', hint: 'Look.' } },
    ],
    [
      'a PDF before',
      { status: 'incomparable', error: { message: 'PDFs', hint: 'Look.' }, before: sidecar('before') },
      { status: 'incomparable', error: { message: 'PDFs', hint: 'Look.' }, beforeUrl: url('before') },
    ],
    [
      'a picture of a deployed commit',
      { ...unchanged, baseline: { kind: 'commit', ref: 'main', sha: 'd'.repeat(40) } },
      {
        status: 'unchanged',
        changedPixels: 0,
        changedShare: 0,
        shadedPixels: 0,
        baseline: { ref: 'main', sha: 'd'.repeat(40) },
      },
    ],
  ])('the comparison of %s has only the known facts', (_, comparison, output) =>
    expect(comparisonOf(comparison)).toEqual(output),
  )

  test('the comparison of a result without pictures on the images branch has the address of the archive', () => {
    const { imageUrl: _, ...local } = sidecar('before')
    const comparison = { ...changed, before: local } as Comparison
    expect(comparisonOf(comparison, { archive })).toMatchObject({
      beforeUrl: archive.url,
      stripUrl: url('strip'),
    })
    expect(comparisonOf(comparison)).not.toHaveProperty('beforeUrl')
  })
})

describe('a result of a branch check', () => {
  const pair = { label: 'Revenue', before: { text: '$5', number: 5 }, after: { text: '$6', number: 6 } }
  const diff = (value?: ResultDiff['value']) =>
    resultDiff({ rows: { before: 3, after: 4, changed: 1, added: 2, removed: 1 }, ...(value && { value }) })
  const tileOf = (about: Partial<TileCheck>): TileCheck => ({
    title: 'Orders',
    explore: 'shop::orders',
    queries: [],
    ...about,
  })
  const tilesOf = (...tiles: TileCheck[]) => {
    const target = dashboard()
    const check = { numbers: 'changed', tiles } as const
    return resultsOf([
      { status: 'checked', target, title: 'Sales', check, apiCalls: 3, affectedBy: ['a.lkml'] },
    ])
  }

  test('a result of a branch check without a picture is a success with the states of its tiles', () =>
    expect(tilesOf(tileOf({ sql: 'changed', numbers: 'unchanged' }))).toEqual([
      {
        target: 'dashboards/42',
        name: 'dashboards-42',
        title: 'Sales',
        format: 'png',
        url: 'https://acme.cloud.looker.com/dashboards/42',
        status: 'success',
        apiCalls: 3,
        affectedBy: ['a.lkml'],
        numbers: 'changed',
        tiles: [{ title: 'Orders', explore: 'shop::orders', sql: 'changed', numbers: 'unchanged' }],
      },
    ]))

  test('a result of a branch check adds up the rows of all queries, and has the value of a single query', () => {
    const [result] = tilesOf(
      tileOf({ queries: [{ results: diff(pair) }] }),
      tileOf({ queries: [{ results: diff(pair) }, {}, { results: diff() }] }),
      tileOf({ queries: [{ results: diff({ label: 'Revenue', after: { text: '$6' } }) }] }),
    )
    const [single, several, added] = result.tiles
    expect(single).toEqual({
      title: 'Orders',
      explore: 'shop::orders',
      rows: diff().rows,
      values: { before: '$5', after: '$6' },
    })
    expect(several.rows).toEqual({ before: 6, after: 8, changed: 2, added: 4, removed: 2 })
    expect(several).not.toHaveProperty('values')
    expect(added.values).toEqual({ before: null, after: '$6' })
  })

  test('a result of a branch check says why a tile is broken and why a dashboard was not drawn', () => {
    const error = { message: 'Unknown field', hint: 'Correct it.' }
    const drawing = { modelTiles: ['Orders'], textHash: '', problem: error }
    const check = { tiles: [tileOf({ sql: 'broken', error })], drawing }
    expect(resultsOf([rendered({ check })])[0]).toMatchObject({
      tiles: [{ sql: 'broken', error }],
      drawing: { productionModelTiles: ['Orders'], error },
    })
    const drawn = { tiles: [], drawing: { modelTiles: [], textHash: '' } }
    const production = sidecar('production')
    const [result] = resultsOf([rendered({ check: drawn, production })])
    expect(result.drawing).toEqual({ productionModelTiles: [] })
    expect(result.productionUrl).toBe(production.imageUrl)
  })

  test('the outputs contain the dashboards outside the targets that the pull request breaks', () => {
    const messages = ['Orders: Unknown field']
    const place = { title: 'Sales', url: 'https://acme.cloud.looker.com/dashboards/9' }
    const broken = [{ kind: 'dashboard' as const, id: '9', ...place, messages }]
    const done = { results: [], links: {}, apiCalls, branch: branchOf(broken) }
    const { 'broken-content': output = '' } = outputsOf(done, placeOfFiles)
    expect(JSON.parse(output)).toEqual([{ ...place, messages }])
    expect(outputs([])['broken-content']).toBe('[]')
  })
})

describe('a dry run', () => {
  const found = { status: 'found', target: dashboard(), title: 'Sales' } as const
  const dryRun = (...checked: Parameters<typeof dryRunOutputs>[0]) =>
    dryRunOutputs(checked, apiCalls, placeOfFiles)

  test('a dry run has a result for each target, and no files', () => {
    const { results = '', ...others } = dryRun(found, failed())
    const identity = { target: 'dashboards/42', name: 'dashboards-42', format: 'png', url: found.target.url }
    expect(JSON.parse(results)).toEqual([
      { ...identity, title: 'Sales', status: 'success' },
      { ...identity, status: 'failure', error: failed().error },
    ])
    expect(others).toMatchObject({ status: 'partial', files: '[]', changed: '', compared: '0' })
    expect(others['api-calls']).toBe(JSON.stringify(apiCalls))
  })

  test.each([
    ['success', [found]],
    ['failure', [failed()]],
  ])('a dry run has the status %s', (status, checked) => expect(dryRun(...checked).status).toBe(status))
})

const recordingContext = (directory: string) => {
  const outputs: Record<string, string> = {}
  const warnings: string[] = []
  const failures: string[] = []
  const core = {
    setOutput: (name: string, value: string) => {
      outputs[name] = value
    },
    warning: (text: string) => void warnings.push(text),
    setFailed: (text: string) => void failures.push(text),
  }
  const context = {
    world: { env: { GITHUB_WORKSPACE: directory }, core },
    inputs: { outputDirectory: directory, artifact: { name: 'looker' } },
  } as unknown as Parameters<typeof setOutputs>[0]
  return { context, outputs, warnings, failures }
}

test('the outputs of a repeated verdict are the stored outputs, without files and with the paths of this job', async () => {
  const directory = temporaryFolder()
  const { context, outputs } = recordingContext(directory)
  const stored = { status: 'success', files: '["a.png"]', results: '[]', 'report-url': 'https://x' }
  const paths = { directory: 'earlier', 'results-file': 'earlier/looker-1.json' }
  const expected = { ...stored, files: '[]', directory: '.', 'results-file': 'looker.json' }
  expect(await setRepeatedOutputs(context, { ...stored, ...paths })).toEqual(expected)
  expect(outputs).toEqual(expected)
  expect(readFileSync(join(directory, 'looker.json'), 'utf8')).toBe('[]')
})

describe('large results', () => {
  /** Writes the outputs of `targets` targets, which have Japanese titles. */
  async function write(targets: number, directory = temporaryFolder()) {
    const { context, outputs, warnings } = recordingContext(directory)
    const results = Array.from({ length: targets }, () =>
      published(rendered({ title: '売上の概要'.repeat(200) })),
    )
    await setOutputs(context, { results, links: {}, apiCalls })
    return { outputs, warnings, directory }
  }

  test('results of more than 1 MB in UTF-16 are only in the results file, and a warning names the file', async () => {
    const { outputs, warnings, directory } = await write(500)
    expect(outputs.results).toBe('')
    expect(warnings).toEqual([
      expect.stringMatching(/`results` is empty.*1\.\d MB.*`results-file`: looker\.json/),
    ])
    expect(JSON.parse(readFileSync(join(directory, 'looker.json'), 'utf8'))).toHaveLength(500)
  })

  test('results of less than 1 MB in UTF-16 are in the output and in the results file', async () => {
    const { outputs, warnings } = await write(100)
    expect(JSON.parse(outputs.results ?? '')).toHaveLength(100)
    expect(warnings).toEqual([])
  })

  test('results of more than 1 MB remain in the output if the results file cannot be written', async () => {
    const { outputs, warnings } = await write(500, '/dev/null/nowhere')
    expect(JSON.parse(outputs.results ?? '')).toHaveLength(500)
    expect(warnings).toEqual([expect.stringMatching(/could not be written into a file/)])
  })
})

describe('long outputs', () => {
  /** Writes the outputs of a run that finds `dashboards` broken dashboards. */
  async function writeBroken(dashboards: number, messagesEach: number) {
    const { context, outputs, warnings } = recordingContext(temporaryFolder())
    const broken = Array.from({ length: dashboards }, (_, place) => ({
      ...{ kind: 'dashboard' as const, id: String(place), title: `Sales ${place}`, url: 'https://looker/1' },
      messages: Array.from(
        { length: messagesEach },
        (_, index) => `Unknown field "${index}" ${'x'.repeat(99)}`,
      ),
    }))
    const done = { results: [], links: {}, apiCalls, branch: branchOf(broken) }
    const returned = await setOutputs(context, done)
    return { outputs, returned, warnings, broken, listed: JSON.parse(outputs['broken-content'] ?? '') }
  }

  test('a long list of broken content is shortened in the outputs and in the stored outputs, and a warning says so', async () => {
    const { outputs, returned, warnings, broken, listed } = await writeBroken(3000, 8)
    expect(outputs['broken-content']?.length).toBeLessThanOrEqual(200_000)
    expect(returned).toEqual(outputs)
    expect(outputs.results).toBe('[]')
    expect(listed[0].messages).toEqual([...(broken[0]?.messages.slice(0, 5) ?? []), 'and 3 more errors'])
    expect(listed.length).toBeGreaterThan(200)
    expect(warnings).toEqual([
      expect.stringContaining(
        `The output \`broken-content\` lists ${listed.length} of 3000 dashboards and Looks, each with at most 5 messages`,
      ),
    ])
  })

  test('a broken dashboard with thousands of messages is still listed', async () => {
    const { listed, warnings } = await writeBroken(1, 9000)
    expect(listed).toHaveLength(1)
    expect(listed[0].messages).toHaveLength(6)
    expect(warnings).toHaveLength(1)
  })

  test('a short list of broken content has all messages', async () => {
    const { listed, broken, warnings } = await writeBroken(20, 8)
    expect(listed).toEqual(broken.map(({ title, url, messages }) => ({ title, url, messages })))
    expect(warnings).toEqual([])
  })

  test('the outputs `results` and `files` are empty if the paths of the files alone exceed the limit', async () => {
    const directory = temporaryFolder()
    const { context, outputs, warnings } = recordingContext(directory)
    const path = join(directory, 'sales'.repeat(40))
    const results = Array.from({ length: 3000 }, () => published(rendered({ path })))
    await setOutputs(context, { results, links: {}, apiCalls })
    expect([outputs.results, outputs.files]).toEqual(['', ''])
    expect(warnings).toEqual([
      expect.stringContaining('`results` is empty'),
      expect.stringMatching(/`files` is empty.*in the output `directory`/),
    ])
  })

  test('the outputs of a repeated verdict have no results and no results file if the results were too long to be stored', async () => {
    const directory = temporaryFolder()
    const { context, outputs, warnings } = recordingContext(directory)
    await setRepeatedOutputs(context, { status: 'success', 'results-file': 'looker.json' })
    expect(outputs).toMatchObject({ status: 'success', results: '', 'results-file': '', files: '[]' })
    expect(warnings).toEqual([expect.stringContaining('too long to be stored')])
    expect(existsSync(join(directory, 'looker.json'))).toBe(false)
  })
})

test('the step fails with the name of the variable if the outputs cannot be set', async () => {
  const { context, failures } = recordingContext(temporaryFolder())
  context.world.core.setOutput = () => {
    throw new Error('Missing file at path: /gone')
  }
  await setOutputs(context, { results: [], links: {}, apiCalls })
  expect(failures).toEqual([
    expect.stringMatching(/^The outputs could not be set: Missing file at path: \/gone\. .*GITHUB_OUTPUT/),
  ])
})
