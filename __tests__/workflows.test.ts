import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { faultsOf } from '../testkit/workflows.ts'

const folder = '.github/workflows'
const read = (file: string) => readFileSync(join(folder, file), 'utf8')
const files = readdirSync(folder).filter(file => /\.ya?ml$/.test(file))

test('there are workflows to look at', () =>
  expect(files).toEqual(expect.arrayContaining(['ci.yml', 'codeql.yml', 'release.yml', 'snapshot.yml'])))

test.each(files)('%s gives nobody more than it needs, and runs what it was reviewed with', file =>
  expect(faultsOf(read(file))).toEqual([]),
)

describe('a workflow is refused', () => {
  const sha = '3d3c42e5aac5ba805825da76410c181273ba90b1'
  const workflow = (
    steps: string,
    { on = 'push', top = 'permissions: {}', job = 'timeout-minutes: 5' } = {},
  ) =>
    `on: ${on}\n${top}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    ${job}\n    steps:\n      - ${steps}\n`

  test.each([
    ['an action of a tag', workflow('uses: actions/setup-node@v7'), 'actions/setup-node@v7 is not pinned'],
    ['a pin without its version', workflow(`uses: actions/setup-node@${sha}`), 'is not pinned'],
    ['a pin by a short commit', workflow('uses: actions/setup-node@3d3c42e # v7'), 'is not pinned'],
    [
      'a checkout that keeps its token',
      workflow(`uses: actions/checkout@${sha} # v7.0.1`),
      'persist-credentials to false',
    ],
    ['no permissions at the top', workflow('run: x', { top: '' }), 'permissions at the top'],
    ['more than reading at the top', workflow('run: x', { top: 'permissions: write-all' }), 'at the top'],
    [
      'a job with all permissions',
      workflow('run: x', { job: 'timeout-minutes: 5\n    permissions: write-all' }),
      'test takes write-all',
    ],
    ['no timeout', workflow('run: x', { job: 'continue-on-error: false' }), 'test has no timeout-minutes'],
    ['pull_request_target', workflow('run: x', { on: 'pull_request_target' }), 'runs on pull_request_target'],
    ['… in a list', workflow('run: x', { on: '[push, pull_request_target]' }), 'runs on pull_request_target'],
    ['workflow_run', workflow('run: x', { on: '{ workflow_run: {} }' }), 'runs on workflow_run'],
    [
      'an event’s words in a script',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions look alike.
      workflow('run: echo "${{ github.event.pull_request.title }}"'),
      'hand it over in env',
    ],
    [
      'a branch’s name in a script',
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
  ])('for %s', (_, text, fault) => expect(faultsOf(text)).toEqual([expect.stringContaining(fault)]))

  test('for nothing else', () => {
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

test('Dependabot keeps what users run and what the workflows run up to date', () => {
  const { updates } = parse(readFileSync('.github/dependabot.yml', 'utf8')) as {
    updates: { 'package-ecosystem': string; directory: string }[]
  }
  expect(updates.map(update => [update['package-ecosystem'], update.directory])).toEqual(
    expect.arrayContaining([
      ['npm', '/'],
      ['github-actions', '/'],
    ]),
  )
})
