import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { unzip } from '../../testkit/github/artifacts.ts'
import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import {
  drawn,
  jpg,
  type Pixels,
  png,
  png16,
  pngOf,
  pngWithPalette,
  touched,
} from '../../testkit/pictures/pictures.ts'
import {
  type PullRequestScene,
  pullRequestScene,
  type ResultOutput,
  type StepOutcome,
} from '../../testkit/scene.ts'

const chart = drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>')
const higher = drawn('<rect x="20" y="20" width="60" height="120" fill="#4285f4"/>')
const taller = drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>', { height: 200 })
const see = drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4" fill-opacity="0.5"/>', {
  background: '',
})
const compare = 'base'

/** Makes Looker return these files as its next results, in this order. */
const gives = (stage: PullRequestScene, ...files: Buffer[]) => {
  for (const bytes of files) stage.fault({ on: 'results', effect: { bytes } })
}
const push = (stage: PullRequestScene, ref?: string) => ({
  event: { name: 'push', payload: stage.github.pushPayload(ref) },
})
const record = (
  stage: PullRequestScene,
  inputs: Record<string, string>,
  github: Record<string, unknown> = {},
) => stage.run({ compare, ...inputs }, { ...push(stage), github })
const comparisons = ({ results }: StepOutcome) => results.map(({ comparison }) => comparison)

/** Records the picture `before` on main. Then renders the picture `after` for a pull request. */
async function afterRecording(stage: PullRequestScene, before: Buffer, after: Buffer, inputs = {}) {
  const given = { targets: 'looks/7', compare, ...inputs }
  await recordBaselines(stage, { inputs: given, files: [before] })
  gives(stage, after)
  return stage.run(given)
}

/** A Look in two formats. With one render at a time, Looker returns the results in this order. */
const twoFormats = {
  ...{ targets: '- looks/7\n- { target: looks/7, format: jpg }', compare, concurrency: '1' },
}

const fileIn = ({ workspace }: StepOutcome, name: string) =>
  readFileSync(join(workspace, 'looker-snapshots', name))

/** Returns the names of the files of Look 7 in the output directory. */
const filesOfLook = ({ workspace }: StepOutcome) =>
  readdirSync(join(workspace, 'looker-snapshots')).filter(name => name.startsWith('looks-7.'))

async function bytesAt(stage: PullRequestScene, url = '') {
  const [, sha = '', path = ''] = /\/acme\/lookml\/blob\/([0-9a-f]{40})\/(.+)\?raw=true$/.exec(url) ?? []
  return stage.github.fileAt(sha, path)
}

