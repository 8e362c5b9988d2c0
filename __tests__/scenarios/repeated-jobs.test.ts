import { accept, first, headline, openGate, second } from './gate-scene.ts'

/*
 * Runs the built action for a job that a person runs again. GitHub then sends the event of the first attempt once more,
 * with the labels of that time.
 */

const id = 1_700_000_000

describe('the job of a push that is run again after a reviewer has accepted its results', () => {
  test.concurrent('an equal picture stays accepted', async () => {
    await using gate = await openGate()
    await gate.push(first, { id })
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(0)
    expect((await gate.push(first, { id, attempt: 2 })).code).toBe(0)
    expect(await headline(gate.scene)).toMatch(/accepted by @&#8203;ada/)
  })

  test.concurrent('another picture is not accepted', async () => {
    await using gate = await openGate()
    await gate.push(first, { id })
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(0)
    expect((await gate.push(second, { id, attempt: 2 })).code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed after @&#8203;ada accepted commit /)
  })

  test.concurrent('an equal picture is not accepted if the label was removed and added again without a run', async () => {
    await using gate = await openGate()
    const { github, number } = gate.scene
    await gate.push(first, { id })
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(0)
    expect((await gate.unlabel(accept, { id: id + 2 })).code).toBe(1)
    await github.setLabels(number, [accept])
    const repeated = await gate.push(first, { id, attempt: 2 })
    expect(repeated.code).toBe(1)
    expect(repeated.errors.at(-1)).toContain('Remove the label and add it again')
  })
})
