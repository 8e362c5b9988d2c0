import { causeChain } from '../../src/runtime/cause-chain.ts'

test('the chain tells of every cause, the first one last', () => {
  const cause = new TypeError('terminated', { cause: new Error('other side closed') })
  const told = causeChain(new Error('The connection broke', { cause }))
  expect(told).toMatch(
    /^Error: The connection broke\n.*Caused by: TypeError: terminated\n.*Caused by: Error: other side closed\n/s,
  )
})

test('the chain tells of what was thrown and is no error', () =>
  expect(causeChain(new Error('broke', { cause: 'a text' }))).toMatch(/\nCaused by: a text$/))

test('the chain ends where causes go in a circle', () => {
  const error = new Error('again')
  error.cause = error
  expect(causeChain(error).split('Caused by: ')).toHaveLength(10)
})
