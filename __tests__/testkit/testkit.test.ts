import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCommands, parsePairs } from '../../testkit/runner/commands.ts'
import { prepareJob } from '../../testkit/runner/environment.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { inputValues, interpolate, readManifest } from '../../testkit/runner/manifest.ts'
import type { Outcome } from '../../testkit/runner/runner.ts'
import { runScript, startScript } from '../../testkit/runner/script.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'

describe('the runner', () => {
  test('the emulated runner passes inputs and environment to a process, and no variables of the test process', async () => {
    process.env.LEAKED = 'yes'
    const outcome = await runScript('console.log(JSON.stringify({ ...process.env, cwd: process.cwd() }))', {
      inputs: { 'two-words': 'given' },
      github: { ref: 'refs/tags/v1', repository: 'other/name' },
      env: { EXTRA: '1', GITHUB_SHA: undefined },
    })
    const env = JSON.parse(outcome.log)
    expect(env).toMatchObject({
      'INPUT_TWO-WORDS': 'given',
      INPUT_PLAIN: '4',
      GITHUB_ACTIONS: 'true',
      GITHUB_REF_NAME: 'v1',
      GITHUB_REF_TYPE: 'tag',
      GITHUB_REPOSITORY_OWNER: 'other',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_WORKSPACE: outcome.workspace,
      cwd: outcome.workspace,
      EXTRA: '1',
    })
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['LEAKED']))
    expect(env).not.toHaveProperty('GITHUB_SHA')
    expect(env).not.toHaveProperty('GITHUB_TOKEN')
  })

  test('the emulated runner collects the outputs, the summary and the log of a process', async () => {
    const outcome = await runScript(
      `import * as core from '${import.meta.resolve('@actions/core')}'
       core.setOutput('list', ['a', 'b'])
       core.setOutput('text', 'two\\nlines')
       core.setSecret('hidden')
       core.error('50% failed:\\nsee above', { title: 'a, b: c' })
       core.notice('well')
       console.error('to the other stream')
       await core.summary.addHeading('Done').write()
       core.setFailed('over')`,
    )
    expect(outcome).toMatchObject({
      code: 1,
      signal: null,
      outputs: { list: '["a","b"]', text: 'two\nlines' },
      errors: ['50% failed:\nsee above', 'over'],
      notices: ['well'],
      warnings: [],
      masks: ['hidden'],
    })
    expect(outcome.commands).toContainEqual(
      expect.objectContaining({ command: 'error', properties: { title: 'a, b: c' } }),
    )
    expect(outcome.summary).toContain('<h1>Done</h1>')
    expect(outcome.lines).toContain('to the other stream')
  })

  test('the emulated runner waits for a log line, and sends signals to the process', async () => {
    const step = startScript(
      "process.on('SIGINT', () => process.exit(3)); setInterval(() => {}, 1e6); console.log('up')",
    )
    await step.logged(/^up$/m)
    step.child.kill('SIGINT')
    await expect(step.finished).resolves.toMatchObject({ code: 3 })
    await expect(step.logged(/never/)).rejects.toThrow('The process ended without /never/')
  })

  test('the emulated runner sets the variables of a pull request as GitHub does', () => {
    const pull = { number: 7, head: { ref: 'topic' }, base: { ref: 'main' } }
    const { env } = prepareJob({ event: { name: 'pull_request', payload: { pull_request: pull } } })
    expect(env).toMatchObject({
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_HEAD_REF: 'topic',
      GITHUB_BASE_REF: 'main',
    })
  })
})

