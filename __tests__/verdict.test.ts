import { annotateProblems, debugProblems } from '../src/annotations.ts'
import { ActionError, asActionError, InputError, QuotingError, toFault } from '../src/errors.ts'
import type { Comparison, Result } from '../src/model.ts'
import type { Toolkit } from '../src/runtime/log.ts'
import { createSecrets } from '../src/runtime/secrets.ts'
import { conclude, failStep, setRepeatedVerdict, setVerdict, stepFailures } from '../src/verdict.ts'
import { factsOf } from '../src/verdict-facts.ts'
import type { LoadedWorld } from '../src/world.ts'
import { dashboard, failed, rendered } from '../testkit/results.ts'

type Level = 'error' | 'warning' | 'info' | 'debug' | 'failed'

/** Returns a toolkit that records its calls. As in the real toolkit, `setFailed` adds an error annotation. */
function recording(isDebug = false) {
  const told: [level: Level, words: string, title?: string][] = []
  const record =
    (level: Level) =>
    (message: string | Error, properties?: { title?: string }): void =>
      void (properties?.title
        ? told.push([level, String(message), properties.title])
        : told.push([level, String(message)]))
  const core = {
    error: record('error'),
    warning: record('warning'),
    debug: record('debug'),
    setFailed: record('failed'),
    isDebug: () => isDebug,
  }
  const annotations = (...levels: Level[]) => told.filter(([level]) => levels.includes(level)).length
  return {
    core: core as unknown as Toolkit,
    print: record('info'),
    told,
    errors: () => annotations('error', 'failed'),
    warnings: () => annotations('warning'),
  }
}

const secrets = { clean: (text: string) => text }

const failure = (name: string, message: string) =>
  failed({ target: dashboard({ name }), error: { message, hint: 'Do something.' } })
const differently = (count: number) =>
  Array.from({ length: count }, (_, index) => failure(`target-${index}`, `Reason ${index}`))
const alike = (count: number) =>
  Array.from({ length: count }, (_, index) => failure(`target-${index}`, 'The log-in failed'))
const unpublished = (count: number) =>
  Array.from({ length: count }, (_, index) => new ActionError(`File ${index} was not sent`, 'Run it again.'))
const unannounced = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => new ActionError(`Comment ${index} was not written`, 'Add a permission.'),
  )

test("the verdict ends with one full stop if Looker's message ends with a full stop", () => {
  const { core, print, told } = recording()
  const refused = ['west', 'east'].map(name => failure(name, 'Looker answered 401: Requires authentication.'))
  setVerdict({ core, print }, refused, { publishErrors: [], restoreErrors: [] }, wanting({}))
  expect(told).toEqual([
    ['failed', 'None of 2 dashboards could be rendered: Looker answered 401: Requires authentication.'],
  ])
})

const wanting = ({ failOnError = true, failOnChange = false }) => ({ failOnError, failOnChange })

/** Ends a step, and returns all messages that it prints. */
function end(
  results: Result[],
  failOnError: boolean,
  errors: ActionError[] = [],
  warnings: ActionError[] = [],
) {
  const log = recording()
  annotateProblems(log, { results, errors, warnings }, { failOnError })
  setVerdict(log, results, { publishErrors: errors, restoreErrors: [] }, wanting({ failOnError }))
  return log
}

test("an annotation ends Looker's message with exactly one full stop", () => {
  const log = end([failure('a', 'Looker answered 401: Requires authentication.')], true)

  expect(log.told[0]?.[1]).toBe('Looker answered 401: Requires authentication. Do something.')
})

