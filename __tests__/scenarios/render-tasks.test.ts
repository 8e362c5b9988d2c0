import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Effect, Operation } from '../../simulator/model.ts'
import { pngOf } from '../../testkit/pictures/pictures.ts'
import { type StepOutcome, scene } from '../../testkit/scene.ts'

/** Returns the files that a step has written. Leaves out the results file, because every step writes it. */
const filesOf = (outcome: StepOutcome) => {
  const folder = join(outcome.workspace, 'looker-snapshots')
  return existsSync(folder)
    ? readdirSync(folder).filter(file => file !== 'looker-snapshots-snapshot.json')
    : []
}
const targets = 'dashboards/42'

/**
 * Runs one step. It has a target for each effect: `looks/1` for the first effect, `looks/2` for the second, and so on.
 */
async function meetAll(on: Operation, effects: readonly Effect[], times: number) {
  await using stage = await scene()
  for (const [index, effect] of effects.entries())
    stage.fault({ on, target: String(index + 1), times, effect })
  const list = effects.map((_, index) => `looks/${index + 1}`).join('\n')
  const outcome = await stage.run({ targets: list, concurrency: String(effects.length) })
  const tasksOf = (index: number) =>
    [...stage.looker.tasks.values()].filter(({ contentId }) => contentId === String(index + 1))
  const fetchesOf = (index: number) =>
    stage.requests('results').filter(({ path }) => tasksOf(index).some(({ id }) => path.includes(id)))
  // If several targets have the same error, the step prints only one message for all of them.
  const errorOf = (index: number) =>
    outcome.errors.find(error => error.startsWith(outcome.results[index]?.error?.message ?? '-'))
  return { outcome, tasksOf, fetchesOf, errorOf }
}

describe('a task that Looker refuses to create', () => {
  test.concurrent('the error names the permissions for rendering if Looker refuses a render task with 403', async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', effect: { status: 403, body: { message: 'Forbidden' } } })
    const outcome = await stage.run({ targets: 'dashboards/thelook::overview' })

    expect(outcome.errors[0]).toBe(
      "Looker does not let the API user render this LookML dashboard (403). Give the API user's role the permissions access_data, see_lookml_dashboards and download_with_limit or download_without_limit, and give the user View access to the folder.",
    )
  })

  test.concurrent('the error contains the message for each field if Looker refuses a render task with 422', async () => {
    await using stage = await scene()
    const errors = [
      { field: 'width', code: 'invalid', message: 'must be below 5000' },
      { field: 'theme', code: 'missing', message: 'no such theme' },
    ]
    stage.fault({ on: 'create', effect: { status: 422, body: { message: 'Validation Failed', errors } } })
    const outcome = await stage.run({ targets })

    expect(outcome.errors[0]).toMatch(
      /^Looker refused to render this dashboard: width: must be below 5000; theme: no such theme\./,
    )
  })
})

describe('a render task', () => {
  test.concurrent('a render task is created again once after a crash of the renderer', async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', effect: { taskStatus: 'failure', detail: 'Unexpected document content' } })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    expect(stage.looker.tasks.size).toBe(2)
    expect(outcome.log).toContain("Looker's renderer crashed")
  })

  describe('that fails several times', () => {
    const details: [string, RegExp][] = [
      ['Script timed out. - retried', /waited too long for a tile/],
      ['[renderer no outfile - retried]', /renderer produced no file/],
      ['[orphaned job]', /Looker was restarted/],
      [
        `ANGULAR_RUNTIME_EXCEPTION ${'x'.repeat(20_000)}`,
        /page failed while it was rendered .{0,300}\. Open/,
      ],
      ['RendererTimeout', /waited too long/],
    ]
    let met: Awaited<ReturnType<typeof meetAll>>
    beforeAll(async () => {
      const effects = details.map(([detail]) => ({ taskStatus: 'failure' as const, detail }))
      met = await meetAll('create', effects, 9)
    })

    test.each(details.map(([detail, words], index) => [detail, words, index] as const))(
      'a target fails with a plain message if its render task fails several times (case %#)',
      (_, words, index) => {
        const { outcome, tasksOf, errorOf } = met
        expect([outcome.code, outcome.results[index]?.status]).toEqual([1, 'failure'])
        expect(tasksOf(index)).toHaveLength(2)
        expect(errorOf(index)).toMatch(words)
        expect(errorOf(index)?.length).toBeLessThan(700)
      },
    )
  })

  test.concurrent('a render task is not created again after an error of a tile', async () => {
    await using stage = await scene()
    stage.fault({
      on: 'create',
      times: 9,
      effect: { taskStatus: 'failure', detail: 'SQL error in tile "Orders"' },
    })
    const outcome = await stage.run({ targets })

    expect(stage.looker.tasks.size).toBe(1)
    expect(outcome.errors[0]).toMatch(/^Looker could not render this dashboard: "SQL error in tile "Orders""/)
  })

  test.concurrent('a render task with an unknown status is polled further, and the log names the status once', async () => {
    await using stage = await scene({ renderSeconds: 4 })
    stage.fault({
      on: 'create',
      effect: { statuses: ['rendering', 'moonwalking', 'querying', 'moonwalking'] },
    })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    expect(outcome.lines.filter(line => line.includes('moonwalking'))).toHaveLength(1)
  })

  test.concurrent.each(['task', 'results'] as const)(
    'a render task is created again once if Looker has lost its %s',
    async on => {
      await using stage = await scene()
      stage.fault({ on, effect: { gone: true } })
      const outcome = await stage.run({ targets })

      expect(outcome.code).toBe(0)
      expect(stage.looker.tasks.size).toBe(2)
    },
  )

  test.concurrent('a target fails if Looker loses its render task twice', async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', times: 9, effect: { gone: true } })
    const outcome = await stage.run({ targets })

    expect(stage.looker.tasks.size).toBe(2)
    expect(outcome.errors[0]).toMatch(/no longer has the render task/)
  })
})

