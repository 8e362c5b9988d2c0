import { readTitles } from '../../src/looker/titles.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { dashboard, tile } from '../../testkit/results.ts'

const info = (title: string) => async () => ({ title, deleted: false })
const client = { dashboard: info('Sales'), look: info('Revenue'), tile: info('Orders') }
const signal = new AbortController().signal

describe('a title', () => {
  test('is requested once for several targets of one dashboard', async () => {
    const requested: string[] = []
    const titles = readTitles(
      {
        ...client,
        dashboard: async id => {
          requested.push(id)
          return { title: 'Sales', deleted: false }
        },
      },
      { clock: virtualClock(), signal },
    )
    const [first, second] = [
      dashboard(),
      dashboard({ name: 'another', filters: new Map([['Region', 'EMEA']]) }),
    ]
    titles.request(first)
    titles.request(second)
    expect(await titles.of(first)).toBe('Sales')
    expect(await titles.of(second)).toBe('Sales')
    expect(requested).toEqual(['42'])
  })

  test('that the target has already is not requested', async () => {
    const titles = readTitles(
      { ...client, tile: () => Promise.reject(new Error('This is not to be requested')) },
      { clock: virtualClock(), signal },
    )
    const target = tile({ title: 'Mine' })
    titles.request(target)
    expect(await titles.of(target)).toBe('Mine')
  })

  test('is not waited for longer than two seconds', async () => {
    const clock = virtualClock()
    const titles = readTitles({ ...client, dashboard: () => new Promise(() => undefined) }, { clock, signal })
    titles.request(dashboard())
    expect(await titles.of(dashboard())).toBeUndefined()
    expect(clock.now()).toBe(2000)
  })

  test('is undefined if Looker refuses it', async () => {
    const clock = virtualClock()
    const titles = readTitles(
      { ...client, dashboard: () => Promise.reject(new Error('404')) },
      { clock, signal },
    )
    titles.request(dashboard())
    expect(await titles.of(dashboard())).toBeUndefined()
    expect(clock.now()).toBe(0)
  })
})
