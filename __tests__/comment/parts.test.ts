import { marker, parseMark } from '../../src/comment/find.ts'
import { mergeParts, type Part } from '../../src/comment/parts.ts'

const part = (shard: number, attempt: number) =>
  ({ shard, attempt, urgent: '', others: '' }) as unknown as Part
const orderOf = (parts: readonly Part[]) => parts.map(({ shard, attempt }) => [shard, attempt])

test('the parts of a comment are in the order of the jobs, whichever job ends first', () =>
  expect(orderOf(mergeParts([part(2, 1), part(0, 1)], part(1, 1)))).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]))

test('the part of a later attempt replaces the part of an earlier one, never the reverse', () => {
  expect(orderOf(mergeParts([part(0, 1)], part(0, 2)))).toEqual([[0, 2]])
  expect(orderOf(mergeParts([part(0, 2)], part(0, 1)))).toEqual([[0, 2]])
})

test('a comment-key cannot end the hidden mark', () => {
  const run = { id: 5, attempt: 1, url: 'https://github.com/acme/lookml/actions/runs/5' }
  const mark = marker({ key: 'a --> b <!--', run, writer: 'a1' })
  expect(mark.match(/<!--|-->/g)).toEqual(['<!--', '-->'])
  expect(parseMark(`${mark}\ntext`)?.key).toBe('a --> b <!--')
})
