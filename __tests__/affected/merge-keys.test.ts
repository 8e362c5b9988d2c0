import { parseDocument } from 'yaml'
import { removeReplacedKeys } from '../../src/affected/merge-keys.ts'

function itemsOf(text: string): unknown[] {
  const document = parseDocument(text, { merge: true, uniqueKeys: false })
  removeReplacedKeys(document)
  return document.toJS()
}

test.each<[string, string, object]>([
  ['a later merge key', '- &a {k: 1}\n- {k: 2, <<: *a}', { k: 1 }],
  ['an earlier merge key', '- &a {k: 1}\n- {<<: *a, k: 2}', { k: 2 }],
  ['a later key without a merge key', '- &a {k: 1}\n- {l: 2, <<: *a}', { k: 1, l: 2 }],
  ['a merge key with a mapping', '- {}\n- {k: 2, <<: {k: 1}}', { k: 1 }],
  [
    'a merge key with a list',
    '- [&a {k: 1}, &b {l: 1}]\n- {k: 2, l: 2, m: 2, <<: [*a, *b]}',
    { k: 1, l: 1, m: 2 },
  ],
  [
    'a mapping that has a merge key itself',
    '- [&a {k: 1}, &b {l: 1, <<: *a}]\n- {k: 2, l: 2, <<: *b}',
    { k: 1, l: 1 },
  ],
  ['two merge keys', '- [&a {k: 1, l: 1}, &b {k: 2}]\n- {<<: *a, <<: *b, m: 3}', { k: 2, l: 1, m: 3 }],
  [
    'a key between two merge keys',
    '- [&a {k: 1, l: 1}, &b {k: 2}]\n- {<<: *a, k: 3, l: 3, <<: *b}',
    { k: 2, l: 3 },
  ],
  ['a merge key that uses an earlier key', '- {}\n- {j: &a {k: 1}, <<: *a}', { j: { k: 1 }, k: 1 }],
  ['an anchor that is defined twice', '- [&a {k: 1}, &a {k: 3}]\n- {k: 2, <<: *a}', { k: 3 }],
])('the last of two equal keys wins, even with %s', (_, text, value) =>
  expect(itemsOf(text)[1]).toEqual(value),
)

test('two equal keys without a merge key are not changed', () => {
  const document = parseDocument('{k: 1, k: 2}', { merge: true, uniqueKeys: false })
  removeReplacedKeys(document)
  expect(document.toString()).toBe('{ k: 1, k: 2 }\n')
})

test('merge keys may add at most 500,000 keys', () => {
  /** Returns mappings that each merge the mapping before them. */
  const chain = (length: number) =>
    Array.from(
      { length },
      (_, index) => `- &a${index} {k${index}: 1${index > 0 ? `, <<: *a${index - 1}` : ''}}\n`,
    )
  const removeFrom = (length: number) =>
    removeReplacedKeys(parseDocument(chain(length).join(''), { merge: true }))
  // A mapping at position n adds n keys of n mappings.
  expect(() => removeFrom(700)).not.toThrow()
  expect(() => removeFrom(715)).toThrow(new RangeError('Too many merged keys'))
})