describe('wrong files', () => {
  const png = pngOf({ width: 1, height: 1, depth: 8, colour: 0, interlace: 0 }, Uint8Array.of(0, 255))
  const changed = Buffer.from(png).fill(9, 20, 21)
  const faults: [string, Effect, RegExp][] = [
    ['no bytes', { empty: true }, /sent no bytes/],
    [
      'a web page',
      { instead: '<html>Error</html>', contentType: 'text/html' },
      /sent text\/html in place of a PNG/,
    ],
    [
      'another format',
      { bytes: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), contentType: 'image/jpeg' },
      /image\/jpeg in place of a PNG/,
    ],
    ['a body that is cut off', { cut: true }, /cut off/],
    ['a PNG that ends early, with a content-length that agrees', { bytes: png.subarray(0, -12) }, /cut off/],
    ['a PNG with changed bytes', { bytes: changed }, /sent a file that is broken/],
    [
      'a web page with the content type of a PNG',
      { bytes: Buffer.from('<html>Error</html>'), contentType: 'image/png' },
      /sent a page that begins with "Error" in place of a PNG/,
    ],
    ['a chunked body that is cut off', { cut: 'chunked' }, /cut off/],
    ['a body that ends early without an error', { cut: 'close' }, /cut off/],
  ]
  const effects = faults.map(([, effect]) => effect)
  let passing: Awaited<ReturnType<typeof meetAll>>
  let lasting: Awaited<ReturnType<typeof meetAll>>
  beforeAll(async () => {
    passing = await meetAll('results', effects, 1)
    lasting = await meetAll('results', effects, 99)
  })

  test.each(faults.map(([name], index) => [name, index] as const))(
    'a file is downloaded again after %s',
    (_, index) => {
      const { outcome, fetchesOf } = passing
      expect([outcome.code, outcome.errors]).toEqual([0, []])
      expect(outcome.results[index]).toMatchObject({ status: 'success', bytes: 20_000 })
      expect(fetchesOf(index)).toHaveLength(2)
      expect(filesOf(outcome).sort()).toEqual(faults.map((_, other) => `looks-${other + 1}.png`))
    },
  )

  test.each(faults.map(([name, , words], index) => [name, words, index] as const))(
    'a target fails after repeated downloads of %s, and leaves no file behind',
    (_, words, index) => {
      const { outcome, fetchesOf, errorOf } = lasting
      expect([outcome.code, outcome.results[index]?.status]).toEqual([1, 'failure'])
      expect(errorOf(index)).toMatch(words)
      expect(fetchesOf(index)).toHaveLength(3)
      expect(filesOf(outcome)).toEqual([])
    },
  )

  test.concurrent('a file is requested again after 202 and the pause of Retry-After', async () => {
    await using stage = await scene()
    stage.fault({ on: 'results', times: 2, effect: { status202: 1 } })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    const [first, second] = stage.requests('results')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  test.concurrent('the file of an earlier run is deleted if the target fails', async () => {
    await using stage = await scene()
    const first = await stage.run({ targets })
    stage.fault({ on: 'create', effect: { status: 404 } })
    const second = await stage.run({ targets }, { workspace: first.workspace })

    expect(second.code).toBe(1)
    expect(filesOf(second)).toEqual([])
  })

  test.concurrent('the file of an earlier run is deleted if Looker refuses the key', async () => {
    await using stage = await scene()
    const first = await stage.run({ targets })
    expect(filesOf(first)).not.toEqual([])
    const second = await stage.run({ targets, 'client-secret': 'wrong' }, { workspace: first.workspace })

    expect(second.code).toBe(1)
    expect(filesOf(second)).toEqual([])
  })
})
