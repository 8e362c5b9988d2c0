import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { obeyedCommands } from '../../testkit/runner/commands.ts'
import { pullRequestScene, scene } from '../../testkit/scene.ts'

/*
 * Text from outside of the action must not reach the log as a command for GitHub's runner. For example, after the
 * command stop-commands, the runner would print secrets that the step masks later.
 */

const command = '##[stop-commands]x'
const turned = '\u202egpj.exe'
const isStop = (line: string) => obeyedCommands(line).some(({ command }) => command === 'stop-commands')

test.concurrent('a message of Looker in the log gives the runner no command and does not change the text direction', async () => {
  await using stage = await scene()
  const effect = { taskStatus: 'failure', detail: `A tile failed ${command} ${turned}` }
  stage.fault({ on: 'create', target: '42', effect })
  stage.fault({
    on: 'create',
    target: '7',
    effect: { status: 400, body: { message: `No ${command} ${turned}` } },
  })
  const outcome = await stage.run({ targets: 'dashboards/42\nlooks/7' }, { env: { RUNNER_DEBUG: '1' } })

  expect(outcome.lines.filter(isStop)).toEqual([])
  expect(outcome.errors.join('\n')).toContain('A tile failed ##\u200b[stop-commands]x gpj.exe')
  expect(JSON.stringify([outcome.results, outcome.log])).not.toMatch(/\\u202e|\u202e/)
})

test.concurrent('an input in the log gives the runner no command, and a name with a command is refused', async () => {
  await using stage = await scene()
  const targets = [
    `- ${command}`,
    `- { target: dashboards/42, name: "${command}" }`,
    `- { target: looks/7, name: "sales${turned}" }`,
  ].join('\n')
  const outcome = await stage.run({
    targets,
    artifact: 'zip',
    'artifact-name': command,
    filters: `Region: ${command}`,
  })

  expect(outcome.code).toBe(1)
  expect(outcome.lines.filter(isStop)).toEqual([])
  expect(outcome.errors).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^targets, item 2: .*has a command of GitHub's runner in it; leave out ##/),
      expect.stringMatching(/^targets, item 3: .*"sales\\u202egpj\.exe" has the invisible character U\+202E/),
      expect.stringMatching(/^artifact-name: .*has a command of GitHub's runner in it/),
    ]),
  )
})

const scenarios = hasGit ? describe : describe.skip

scenarios(withGit('the name of a changed file'), () => {
  test.concurrent('the name of a changed file in the log gives the runner no command, and is on one line', async () => {
    const file = 'a\n\u0085::stop-commands::x\n.model.lkml'
    const pull = { branch: 'change', files: { [file]: 'view: {' } }
    await using stage = await pullRequestScene({ lookml: shopLookml, pull })
    const outcome = await stage.run({ deploy: 'thelook', 'only-affected': 'true', targets: 'looks/7' })

    expect(outcome.lines.filter(isStop)).toEqual([])
    expect(outcome.lines).toContainEqual(expect.stringContaining('a ::stop-commands::x .model.lkml'))
    expect(outcome.results[0]?.affectedBy?.join()).toContain('a ::stop-commands::x .model.lkml')
  })
})
