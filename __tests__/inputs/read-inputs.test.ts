import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../src/errors.ts'
import type { Inputs } from '../../src/input-types.ts'
import { lacksCredentials } from '../../src/inputs/instance.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import type { Target } from '../../src/model.ts'
import fc from '../../testkit/fast-check.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'

const inputs = (values: Record<string, string> = {}): Inputs => readInputs(given(values))
const problems = (values: Record<string, string>) => problemsOf(given(values))

const firstOf = (read: Inputs) => read.targets[0] as Target | undefined

describe('a step that sets only the required inputs', () => {
  test('a step that sets only the required inputs has the defaults of action.yml for all other inputs', () => {
    const source = given()
    expect(readInputs(source)).toEqual({
      looker: {
        base: new URL('https://acme.cloud.looker.com'),
        clientId: 'an-id',
        clientSecret: 'a-very-secret-secret',
        version: '4.0',
      },
      targets: [
        expect.objectContaining({
          source: 'dashboards/42',
          width: 1260,
          height: 900,
          output: { format: 'png' },
        }),
      ],
      pace: { concurrency: 2, timeoutMinutes: 15, pollIntervalSeconds: 5 },
      failOnError: true,
      outputDirectory: join(source.workspace, 'looker-snapshots'),
      artifact: { kind: 'zip', name: 'looker-snapshots-snapshots', compressionLevel: 0 },
      summary: true,
      comment: { comment: 'auto', key: 'CI / snapshots' },
      images: { kind: 'branch', ref: 'heads/looker-snapshots' },
      dryRun: false,
      allowPublic: false,
      release: { wanted: false },
      notes: [],
      warnings: [],
      report: true,
      compare: {
        against: 'none',
        threshold: 0.1,
        tolerance: { pixels: 0 },
        confirmChanges: false,
        failOnChange: false,
        acceptLabel: 'looker-accepted',
      },
      shard: { index: 0, total: 1, jobs: 1 },
    })
  })

  test('an empty input has the default value', () => {
    const { defaults } = given()
    const empty = Object.fromEntries(Object.keys(defaults()).map(name => [name, '']))
    // These inputs have no default, or an expression as their default. Only the runner can evaluate the expression.
    for (const name of ['base-url', 'client-id', 'client-secret', 'targets', 'comment-key'])
      delete empty[name]
    expect(Object.keys(empty).length).toBeGreaterThan(20)
    expect(inputs(empty)).toEqual(inputs())
  })

  test('an input of only white space has the default value', () =>
    expect(inputs({ width: '  ', artifact: '\n', 'poll-interval-seconds': '\t' })).toEqual(inputs()))
})

describe('the archive of a job that has a share of the targets', () => {
  test.each([
    [
      'ends with the index of the share if the default has no index',
      'looker-snapshots-snapshots',
      'looker-snapshots-snapshots-2',
    ],
    ['keeps the index of a matrix', 'looker-snapshots-7', 'looker-snapshots-7'],
    ['keeps a name from the inputs', 'pictures', 'pictures'],
    ['keeps the default name of an earlier version', 'looker-snapshots', 'looker-snapshots'],
    ['ends with the index of the share if the input is empty', '', 'looker-snapshots-snapshots-2'],
  ])('the archive name of a job with a share of the targets %s', (_, name, expected) =>
    expect(inputs({ shard: '2/4', 'artifact-name': name }).artifact.name).toBe(expected),
  )
})

