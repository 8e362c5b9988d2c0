import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { actionReference } from '../scripts/action-reference.ts'
import { docsWorkflows, pages } from '../scripts/docs-workflows.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'
import { faultsOf } from '../testkit/runner/workflows.ts'

const folder = '.github/workflows'
const read = (file: string) => readFileSync(join(folder, file), 'utf8')
const files = readdirSync(folder).filter(file => /\.ya?ml$/.test(file))

test('the folder .github/workflows contains workflows', () =>
  expect(files).toEqual(expect.arrayContaining(['ci.yml', 'codeql.yml', 'release.yml', 'snapshot.yml'])))

test.each(files)('%s has minimal permissions and pinned actions', file =>
  expect(faultsOf(read(file))).toEqual([]),
)

describe('the check of a workflow', () => {
  const sha = '3d3c42e5aac5ba805825da76410c181273ba90b1'
  const workflow = (
    steps: string,
    { on = 'push', top = 'permissions: {}', job = 'timeout-minutes: 5' } = {},
  ) =>
    `on: ${on}\n${top}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    ${job}\n    steps:\n      - ${steps}\n`

  test.each([
    [
      'an action that is pinned by a tag',
      workflow('uses: actions/setup-node@v7'),
      'actions/setup-node@v7 is not pinned',
    ],
    ['a pin without its version', workflow(`uses: actions/setup-node@${sha}`), 'is not pinned'],
    ['a pin by a short commit', workflow('uses: actions/setup-node@3d3c42e # v7'), 'is not pinned'],
    [
      'a checkout that keeps its token',
      workflow(`uses: actions/checkout@${sha} # v7.0.1`),
      'persist-credentials to false',
    ],
    ['no permissions at the top', workflow('run: x', { top: '' }), 'permissions at the top'],
    [
      'more than read permissions at the top',
      workflow('run: x', { top: 'permissions: write-all' }),
      'at the top',
    ],
    [
      'a job with all permissions',
      workflow('run: x', { job: 'timeout-minutes: 5\n    permissions: write-all' }),
      'test takes write-all',
    ],
    ['no timeout', workflow('run: x', { job: 'continue-on-error: false' }), 'test has no timeout-minutes'],
    ['pull_request_target', workflow('run: x', { on: 'pull_request_target' }), 'runs on pull_request_target'],
    [
      'pull_request_target in a list',
      workflow('run: x', { on: '[push, pull_request_target]' }),
      'runs on pull_request_target',
    ],
    ['workflow_run', workflow('run: x', { on: '{ workflow_run: {} }' }), 'runs on workflow_run'],
    [
      'text of an event in a script',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions look alike.
      workflow('run: echo "${{ github.event.pull_request.title }}"'),
      'hand it over in env',
    ],
    [
      'the name of a branch in a script',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions look alike.
      workflow("run: echo ${{ format('{0}', github.head_ref) }}"),
      'hand it over in env',
    ],
    [
      'an input in a script',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions look alike.
      workflow('run: echo ${{ inputs.version }}'),
      'hand it over in env',
    ],
  ])('the check of workflows refuses a workflow with %s', (_, text, fault) =>
    expect(faultsOf(text)).toEqual([expect.stringContaining(fault)]),
  )

  test('the check of workflows accepts a workflow with pinned actions and minimal permissions', () => {
    const steps = [
      'uses: ./',
      `uses: actions/checkout@${sha} # v7.0.1\n        with:\n          persist-credentials: false`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions look alike.
      'run: echo "$TITLE"\n        env:\n          TITLE: ${{ github.event.pull_request.title }}',
    ]
    expect(faultsOf(workflow(steps.join('\n      - '), { top: 'permissions:\n  contents: read' }))).toEqual(
      [],
    )
  })
})

test('Dependabot updates dependencies and actions a week after their release', () => {
  const { updates } = parse(readFileSync('.github/dependabot.yml', 'utf8')) as {
    updates: { 'package-ecosystem': string; directory: string; cooldown: { 'default-days': number } }[]
  }
  expect(updates.map(update => [update['package-ecosystem'], update.directory])).toEqual(
    expect.arrayContaining([
      ['npm', '/'],
      ['github-actions', '/'],
      ['pip', '/.ci/requirements'],
    ]),
  )
  for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(7)
})