describe('the inputs', () => {
  const contexts = (strategy = { 'job-index': 1, 'job-total': 3 }) => prepareJob({ strategy }).contexts

  const expression = (source: string) => ['$', '{{ ', source, ' }}'].join('')
  const suffix = expression("strategy.job-total > 1 && format('-{0}', strategy.job-index) || ''")

  test.each([
    [`looker-snapshots${suffix}`, 3, 'looker-snapshots-1'],
    [`looker-snapshots${suffix}`, 1, 'looker-snapshots'],
    [`${expression("format('{{0}}')")} and ${expression('github.repository_owner')}`, 1, '{0} and acme'],
    [`${expression('matrix.region')}/${expression('job.status')}`, 1, '/success'],
    ['no expression', 1, 'no expression'],
  ])('the emulated runner evaluates the default %s of an input', (text, total, value) => {
    expect(interpolate(text, contexts({ 'job-index': 1, 'job-total': total }))).toBe(value)
  })

  test('the emulated runner refuses a default with a context that GitHub does not allow', () => {
    expect(() => interpolate(expression('secrets.KEY'), contexts())).toThrow(
      "Unrecognized named-value: 'secrets'",
    )
  })

  test('the emulated runner refuses an action.yml that GitHub would not load', () => {
    const path = join(temporaryFolder(), 'action.yml')
    const example = `Such as ${expression('github.sha')}`
    writeFileSync(path, JSON.stringify({ inputs: { a: { description: example, default: example } } }))
    expect(() => readManifest(path)).toThrow('Expressions are not allowed here: inputs.a.description')
  })

  test('the emulated runner takes an input from the step, even if empty, or from the default', () => {
    const manifest = {
      inputs: { given: { default: 'a' }, empty: { default: 'b' }, left: { default: true }, bare: {} },
    }
    expect(inputValues(manifest, { given: 'x', empty: '' }, contexts())).toEqual({
      given: 'x',
      empty: '',
      left: 'true',
      bare: '',
    })
  })

  test('the emulated runner refuses an input that the action does not declare', () => {
    expect(() => inputValues({ inputs: {} }, { typo: '1' }, contexts())).toThrow(
      'The action has no such input: typo',
    )
  })
})

describe("the reader of a step's output", () => {
  test.each([
    ['::error::50%25 of%0Athem', [{ command: 'error', properties: {}, message: '50% of\nthem' }]],
    [
      '::error title=a%2C b%3A%3A,line=1::x::y',
      [{ command: 'error', properties: { title: 'a, b::', line: '1' }, message: 'x::y' }],
    ],
    ['  ::endgroup::', [{ command: 'endgroup', properties: {}, message: '' }]],
    ['said ::error::', []],
  ])("the reader of a step's output finds the commands in %j", (line, commands) => {
    expect(parseCommands([line])).toEqual(commands)
  })

  test.each([
    ['a=1\nb=x<<y=z\n', { a: '1', b: 'x<<y=z' }],
    ['a<<END\nb=1\n\nEND\na2=\n', { a: 'b=1\n', a2: '' }],
    ['a=1\na=2\n', { a: '2' }],
  ])("the reader of a step's output finds the names and values in %j", (text, pairs) => {
    expect(parsePairs(text)).toEqual(pairs)
  })

  test.each(['a<<END\nb', 'nonsense'])("the reader of a step's output throws an error for %j", text => {
    expect(() => parsePairs(text)).toThrow()
  })
})

describe('the search for secrets', () => {
  const secret = 'p@ss "w/rd"+'
  const outcome = (overrides: Partial<Outcome>) =>
    ({
      lines: [],
      outputs: {},
      summary: '',
      workspace: temporaryFolder(),
      ...overrides,
    }) as unknown as Outcome

  test.each([
    ['the log', { lines: ['before', `x${secret}`] }],
    ['the output url', { outputs: { url: `?key=${encodeURIComponent(secret)}` } }],
    ['the output json', { outputs: { json: JSON.stringify({ deep: JSON.stringify({ secret }) }) } }],
    ['the summary', { summary: `Basic ${Buffer.from(`id:${secret}.`).toString('base64')}` }],
  ])('the search for secrets finds a secret in %s', (place, found) => {
    expect(() => expectNoSecrets(outcome(found), [secret])).toThrow(place)
  })

  test('the search for secrets finds a secret in a file', () => {
    const found = outcome({})
    writeFileSync(join(found.workspace, 'a.bin'), Buffer.concat([Buffer.from([0xff]), Buffer.from(secret)]))
    expect(() => expectNoSecrets(found, ['absent', secret])).toThrow('secret 2, plain, in the file a.bin')
  })

  test('the search for secrets ignores the lines that mask a secret', () => {
    expect(() => expectNoSecrets(outcome({ lines: [`::add-mask::${secret}`] }), [secret])).not.toThrow()
  })
})
