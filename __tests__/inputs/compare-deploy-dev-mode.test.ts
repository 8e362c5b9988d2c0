import { readInputs } from '../../src/inputs/read-inputs.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'

const deploy = (inputs: Record<string, string>) => readInputs(given(inputs)).deploy
const problems = (inputs: Record<string, string>) => problemsOf(given(inputs))

test('an empty input deploy leads to no deployment', () => expect(deploy({})).toBeUndefined())

test('the input deploy needs only the name of a project', () =>
  expect(deploy({ deploy: 'thelook' })).toEqual({ project: 'thelook', onlyAffected: false, ref: undefined }))

test.each(['a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', 'feature/net-revenue', 'v1.2.0', 'größe'])(
  'the input deploy-ref accepts %s',
  ref =>
    expect(deploy({ deploy: 'the-look_2', 'deploy-ref': ref, 'only-affected': 'true' })).toEqual({
      project: 'the-look_2',
      ref,
      onlyAffected: true,
    }),
)

test.each([
  [
    'an invalid project name',
    { deploy: 'the look' },
    /^deploy: "the look" cannot be a LookML project; write /,
  ],
  ['a path as deploy-ref', { deploy: '../other' }, /^deploy: "\.\.\/other" cannot be a LookML project/],
  [
    'a ref with spaces',
    { deploy: 'thelook', 'deploy-ref': 'a b' },
    /^deploy-ref: "a b" cannot be a commit, a branch or a tag/,
  ],
  ['a range', { deploy: 'thelook', 'deploy-ref': 'main..head' }, /^deploy-ref: /],
  ['an option of git', { deploy: 'thelook', 'deploy-ref': '--force' }, /^deploy-ref: /],
  ['deploy-ref without deploy', { 'deploy-ref': 'main' }, /^deploy-ref: it needs deploy; name /],
  [
    'confirm-changes with deploy',
    { deploy: 'thelook', 'confirm-changes': 'true' },
    /^confirm-changes: it would render again after deploy has restored the previous commit; remove confirm-changes or deploy\.$/,
  ],
  ['only-affected without deploy', { 'only-affected': 'true' }, /^only-affected: it needs deploy; name /],
  ['deploy in API 3.1', { deploy: 'thelook', 'api-version': '3.1' }, /^deploy: it needs api-version 4\.0/],
  [
    'a second instance of the same host',
    { deploy: 'thelook', compare: 'https://acme.cloud.looker.com:19999' },
    /^compare: "acme\.cloud\.looker\.com:19999" is also the instance that deploy changes; write base to compare with the merge base on that instance, or write the address of another instance\.$/,
  ],
])(
  'the inputs for compare, deploy and dev-mode are refused if they have %s',
  (_, inputs: Record<string, string>, words) =>
    expect(problems(inputs)).toEqual([expect.stringMatching(words)]),
)

test('the input compare accepts a second Looker instance, which renders the pictures before the change', () =>
  expect(problems({ deploy: 'thelook', compare: 'https://prod.looker.com' })).toEqual([]))

describe('dev-mode', () => {
  const check = (inputs: Record<string, string>) => readInputs(given(inputs)).branchCheck

  test('dev-mode is off by default', () => expect(check({})).toBeUndefined())

  test('dev-mode needs only the name of the project', () =>
    expect(check({ 'dev-mode': 'thelook' })).toEqual({
      project: 'thelook',
      numbers: true,
      contentValidation: true,
    }))

  test.each([
    ['numbers', { project: 'the-look_2', numbers: false, contentValidation: true }],
    ['content-validation', { project: 'the-look_2', numbers: true, contentValidation: false }],
  ])('dev-mode accepts %s: false', (name, expected) =>
    expect(check({ 'dev-mode': 'the-look_2', [name]: 'False' })).toEqual(expected),
  )

  test.each(['none', 'base'])('dev-mode can be combined with compare: %s', compare =>
    expect(problems({ 'dev-mode': 'thelook', compare })).toEqual([]),
  )

  test.each([
    [
      'true',
      'dev-mode: "true" is not the name of a LookML project; write the LookML project\'s name, as in Looker\'s address /projects/<name>, or leave it empty.',
    ],
    [
      'No',
      'dev-mode: "No" is not the name of a LookML project; write the LookML project\'s name, as in Looker\'s address /projects/<name>, or leave it empty.',
    ],
    [
      'the look',
      'dev-mode: "the look" cannot be a LookML project; write the project\'s name, as in Looker\'s address /projects/<name>.',
    ],
  ])('dev-mode refuses %j', (project, problem) =>
    expect(problems({ 'dev-mode': project })).toEqual([problem]),
  )

  test.each<[string, Record<string, string>, string]>([
    [
      'deploy',
      { deploy: 'thelook' },
      'dev-mode: it cannot be combined with deploy; keep deploy if base-url is a staging instance, or keep dev-mode if it is the only instance.',
    ],
    ['API 3.1', { 'api-version': '3.1' }, 'dev-mode: it needs api-version 4.0; leave this input empty.'],
    [
      'a second instance',
      { compare: 'https://staging.looker.com' },
      'compare: "staging.looker.com" cannot be combined with dev-mode, which compares two commits on one instance; write none or base, or leave dev-mode empty.',
    ],
    [
      'deploy-ref',
      { 'deploy-ref': 'main' },
      'deploy-ref: it needs deploy; name the LookML project in deploy, or leave this input empty.',
    ],
  ])('dev-mode cannot be combined with %s', (_, inputs, problem) =>
    expect(problems({ 'dev-mode': 'thelook', ...inputs })).toEqual([problem]),
  )
})

