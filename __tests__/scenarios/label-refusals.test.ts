import { fastClock } from '../../testkit/clock.ts'
import { accept, first, headline, openGate, renders } from './gate-scene.ts'

/*
 * Runs the built action for the event of a label, and GitHub refuses a request. The comment keeps the pictures of the
 * commit, and the next step in the error helps.
 */

const env = fastClock(40)
const id = 1_700_000_000
const serverError = { status: 500, body: { message: 'Server Error' } }
const trees = { method: 'POST', path: /\/git\/trees$/ }
const tip = { method: 'GET', path: /\/git\/ref\//, effect: serverError }

const openRedGate = async () => {
  const gate = await openGate()
  expect((await gate.push(first, { id })).code).toBe(1)
  const { github, number } = gate.scene
  return { ...gate, readComment: async () => (await github.comments(number))[0]?.body }
}

describe('a label whose event cannot be answered', () => {
  test.concurrent.each([
    [
      'a missing permission',
      1,
      { status: 403, body: { message: 'Resource not accessible by integration' } },
      'GitHub refused it (403: Resource not accessible by integration). Add "contents: write" to the job\'s permissions',
    ],
    [
      'a ruleset',
      1,
      { status: 422, body: { message: 'Repository rule violations found' } },
      'a rule of the repository refuses it (Repository rule violations found). Exclude images-branch from',
    ],
    ['a server error', 5, serverError, 'Server Error. Run the job again.'],
  ])(
    'the comment stays as it was if the acceptance is not stored because of %s, and a re-run accepts the changes',
    async (_, times, effect, words) => {
      await using gate = await openRedGate()
      const before = await gate.readComment()
      gate.scene.github.fault({ ...trees, times, effect })
      const refused = await gate.label(accept, { id: id + 1, env })
      expect(refused.code).toBe(1)
      expect(refused.errors.at(-1)).toContain(`The acceptance could not be stored: ${words}`)
      expect(refused.outputs).toMatchObject({ status: 'failure', files: '[]' })
      expect(refused.results).toEqual([
        expect.objectContaining({
          target: 'looks/7',
          error: expect.objectContaining({
            message: expect.stringContaining('The acceptance could not be stored'),
          }),
        }),
      ])
      expect(await gate.readComment()).toBe(before)

      const rendered = renders(gate.scene)
      expect((await gate.label(accept, { id: id + 1, attempt: 2 })).code).toBe(0)
      expect(await headline(gate.scene)).toMatch(/accepted by @&#8203;ada/)
      expect(renders(gate.scene)).toBe(rendered)
    },
  )

  test.concurrent.each([
    ['the accept label', accept, 'The acceptance could not be stored', 0],
    ['another label', 'documentation', 'The verdict could not be shown again', 1],
  ])(
    'the comment stays as it was if the stored results cannot be read after %s, and a re-run repeats the verdict',
    async (_, label, failure, code) => {
      await using gate = await openRedGate()
      const before = await gate.readComment()
      gate.scene.github.fault({ ...tip, times: 5 })
      const unread = await gate.label(label, { id: id + 1, env })
      expect(unread.errors.at(-1)).toBe(
        `${failure}: The stored results could not be read: Server Error. Run the job again.`,
      )
      expect(await gate.readComment()).toBe(before)

      const rendered = renders(gate.scene)
      expect((await gate.label(label, { id: id + 1, attempt: 2 })).code).toBe(code)
      expect(renders(gate.scene)).toBe(rendered)
    },
  )
})