describe('a run for a branch', () => {
  test.concurrent('a run for a branch records its pictures with commit and time, and makes no comparison', async () => {
    await using stage = await pullRequestScene()
    const outcome = await record(stage, { targets: 'looks/7\ndashboards/42' })

    expect(outcome.code).toBe(0)
    expect(outcome.outputs.changed).toBe('')
    expect(comparisons(outcome)).toEqual([undefined, undefined])
    const tip = await stage.github.tree((await stage.github.ref('heads/looker-snapshots')) ?? '')
    const recorded = tip.map(({ path }) => path).filter(path => path.startsWith('baselines/'))
    expect(recorded).toEqual([
      expect.stringMatching(
        /^baselines\/main-\w{16}\/dashboard-42-\w{16}\.1658821493-1\.\d{8}T\d{6}Z\.ffac537\w+\.r26-12-3(\.t\d+)?\.png$/,
      ),
      expect.stringMatching(
        /^baselines\/main-\w{16}\/look-7-\w{16}\.1658821493-1\.\d{8}T\d{6}Z\.ffac537\w+\.r26-12-3(\.t\d+)?\.png$/,
      ),
    ])
    expect(outcome.log).toContain('Recorded 2 baselines of main')
  })

  test.concurrent('a run for a branch replaces a baseline of an older run, and keeps a baseline of a newer run', async () => {
    await using stage = await pullRequestScene()
    const paths = async () =>
      (await stage.github.tree((await stage.github.ref('heads/looker-snapshots')) ?? ''))
        .map(({ path }) => path)
        .filter(path => path.startsWith('baselines/'))
    for (const run_id of ['10', '30', '20']) await record(stage, { targets: 'looks/7' }, { run_id })

    expect(await paths()).toEqual([expect.stringContaining('.30-1.')])
  })

  test.concurrent('a run for a branch does not upload a picture that is already recorded', async () => {
    await using stage = await pullRequestScene()
    gives(stage, png(chart), png(chart))
    await record(stage, { targets: 'looks/7' }, { run_id: '1' })
    const blobs = () => stage.github.requests.filter(({ path }) => path.endsWith('/git/blobs')).length
    const before = blobs()
    await record(stage, { targets: 'looks/7' }, { run_id: '2' })

    expect(before).toBe(1)
    expect(blobs()).toBe(1)
  })

  test.concurrent('a run for a branch loses no picture if four jobs record at the same time', async () => {
    await using stage = await pullRequestScene()
    const jobs = [0, 1, 2, 3].map(index => ({
      strategy: { 'job-index': index, 'job-total': 4 },
      matrix: { index },
    }))
    const outcomes = await Promise.all(
      jobs.map((job, index) => stage.run({ targets: `looks/${index}`, compare }, { ...push(stage), ...job })),
    )

    expect(outcomes.map(({ warnings }) => warnings)).toEqual([[], [], [], []])
    const tip = await stage.github.tree((await stage.github.ref('heads/looker-snapshots')) ?? '')
    expect(tip.filter(({ path }) => /^baselines\/main-\w+\/look-/.test(path))).toHaveLength(4)
  })

  test.concurrent('a run for a branch fails if it cannot record its pictures and publishes no files elsewhere', async () => {
    await using stage = await pullRequestScene()
    const token = await stage.github.tokenWith({ contents: 'read' })
    const outcome = await record(stage, { targets: 'looks/7', 'github-token': token })

    expect(outcome.code).toBe(1)
    expect(outcome.errors[0]).toMatch(/could not be put into the repository.*Add "contents: write"/)
    expect(outcome.errors[1]).toBe('Not all files could be published.')
    expect(outcome.summary).toContain('1 Look rendered; no baseline of main was recorded')
  })

  test.concurrent('the headline of a run for a branch says that no baseline was recorded if only the artifact has the files', async () => {
    await using stage = await pullRequestScene()
    const token = await stage.github.tokenWith({ contents: 'read' })
    const outcome = await record(stage, { targets: 'looks/7', 'github-token': token, artifact: 'zip' })

    expect(outcome.code).toBe(0)
    expect(outcome.warnings[0]).toMatch(/could not be put into the repository.*Add "contents: write"/)
    expect(outcome.log).toContain('1 Look rendered; no baseline of main was recorded.')
  })
})