describe('a failed target', () => {
  test('a failed target has an error annotation with its name, the fact and the next step', () =>
    expect(end([rendered(), failure('west', 'Looker found no dashboard 42')], true).told).toEqual([
      ['error', 'Looker found no dashboard 42. Do something.', 'west'],
      ['failed', '1 of 2 dashboards could not be rendered: west.'],
    ]))

  test('a failed target has a warning annotation if it does not fail the step', () =>
    expect(end([failure('west', 'Looker found no dashboard 42')], false).told).toEqual([
      ['warning', 'Looker found no dashboard 42. Do something.', 'west'],
      ['info', '1 dashboard could not be rendered: west.'],
    ]))

  test('several targets that failed for the same reason have one annotation', () =>
    expect(end([...alike(3), failure('other', 'Looker found no Look 7')], true).told).toEqual([
      ['error', 'The log-in failed. Do something.', 'target-0 and 2 more'],
      ['error', 'Looker found no Look 7. Do something.', 'other'],
      ['failed', 'None of 4 dashboards could be rendered.'],
    ]))

  test('a failed target is reported in the log if GitHub shows no more annotations', () => {
    const { told } = end(differently(30), true)
    const words = told.map(([, text]) => text).join('\n')
    for (const { error } of differently(30)) expect(words).toContain(`${error.message}. Do something.`)
    expect(told.filter(([level]) => level === 'info').length).toBeGreaterThanOrEqual(20)
    expect(told).toContainEqual(['info', 'target-29: Reason 29. Do something.'])
    expect(told).toContainEqual(['error', 'Reason 8. Do something. 21 more are in the log.', 'target-8'])
  })
})

describe('annotations', () => {
  test.each<[string, Result[], ActionError[], ActionError[]]>([
    ['one failure', differently(1), [], []],
    ['nine failures', differently(9), [], []],
    ['ten failures', differently(10), [], []],
    ['a hundred failures', differently(100), [], []],
    ['a hundred equal failures', alike(100), [], []],
    ['failures and an archive that was not published', differently(10), unpublished(1), []],
    ['one file that was not published', [rendered()], unpublished(1), []],
    ['many files that were not published', [rendered()], unpublished(20), []],
    ['failures and files that were not published', differently(10), unpublished(20), []],
    ['failures and a comment that was not written', differently(10), [], unannounced(1)],
    ['many comments that were not written', [rendered()], [], unannounced(20)],
  ])('a step has at most ten annotations of each level for %s', (_, results, errors, warnings) => {
    for (const failOnError of [true, false]) {
      const log = end(results, failOnError, errors, warnings)
      expect(log.errors()).toBeLessThanOrEqual(10)
      expect(log.warnings()).toBeLessThanOrEqual(10)
    }
  })

  test('the annotations and the log lines of a step together report all problems', () => {
    const { told } = end(differently(12), true, unpublished(12), unannounced(12))
    const words = told.map(([, text]) => text).join('\n')
    for (let index = 0; index < 12; index++) {
      expect(words).toContain(`Reason ${index}. Do something.`)
      expect(words).toContain(`File ${index} was not sent. Run it again.`)
      expect(words).toContain(`Comment ${index} was not written. Add a permission.`)
    }
  })

  test('a comment that could not be written causes a warning annotation, and the step passes', () =>
    expect(end([rendered()], true, [], unannounced(1)).told).toEqual([
      ['warning', 'Comment 0 was not written. Add a permission.'],
      ['info', '1 dashboard rendered.'],
    ]))
})

describe('an annotation for LookML', () => {
  test.each([
    ['no file', {}, 'LookML'],
    ['a file', { path: 'models/shop.lkml' }, 'LookML: models/shop.lkml'],
    ['a line', { path: 'models/shop.lkml', line: 12 }, 'LookML: models/shop.lkml:12'],
  ])('the annotation for a LookML error has a title if Looker names %s', (_, place, title) => {
    const log = recording()
    const lookmlErrors = [{ message: 'Unknown view "order_itemz"', ...place }]
    annotateProblems(log, { results: [], lookmlErrors, errors: [], warnings: [] }, { failOnError: true })
    expect(log.told).toEqual([['error', 'Unknown view "order_itemz"', title]])
  })
})

test('a dashboard that could not be drawn has a warning with its name, the reason and the next step', () => {
  const log = recording()
  const problem = { message: 'The dashboard extends another one', hint: 'Looker imports no such dashboard.' }
  const drawing = { modelTiles: [], textHash: '', problem }
  const results = [rendered({ target: dashboard({ name: 'west' }), check: { tiles: [], drawing } })]
  annotateProblems(log, { results, errors: [], warnings: [] }, { failOnError: true })
  expect(log.told).toEqual([
    ['warning', 'Not drawn: The dashboard extends another one. Looker imports no such dashboard.', 'west'],
  ])
})

