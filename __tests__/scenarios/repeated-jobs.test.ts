import { accept, base, first, headline, openGate, renders, second } from './gate-scene.ts'

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

/** Opens a gate with two Looks. In the first run, Looker refuses the first Look, and shows a change in the second. */
async function openFailedGate() {
  const gate = await openGate({ targets: 'looks/7\nlooks/8', concurrency: '1' })
  const { scene } = gate
  scene.fault({ on: 'create', target: '7', effect: { status: 422 } })
  expect((await gate.push(first, { id })).code).toBe(1)
  return {
    ...gate,
    /** Runs the job of a label again, and Looker renders these pictures. */
    repeatLabel: (label: string, pictures: [Buffer, Buffer]) => {
      for (const bytes of pictures) scene.fault({ on: 'results', effect: { bytes } })
      return gate.label(label, { id: id + 1, attempt: 2 })
    },
  }
}

describe('the job of a label that is run again after a target failed', () => {
  test.concurrent('another label renders the targets again', async () => {
    await using gate = await openFailedGate()
    const labelled = await gate.label('documentation', { id: id + 1 })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toMatch(/If you run this job again, it renders the targets again\.$/)
    expect(labelled.errors.at(-1)?.match(/could not be rendered/g)).toHaveLength(1)

    const before = renders(gate.scene)
    expect((await gate.repeatLabel('documentation', [base, base])).code).toBe(0)
    expect(renders(gate.scene)).toBe(before + 2)
    expect(await headline(gate.scene)).toMatch(/^No change in 2 Looks/)
  })

  test.concurrent('the accept label keeps an equal picture accepted', async () => {
    await using gate = await openFailedGate()
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(1)
    expect((await gate.repeatLabel(accept, [base, first])).code).toBe(0)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed, accepted by @&#8203;ada for commit /)
  })

  test.concurrent.each([
    ['the picture that failed', [second, first]],
    ['another picture of the accepted target', [base, second]],
  ] as [string, [Buffer, Buffer]][])('the accept label does not accept %s', async (_, pictures) => {
    await using gate = await openFailedGate()
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(1)
    expect((await gate.repeatLabel(accept, pictures)).code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed after @&#8203;ada accepted commit /)
  })

  test.concurrent('the accept label accepts nothing if it was removed', async () => {
    await using gate = await openFailedGate()
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(1)
    await gate.scene.github.setLabels(gate.scene.number, [])
    expect((await gate.repeatLabel(accept, [base, first])).code).toBe(1)
    expect(await headline(gate.scene)).not.toContain('accepted')
  })
})

test.concurrent('a picture that could not be compared is compared if the job of a label is run again', async () => {
  await using gate = await openGate()
  gate.scene.github.fault({ method: 'GET', path: /\/git\/blobs\//, times: 1, effect: { status: 404 } })
  expect((await gate.push(first, { id })).code).toBe(1)
  expect((await gate.label('documentation', { id: id + 1 })).code).toBe(1)
  gate.scene.fault({ on: 'results', effect: { bytes: base } })
  expect((await gate.label('documentation', { id: id + 1, attempt: 2 })).code).toBe(0)
})
