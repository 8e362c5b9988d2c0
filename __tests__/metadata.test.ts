import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { filesWithReference, tables, withReference, withTables } from '../scripts/update-docs.ts'
import { InputError } from '../src/errors.ts'
import { readInputs } from '../src/inputs/read-inputs.ts'
import { outputsOf } from '../src/outputs.ts'
import { given } from '../testkit/runner/inputs.ts'
import { readManifest } from '../testkit/runner/manifest.ts'

const actionYml = readFileSync('action.yml', 'utf8')
const action = parse(actionYml)

/** Returns the names of all inputs that the action reads if the inputs have these values. */
function asked(inputs: Record<string, string>): Set<string> {
  const names = new Set<string>()
  const source = given(inputs)
  const get = (name: string) => {
    names.add(name)
    return source.get(name)
  }
  try {
    readInputs({ ...source, get })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
  }
  return names
}

describe('action.yml', () => {
  test.each([
    ['with valid inputs', {}],
    ['with invalid inputs', Object.fromEntries(Object.keys(action.inputs).map(name => [name, '\0']))],
    ['in API 3.1', { 'api-version': '3.1' }],
  ])('action.yml declares exactly the inputs that the action reads: %s', (_, inputs) =>
    expect([...asked(inputs)].sort()).toEqual(Object.keys(action.inputs).sort()),
  )

  // GitHub Marketplace refuses a release if the description has 125 characters or more, or if there is no branding. The
  // icons come from Feather:
  // https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#branding
  test('action.yml meets the requirements of GitHub Marketplace', () => {
    expect(action.name).toBe('Looker Snapshot')
    expect(action.description.length).toBeLessThan(125)
    expect(action.branding).toEqual({ icon: 'camera', color: 'purple' })
  })

  test('action.yml declares exactly the outputs that the action sets', () => {
    const set = outputsOf(
      { results: [], links: {}, apiCalls: { query: 0, administrative: 0 } },
      { directory: '/work/out', workspace: '/work', name: 'out' },
    )
    expect(Object.keys(set)).toEqual(Object.keys(action.outputs))
  })

  test('action.yml has a description of each input and output', () => {
    for (const { description } of Object.values<{ description?: string }>({
      ...action.inputs,
      ...action.outputs,
    }))
      expect(description).toMatch(/\w{3}/)
  })

  test('action.yml writes its defaults as texts, so that YAML does not read 4.0 as 4', () => {
    for (const input of Object.values<object>(action.inputs))
      if ('default' in input) expect(typeof input.default).toBe('string')
  })

  test('action.yml has expressions only in defaults, because GitHub refuses expressions in other places', () =>
    expect(() => readManifest('action.yml')).not.toThrow())

  test('action.yml has valid defaults', () => expect(() => readInputs(given())).not.toThrow())

  test('action.yml runs the bundle as its main step, and then a post step that restores Looker', () =>
    expect(action.runs).toEqual({
      using: 'node24',
      main: 'dist/index.js',
      post: 'dist/post/index.js',
      'post-if': 'always()',
    }))
})

describe('the tables of the README', () => {
  const made = tables(`
inputs:
  # How it looks
  width:
    description: >-
      Pixels; a | b, and \`c | d\`
      on one line
    default: 4.0
  # Where it goes
  artifact-name:
    description: The name
    default: looker-snapshots\${{ strategy.job-total > 1 && format('-{0}', strategy.job-index) || '' }}
  github-token:
    description: A token
    default: \${{ github.token }}
  comment-key:
    description: A key
    default: \${{ github.workflow }} / x\${{ strategy.job-total > 1 && strategy.job-index || '' }}
  release-tag:
    description: A tag
    default: \${{ github.ref_type == 'tag' && github.ref_name || '' }}
  theme:
    description: "Colours; empty is none"
outputs:
  status:
    description: '\`success\` or \`failure\`'
  bare: {}
`)

  test('the table of inputs in the README has each input with a readable default, grouped as in action.yml', () =>
    expect(made.inputs).toBe(
      [
        '### How it looks\n',
        '| input | default | what it does |',
        '|---|---|---|',
        '| `width` | `4.0` | Pixels; a \\| b, and `c \\| d` on one line |',
        '\n### Where it goes\n',
        '| input | default | what it does |',
        '|---|---|---|',
        "| `artifact-name` | `looker-snapshots`, with the job's index in a matrix | The name |",
        "| `github-token` | the job's own token | A token |",
        `| \`comment-key\` | \`\${{ github.workflow }} / x\`, with the job's index in a matrix | A key |`,
        '| `release-tag` | the tag that runs the workflow | A tag |',
        '| `theme` | | Colours; empty is none |',
      ].join('\n'),
    ))

  test('the table of outputs in the README has a row for each output', () =>
    expect(made.outputs).toBe(
      [
        '| output | what it holds |',
        '|---|---|',
        '| `status` | `success` or `failure` |',
        '| `bare` | |',
      ].join('\n'),
    ))

  test('the tables of the README replace the text between their markers', () => {
    const yml = 'inputs:\n  a: { description: $& }\noutputs:\n  b: { description: c }\n'
    const readme = '# x\n<!-- inputs -->\nold\n<!-- /inputs -->\ny\n<!-- outputs --><!-- /outputs -->\nz\n'
    const written = withTables(readme, yml)
    expect(written).toBe(
      `# x\n<!-- inputs -->\n${tables(yml).inputs}\n<!-- /inputs -->\ny\n<!-- outputs -->\n${tables(yml).outputs}\n<!-- /outputs -->\nz\n`,
    )
    expect(withTables(written, yml)).toBe(written)
  })

  test.each(['# x', '<!-- inputs -->', '<!-- /inputs --><!-- inputs -->', '<!-- inputs --><!-- /inputs -->'])(
    'the README tables cannot be written if the markers are missing: %j',
    readme =>
      expect(() => withTables(readme, actionYml)).toThrow(/The README has no <!-- \w+ --> … <!-- \/\w+ -->/),
  )

  test('the tables of the README are up to date', () => {
    const readme = readFileSync('README.md', 'utf8')
    expect(readme).toBe(withTables(readme, actionYml))
  })
})

test('the recipe for many dashboards is the workflow that `npm run e2e` runs', () => {
  const workflow = readFileSync('e2e/workflows/many-dashboards.yml', 'utf8')
  expect(readFileSync('docs/recipes.md', 'utf8')).toContain(`\`\`\`yaml\n${workflow}\`\`\`\n`)
})

test.each(filesWithReference())(
  '%s contains the name and version of the action from package.json (otherwise, run `node scripts/update-docs.ts`)',
  file => {
    const text = readFileSync(file, 'utf8')
    expect(text).toBe(withReference(text))
  },
)

test('package-lock.json has the checksum of each package, including packages for other systems', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { integrity?: string; link?: boolean }>
  }
  const missing = Object.entries(packages).flatMap(([path, { integrity, link }]) =>
    path === '' || integrity || link ? [] : [path],
  )
  // Leaves out odiff, because only a benchmark uses it and some registries lack its packages.
  expect(missing.filter(path => !path.startsWith('node_modules/@odiff/'))).toEqual([])
})