test('the debug log contains the cause of a failed target and of a failed comparison', () => {
  const log = recording(true)
  const [ofTarget, ofComparison] = [new Error('Socket closed'), new Error('No such blob')]
  const results = [
    failed({ error: toFault(ofTarget) }),
    rendered({ comparison: { status: 'incomparable', error: toFault(ofComparison) } }),
    rendered(),
  ]
  debugProblems(log.core, { results, errors: [], warnings: [] }, secrets)
  expect(log.told.map(([level, words]) => [level, words.split('\n')[0]])).toEqual([
    ['debug', expect.stringContaining('Socket closed')],
    ['debug', expect.stringContaining('No such blob')],
  ])
})

test('the debug log at the end of a step has the stack of each problem', () => {
  const log = recording(true)
  const context = {
    world: { core: log.core, print: log.print } as unknown as LoadedWorld,
    inputs: { warnings: [new ActionError('The input width is large', 'Reduce it.')] },
    secrets: createSecrets(() => undefined),
    isGuarded: false,
  }
  const problems = { lookmlErrors: [], restoreErrors: [], publishErrors: unpublished(1), warnings: [] }
  conclude(context, { results: [rendered()], unaffected: [] }, problems, wanting({}))
  const stacks = log.told.filter(([level]) => level === 'debug').map(([, words]) => words.split('\n')[0])
  expect(stacks).toEqual([
    expect.stringContaining('File 0 was not sent'),
    expect.stringContaining('The input width is large'),
  ])
})

describe('the reasons that fail a step', () => {
  const none = { publishErrors: [], restoreErrors: [] }
  const lookmlErrors = [{ message: 'Unknown view' }, { message: 'Unknown field' }]
  const check = { tiles: [] }

  test.each<[string, Parameters<typeof stepFailures>, string[]]>([
    ['nothing failed', [[rendered()], none, wanting({})], []],
    [
      'targets were not rendered',
      [[rendered(), failed()], none, wanting({})],
      ['1 of 2 targets could not be rendered'],
    ],
    ['targets were not checked', [[failed({ check })], none, wanting({})], ['1 of 1 target failed']],
    ['targets failed, without fail-on-error', [[failed()], none, wanting({ failOnError: false })], []],
    [
      'the LookML has errors',
      [[rendered()], { ...none, lookmlErrors }, wanting({})],
      ['this pull request adds 2 LookML errors'],
    ],
    [
      'the LookML has an error',
      [[rendered()], { ...none, lookmlErrors: lookmlErrors.slice(1) }, wanting({})],
      ['this pull request adds 1 LookML error'],
    ],
    [
      'the LookML has errors, without fail-on-error',
      [[rendered()], { ...none, lookmlErrors }, wanting({ failOnError: false })],
      [],
    ],
    [
      'targets failed because of the LookML',
      [[failed()], { ...none, lookmlErrors }, wanting({})],
      ['1 of 1 target could not be rendered'],
    ],
    [
      'files were not published and branches were not restored',
      [
        [rendered()],
        { publishErrors: unpublished(1), restoreErrors: unpublished(1), branchErrors: unpublished(1) },
        wanting({ failOnError: false }),
      ],
      [
        'not all files could be published',
        'the branch check did not end properly',
        'the previous commit could not be deployed again',
      ],
    ],
  ])('the reasons that fail a step are correct if %s', (_, parameters, reasons) =>
    expect(stepFailures(...parameters)).toEqual(reasons),
  )
})

test('a picture that could not be compared is a warning, but a PDF that differs is not', () => {
  const log = recording()
  const error = { message: 'The baseline is broken', hint: 'Record it again.' }
  const before = { path: '/work/a.before.pdf', format: 'pdf', bytes: 1, sha256: '' } as const
  const results = [
    rendered({ target: dashboard({ name: 'west' }), comparison: { status: 'incomparable', error } }),
    rendered({ comparison: { status: 'incomparable', error, before } }),
    rendered({ comparison: { status: 'new', ref: 'main' } }),
  ]
  annotateProblems(log, { results, errors: [], warnings: [] }, { failOnError: true })
  expect(log.told).toEqual([['warning', 'Not compared: The baseline is broken. Record it again.', 'west']])
})

