import { openPostState, readNewestState, readPostState } from '../src/post-state.ts'
import fc from '../testkit/fast-check.ts'
import { hostileJson } from '../testkit/hostile.ts'
import { parsePairs } from '../testkit/runner/commands.ts'
import { anyText } from '../testkit/texts.ts'

const main = { pid: 7, startTime: '100' }

/** Opens a step that saves its state in the file that the runner provides. */
function openStep(process = main) {
  let text = ''
  const { pid, startTime } = process
  const processes = { startTimeOf: () => startTime, kill: () => undefined }
  const save = openPostState({ pid, env: { GITHUB_STATE: '/state' } }, processes, (_, more) => {
    text += more
  })
  const state = () => readPostState({ STATE_post: parsePairs(text).post })
  return { save, state, text: () => text }
}

test('the state for the post step identifies the process of the main step even before the first change is saved', () =>
  expect(openStep().state()).toMatchObject({ main, file: '/state', isGuarded: true }))

test('each change of the state for the post step is saved together with all earlier changes', () => {
  const { save, state } = openStep()
  save({ instance: 'https://acme.looker.com', isGuarded: false, deploy: { before: 'a\nb=c<<d' } })
  save({ branches: [] })
  expect(state()).toEqual({
    main,
    file: '/state',
    instance: 'https://acme.looker.com',
    isGuarded: false,
    deploy: { before: 'a\nb=c<<d' },
    branches: [],
  })
  save({ deploy: undefined })
  expect(state()?.deploy).toBeUndefined()
})

test('any value can be saved in the state for the post step and read again', () =>
  fc.assert(
    fc.property(anyText, text => {
      const { save, state } = openStep()
      save({ deploy: { text } })
      expect(state()?.deploy).toEqual({ text })
    }),
  ))

test('no state for the post step is written outside of GitHub Actions', () => {
  const written: string[] = []
  const processes = { startTimeOf: () => '100', kill: () => undefined }
  openPostState({ pid: 7, env: {} }, processes, (_, text) => written.push(text))({ deploy: {} })
  expect(written).toEqual([])
})

test.each([
  [undefined],
  [''],
  ['{}'],
  ['{"version":2,"main":{"pid":7}}'],
  ['{"version":1,"main":{"pid":-1}}'],
])('the text %j is not read as the state for the post step', text =>
  expect(readPostState({ STATE_post: text })).toBeUndefined(),
)

test('a saved state for the post step is read or ignored without an exception, whatever JSON it is', () =>
  fc.assert(
    fc.property(hostileJson, value => {
      const state = readPostState({ STATE_post: JSON.stringify(value) })
      if (state) expect(state.main.pid).toBeGreaterThan(0)
    }),
  ))

describe('the newest state', () => {
  const saved = { main, file: '/state', isGuarded: true, deploy: 'older', branches: undefined }

  test('the newest state for the post step is the last state in the file', () => {
    const { save, text } = openStep()
    save({ deploy: 'newer' })
    expect(readNewestState(saved, text).deploy).toBe('newer')
  })

  test('the newest state for the post step is not the state of another process', () => {
    const { save, text } = openStep({ pid: 7, startTime: '101' })
    save({ deploy: 'of another step' })
    expect(readNewestState(saved, text).deploy).toBe('older')
  })

  test('the newest state for the post step is the saved state if the runner has removed the file', () =>
    expect(
      readNewestState(saved, () => {
        throw new Error('ENOENT')
      }),
    ).toBe(saved))
})