describe('a release', () => {
  const { jobs } = parse(read('release.yml')) as {
    jobs: Record<string, { needs?: string | string[]; environment?: string; env?: object; steps: Step[] }>
  }
  interface Step {
    name?: string
    run?: string
  }

  test('the release workflow moves tags only after an approval, with a token that no other job gets', () => {
    expect(jobs.publish).toMatchObject({
      needs: expect.arrayContaining(['verify']),
      environment: 'release',
      permissions: {},
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions look alike.
      env: { GH_TOKEN: '${{ secrets.RELEASE_TOKEN }}' },
    })
    const { publish, ...others } = jobs
    expect(JSON.stringify(others)).not.toContain('secrets.')
  })

  test.each([
    ['passes the tag of a commit that is on the default branch', 'HEAD~1', 0, ''],
    ['passes the newest commit of the default branch', 'HEAD', 0, ''],
    ['refuses the tag of a commit that was not merged', 'unmerged', 1, 'is not on trunk. Merge it first'],
  ])('the release workflow %s', (_, commit, code, said) => {
    const { git, clone } = pushedRepository()
    const sha = git(clone, 'rev-parse', commit === 'unmerged' ? 'origin/unmerged' : commit).trim()
    const script = jobs.verify?.steps.find(({ name }) => name === 'Check that the commit is merged')?.run

    const { status, stdout } = spawnSync('bash', ['-e', '-c', script ?? 'exit 9'], {
      cwd: clone,
      env: { PATH: process.env.PATH, GITHUB_SHA: sha, DEFAULT_BRANCH: 'trunk' },
      encoding: 'utf8',
    })

    expect([status, stdout]).toEqual([code, expect.stringContaining(said)])
  })

  /**
   * Clones a repository in the same way as actions/checkout. The repository has two commits on `trunk` and one on
   * `unmerged`.
   */
  function pushedRepository() {
    const [origin, clone] = [temporaryFolder(), temporaryFolder()]
    const identity = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.com']
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', [...identity, ...args], { cwd, env, encoding: 'utf8' })
    const commit = (message: string) =>
      git(origin, 'commit', '--quiet', '--allow-empty', '--message', message)
    git(origin, 'init', '--quiet', '--initial-branch=trunk')
    commit('one')
    commit('two')
    git(origin, 'checkout', '--quiet', '-b', 'unmerged', 'HEAD~1')
    commit('theirs')
    git(origin, 'checkout', '--quiet', 'trunk')
    git(clone, 'clone', '--quiet', origin, '.')
    return { git, clone }
  }
})

describe('the workflow that the linters get for a YAML block of the documentation', () => {
  const jobs = (block: string) => {
    const [{ text = '' } = {}] = docsWorkflows(`# x\n\`\`\`yaml\n${block}\`\`\`\n`, 'x.md')
    return parse(text).jobs
  }
  const ours = { uses: actionReference() }

  test.each([
    ['a complete workflow', 'on: push\njobs: { a: { steps: [] } }\n', { a: { steps: [] } }],
    ['steps', '- run: x\n', { recipe: { 'runs-on': 'ubuntu-latest', steps: [{ run: 'x' }] } }],
    [
      'a job',
      'permissions: {}\nsteps:\n  - run: x\n',
      { recipe: { 'runs-on': 'ubuntu-latest', permissions: {}, steps: [{ run: 'x' }] } },
    ],
    [
      'inputs',
      'targets: |\n  - looks/7\n\n  - looks/8\n',
      {
        recipe: {
          'runs-on': 'ubuntu-latest',
          steps: [{ ...ours, with: { targets: '- looks/7\n\n- looks/8\n' } }],
        },
      },
    ],
    [
      'an environment',
      'env:\n  A: b\n',
      { recipe: { 'runs-on': 'ubuntu-latest', env: { A: 'b' }, steps: [ours] } },
    ],
  ])(
    'the linters get a complete workflow if a YAML block of the documentation contains %s',
    (_, block, expected) => expect(jobs(block)).toEqual(expected),
  )

  test('a YAML block of the documentation that is not part of a workflow causes an error with its line', () =>
    expect(() => jobs('run: a: b\n')).toThrow('The YAML in line 3 of x.md is not part of a workflow'))

  test.each(pages())('the linters get a complete workflow for each YAML block of %s', path => {
    const page = readFileSync(path, 'utf8')
    const blocks = page.match(/^ *(```|~~~) *ya?ml/gim) ?? []
    expect(docsWorkflows(page, path)).toHaveLength(blocks.length)
  })

  test('the documentation has more than ten YAML blocks for the linters', () => {
    const blocks = pages().flatMap(path => docsWorkflows(readFileSync(path, 'utf8'), path))
    expect(blocks.length).toBeGreaterThan(10)
  })
})

describe('links between the pages of the documentation', () => {
  /** Returns the anchor that GitHub gives a heading. */
  const anchorOf = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
  const anchorsOf = (path: string) =>
    [
      ...readFileSync(path, 'utf8')
        .replace(/^```.*?^```/gms, '')
        .matchAll(/^#+ (.*)$/gm),
    ].map(([, heading = '']) => anchorOf(heading))
  const links = pages().flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
      .filter(([, file]) => !file?.startsWith('../../'))
      .map(([, file = '', anchor]) => [page, file, anchor] as const),
  )

  test('the search for links between pages of the documentation finds links', () =>
    expect(links.length).toBeGreaterThan(20))

  test.each(links)(
    'the target of a link in the documentation exists: from %s to %s, heading %s',
    (page, file, anchor) => {
      const path = file === '' ? page : join(dirname(page), file)
      expect(existsSync(path)).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(path)).toContain(anchor)
    },
  )
})

describe('pictures in the documentation', () => {
  const pictures = pages().flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/\b(?:src|srcset)="([^"]+)"/g)].map(([, path = '']) =>
      join(dirname(page), path),
    ),
  )

  test('the search for pictures in the documentation finds pictures', () =>
    expect(pictures.length).toBeGreaterThan(7))
  test.each(pictures)('this picture of the documentation exists: %s', path =>
    expect(existsSync(path)).toBe(true),
  )
})