test('a dashboard that was not drawn is a warning, unless the target failed', () => {
  const problem = { message: 'The YAML has an error', hint: 'Correct it.' }
  const check = { tiles: [], drawing: { problem, textHash: 'text', modelTiles: [] } }
  const target = dashboard({ name: 'west' })
  const warningsOf = (result: Result) => {
    const log = recording()
    annotateProblems(log, { results: [result], errors: [], warnings: [] }, { failOnError: true })
    return log.told.filter(([level]) => level === 'warning')
  }
  expect(warningsOf(rendered({ target, check }))).toEqual([
    ['warning', 'Not drawn: The YAML has an error. Correct it.', 'west'],
  ])
  expect(warningsOf(failed({ target, check }))).toEqual([])
})

test('an ignored rectangle outside of the picture is a warning with its numbers', () => {
  const log = recording()
  const outside = [
    { x: 2000, y: 10, width: 30, height: 40 },
    { x: 0, y: 9000, width: 1, height: 1 },
  ]
  const results = [rendered({ target: dashboard({ name: 'west' }), outside }), rendered(), failed()]
  annotateProblems(log, { results, errors: [], warnings: [] }, { failOnError: true })
  const hint = 'Write x, y, width, height in pixels of the picture, from its upper left corner.'
  expect(log.told.filter(([level]) => level === 'warning')).toEqual([
    ['warning', `ignore: 2000, 10, 30, 40 lies outside of the picture. ${hint}`, 'west'],
    ['warning', `ignore: 0, 9000, 1, 1 lies outside of the picture. ${hint}`, 'west'],
  ])
})

test('a repeated verdict is written to the log, and fails the step for an unaccepted change or a failure', () => {
  const facts = factsOf([rendered({ comparison: { status: 'new', ref: 'main' } })], { unaffected: 0 })
  const repeat = (failures: string[], more: Partial<typeof facts> = {}) => {
    const log = recording()
    setRepeatedVerdict(log, { facts: { ...facts, ...more }, failures, mayPass: failures.length > 0 })
    return log.told
  }
  const again = 'If you run this job again, it renders the targets again.'
  const [[level, words = ''] = []] = repeat([])
  expect(level).toBe('info')
  expect(words).not.toBe('')
  expect(repeat(['not all files could be published'])).toEqual([
    ['failed', `Not all files could be published. ${words} ${again}`],
  ])
  const error = { message: 'Looker did not validate the LookML', hint: 'Ask the Looker admin.' }
  expect(
    repeat(['the branch check did not end properly'], { stepErrors: { total: 1, first: [error] } }),
  ).toEqual([
    [
      'failed',
      `The branch check did not end properly. ${words} The step fails: ${error.message}. ${error.hint} ${again}`,
    ],
  ])
  // The headline names the failed targets.
  expect(repeat(['1 of 2 targets could not be rendered'])).toEqual([['failed', `${words} ${again}`]])
  const changed = { total: 1, first: ['Sales'] }
  const gate = { acceptLabel: 'looker-accepted' }
  expect(repeat([], { changed, gate })).toEqual([['failed', expect.stringContaining('looker-accepted')]])
  expect(repeat([], { changed })[0]?.[0]).toBe('info')
})

test.each([
  ['broken tiles', { brokenTiles: { total: 1, first: ['Revenue'] } }],
  ['LookML errors', { lookml: { action: 'check', errors: { total: 1, first: ['Unknown view'] } } } as const],
])(
  'a repeated verdict fails for a change that is not accepted, even if the headline is about %s',
  (_, more) => {
    const facts = factsOf([], { unaffected: 0 })
    const changed = { total: 1, first: ['Sales'] }
    const acceptance = { login: 'ada', commit: 'a'.repeat(40), changedSince: { total: 0, first: [] } }
    const levelOf = (gate: NonNullable<typeof facts.gate>) => {
      const log = recording()
      setRepeatedVerdict(log, { facts: { ...facts, ...more, changed, gate }, failures: [], mayPass: false })
      return log.told[0]?.[0]
    }

    expect(levelOf({ acceptLabel: 'looker-accepted' })).toBe('failed')
    expect(levelOf({ acceptLabel: 'looker-accepted', acceptance })).toBe('info')
  },
)

test.each([
  [9, []],
  [10, ['1 more is in the log.']],
  [30, ['21 more are in the log.']],
])('only the ninth annotation gives the number of problems in the log: %d failures', (count, counts) => {
  const words = end(differently(count), true).told.map(([, text]) => text)
  expect(words.flatMap(text => /\d+ more .*/.exec(text)?.[0] ?? [])).toEqual(counts)
})

