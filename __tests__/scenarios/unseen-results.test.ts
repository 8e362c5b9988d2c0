import { fastClock } from '../../testkit/clock.ts'
import { accept, first, gateInputs, headline, openGate, otherCommit, renders, second } from './gate-scene.ts'

/*
 * Runs the built action, and a run stores its results, but does not write them into the comment. The reviewer sees the
 * pictures of an older run there, so the accept label must not accept the stored results.
 */

const locked = { status: 403, body: { message: 'Unable to create comment because issue is locked.' } }
/** Refuses the note about the running job, and then the comment. */
const refusal = { method: 'PATCH', path: /\/comments\//, times: 2, effect: locked }
const id = 1_700_000_000
const noLabel =
  'No label can accept it, because the comment could not be written. Unlock the conversation and run the job again'
const labelAdvice = /add the label|was added before|add it again/
type Gate = Awaited<ReturnType<typeof openGate>>

/** Adds the accept label. Looker renders the second picture, which the comment does not show yet. */
async function addLabel({ scene, label }: Gate, sha?: string) {
  const before = renders(scene)
  scene.fault({ on: 'results', effect: { bytes: second } })
  const outcome = await label(accept, { id: id + 2, ...(sha && { sha }) })
  expect(outcome.code).toBe(1)
  expect(outcome.log).toContain('The comment does not show the stored results')
  expect(outcome.errors.at(-1)).toContain('Remove the label and add it again')
  expect(renders(scene)).toBe(before + 1)
}

/** Removes the accept label and adds it again. */
async function addAgain({ unlabel, label }: Gate, sha?: string) {
  expect((await unlabel(accept, { id: id + 3, ...(sha && { sha }) })).code).toBe(1)
  return label(accept, { id: id + 4, ...(sha && { sha }) })
}

test.concurrent('a label accepts no results of a new commit whose comment GitHub refused', async () => {
  await using gate = await openGate()
  await gate.push(first, { id })
  gate.scene.github.fault(refusal)
  const refused = await gate.push(second, { id: id + 1, sha: otherCommit })
  expect(refused.warnings.join()).toContain('The comment could not be written: the conversation is locked')

  await addLabel(gate, otherCommit)
  expect((await addAgain(gate, otherCommit)).code).toBe(0)
  expect(await headline(gate.scene)).toMatch(/accepted by @&#8203;ada for commit bbbbbbb$/)
})

test.concurrent.each([
  ['unlock it', { times: 4 }, {}, {}],
  ['unlock it if the inputs have changed, too', { times: 3 }, { 'diff-threshold': '0.05' }, {}],
  // No comment gets a note about the running job.
  ['unlock it if the step has a new id, too', { times: 1 }, {}, { GITHUB_ACTION: 'snapshot' }],
])(
  'in a locked conversation, the next step before and after the label is to %s',
  async (_, count, inputs, env) => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(first, { id })
    scene.github.fault({ ...refusal, ...count })
    scene.github.fault({ ...refusal, method: 'POST', path: /\/issues\/\d+\/comments$/, times: 1 })
    const red = await gate.push(second, { id: id + 1, sha: otherCommit, inputs, env })
    scene.fault({ on: 'results', effect: { bytes: second } })
    const labelled = await gate.label(accept, { id: id + 2, sha: otherCommit, inputs, env })
    for (const { code, errors, summary } of [red, labelled]) {
      expect(code).toBe(1)
      expect(errors.at(-1)).toContain(`Look at it. ${noLabel}`)
      expect(errors.at(-1)).not.toMatch(labelAdvice)
      expect(summary).toContain(noLabel)
      expect(summary).not.toMatch(labelAdvice)
    }

    // The conversation is unlocked now.
    await gate.push(second, { id: id + 3, sha: otherCommit, inputs, env })
    expect((await gate.label(accept, { id: id + 4, sha: otherCommit, inputs, env })).code).toBe(0)
  },
)

test.concurrent('a label accepts results if the conversation was locked before the first comment', async () => {
  await using gate = await openGate()
  gate.scene.github.fault({ ...refusal, method: 'POST', path: /\/issues\/\d+\/comments$/ })
  const red = await gate.push(first, { id })
  expect(red.warnings.join()).toContain('the conversation is locked')
  expect(red.errors.at(-1)).toContain('To accept it, add the label looker-accepted.')
  expect((await gate.label(accept, { id: id + 1 })).code).toBe(0)
})

test.concurrent('a label accepts no results of a re-run whose comment GitHub refused', async () => {
  await using gate = await openGate()
  await gate.push(first, { id })
  gate.scene.github.fault(refusal)
  await gate.push(second, { id, attempt: 2 })

  await addLabel(gate)
  expect((await addAgain(gate)).code).toBe(0)
})

test.concurrent('a label accepts no results of a new commit if the token may no longer see the comments', async () => {
  await using gate = await openGate()
  await gate.push(first, { id })
  const inputs = { 'github-token': await gate.scene.github.tokenWith({ contents: 'write' }) }
  const red = await gate.push(second, { id: id + 1, sha: otherCommit, inputs })

  const before = renders(gate.scene)
  expect(red.errors.at(-1)).toMatch(
    /No label can accept it, because the comment could not be written\. Add "pull-requests: write"/,
  )
  const refused = await gate.label(accept, { id: id + 2, sha: otherCommit, inputs })
  expect(refused.code).toBe(1)
  expect(refused.errors.at(-1)).toMatch(
    /The acceptance could not be stored: The comment could not be read: .*"pull-requests: write"/,
  )
  expect(renders(gate.scene)).toBe(before)
  const silent = { ...inputs, comment: 'false' }
  expect((await gate.label(accept, { id: id + 4, sha: otherCommit, inputs: silent })).code).toBe(0)
})

test.concurrent('a label accepts no results of a run for an event without a comment', async () => {
  await using gate = await openGate()
  const { scene } = gate
  const { number } = scene
  await gate.push(first, { id })
  scene.fault({ on: 'results', effect: { bytes: second } })
  const { repository } = scene.pull.payload as { repository: object }
  const issue = { number, pull_request: {} }
  await scene.run(gateInputs, {
    event: { name: 'issue_comment', payload: { action: 'created', repository, issue } },
    github: { run_id: String(id + 1) },
  })

  await addLabel(gate)
  expect((await addAgain(gate)).code).toBe(0)
})

test.concurrent('a label accepts results if the step writes no comment', async () => {
  await using gate = await openGate()
  await gate.push(first, { id })
  const inputs = { comment: 'false' }
  await gate.push(second, { id: id + 1, sha: otherCommit, inputs })
  expect((await gate.label(accept, { id: id + 2, sha: otherCommit, inputs })).code).toBe(0)
})

test.concurrent('a label accepts no results of a job whose part is missing in the comment of several jobs', async () => {
  await using gate = await openGate({ targets: 'looks/7\nlooks/8' })
  const { scene } = gate
  const about = (index: number) => ({
    inputs: { shard: `${index}/2` },
    env: fastClock(20),
    job: { strategy: { 'job-index': index, 'job-total': 2 }, matrix: { index } },
  })
  await gate.push(first, { id, ...about(0) })
  scene.github.fault(refusal)
  expect((await gate.push(first, { id, ...about(1) })).errors.at(-1)).toContain(noLabel)

  scene.fault({ on: 'results', effect: { bytes: first } })
  expect((await gate.label(accept, { id: id + 1, ...about(1) })).code).toBe(1)
  expect((await gate.label(accept, { id: id + 1, ...about(0) })).code).toBe(0)
})