describe('an input without effect', () => {
  const setDevMode = 'it needs dev-mode; name the LookML project in dev-mode, or leave this input empty.'
  const setEither =
    'it needs compare or dev-mode; set compare to base, or name the LookML project in dev-mode, or leave this input empty.'
  const setCompare = 'it needs compare; set compare to base, or leave this input empty.'
  const setAddress =
    'it needs the address of a second Looker instance in compare; write that address in compare, or leave this input empty.'
  const setPdf = 'it needs a target with format pdf; set format to pdf, or leave this input empty.'
  const rows: [name: string, value: string, problem: string, remedies: Record<string, string>[]][] = [
    ['numbers', 'false', setDevMode, [{ 'dev-mode': 'thelook' }]],
    ['content-validation', 'false', setDevMode, [{ 'dev-mode': 'thelook' }]],
    ...(['fail-on-change', 'confirm-changes'] as const).map((name): (typeof rows)[number] => [
      name,
      'true',
      setEither,
      [{ compare: 'base' }, { compare: 'https://b.looker.com' }, { 'dev-mode': 'thelook' }],
    ]),
    ['accept-label', 'fine', setEither, [{ compare: 'base' }, { 'dev-mode': 'thelook' }]],
    ['max-changed-pixels', '12', setCompare, [{ compare: 'base' }, { compare: 'https://b.looker.com' }]],
    ['diff-threshold', '0.2', setCompare, [{ compare: 'base' }]],
    ['ignore', '0, 0, 10, 10', setCompare, [{ compare: 'base' }]],
    ['compare-client-id', 'other', setAddress, [{ compare: 'https://b.looker.com' }]],
    ['compare-client-secret', 'other-secret', setAddress, [{ compare: 'https://b.looker.com' }]],
    ['pdf-paper-size', 'a4', setPdf, [{ format: 'pdf' }]],
    [
      'pdf-landscape',
      'true',
      setPdf,
      [{ format: 'pdf' }, { targets: '- { target: folders/12, format: pdf }' }],
    ],
  ]

  test.each(rows)(
    'the input %s is refused if the input that it needs is missing, and the error names the needed input',
    (name, value, problem, remedies) => {
      expect(problems({ [name]: value })).toEqual([`${name}: ${problem}`])
      for (const remedy of remedies) expect(problems({ [name]: value, ...remedy })).toEqual([])
    },
  )

  test.each([
    ['max-changed-pixels', { 'dev-mode': 'thelook' }],
    ['ignore', { 'dev-mode': 'thelook' }],
    ['compare-client-id', { compare: 'base' }],
    ['pdf-landscape', { targets: '- { target: dashboards/42, tiles: true }' }],
  ])('the input %s is refused as an input without effect, even with %j', (name, others) => {
    const [, value = '', problem] = rows.find(row => row[0] === name) ?? []
    expect(problems({ [name]: value, ...(others as Record<string, string>) })).toEqual([
      `${name}: ${problem}`,
    ])
  })

  const onlyPdfs = { compare: 'base', format: 'pdf', targets: 'dashboards/42', 'fail-on-change': 'true' }

  test('fail-on-change is refused if all targets are PDFs', () =>
    expect(problems(onlyPdfs)).toEqual([
      'fail-on-change: all targets are PDFs, which are never counted as changed; add a target with format png or jpg, or leave this input empty.',
    ]))

  test.each([
    { targets: '- dashboards/42\n- { target: dashboards/42, format: png }' },
    { targets: 'folders/12' },
    { compare: 'none', 'dev-mode': 'thelook' },
    { deploy: 'thelook' },
  ])('fail-on-change is accepted for PDFs with %j', others =>
    expect(problems({ ...onlyPdfs, ...others } as Record<string, string>)).toEqual([]),
  )

  test('an input without effect is accepted if it has its default value, however the value is spelled', () => {
    const source = given({
      'fail-on-change': 'FALSE',
      numbers: 'True',
      'max-changed-pixels': '00',
      'diff-threshold': '.1',
      'accept-label': 'Looker-Accepted',
      'pdf-landscape': '',
    })
    expect(problemsOf(source)).toEqual([])
  })

  test('an input without effect and with an invalid value causes only one problem', () =>
    expect(problems({ numbers: 'no', 'pdf-paper-size': 'a9' })).toEqual([
      expect.stringMatching(/^pdf-paper-size: "a9" is not/),
      expect.stringMatching(/^numbers: "no" is neither/),
    ]))
})

describe('release: true', () => {
  const warningsOf = (inputs: Record<string, string>) =>
    readInputs(given(inputs)).warnings.map(({ message, hint }) => `${message}. ${hint}`)

  test('release: true causes a warning if no tag is known', () =>
    expect(warningsOf({ release: 'true' })).toEqual([
      'release is true, but no tag is known, so no files are added to a release. Set release-tag, or run the workflow for a tag.',
    ]))

  test('release: true causes no warning if a tag is known', () =>
    expect(warningsOf({ release: 'true', 'release-tag': 'v1' })).toEqual([]))
})