describe('the end of a step', () => {
  function concluded(messages: string[], judged: NonNullable<Parameters<typeof conclude>[1]['judged']> = {}) {
    const log = recording()
    const results = messages.map((message, index) => failure(`target-${index}`, message))
    const context = {
      world: { core: log.core, print: log.print } as unknown as LoadedWorld,
      inputs: { warnings: [] },
      secrets: createSecrets(() => undefined),
      isGuarded: false,
    }
    const problems = { lookmlErrors: [], restoreErrors: [], publishErrors: [], warnings: [] }
    conclude(context, { results, unaffected: [], judged }, problems, wanting({}))
    return log.told
  }
  const [sameTwice, title] = [['Same', 'Same'], 'target-0 and 1 more']

  test('the log and the annotations in a public repository contain no text from Looker', () => {
    const log = recording(true)
    const secret = 'Revenue of ACME'
    const context = {
      world: { core: log.core, print: log.print } as unknown as LoadedWorld,
      inputs: { warnings: [new ActionError('The input width is large', 'Reduce it.')] },
      secrets: createSecrets(() => undefined),
      isGuarded: true,
    }
    const quoting = new QuotingError(secret, secret)
    const problems = {
      lookmlErrors: [{ message: secret, path: 'models/shop.lkml', line: 3 }],
      branchErrors: [quoting],
      restoreErrors: [quoting],
      publishErrors: [new ActionError('The artifact is too large', 'Make it smaller.')],
      warnings: [quoting],
    }
    const brokenContent = [{ kind: 'look', id: '7', title: secret, url: '', messages: [secret] }] as const
    const gates = { ...wanting({ failOnChange: true }), brokenContent }
    const lookml = { action: 'check', errors: { total: 1, first: [secret] } } as const
    const results = [
      failed({ target: dashboard({ title: secret }), error: { message: secret, hint: secret } }),
    ]
    conclude(context, { results, unaffected: [], judged: { lookml } }, problems, gates)
    expect(JSON.stringify(log.told)).not.toContain(secret)
    const words = log.told.map(([, text]) => text).join('\n')
    expect(words).toContain('The input width is large. Reduce it.')
    expect(words).toContain('The artifact is too large. Make it smaller.')
    expect(words).toContain('Looker found an error here')
    expect(log.told.map(([level]) => level)).toContain('failed')
  })

  test.each([
    [true, 'Look 7'],
    [false, 'Top products'],
  ])(
    'the error about broken content names the content, or its id in a public repository (public: %s)',
    (isGuarded, name) => {
      const log = recording()
      const context = {
        world: { core: log.core, print: log.print } as unknown as LoadedWorld,
        inputs: { warnings: [] },
        secrets: createSecrets(() => undefined),
        isGuarded,
      }
      const broken = { kind: 'look', id: '7', title: 'Top products', url: '', messages: ['x'] } as const
      const problems = { lookmlErrors: [], restoreErrors: [], publishErrors: [], warnings: [] }
      const gates = { ...wanting({ failOnChange: true }), brokenContent: [broken] }
      conclude(context, { results: [rendered()], unaffected: [] }, problems, gates)
      expect(log.told).toEqual([
        ['failed', expect.stringContaining(`breaks 1 Look outside the targets: ${name}`)],
      ])
    },
  )

  test('the log and the annotations in a private repository contain texts of Looker', () => {
    const log = recording()
    const context = {
      world: { core: log.core, print: log.print } as unknown as LoadedWorld,
      inputs: { warnings: [new ActionError('The input width is large', 'Reduce it.')] },
      secrets: createSecrets(() => undefined),
      isGuarded: false,
    }
    const problems = {
      lookmlErrors: [{ message: 'Unknown view', path: 'models/shop.lkml', line: 3 }],
      branchErrors: [new QuotingError('No branch', 'Wait.')],
      restoreErrors: [new QuotingError('No deployment', 'Deploy it.')],
      publishErrors: unpublished(1),
      warnings: unannounced(1),
    }
    const results = [failure('west', 'Looker found no dashboard 42')]
    conclude(context, { results, unaffected: [] }, problems, wanting({}))
    expect(log.told).toEqual([
      ['error', 'No deployment. Deploy it.'],
      ['error', 'No branch. Wait.'],
      ['error', 'File 0 was not sent. Run it again.'],
      ['error', 'Looker found no dashboard 42. Do something.', 'west'],
      ['error', 'Unknown view', 'LookML: models/shop.lkml:3'],
      ['warning', 'The input width is large. Reduce it.'],
      ['warning', 'Comment 0 was not written. Add a permission.'],
      [
        'failed',
        'Not all files could be published. The branch check did not end properly. The previous commit could not be deployed again. 1 dashboard could not be rendered: west.',
      ],
    ])
  })

  test('a refused API key is explained once in the log and once in the verdict', () =>
    expect(concluded(sameTwice, { keyRefusedBy: 'acme.looker.com' })).toEqual([
      ['info', 'Same. Do something.'],
      ['failed', expect.stringContaining('acme.looker.com')],
    ]))

  test('LookML that does not compile is not reported again for each target', () => {
    const errors = { total: 1, first: ['Unknown view'] }
    expect(concluded(sameTwice, { lookml: { action: 'compile', errors } })).toEqual([
      ['info', 'Same. Do something.'],
      ['failed', expect.stringContaining('does not compile')],
    ])
    expect(concluded(sameTwice, { lookml: { action: 'deploy', errors } })).toEqual([
      ['error', 'Same. Do something.', title],
      ['failed', expect.stringContaining('Unknown view')],
    ])
  })

  test('targets that failed for several reasons have one annotation for each reason', () =>
    expect(concluded(['One', 'Two'], { keyRefusedBy: 'acme.looker.com' })).toEqual([
      ['error', 'One. Do something.', 'target-0'],
      ['error', 'Two. Do something.', 'target-1'],
      ['failed', expect.any(String)],
    ]))

  test('an error at the end of a step is written as an annotation and not again into the log', () =>
    expect(concluded(sameTwice)).toEqual([
      ['error', 'Same. Do something.', title],
      ['failed', expect.stringMatching(/^None of 2 dashboards could be rendered/)],
    ]))
})