describe('an artifact name that an earlier step of the job has used', () => {
  const problem = (name: string) =>
    `artifact-name: an earlier step of this job has uploaded an artifact named "${name}"; give each step of a job its own artifact-name, and its own comment-key.`

  test.each([
    ['the archive', 'zip', 'sales', [problem('sales')]],
    ['the report beside the archive', 'zip', 'sales.html', [problem('sales.html')]],
    ['the report beside single files', 'files', 'sales.html', [problem('sales.html')]],
  ])(
    'the input artifact-name is refused if an earlier step has used the name for %s',
    (_, kind, used, problems) =>
      expect(
        problemsOf(given({ artifact: kind, 'artifact-name': 'sales' }, { jobArtifacts: () => [used] })),
      ).toEqual(problems),
  )

  test.each([
    ['files', 'sales'],
    ['none', 'sales'],
    ['none', 'sales.html'],
  ])('with artifact %s, an artifact of an earlier step may be named %s', (kind, used) =>
    expect(
      problemsOf(given({ artifact: kind, 'artifact-name': 'sales' }, { jobArtifacts: () => [used] })),
    ).toEqual([]),
  )
})

describe('an input', () => {
  test.each<[string, string, (read: Inputs) => unknown, unknown]>([
    [
      'base-url',
      'acme.cloud.looker.com:19999/api/4.0/',
      read => read.looker.base.href,
      'https://acme.cloud.looker.com:19999/',
    ],
    ['base-url', 'http://127.0.0.1:8080', read => read.looker.base.href, 'http://127.0.0.1:8080/'],
    ['client-id', 'other-id', read => read.looker.clientId, 'other-id'],
    ['client-secret', 'other-secret', read => read.looker.clientSecret, 'other-secret'],
    ['api-version', '4.0', read => read.looker.version, '4.0'],
    ['api-version', '4', read => read.looker.version, '4.0'],
    ['api-version', '3.1', read => read.looker.version, '3.1'],
    ['targets', 'looks/7\nlooks/8', read => read.targets.length, 2],
    ['format', 'PDF', read => firstOf(read)?.output.format, 'pdf'],
    ['width', '1', read => firstOf(read)?.width, 1],
    ['height', '20000', read => firstOf(read)?.height, 20_000],
    [
      'filters',
      'Region: West',
      read => read.targets[0],
      expect.objectContaining({ filters: new Map([['Region', 'West']]) }),
    ],
    ['dashboard-style', 'tiled', read => read.targets[0], expect.objectContaining({ style: 'tiled' })],
    ['theme', 'Dark', read => read.targets[0], expect.objectContaining({ theme: 'Dark' })],
    [
      'ignore',
      '0, 0, 1260, 40\n 10,20,30,40 \n',
      read => firstOf(read)?.ignore,
      [
        { x: 0, y: 0, width: 1260, height: 40 },
        { x: 10, y: 20, width: 30, height: 40 },
      ],
    ],
    ['tab-ids', '1\n2', read => read.targets[0], expect.objectContaining({ tabIds: ['1', '2'] })],
    ['long-tables', 'TRUE', read => read.targets[0], expect.objectContaining({ longTables: true })],
    ['concurrency', '100', read => read.pace.concurrency, 100],
    ['timeout-minutes', '0.5', read => read.pace.timeoutMinutes, 0.5],
    ['poll-interval-seconds', '.25', read => read.pace.pollIntervalSeconds, 0.25],
    ['fail-on-error', 'False', read => read.failOnError, false],
    ['compare', 'Base', read => read.compare.against, 'base'],
    [
      'compare',
      'staging.acme.looker.com/',
      read => read.compare.against,
      {
        base: new URL('https://staging.acme.looker.com'),
        clientId: 'an-id',
        clientSecret: 'a-very-secret-secret',
      },
    ],
    ['diff-threshold', '0', read => read.compare.threshold, 0],
    ['max-changed-pixels', '120', read => read.compare.tolerance, { pixels: 120 }],
    ['max-changed-pixels', '0.5 %', read => read.compare.tolerance, { share: 0.005 }],
    ['fail-on-change', 'true', read => read.compare.failOnChange, true],
    ['shard', '1/4', read => read.shard, { index: 1, total: 4, jobs: 1 }],
    [
      'output-directory',
      './pictures/today/',
      read => read.outputDirectory.split('/').slice(-2),
      ['pictures', 'today'],
    ],
    ['artifact', 'files', read => read.artifact.kind, 'files'],
    ['artifact', 'None', read => read.artifact.kind, 'none'],
    ['artifact-name', 'sales pictures', read => read.artifact.name, 'sales pictures'],
    ['retention-days', '400', read => read.artifact.retentionDays, 400],
    ['compression-level', '9', read => read.artifact.compressionLevel, 9],
    ['summary', 'false', read => read.summary, false],
    ['github-token', 'ghs_token', read => read.token, 'ghs_token'],
    ['comment', 'True', read => read.comment.comment, 'true'],
    ['comment', 'false', read => read.comment.comment, 'false'],
    ['pull-request', '7', read => read.comment.pullRequest, 7],
    ['comment-key', 'sales / 3', read => read.comment.key, 'sales / 3'],
    ['images', 'none', read => read.images.kind, 'none'],
    ['images-branch', 'pictures', read => read.images.ref, 'heads/pictures'],
    ['images-branch', 'refs/looker/snapshots', read => read.images.ref, 'looker/snapshots'],
    ['allow-public', 'true', read => read.allowPublic, true],
    ['release', 'true', read => read.release.wanted, true],
    ['release-tag', 'v1.2', read => read.release.tag, 'v1.2'],
    ['release-tag', 'refs/tags/v1.2', read => read.release.tag, 'v1.2'],
    ['report', 'false', read => read.report, false],
  ])('the input %s accepts %j', (name, value, from, expected) =>
    expect(from(inputs({ compare: 'base', [name]: value }))).toEqual(expected),
  )

  test('every job may have targets if a folder is listed', () =>
    expect(inputs({ targets: 'folders/12', shard: '1/4' }).shard.jobs).toBe(4))

  test.each([
    [
      'base-url',
      'http://acme.example',
      'base-url: "http://acme.example" is not https; write it as https://acme.example.',
    ],
    [
      'base-url',
      'https://acme.example/dashboards/42',
      'base-url: "https://acme.example/dashboards/42" contains more than the instance\'s address; write it as https://acme.example.',
    ],
    ['api-version', '4.1', 'api-version: "4.1" is not an allowed value; write one of 4.0, 3.1.'],
    ['targets', 'dashbords/1', 'targets, item 1: "dashbords/1" is not a Looker address; write dashboards/1.'],
    ['format', 'gif', 'format: "gif" is not an allowed value; write one of png, jpg, pdf.'],
    ['width', '0', 'width: "0" is out of range; write a number from 1 to 20000.'],
    ['width', '1260px', 'width: "1260px" is not a whole number of pixels; write 1260.'],
    ['height', '9.5', 'height: "9.5" is not a whole number of pixels; write a number from 1 to 20000.'],
    ['height', '20001', 'height: "20001" is out of range; write a number from 1 to 20000.'],
    [
      'filters',
      'West',
      'filters: "West" is not a mapping of filters; write { Region: West } or Region=West&Date=7+days.',
    ],
    ['filters', '{ Region', 'filters: the { in line 1 has no closing }; add the }.'],
    [
      'dashboard-style',
      'wide',
      'dashboard-style: "wide" is not an allowed value; write one of tiled, single_column.',
    ],
    [
      'pdf-paper-size',
      'a6',
      'pdf-paper-size: "a6" is not an allowed value; write one of letter, legal, tabloid, a0, a1, a2, a3, a4, a5.',
    ],
    ['pdf-landscape', 'yes', 'pdf-landscape: "yes" is neither true nor false; write true.'],
    ['long-tables', '1', 'long-tables: "1" is neither true nor false; write true.'],
    ['concurrency', '0', 'concurrency: "0" is out of range; write a number from 1 to 100.'],
    [
      'concurrency',
      'many',
      'concurrency: "many" is not a whole number of render tasks; write a number from 1 to 100.',
    ],
    [
      'timeout-minutes',
      '0',
      'timeout-minutes: "0" is out of range; write a number above 0, up to 7200; decimals are allowed.',
    ],
    ['timeout-minutes', '15m', 'timeout-minutes: "15m" is not a number of minutes; write 15.'],
    [
      'poll-interval-seconds',
      '301',
      'poll-interval-seconds: "301" is out of range; write a number above 0, up to 300; decimals are allowed.',
    ],
    ['fail-on-error', 'no', 'fail-on-error: "no" is neither true nor false; write false.'],
    [
      'compare',
      'main',
      'compare: "main" is not an allowed value; write none, base, or the address of a second Looker instance.',
    ],
    [
      'compare',
      'http://staging.acme.looker.com',
      'compare: "http://staging.acme.looker.com" is not https; write it as https://staging.acme.looker.com.',
    ],
    [
      'compare',
      'acme.cloud.looker.com/api/4.0',
      'compare: "acme.cloud.looker.com/api/4.0" is the same instance as base-url; write the address of the second instance, or base to compare with the base branch.',
    ],
    [
      'diff-threshold',
      '1.1',
      'diff-threshold: "1.1" is not a number from 0 to 1; write a number such as 0.1.',
    ],
    ...['-1', '1.5', '101%', 'few'].map(
      found =>
        [
          'max-changed-pixels',
          found,
          `max-changed-pixels: "${found}" is neither a number nor a percentage of pixels; write a value such as 120 or 0.5%.`,
        ] as [string, string, string],
    ),
    ['fail-on-change', 'no', 'fail-on-change: "no" is neither true nor false; write false.'],
    ...['4/4', '1', '-1/4', '0/0'].map(
      found =>
        [
          'shard',
          found,
          `shard: "${found}" is not a valid share of the jobs; write index/total, counted from 0: 0/4 is the first of four.`,
        ] as [string, string, string],
    ),
    [
      'output-directory',
      '../pictures',
      'output-directory: "../pictures" leads out of the workspace; write a path below the repository, such as looker-snapshots.',
    ],
    [
      'output-directory',
      '/pictures',
      'output-directory: "/pictures" leads out of the workspace; write a path below the repository, such as looker-snapshots.',
    ],
    ['artifact', 'true', 'artifact: "true" is not an allowed value; write one of zip, files, none.'],
    [
      'artifact-name',
      'sales/today',
      'artifact-name: "sales/today" cannot be an artifact\'s name; leave out " : < > | * ? \\ / and line ends.',
    ],
    ['retention-days', '0', 'retention-days: "0" is out of range; write a number from 1 to 400.'],
    ['compression-level', '10', 'compression-level: "10" is out of range; write a number from 0 to 9.'],
    ['summary', '0', 'summary: "0" is neither true nor false; write false.'],
    ['comment', 'yes', 'comment: "yes" is not an allowed value; write true.'],
    ['pull-request', '#7', 'pull-request: "#7" is not the number of a pull request; write 7.'],
    ['images', 'gist', 'images: "gist" is not an allowed value; write one of branch, none.'],
    [
      'images-branch',
      'a b',
      'images-branch: "a b" cannot be a branch; write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots.',
    ],
    ['allow-public', 'yes', 'allow-public: "yes" is neither true nor false; write true.'],
    ['release', 'v1', 'release: "v1" is neither true nor false; write true or false.'],
    ['report', 'html', 'report: "html" is neither true nor false; write true or false.'],
  ])('the input %s refuses %j, and the message gives a valid value', (name, value, problem) =>
    expect(problems({ [name]: value })).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]),
  )

  test.each([
    ['base-url', 'base-url: it is empty; set the input, or set the environment variable LOOKERSDK_BASE_URL.'],
    [
      'client-id',
      "client-id: it is empty; the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot, or set the environment variable LOOKERSDK_CLIENT_ID.",
    ],
    [
      'client-secret',
      "client-secret: it is empty; the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot, or set the environment variable LOOKERSDK_CLIENT_SECRET.",
    ],
    ['targets', 'targets: it is missing; list the targets to render, one per line.'],
  ])('the input %s is required', (name, problem) => {
    expect(problems({ [name]: '' })).toEqual([problem])
    expect(problems({ [name]: ' \n ' })).toEqual([problem])
  })

  test('an input without a value and without a default is reported as missing', () =>
    expect(problemsOf(given({ concurrency: '' }, { defaults: () => ({}) }))).toContain(
      'concurrency: it is missing; set the input.',
    ))
})