describe('a pull request', () => {
  test.concurrent('a pull request with equal pictures is reported as unchanged without downloading the baselines', async () => {
    await using stage = await pullRequestScene()
    gives(stage, png(chart), png(chart))
    const recorded = await record(stage, { targets: 'looks/7' })
    const outcome = await stage.run({ targets: 'looks/7', compare })

    expect([recorded.code, recorded.warnings]).toEqual([0, []])
    expect(outcome.outputs.changed).toBe('0')
    expect(comparisons(outcome)).toEqual([
      {
        status: 'unchanged',
        changedPixels: 0,
        changedShare: 0,
        shadedPixels: 0,
        baseline: {
          ref: 'main',
          sha: 'ffac537e6cbbf934b08745a378932722df287a53',
          recordedAt: expect.stringMatching(/^20\d\d-/),
          run: 1658821493,
          release: '26.12.3',
        },
      },
    ])
    expect(stage.github.requests.filter(({ path }) => /\/git\/blobs\/\w/.test(path))).toEqual([])
    // The picture is already on the images branch, so the action uploads nothing and links to the existing picture.
    expect(await bytesAt(stage, outcome.results[0]?.imageUrl)).toEqual(png(chart))
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('## No change in 1 Look since the baseline\n')
    expect(comment?.body).toMatch(
      /Before is main at ffac537, recorded less than a minute earlier by run 1658821493, Looker 26\.12\.3\.[\s\S]*<summary>1 unchanged<\/summary>/,
    )
  })

  test.concurrent('a changed picture has a before picture and a difference image', async () => {
    await using stage = await pullRequestScene()
    gives(stage, png(chart), png(higher))
    const recorded = await record(stage, { targets: 'looks/7' })
    const outcome = await stage.run({ targets: 'looks/7', compare, artifact: 'zip' })

    expect([recorded.code, recorded.warnings]).toEqual([0, []])
    expect(outcome.code).toBe(0)
    expect(outcome.outputs.changed).toBe('1')
    const [result] = outcome.results as [ResultOutput]
    expect(result.comparison).toMatchObject({ status: 'changed', changedPixels: 1200 })
    expect(result.comparison?.changedShare).toBeCloseTo(1200 / (240 * 160))
    expect(await bytesAt(stage, result.comparison?.beforeUrl)).toEqual(png(chart))
    expect(await bytesAt(stage, result.imageUrl)).toEqual(png(higher))
    const difference = await bytesAt(stage, result.comparison?.differenceUrl)
    expect(difference?.subarray(1, 4).toString()).toBe('PNG')
    const strip = await bytesAt(stage, result.comparison?.stripUrl)
    expect(strip?.equals(fileIn(outcome, 'looks-7.strip.png'))).toBe(true)
    // The picture before and the picture after fit into a comment side by side. Each picture has a border.
    expect(PNG.sync.read(strip ?? Buffer.alloc(0))).toMatchObject({
      width: 2 * (240 + 2) + 32,
      height: 160 + 5,
    })
    expect(JSON.parse(outcome.outputs.files ?? '')).toEqual([
      'looker-snapshots/looks-7.png',
      'looker-snapshots/looks-7.before.png',
      'looker-snapshots/looks-7.difference.png',
      'looker-snapshots/looks-7.strip.png',
    ])
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('## 1 Look changed since the baseline: ')
    const { beforeUrl, differenceUrl, stripUrl } = result.comparison ?? {}
    for (const url of [beforeUrl, result.imageUrl, differenceUrl, stripUrl])
      expect(comment?.body).toContain(`<img src="${url}"`)
    expect(comment?.body).toContain('<b>1,200 pixels, 3.1 %</b>')
    expect(outcome.summary).toContain('<b>changed (1,200 pixels, 3.1 %)</b>')
    expect([...unzip(stage.artifacts.artifacts.at(-1)?.bytes ?? Buffer.alloc(0)).keys()].sort()).toEqual([
      'looks-7.before.png',
      'looks-7.difference.png',
      'looks-7.png',
      'looks-7.strip.png',
    ])
  })

  test.concurrent('a run for a pull request removes the files of an earlier comparison from the output directory', async () => {
    await using stage = await pullRequestScene()
    const first = await afterRecording(stage, png(chart), png(higher))
    expect(filesOfLook(first)).toHaveLength(4)
    gives(stage, png(chart))
    const second = await stage.run({ targets: 'looks/7', compare }, { workspace: first.workspace })

    expect(second.outputs.changed).toBe('0')
    expect(filesOfLook(second)).toEqual(['looks-7.png'])
  })

  test.concurrent('a target without a baseline is reported as new', async () => {
    await using stage = await pullRequestScene()
    const outcome = await stage.run({ targets: 'looks/7', compare })

    expect(comparisons(outcome)).toEqual([{ status: 'new' }])
    expect(outcome.outputs.changed).toBe('')
    expect(outcome.warnings).toEqual([])
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('## Nothing to compare with yet')
    expect(comment?.body).toContain('Run this workflow on main once')
  })

  test.concurrent('if a pull request changes the options of all targets, the comment and a dry run say that they can be compared after the merge', async () => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: { targets: 'looks/7' }, files: [png(chart)] })
    const inputs = { targets: 'looks/7', width: '1400', compare }
    const outcome = await stage.run(inputs)
    const dryRun = await stage.run({ ...inputs, 'dry-run': 'true' })

    expect(comparisons(outcome)).toEqual([{ status: 'new' }])
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('## Nothing to compare with yet')
    expect(comment?.body).toContain('main has baselines, but none of these targets with these options.')
    expect(comment?.body).not.toContain('Run this workflow on main once')
    expect(dryRun.warnings).toEqual([
      expect.stringContaining('main has no recorded baseline yet for 1 target with these options: looks-7'),
    ])
    expect(dryRun.log).not.toContain('Run this workflow on main once')
  })

  describe('with other options than the baseline', () => {
    let statuses: (string | undefined)[]
    beforeAll(async () => {
      await using stage = await pullRequestScene()
      const inputs = { targets: 'looks/7\ndashboards/42?Region=EMEA&Date=7+days' }
      const picture = png(chart)
      await recordBaselines(stage, { inputs, files: [picture, picture] })
      await recordBaselines(stage, { inputs: { targets: 'looks/8' }, files: [picture], branch: 'other' })
      stage.fault({ on: 'results', target: '42', times: 2, effect: { bytes: picture } })
      const targets = [
        '- { target: looks/7, width: 800 }',
        '- { target: looks/7, format: jpg }',
        '- dashboards/42?Date=7+days&Region=EMEA',
        '- dashboards/42?Region=EMEA',
        '- looks/8',
      ].join('\n')
      const outcome = await stage.run({ targets, compare, comment: 'false' })
      statuses = comparisons(outcome).map(comparison => comparison?.status)
    })

    test('a picture is not compared with a baseline of another size', () => expect(statuses[0]).toBe('new'))

    test('a picture is not compared with a baseline of another format', () => expect(statuses[1]).toBe('new'))

    test('a picture is compared with a baseline only if both have the same filters, in any order', () => {
      expect(statuses.slice(2, 4)).toEqual(['unchanged', 'new'])
    })

    test('a picture is not compared with a baseline of another branch', () => expect(statuses[4]).toBe('new'))
  })

  test.concurrent('a picture is not compared with a baseline that a person deleted', async () => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: { targets: 'looks/7' }, files: [png(chart)] })
    const branch = 'looker-snapshots'
    for (const { path, sha } of await stage.github.tree((await stage.github.ref(`heads/${branch}`)) ?? ''))
      if (path.startsWith('baselines/'))
        await fetch(`${stage.github.apiUrl}/repos/acme/lookml/contents/${path}`, {
          method: 'DELETE',
          headers: { authorization: `token ${stage.github.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ message: 'Delete', sha, branch }),
        }).then(({ status }) => expect(status).toBe(200))
    const outcome = await stage.run({ targets: 'looks/7', compare })

    expect(comparisons(outcome)).toEqual([{ status: 'new' }])
  })

  describe('with pictures of many kinds', () => {
    const kinds: [string, Buffer, Buffer, number][] = [
      ['PNGs with 16 bits a sample', png16(chart), png16(higher), 1200],
      ['PNGs with a palette', pngWithPalette(chart), pngWithPalette(higher), 1200],
      ['a picture with transparent pixels', png(chart), png(see), 6000],
      ['another encoding of the same pixels', png(chart), pngWithPalette(chart), 0],
      ['a single pixel', png(chart), png(touched(chart as Pixels, 3, 3)), 1],
    ]
    let outcome: StepOutcome
    beforeAll(async () => {
      await using stage = await pullRequestScene()
      const inputs = {
        targets: kinds.map((_, index) => `looks/${index}`).join('\n'),
        compare,
        comment: 'false',
      }
      await recordBaselines(stage, { inputs, files: kinds.map(([, before]) => before) })
      for (const [index, [, , bytes]] of kinds.entries())
        stage.fault({ on: 'results', target: String(index), effect: { bytes } })
      outcome = await stage.run(inputs)
    })

    test.each(kinds.map(([name, , , changedPixels], index) => [name, index, changedPixels] as const))(
      'the reported number of changed pixels is correct for %s',
      (_, index, changedPixels) => {
        expect(outcome.results[index]?.comparison).toMatchObject({
          status: changedPixels === 0 ? 'unchanged' : 'changed',
          changedPixels,
        })
      },
    )
  })

  test.concurrent('JPG files are compared with their baselines', async () => {
    await using stage = await pullRequestScene()
    const outcome = await afterRecording(stage, jpg(chart, 90), jpg(higher, 90), { format: 'jpg' })

    const { status, changedPixels = 0 } = outcome.results[0]?.comparison ?? {}
    expect(status).toBe('changed')
    expect(Math.abs(changedPixels - 1200)).toBeLessThan(200)
  })

  test.concurrent('a changed size is reported as a change, whatever the tolerance is', async () => {
    await using stage = await pullRequestScene()
    const outcome = await afterRecording(stage, png(chart), png(taller), { 'max-changed-pixels': '100%' })

    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'changed', changedPixels: 240 * 40 })
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('it was 240 × 160 and is 240 × 200')
  })

  test.concurrent('an area of another shade is reported as a change, whatever the threshold and the tolerance are', async () => {
    await using stage = await pullRequestScene()
    const tile = (fill: string) => png(drawn(`<rect x="20" y="40" width="60" height="100" fill="${fill}"/>`))
    const outcome = await afterRecording(stage, tile('#fbbc04'), tile('#f9ab00'), {
      'max-changed-pixels': '100%',
      'diff-threshold': '0.5',
    })

    expect(outcome.outputs.changed).toBe('1')
    expect(outcome.results[0]?.comparison).toMatchObject({
      status: 'changed',
      changedPixels: 0,
      changedShare: 0,
      shadedPixels: 6000,
    })
    expect(outcome.log).toContain('changed (6,000 pixels of another shade)')
    expect(outcome.summary).toContain('6,000 pixels of another shade')
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('6,000 pixels of another shade')
  })

  test.concurrent('a picture is unchanged if the number of changed pixels is within max-changed-pixels', async () => {
    await using stage = await pullRequestScene()
    const outcome = await afterRecording(stage, png(chart), png(higher), { 'max-changed-pixels': '5%' })

    expect(outcome.outputs.changed).toBe('0')
    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'unchanged', changedPixels: 1200 })
    expect(outcome.log).toContain('1,200 pixels of difference, within max-changed-pixels')
    expect(JSON.parse(outcome.outputs.files ?? '')).toEqual(['looker-snapshots/looks-7.png'])
  })

  test.concurrent('pictures are not compared inside ignored rectangles, and the comment mentions the rectangles', async () => {
    await using stage = await pullRequestScene()
    const outcome = await afterRecording(stage, png(chart), png(higher), { ignore: '20, 20, 60, 20' })

    expect(outcome.outputs.changed).toBe('0')
    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'unchanged', changedPixels: 0 })
    expect(outcome.log).toContain('unchanged; 1 rectangle is ignored')
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('1 rectangle is ignored')
    expect(outcome.warnings).toEqual([])
  })

  test.concurrent('a change outside of the ignored rectangles of a target is found', async () => {
    await using stage = await pullRequestScene()
    const targets = '- { target: looks/7, ignore: "0, 0, 240, 30" }'
    const outcome = await afterRecording(stage, png(chart), png(higher), { targets })

    expect(outcome.results[0]?.comparison).toMatchObject({
      status: 'changed',
      changedPixels: 60 * 10,
      changedShare: (60 * 10) / (240 * 130),
    })
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('1 rectangle is ignored')
  })

  test.concurrent('a warning names an ignored rectangle outside of the picture', async () => {
    await using stage = await pullRequestScene()
    const ignore = '0, 0, 240, 10\n0, 160, 10, 10'
    const outcome = await afterRecording(stage, png(chart), png(chart), { ignore })

    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.comparison?.status).toBe('unchanged')
    expect(outcome.warnings).toEqual([
      'ignore: 0, 160, 10, 10 lies outside of the picture. Write x, y, width, height in pixels of the picture, from its upper left corner.',
    ])
  })

  test.concurrent('a run with fail-on-change publishes all files, and then fails with the names of changed targets', async () => {
    await using stage = await pullRequestScene()
    const outcome = await afterRecording(stage, png(chart), png(higher), { 'fail-on-change': 'true' })

    expect(outcome.code).toBe(1)
    expect(outcome.errors.at(-1)).toBe(
      '1 Look changed since the baseline: Weekly revenue. Look at it. To accept it, add the label looker-accepted.',
    )
    expect(outcome.outputs.status).toBe('success')
    expect(await stage.github.comments(stage.number)).toHaveLength(1)
  })

  test.concurrent('PDFs are reported as unchanged if only their dates differ', async () => {
    await using stage = await pullRequestScene()
    const pdf = (date: string, text: string) =>
      Buffer.from(`%PDF-1.4\n1 0 obj\n<< /CreationDate (D:${date}) >>\nendobj\n% ${text}\n%%EOF\n`)
    const given = { targets: 'dashboards/42', format: 'pdf', compare }
    await recordBaselines(stage, { inputs: given, files: [pdf('20261101', 'a')] })
    gives(stage, pdf('20261102', 'a'), pdf('20261103', 'b'))
    const [same, other] = [await stage.run(given), await stage.run(given, { github: { run_attempt: '2' } })]

    expect(same.results[0]?.comparison?.status).toBe('unchanged')
    expect(other.results[0]?.comparison).toMatchObject({
      status: 'incomparable',
      baseline: { ref: 'main' },
      error: {
        message: 'These PDFs cannot be compared, because Looker prints the time into each PDF',
        hint: expect.stringContaining('format: png'),
      },
    })
    expect(other.warnings).toEqual([])
    expect(other.outputs.changed).toBe('')
  })

  const form = { width: 240, height: 160, depth: 8, colour: 6, interlace: 0 }
  const unreadable: [string, Buffer, RegExp][] = [
    [
      'broken',
      pngOf(form, Buffer.alloc(0), Buffer.from('no zlib')),
      /^The before picture cannot be compared: the PNG is broken/,
    ],
    [
      'larger than 10,000 by 10,000 pixels',
      pngOf({ ...form, width: 10_000, height: 10_000 }, Buffer.alloc(40_001)),
      /^The before picture cannot be compared: it is 10000 × 10000 pixels/,
    ],
  ]
  test.concurrent.each(unreadable)(
    'a run for a pull request publishes all files even if the baseline is %s',
    async (_, bytes, words) => {
      await using stage = await pullRequestScene()
      const outcome = await afterRecording(stage, bytes, png(chart))

      expect(outcome.code).toBe(0)
      expect(outcome.outputs.status).toBe('success')
      expect(outcome.results[0]?.comparison).toMatchObject({
        status: 'incomparable',
        error: { message: expect.stringMatching(words) },
      })
      expect(outcome.warnings[0]).toMatch(/^Not compared: The before picture cannot be compared/)
      const [comment] = await stage.github.comments(stage.number)
      expect(comment?.body).toContain('## 1 Look could not be compared: ')
      expect(comment?.body).toContain(`<img src="${outcome.results[0]?.imageUrl}"`)
    },
  )

  test.concurrent('a pushed tag has no base branch, so fail-on-change does not fail its run', async () => {
    await using stage = await pullRequestScene()
    const ref = 'refs/tags/v1.0.0'
    const inputs = { targets: 'looks/7', compare, 'fail-on-change': 'true' }
    const outcome = await stage.run(inputs, { ...push(stage, ref), github: { ref } })

    expect(outcome.code).toBe(0)
    expect(outcome.log.match(/fail-on-change does nothing here/g)).toHaveLength(1)
    expect(outcome.warnings.join()).toContain('This run has no base branch to compare with')
  })

  test.concurrent('a run for a pull request publishes all files even if GitHub does not return the baseline', async () => {
    await using stage = await pullRequestScene()
    stage.github.fault({ method: 'GET', path: /\/git\/blobs\/\w/, times: 9, effect: { status: 404 } })
    const outcome = await afterRecording(stage, png(chart), png(higher))

    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.comparison).toMatchObject({
      status: 'incomparable',
      error: {
        message: expect.stringMatching(/^The baseline could not be read: GitHub does not find it \(404: /),
      },
    })
  })

  test.concurrent('a gate without published pictures names the inputs to set instead of asking to look at the change', async () => {
    await using stage = await pullRequestScene()
    const inputs = { 'fail-on-change': 'true', images: 'none', artifact: 'none' }
    const outcome = await afterRecording(stage, png(chart), png(higher), inputs)

    expect(outcome.code).toBe(1)
    expect(outcome.errors).toEqual([
      expect.stringContaining('No picture is published: set images to branch, or artifact to zip.'),
    ])
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('<td>not published: set <code>images: branch</code>')
  })

  test.concurrent('a run for a pull request sends twelve requests to GitHub, and four for each changed picture', async () => {
    await using stage = await pullRequestScene()
    const targets = 'looks/1\nlooks/2\nlooks/3'
    // GitHub stores equal files only once, so all pictures differ.
    const pictures = (height: number) =>
      [20, 30, 40].map(x =>
        png(drawn(`<rect x="${x}" y="20" width="60" height="${height}" fill="#4285f4"/>`)),
      )
    gives(stage, ...pictures(100), ...pictures(120))
    await record(stage, { targets, concurrency: '1' })
    const before = stage.github.requests.length
    const outcome = await stage.run({ targets, compare, concurrency: '1' })

    expect(before).toBeLessThanOrEqual(3 + 8)
    expect(outcome.outputs.changed).toBe('3')
    // For each changed target, the action downloads one picture and uploads three: the "after" picture, the difference
    // image and the strip.
    expect(stage.github.requests.length - before).toBeLessThanOrEqual(3 * 4 + 12)
    expect(stage.github.requests.length - before).toBeGreaterThan(3 * 3 + 12)
  })

  test.concurrent('the base branch of a pull request in the input pull-request is requested from GitHub', async () => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: { targets: 'looks/7' }, files: [png(chart)] })
    gives(stage, png(higher))
    const outcome = await stage.run(
      { targets: 'looks/7', compare, comment: 'true', 'pull-request': String(stage.number) },
      { event: { name: 'workflow_dispatch', payload: stage.github.pushPayload() } },
    )

    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'changed', baseline: { ref: 'main' } })
  })
})

describe('a comparison with confirm-changes', () => {
  const confirmed = { targets: 'looks/7', compare, 'confirm-changes': 'true' }
  const marked = (pixels: Pixels) => touched(pixels, 200, 10)

  test.concurrent('a comparison with confirm-changes finds no change if only the first render was drawn too early', async () => {
    await using stage = await pullRequestScene()
    const second = pngWithPalette(chart)
    await recordBaselines(stage, { inputs: confirmed, files: [png(chart)] })
    gives(stage, png(drawn('')), second)
    const outcome = await stage.run(confirmed)

    expect(outcome.outputs.changed).toBe('0')
    expect(outcome.results[0]?.comparison).toMatchObject({
      status: 'unchanged',
      changedPixels: 0,
      noisePixels: 6000,
    })
    expect(outcome.log).toContain('unchanged; 6,000 pixels of noise between two renders')
    expect(fileIn(outcome, 'looks-7.png').equals(second)).toBe(true)
    expect(filesOfLook(outcome)).toEqual(['looks-7.png'])
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('6,000 pixels of noise between two renders')
  })

  test.concurrent('a target in two formats is compared in each format, with pictures of its own', async () => {
    await using stage = await pullRequestScene()
    const photo = (pixels: Pixels) => jpg(pixels, 95)
    await recordBaselines(stage, { inputs: twoFormats, files: [png(chart), photo(chart)] })
    gives(stage, png(higher), photo(taller))
    const outcome = await stage.run(twoFormats)
    expect(outcome.errors).toEqual([])
    expect(filesOfLook(outcome).sort()).toEqual([
      ...['looks-7.before.png', 'looks-7.difference.png', 'looks-7.jpg', 'looks-7.jpg.before.jpg'],
      ...['looks-7.jpg.difference.png', 'looks-7.jpg.strip.png', 'looks-7.png', 'looks-7.strip.png'],
    ])
    expect(fileIn(outcome, 'looks-7.before.png').equals(png(chart))).toBe(true)
    expect(fileIn(outcome, 'looks-7.jpg.before.jpg').equals(photo(chart))).toBe(true)
  })

  const changedFiles = ['looks-7.before.png', 'looks-7.difference.png', 'looks-7.png', 'looks-7.strip.png']

  test.concurrent.each([
    ['the second render, if the first one has noise', png(marked(higher)), png(higher), png(higher)],
    ['the first render, if only the second one has noise', png(higher), png(marked(higher)), png(higher)],
    [
      'the second render, if both have noise',
      png(marked(higher)),
      png(touched(higher, 210, 10)),
      png(touched(higher, 210, 10)),
    ],
  ])('a comparison with confirm-changes publishes %s', async (_, first, second, shown) => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: confirmed, files: [png(chart)] })
    gives(stage, first, second)
    const outcome = await stage.run(confirmed)

    expect(outcome.outputs.changed).toBe('1')
    const [result] = outcome.results as [ResultOutput]
    expect(result.comparison).toMatchObject({ status: 'changed', changedPixels: 1200 })
    expect(outcome.log).toMatch(/[12] pixels? of noise between two renders/)
    expect(filesOfLook(outcome)).toEqual(changedFiles)
    const bytes = fileIn(outcome, 'looks-7.png')
    expect(bytes.equals(shown)).toBe(true)
    expect(await bytesAt(stage, result.imageUrl)).toEqual(bytes)
    expect(result).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  test.concurrent('a comparison with confirm-changes renders only changed targets again, and confirms a change by two equal renders', async () => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: confirmed, files: [png(chart)] })
    gives(stage, png(chart), png(higher), png(higher))
    const before = stage.requests('create').length
    const same = await stage.run(confirmed)
    const between = stage.requests('create').length
    const other = await stage.run(confirmed, { github: { run_attempt: '2' } })

    expect(between - before).toBe(1)
    expect(same.results[0]?.comparison).not.toHaveProperty('noisePixels')
    expect(stage.requests('create').length - between).toBe(2)
    expect(other.results[0]?.comparison).toMatchObject({ status: 'changed', noisePixels: 0 })
    expect(other.log).toContain('confirmed by a second render')
    expect(filesOfLook(other)).toEqual(changedFiles)
  })

  test.concurrent('a comparison with confirm-changes keeps the change if the second render fails', async () => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: confirmed, files: [png(chart)] })
    gives(stage, png(higher))
    stage.fault({ on: 'create', after: 1, effect: { status: 404 } })
    const outcome = await stage.run(confirmed)

    expect([outcome.code, outcome.outputs.status]).toEqual([0, 'success'])
    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'changed', changedPixels: 1200 })
    expect(outcome.results[0]?.comparison).not.toHaveProperty('noisePixels')
    expect(filesOfLook(outcome)).toEqual(changedFiles)
  })

  test.concurrent('a comparison with confirm-changes keeps the change if the second render cannot be compared', async () => {
    await using stage = await pullRequestScene()
    await recordBaselines(stage, { inputs: confirmed, files: [png(chart)] })
    const header = { width: 20_000, height: 20_000, depth: 8, colour: 0, interlace: 0 }
    gives(stage, png(higher), pngOf(header, Buffer.alloc(8)))
    const outcome = await stage.run(confirmed)

    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'changed', changedPixels: 1200 })
    expect(outcome.results[0]?.comparison).not.toHaveProperty('noisePixels')
    expect(filesOfLook(outcome)).toEqual(changedFiles)
  })
})

test.concurrent('the log of a run for a tag says that the run has no base branch to compare with', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'looks/7', compare }, push(stage, 'refs/tags/v1.0.0'))

  expect(outcome.code).toBe(0)
  expect(outcome.results[0]?.comparison?.status).toBe('incomparable')
  expect(outcome.warnings[0]).toMatch(/no base branch to compare with.*second Looker instance/)
})

test.concurrent('a run in a public repository records no baseline without allow-public', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await record(stage, { targets: 'looks/7' })

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toMatch(/this repository is public/)
  expect(stage.looker.requests).toEqual([])
})

test.concurrent('a run without a token writes the outputs, and names the targets that were not compared', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'looks/7', compare, 'github-token': '', artifact: 'zip' })

  expect(outcome.code).toBe(0)
  expect(outcome.results[0]?.comparison?.status).toBe('incomparable')
  expect(outcome.warnings.join()).toMatch(/Not compared: github-token is empty/)
  expect(stage.artifacts.artifacts).toHaveLength(1)
})

test.concurrent('a canceled job stops within three seconds during a comparison', async () => {
  await using stage = await pullRequestScene()
  await recordBaselines(stage, { inputs: { targets: 'looks/7' }, files: [png(chart)] })
  gives(stage, png(higher))
  stage.github.fault({ method: 'GET', path: /\/git\/blobs\/\w/, times: 9, effect: { stall: true } })
  const step = stage.start({ targets: 'looks/7', compare })
  while (!stage.github.requests.some(({ path }) => /\/git\/blobs\/\w/.test(path)))
    await new Promise(resolve => setTimeout(resolve, 20))
  const asked = performance.now()
  step.child.kill('SIGINT')
  const outcome = await step.finished

  expect(performance.now() - asked).toBeLessThan(3000)
  expect(outcome.code).toBe(1)
  expect(await stage.github.comments(stage.number)).toEqual([])
})