describe('the verdict', () => {
  test.each([
    ['all targets rendered', [rendered()], [], true, undefined],
    [
      'one target that was not rendered',
      [rendered(), failed()],
      [],
      true,
      '1 of 2 dashboards could not be rendered: dashboards/42.',
    ],
    ['one target that was not rendered, without fail-on-error', [rendered(), failed()], [], false, undefined],
    [
      'a file that was not published',
      [rendered()],
      unpublished(1),
      true,
      'Not all files could be published.',
    ],
    [
      'a file that was not published, without fail-on-error',
      [rendered()],
      unpublished(1),
      false,
      'Not all files could be published.',
    ],
    [
      'a target that was not rendered and a file that was not published',
      [rendered(), failed()],
      unpublished(2),
      true,
      'Not all files could be published. 1 of 2 dashboards could not be rendered: dashboards/42.',
    ],
    [
      'the only target, which was not rendered',
      [failed()],
      [],
      true,
      '1 dashboard could not be rendered: dashboards/42.',
    ],
    [
      'the only target, which was not rendered',
      [failed()],
      [],
      true,
      '1 dashboard could not be rendered: dashboards/42.',
    ],
  ])('the verdict of the step is reported once for %s', (_, results, others, failOnError, words) => {
    const log = recording()
    setVerdict(log, results, { publishErrors: others, restoreErrors: [] }, wanting({ failOnError }))
    expect(log.told.filter(([level]) => level !== 'info')).toEqual(
      words === undefined ? [] : [['failed', words]],
    )
  })
})