describe('the environment variables', () => {
  const env = {
    LOOKERSDK_BASE_URL: 'https://env.looker.com/',
    LOOKERSDK_CLIENT_ID: 'env-id',
    LOOKERSDK_CLIENT_SECRET: ' env-secret\n',
  }
  const nothing = { 'base-url': '', 'client-id': '', 'client-secret': '' }

  test("the environment variables of Looker's SDK replace missing inputs", () =>
    expect(readInputs(given(nothing, { env })).looker).toMatchObject({
      base: new URL('https://env.looker.com'),
      clientId: 'env-id',
      clientSecret: 'env-secret',
    }))

  test("the environment variables of Looker's SDK do not replace an input that is set", () =>
    expect(readInputs(given({}, { env })).looker).toMatchObject({
      base: new URL('https://acme.cloud.looker.com'),
      clientId: 'an-id',
      clientSecret: 'a-very-secret-secret',
    }))

  test("the environment variables of Looker's SDK are checked by the same rules as the inputs", () =>
    expect(problemsOf(given(nothing, { env: { ...env, LOOKERSDK_BASE_URL: 'http://env.example' } }))).toEqual(
      ['base-url: "http://env.example" is not https; write it as https://env.example.'],
    ))

  test('an environment variable of only white space counts as missing', () =>
    expect(problemsOf(given(nothing, { env: { ...env, LOOKERSDK_CLIENT_ID: ' \n' } }))).toEqual([
      "client-id: it is empty; the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot, or set the environment variable LOOKERSDK_CLIENT_ID.",
    ]))
})

