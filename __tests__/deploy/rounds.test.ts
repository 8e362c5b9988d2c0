import { putBack } from '../../src/deploy/put-back.ts'
import { renderRound } from '../../src/deploy/render-round.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type Event, stagingWith } from './staging.ts'

function at(events: Record<number, Event>, before = 'before') {
  const staging = stagingWith(
    before,
    new Map(Object.entries(events).map(([at, event]) => [Number(at), event])),
  )
  const log: string[] = []
  const clock = virtualClock()
  const { signal } = new AbortController()
  const deployer = {
    project: staging.project,
    clock,
    signal,
    restore: signal,
    log: (line: string) => void log.push(line),
    warn: ({ message }: Error) => void log.push(message),
  }
  const drawn: string[] = []
  const draw = async () => {
    drawn.push(staging.deployed())
    return staging.deployed()
  }
  return { staging, deployer, log, clock, draw, drawn }
}

const saved = { project: 'thelook', before: 'before', ours: ['base', 'head'], isGuarded: false }

describe('a round', () => {
  test('deploys, looks, draws, and looks again', async () => {
    const { staging, deployer, draw } = at({})
    await expect(renderRound('head', 'before', deployer, draw)).resolves.toBe('head')
    expect(staging.calls).toEqual(['deploy head', 'look', 'look'])
  })

  test('does not deploy a commit that is deployed already', async () => {
    const { staging, deployer, draw } = at({}, 'head')
    await expect(renderRound('head', 'head', deployer, draw)).resolves.toBe('head')
    expect(staging.calls).toEqual(['look'])
  })

  test('waits until Looker has deployed the commit', async () => {
    const { staging, deployer, draw, drawn } = at({
      0: { kind: 'not done' },
      2: { kind: 'foreign', commit: 'head' },
    })
    await renderRound('head', 'before', deployer, draw)
    expect(staging.calls).toEqual(['deploy head', 'look', 'look', 'look'])
    expect(drawn).toEqual(['head'])
  })

  test('names what is still deployed where Looker does not deploy within a minute', async () => {
    const { deployer, draw, drawn, clock } = at({ 0: { kind: 'not done' } })
    await expect(renderRound('head', 'before', deployer, draw)).rejects.toThrow(
      /accepted the deploy of commit head .*, but did not carry it out: before is still deployed after a minute/,
    )
    expect(drawn).toEqual([])
    expect(clock.now()).toBe(60_000)
  })

  test('tries for a minute to deploy a commit that Looker has not fetched', async () => {
    const missing = { kind: 'unknown commit' } as const
    const soon = at({ 0: missing, 1: missing })
    await expect(renderRound('head', 'before', soon.deployer, soon.draw)).resolves.toBe('head')
    const never = at(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [at, missing])))
    await expect(renderRound('head', 'before', never.deployer, never.draw)).rejects.toThrow('No such commit')
    expect(never.clock.now()).toBe(60_000)
  })

  test.each([
    ['right behind the deploy', 1],
    ['while the pictures are made', 2],
  ])('is made once more where somebody deploys %s', async (_, when) => {
    const { deployer, draw, drawn, log, staging } = at({ [when]: { kind: 'foreign', commit: 'stranger' } })
    await expect(renderRound('head', 'before', deployer, draw)).resolves.toBe('head')
    expect(drawn.at(-1)).toBe('head')
    expect(log.join()).toContain('Somebody else deployed commit stranger')
    expect(staging.deployed()).toBe('head')
  })

  test('is made once more where somebody deployed, and put ours back, while the pictures were made', async () => {
    const { deployer, clock, staging, log } = at({
      2: { kind: 'foreign', commit: 'stranger' },
      3: { kind: 'foreign', commit: 'head' },
    })
    let rounds = 0
    const draw = async () => {
      rounds++
      await clock.sleep(70_000)
      return staging.deployed()
    }
    await expect(renderRound('head', 'before', deployer, draw)).resolves.toBe('head')
    expect(rounds).toBe(2)
    expect(log.join()).toContain('Somebody else deployed commit stranger')
  })

  test('does not look in between where drawing takes less than half a minute', async () => {
    const { deployer, clock, staging } = at({})
    const draw = () => clock.sleep(29_000)
    await renderRound('head', 'before', deployer, draw)
    expect(staging.calls).toEqual(['deploy head', 'look', 'look'])
  })

  test('gives up where somebody deploys again, and names that commit', async () => {
    const { deployer, draw } = at({
      2: { kind: 'foreign', commit: 'one' },
      5: { kind: 'foreign', commit: 'two' },
    })
    await expect(renderRound('head', 'before', deployer, draw)).rejects.toMatchObject({
      message: expect.stringContaining('Somebody else deployed commit two'),
      hint: expect.stringContaining('concurrency'),
    })
  })
})

describe('putting back', () => {
  test('deploys what was there before, and looks', async () => {
    const { staging, deployer } = at({}, 'head')
    await putBack(saved, 'done', deployer)
    expect(staging.calls).toEqual(['look', 'deploy before', 'look'])
    expect(staging.deployed()).toBe('before')
  })

  test('does nothing where that is deployed already', async () => {
    const { staging, deployer } = at({})
    await putBack(saved, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('deploys it anyway where a deploy of ours may be under way', async () => {
    const { staging, deployer } = at({ 1: { kind: 'foreign', commit: 'head' } })
    await putBack(saved, 'broken off', deployer)
    expect(staging.deployed()).toBe('before')
  })

  test('does nothing where one of our own commits was there before', async () => {
    const { staging, deployer } = at({}, 'base')
    await putBack({ ...saved, before: 'base' }, 'done', deployer)
    expect(staging.calls).toEqual(['look'])
  })

  test('leaves alone what somebody else has deployed since, and says what stands there', async () => {
    const { staging, deployer } = at({}, 'stranger')
    await expect(putBack(saved, 'done', deployer)).rejects.toMatchObject({
      message: expect.stringMatching(
        /when commit before was deployed: Somebody else deployed commit stranger/,
      ),
      hint: expect.stringContaining(
        'POST https://staging.acme.looker.com/api/4.0/projects/thelook/deploy_ref_to_production?ref=before',
      ),
    })
    expect(staging.deployed()).toBe('stranger')
  })

  test('says how to deploy it by hand where Looker fails', async () => {
    const { deployer } = at({ 1: { kind: 'fails' } }, 'head')
    await expect(putBack(saved, 'done', deployer)).rejects.toMatchObject({
      message: expect.stringMatching(/thelook at staging.* commit before was deployed: .*failed \(500\)/),
      hint: expect.stringContaining('Deploy it by hand'),
    })
  })
})