describe('a step with fail-on-change', () => {
  const baseline = { kind: 'branch', ref: 'main', sha: 'c'.repeat(40), at: new Date(0), run: 12 } as const
  const sidecar = { path: '/work/a.png', format: 'png', bytes: 1, sha256: 'd'.repeat(64) } as const
  const error = { message: 'The picture is broken', hint: 'Look at it.' }
  const size = { width: 10, height: 10 }
  const measured = { baseline, changedPixels: 5, changedShare: 0.05, shadedPixels: 0 }
  const comparisons = {
    changed: {
      status: 'changed',
      ...measured,
      sizes: { before: size, after: size },
      areas: [],
      before: sidecar,
      difference: sidecar,
    },
    unchanged: { status: 'unchanged', baseline, changedPixels: 0, changedShare: 0, shadedPixels: 0 },
    new: { status: 'new', ref: 'main' },
    incomparable: { status: 'incomparable', baseline, error },
  } as const satisfies Record<string, Comparison>
  const compared = (name: string, comparison: Comparison) =>
    rendered({ target: dashboard({ name }), comparison })
  const pdf = rendered({
    target: dashboard({ name: 'pdf', output: { format: 'pdf', landscape: false } }),
    comparison: comparisons.incomparable,
  })

  test.each<[string, Result[], string | undefined]>([
    [
      'fails if a picture changed',
      [compared('a', comparisons.changed)],
      '1 dashboard changed: a. Look at it. To accept it, add the label looker-accepted.',
    ],
    [
      'fails if a picture could not be compared',
      [compared('a', comparisons.incomparable), compared('b', comparisons.unchanged)],
      '1 of 2 dashboards could not be compared: a (The picture is broken). Look at it. To accept it without a comparison, add the label looker-accepted.',
    ],
    [
      'fails with both reasons at once',
      [
        compared('a', comparisons.changed),
        compared('b', comparisons.changed),
        compared('c', comparisons.incomparable),
      ],
      '2 of 3 dashboards changed: a, b; 1 of 3 dashboards could not be compared: c (The picture is broken). Look at them. To accept them, add the label looker-accepted.',
    ],
    ['passes if a picture is new', [compared('a', comparisons.new)], undefined],
    ['passes for a PDF, because most PDFs cannot be compared', [pdf], undefined],
    ['passes if nothing was compared', [rendered()], undefined],
  ])('a step with fail-on-change %s', (_, results, words) => {
    const log = recording()
    setVerdict(log, results, { publishErrors: [], restoreErrors: [] }, wanting({ failOnChange: true }), {
      unaffected: 0,
      gate: { acceptLabel: 'looker-accepted' },
    })
    expect(log.told.filter(([level]) => level !== 'info')).toEqual(
      words === undefined ? [] : [['failed', words]],
    )
  })
})

describe('a step that ends early', () => {
  const inputProblems = (count: number) =>
    new InputError(Array.from({ length: count }, (_, index) => `input-${index}: wrong; write it right.`))
  const whatToDo = (which: string) => `Nothing was rendered. Correct ${which} and run the job again.`

  test('a step that ends before rendering reports the fact and the next step', () => {
    const log = recording()
    failStep(log, new ActionError('There is no such host', 'Check base-url.'), secrets)
    expect(log.told).toEqual([['failed', 'There is no such host. Check base-url.']])
  })

  test('a step that ends before rendering names the wrong input', () => {
    const log = recording()
    failStep(log, inputProblems(1), secrets)
    expect(log.told).toEqual([['failed', `input-0: wrong; write it right. ${whatToDo('the input')}`]])
  })

  test('a step that ends before rendering names all wrong inputs', () => {
    const log = recording()
    failStep(log, inputProblems(2), secrets)
    expect(log.told).toEqual([
      ['error', 'input-0: wrong; write it right.', 'Looker Snapshot: input'],
      ['error', 'input-1: wrong; write it right.', 'Looker Snapshot: input'],
      ['failed', `2 inputs must be changed. ${whatToDo('the inputs')}`],
    ])
  })

  test.each([[9], [10], [50]])(
    'a step with %d wrong inputs has at most ten annotations, and the error names all wrong inputs',
    count => {
      const log = recording()
      failStep(log, inputProblems(count), secrets)
      expect(log.errors()).toBeLessThanOrEqual(10)
      for (let index = 0; index < count; index++)
        expect(
          log.told.filter(([, words]) => words.includes(`input-${index}: wrong; write it right.`)),
        ).toHaveLength(1)
    },
  )

  test('a step that ends with an unexpected error asks for a bug report, and writes the stack into the debug log', () => {
    const log = recording(true)
    failStep(log, asActionError(new RangeError('out of bounds')), secrets)
    expect(log.told).toEqual([
      ['debug', expect.stringMatching(/RangeError: out of bounds\n\s+at /)],
      ['failed', expect.stringMatching(/^out of bounds\. This is unexpected: please report it/)],
    ])
  })

  test.each([['a text'], [undefined], [404]])(
    'a step that ends with a thrown value other than an error reports the value %j',
    thrown => {
      const log = recording()
      failStep(log, asActionError(thrown), secrets)
      expect(log.told).toEqual([['failed', expect.stringContaining(String(thrown))]])
    },
  )
})