describe('credentials', () => {
  const both = { LOOKERSDK_CLIENT_ID: 'id', LOOKERSDK_CLIENT_SECRET: 'secret' }

  test.each([
    ['both are inputs', {}, {}, false],
    ['both are in the environment', { 'client-id': '', 'client-secret': '' }, both, false],
    ['one is an input, the other in the environment', { 'client-id': '' }, both, false],
    ['no secret', { 'client-secret': '' }, {}, true],
    ['no id', { 'client-id': '' }, { LOOKERSDK_CLIENT_SECRET: 'secret' }, true],
    ['nothing', { 'client-id': '', 'client-secret': '' }, {}, true],
    ['an empty environment', { 'client-secret': '' }, { LOOKERSDK_CLIENT_SECRET: '' }, true],
  ])(
    'the early check for missing credentials has the same result as the reading of the inputs: %s',
    (_, values, env, lacking) => {
      const source = given(values, { env })
      expect(lacksCredentials(source)).toBe(lacking)
      expect(problemsOf(source).some(problem => /^client-(id|secret): it is empty/.test(problem))).toBe(
        lacking,
      )
    },
  )
})

describe('targets-file', () => {
  const outside = temporaryFolder()
  const workspace = join(outside, 'work')
  mkdirSync(join(workspace, 'lists'), { recursive: true })
  writeFileSync(join(workspace, 'lists', 'all.yml'), '- dashboards/1\n- { target: looks/7, width: 800 }\n')
  writeFileSync(join(workspace, 'bom.txt'), '\ufeffdashboards/1\r\nlooks/7\r\n')
  writeFileSync(join(workspace, 'bom.yml'), '\ufeff- dashboards/1\r\n- looks/7\r\n')
  writeFileSync(join(workspace, 'empty.yml'), '\n')
  writeFileSync(join(workspace, 'wrong.yml'), '- dashboards/1\n- dashbords/2\n')
  writeFileSync(join(workspace, 'broken.yml'), '- "dashboards/1\n')
  writeFileSync(join(outside, 'secret.yml'), '- dashboards/1\n')
  symlinkSync(join(outside, 'secret.yml'), join(workspace, 'link.yml'))
  symlinkSync(join(workspace, 'lists', 'all.yml'), join(workspace, 'inner-link.yml'))
  symlinkSync(join(workspace, 'lists'), join(workspace, 'lists-link'))
  symlinkSync(outside, join(workspace, 'up'))

  const source = (file: string, others: Record<string, string> = {}) =>
    given({ targets: '', 'targets-file': file, ...others }, { workspace })

  test.each([
    ['lists/all.yml', ['dashboards/1', 'looks/7']],
    ['./lists/../lists/all.yml', ['dashboards/1', 'looks/7']],
    [join(workspace, 'lists', 'all.yml'), ['dashboards/1', 'looks/7']],
    ['bom.txt', ['dashboards/1', 'looks/7']],
    ['bom.yml', ['dashboards/1', 'looks/7']],
  ])('targets-file reads the list of targets in %s', (file, list) =>
    expect(readInputs(source(file)).targets.map(({ source }) => source)).toEqual(list),
  )

  test.each([
    [
      'missing.yml',
      /^targets-file: ".*missing\.yml" cannot be read; check the path, and that the repository is checked out before this step\.$/,
    ],
    ['lists', /^targets-file: "lists" is a folder; name a YAML file\.$/],
    ['empty.yml', /^targets-file: it lists nothing; write one target per line\.$/],
    ['wrong.yml', /^targets-file, item 2: "dashbords\/2" is not a Looker address; write dashboards\/2\.$/],
    ['broken.yml', /^targets-file: the " in line 1 has no closing "; add the "\.$/],
    [
      '../secret.yml',
      /^targets-file: "\.\.\/secret\.yml" leads out of the workspace; write a path below the repository/,
    ],
    [join(outside, 'secret.yml'), /^targets-file: ".*secret\.yml" leads out of the workspace; /],
    ['link.yml', /^targets-file: "link\.yml" leads out of the workspace; write a path below the repository/],
    [
      'inner-link.yml',
      /^targets-file: "inner-link\.yml" is a symbolic link, or inside a symbolic link; write the path of the file itself\.$/,
    ],
    [
      'lists-link/all.yml',
      /^targets-file: "lists-link\/all\.yml" is a symbolic link, or inside a symbolic link; /,
    ],
    ['up/secret.yml', /^targets-file: "up\/secret\.yml" leads out of the workspace; /],
  ])('targets-file refuses the path %j', (file, problem) =>
    expect(problemsOf(source(file))).toEqual([expect.stringMatching(problem)]),
  )

  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('targets-file refuses a named pipe without waiting for data', () => {
    execFileSync('mkfifo', [join(workspace, 'pipe.yml')])
    expect(problemsOf(source('pipe.yml'))).toEqual([
      'targets-file: "pipe.yml" is a named pipe or a device; name a YAML file of the repository.',
    ])
  })

  test('targets-file is refused if the input targets is also set', () =>
    expect(problemsOf(source('lists/all.yml', { targets: 'dashboards/9' }))).toEqual([
      'targets-file: the input targets is set too; keep one of the two.',
    ]))

  test('targets-file is not read if it leads out of the workspace', () => {
    const read: string[] = []
    const readFile = (path: string) => {
      read.push(path)
      return { bytes: Buffer.from('- dashboards/1') }
    }
    problemsOf({ ...source('up/secret.yml'), readFile })
    expect(read).toEqual([])
    problemsOf({ ...source('lists/all.yml'), readFile })
    expect(read).toEqual([join(workspace, 'lists', 'all.yml')])
  })

  test.each(['up', 'up/new', 'link.yml/new', '../work-too'])(
    'output-directory refuses the path %j, which leads out of the workspace',
    directory =>
      expect(problemsOf(given({ 'output-directory': directory }, { workspace }))).toEqual([
        `output-directory: "${directory}" leads out of the workspace; write a path below the repository, such as looker-snapshots.`,
      ]),
  )
})

describe('input problems', () => {
  test('all input problems are reported together', () => {
    const wrong = {
      'base-url': 'http://acme.example',
      'client-id': '',
      'api-version': '5',
      targets: 'dashbords/1\nlooks/2\nx/3',
      format: 'gif',
      width: 'wide',
      'fail-on-error': 'perhaps',
      'output-directory': '..',
      'artifact-name': 'a/b',
    }
    const names = problems(wrong).map(problem => problem.split(':')[0])
    expect(names.sort()).toEqual(
      [
        'base-url',
        'client-id',
        'api-version',
        'targets, item 1',
        'targets, item 3',
        'format',
        'width',
        'fail-on-error',
        'output-directory',
        'artifact-name',
      ].sort(),
    )
  })

  test.each([
    [{ width: 'wide' }, 'width: "wide" is not a whole number of pixels; write a number from 1 to 20000.'],
    [{ width: 'wide', height: 'high' }, '2 inputs must be changed'],
  ])(
    'the step ends with an error and a next step for the invalid inputs %j',
    (values: Record<string, string>, message) => {
      const read = () => inputs(values)
      expect(read).toThrow(InputError)
      expect(read).toThrow(
        expect.objectContaining({
          message,
          hint: expect.stringMatching(/^Nothing was rendered\. Correct the inputs? and run the job again\.$/),
        }),
      )
    },
  )

  test('the input problems in API 3.1 name each input that needs API 4.0', () =>
    expect(problems({ 'api-version': '3.1', theme: 'Dark', 'long-tables': 'true', 'tab-ids': '1' })).toEqual([
      'theme: it needs api-version 4.0; leave this input empty.',
      'long-tables: it needs api-version 4.0; leave this input empty.',
      'tab-ids: it needs api-version 4.0; leave this input empty.',
    ]))
})

describe('the client secret', () => {
  const secret = fc
    .string({ unit: fc.constantFrom(...'abcdefXYZ0123456789-_/+= %&"\\'), minLength: 12, maxLength: 40 })
    .filter(text => text.trim() === text)

  test('the client secret is masked before any input is checked', () => {
    fc.assert(
      fc.property(secret, value => {
        const masked: string[] = []
        const source = given({ 'client-secret': value, width: 'wide' }, { mask: text => masked.push(text) })
        expect(problemsOf(source)).toHaveLength(1)
        expect(masked[0]).toBe(value)
      }),
    )
  })

  test("the client secret and GitHub's token are masked", () => {
    const masked: string[] = []
    readInputs(given({ 'github-token': 'ghs_token' }, { mask: text => masked.push(text) }))
    expect(masked.sort()).toEqual(['a-very-secret-secret', 'ghs_token'])
  })

  test('the client secret is masked if it comes from the environment', () => {
    const masked: string[] = []
    const env = { LOOKERSDK_CLIENT_SECRET: 'from-the-env' }
    readInputs(given({ 'client-secret': '' }, { env, mask: text => masked.push(text) }))
    expect(masked).toEqual(['from-the-env'])
  })

  test('no input problem contains the client secret, whichever inputs are wrong', () => {
    const { defaults } = given()
    const others = Object.keys(defaults()).filter(name => name !== 'client-secret' && name !== 'client-id')
    const wrong = fc.dictionary(
      fc.constantFrom(...others),
      fc.constantFrom('', '\0', '../..', '- [', '{ a: [b] }', 'wide'),
    )
    fc.assert(
      fc.property(secret, wrong, (value, values) => {
        for (const problem of problems({ ...values, 'client-secret': value }))
          expect(problem).not.toContain(value)
      }),
    )
  })
})
