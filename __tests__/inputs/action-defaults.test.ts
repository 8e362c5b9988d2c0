import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readActionDefaults } from '../../src/world.ts'

const evaluated = (source: string) => `$\{{ ${source} }}`

const actionYml = (inputs: string) => `name: x\ninputs:\n${inputs}runs:\n  using: node24\n`

describe('the defaults that action.yml declares', () => {
  test.each([
    ["  one:\n    default: '4.0'\n", '4.0'],
    ['  one:\n    default: 4.0\n', '4.0'],
    ['  one:\n    default: true\n', 'true'],
    ['  one:\n    default: plain text\n', 'plain text'],
    ["  one:\n    default: ''\n", ''],
    ['  one:\n    default:\n', ''],
    ['  one:\n    description: none\n', ''],
    [`  one:\n    default: ${evaluated('github.token')}\n`, ''],
    [`  one:\n    default: looker${evaluated("strategy.job-total > 1 && '-x' || ''")}\n`, 'looker'],
    [`  one:\n    default: a${evaluated('github.job')}b${evaluated('github.run_id')}c\n`, 'arenderbc'],
    [`  one:\n    default: "a${evaluated('\\n  github.job\\n')}b"\n`, 'arenderb'],
  ])('the default of an input in action.yml is read from %j as %j', (inputs, value) =>
    expect(readActionDefaults(actionYml(inputs), { GITHUB_JOB: 'render' })).toEqual({ one: value }),
  )

  test('the defaults of the real action.yml are the same as a YAML parser reads', () => {
    const text = readFileSync('action.yml', 'utf8').replace(/\$\{\{.*?\}\}/g, '')
    const { inputs } = parse(text, { schema: 'failsafe' })
    const found = Object.entries<{ default?: string }>(inputs).map(([name, input]) => [
      name,
      input.default ?? '',
    ])
    expect(readActionDefaults(text, {})).toEqual(Object.fromEntries(found))
  })

  test('the defaults of the real action.yml have the documented values', () => {
    const env = { GITHUB_WORKFLOW: 'Snapshots', GITHUB_JOB: 'render' }
    expect(readActionDefaults(readFileSync('action.yml', 'utf8'), env)).toMatchObject({
      'api-version': '4.0',
      'base-url': '',
      format: 'png',
      width: '1260',
      height: '900',
      concurrency: '2',
      'timeout-minutes': '15',
      'poll-interval-seconds': '5',
      'fail-on-error': 'true',
      'output-directory': 'looker-snapshots',
      artifact: 'zip',
      'artifact-name': 'looker-snapshots-render',
      'compression-level': '0',
      summary: 'true',
      'comment-key': 'Snapshots / render',
    })
  })
})
