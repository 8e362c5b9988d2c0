import type { PullRequestScene } from '../../testkit/scene.ts'
import { inputs as devInputs, openScene, scenarios } from './dev-mode-scene.ts'

/* Runs the built action with `fail-on-change`. The author changes the base branch of the pull request. */

const accept = 'looker-accepted'

interface Options {
  /** The base branch in the event. */
  base?: string
  labels?: string[]
  id?: number
  attempt?: number
  more?: Record<string, string>
}

/**
 * Opens a pull request for main that changes a view. The author's branch `mine` already has this change, but lacks the
 * last commit of the head. As on GitHub, each run has its own number.
 */
async function openGate(gate = 'true') {
  const scene = await openScene()
  const { github, number, pull } = scene
  await github.setBranch('mine', pull.sha)
  const head = await scene.commit({ 'notes.md': 'Notes' }, { branch: pull.branch })
  const { pull_request: opened, ...event } = pull.payload as { pull_request: Record<'head' | 'base', object> }
  const main = await github.ref('heads/main')
  let run = 1_658_821_493
  const step = async (
    about: object,
    { base = 'main', labels = [], id = ++run, attempt = 1, more = {} }: Options,
  ) => {
    if (attempt === 1) await github.setLabels(number, labels)
    const payload = {
      ...{ ...event, sender: { login: 'ada' }, ...about },
      pull_request: {
        ...opened,
        head: { ...opened.head, sha: head },
        base: { ...opened.base, ref: base, sha: base === 'mine' ? pull.sha : main },
        updated_at: new Date().toISOString(),
        labels: labels.map(name => ({ name })),
      },
    }
    return scene.run(
      { ...devInputs, 'fail-on-change': gate, ...more },
      {
        event: { name: 'pull_request', payload },
        github: { run_id: String(id), run_attempt: String(attempt) },
      },
    )
  }
  return {
    scene,
    push: (options: Options = {}) => step({ action: 'synchronize' }, options),
    label: (name: string, options: Options = {}) =>
      step({ action: 'labeled', label: { name } }, { labels: [name], ...options }),
    edit: (changes: object, options: Options = {}) => step({ action: 'edited', changes }, options),
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}

const headlineOf = async ({ github, number }: PullRequestScene) =>
  /^## (.*)$/m.exec((await github.comments(number))[0]?.body ?? '')?.[1]
const changed = /^1 dashboard changed: Sales overview/
const toMain = { base: { ref: { from: 'mine' }, sha: { from: 'b'.repeat(40) } } }

scenarios('the gate after a change of the base branch', () => {
  test.concurrent('a label event does not repeat the verdict against another base branch', async () => {
    await using gate = await openGate()
    expect((await gate.push({ base: 'mine' })).code).toBe(0)
    expect(await headlineOf(gate.scene)).toMatch(/^This pull request affects none/)

    const labelled = await gate.label('documentation')
    expect(labelled.code).toBe(1)
    expect(await headlineOf(gate.scene)).toMatch(changed)
  })

  test.concurrent('an edited event that changes the base branch compares with the new base branch', async () => {
    await using gate = await openGate()
    expect((await gate.push({ base: 'mine' })).code).toBe(0)

    const edited = await gate.edit(toMain)
    expect(edited.code).toBe(1)
    expect(await headlineOf(gate.scene)).toMatch(changed)
  })

  test.concurrent('an edited event that changes only the title repeats the verdict without a query', async () => {
    await using gate = await openGate()
    await gate.push()
    const before = gate.scene.looker.requests.length

    const edited = await gate.edit({ title: { from: 'Old title' } })
    expect(edited.code).toBe(1)
    expect(edited.errors.at(-1)).toContain('add the label looker-accepted')
    expect(gate.scene.looker.requests).toHaveLength(before)
    expect((await gate.label(accept)).code).toBe(0)

    const again = await gate.edit({ body: { from: '' } }, { labels: [accept] })
    expect(again.code).toBe(0)
    expect(gate.scene.looker.requests).toHaveLength(before)
  })

  test.concurrent('a title that changes before the first results renders', async () => {
    await using gate = await openGate()
    const edited = await gate.edit({ title: { from: 'Old title' } })
    expect(edited.code).toBe(1)
    expect(await headlineOf(gate.scene)).toMatch(changed)
  })

  test.concurrent('a change of the base branch withdraws the acceptance', async () => {
    await using gate = await openGate()
    await gate.scene.github.setBranch('release', await gate.scene.github.ref('heads/main'))
    await gate.push()
    expect((await gate.label(accept)).code).toBe(0)

    const edited = await gate.edit(toMain, { base: 'release', labels: [accept] })
    expect(edited.code).toBe(1)
    expect(edited.errors.at(-1)).toContain('The label looker-accepted was added before these results')
    // The acceptance stays withdrawn after the author changes the base branch back.
    const back = await gate.edit(toMain, { labels: [accept] })
    expect(back.code).toBe(1)
  })

  test.concurrent.each([
    ['true', 1],
    ['false', 0],
  ])(
    'a re-run compares with the current base branch, not with that of its event: fail-on-change %s',
    async (failOnChange, code) => {
      await using gate = await openGate(failOnChange)
      const id = 1_658_821_400
      expect((await gate.push({ base: 'mine', id })).code).toBe(0)
      expect(await headlineOf(gate.scene)).toMatch(/^This pull request affects none/)

      const repeated = await gate.push({ base: 'mine', id, attempt: 2 })
      expect(repeated.code).toBe(code)
      expect(await headlineOf(gate.scene)).toMatch(changed)
    },
  )

  test.concurrent('a re-run of one of two jobs fails if the other job compared with another base branch', async () => {
    await using gate = await openGate()
    const targets = 'dashboards/thelook::sales_overview\ndashboards/thelook::customers'
    const runJob = (index: number, attempt: number) => {
      const more = { targets, shard: `${index}/2`, 'comment-key': 'dashboards' }
      return gate.push({ base: 'mine', id: 1_658_821_400, attempt, more })
    }
    for (const index of [0, 1]) expect((await runJob(index, 1)).code).toBe(0)

    expect((await runJob(1, 2)).errors.join()).toContain(
      'The jobs have compared with different base branches',
    )
    expect((await runJob(0, 3)).errors.join()).toContain('1 dashboard changed: Sales overview')
    expect((await runJob(1, 3)).errors).toEqual([])
  })

  const noPullRequests = { path: /\/pulls\/\d+$/, times: 99, effect: { status: 403 } }
  const unknownBase = /The current base branch of pull request #\d+ is not known\. It could not be read: /

  test.concurrent('a re-run fails if GitHub does not return its current base branch', async () => {
    await using gate = await openGate()
    gate.scene.github.fault(noPullRequests)
    const repeated = await gate.push({ attempt: 2 })

    expect(repeated.code).toBe(1)
    expect(repeated.log).toMatch(unknownBase)
    expect(repeated.results[0]?.error?.message).toMatch(/^Pull request #\d+ could not be read: /)
  })

  test.concurrent('without fail-on-change, a re-run that may not read the pull request uses the base branch of its event', async () => {
    await using gate = await openGate('false')
    gate.scene.github.fault(noPullRequests)
    const repeated = await gate.push({ attempt: 2 })

    expect(repeated.errors).toEqual([])
    expect(repeated.log).toMatch(unknownBase)
    expect(await headlineOf(gate.scene)).toMatch(changed)
  })
})
