import { isAccepted, labelEventOf, mayRepeat } from '../../src/acceptance/label-event.ts'
import { contentHash, hashOf, toStoredContent } from '../../src/acceptance/stored-results.ts'
import type { Compared } from '../../src/model.ts'
import type { BranchCheck, ContentReport } from '../../src/tile-check.ts'
import { changed } from '../../testkit/pictures/changes.ts'
import { failed, rendered, resultDiff } from '../../testkit/results.ts'

describe('the hash of a result, which an acceptance must match', () => {
  const tile = { title: 'Orders', explore: 'shop::orders', sql: 'changed', queries: [] } as const
  const ranAt = (time: string) => ({
    ...tile,
    queries: [
      {
        results: resultDiff({ ranAt: { before: new Date(time) } }),
      },
    ],
  })
  const drawing = { textHash: 'text', modelTiles: [] }
  const problem = { message: 'It extends another one', hint: '' }
  const checked = (check: BranchCheck, about: Partial<Compared> = {}) =>
    hashOf(rendered({ check, comparison: changed(), ...about }))
  const different = (one: string | undefined, other: string | undefined) => {
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(other).toMatch(/^[0-9a-f]{64}$/)
    expect(one).not.toBe(other)
  }

  test('the hash of a rendered target is the hash of its file, and a failed target has no hash', () => {
    expect(hashOf(rendered({ sha256: 'ab' }))).toBe('ab')
    expect(hashOf(failed())).toBeUndefined()
  })

  test('the hash of a checked target changes with the results of its tiles, and not with the time of the queries', () => {
    different(checked({ tiles: [tile] }), checked({ tiles: [{ ...tile, sql: 'new' }] }))
    expect(checked({ tiles: [ranAt('2026-11-20')] })).toBe(checked({ tiles: [ranAt('2026-11-21')] }))
  })

  test('the hash of a checked target changes with the drawn picture, and not with the picture of production', () => {
    const [one, other] = [{ sha256: '11' }, { sha256: '22' }]
    different(checked({ tiles: [tile], drawing }, one), checked({ tiles: [tile], drawing }, other))
    expect(checked({ tiles: [tile] }, one)).toBe(checked({ tiles: [tile] }, other))
    const unchanged = {
      comparison: {
        status: 'unchanged',
        baseline: changed().baseline,
        changedPixels: 0,
        changedShare: 0,
        shadedPixels: 0,
      },
    } as const
    expect(checked({ tiles: [tile], drawing }, { ...one, ...unchanged })).toBe(
      checked({ tiles: [tile], drawing }, { ...other, ...unchanged }),
    )
  })

  test("the hash of a dashboard that was not drawn changes with the dashboard's text", () => {
    const undrawn = (textHash: string) =>
      checked({ tiles: [tile], drawing: { ...drawing, textHash, problem } })
    different(undrawn('one'), undrawn('other'))
    expect(checked({ tiles: [tile], drawing: { ...drawing, textHash: 'one' } })).toBe(
      checked({ tiles: [tile], drawing: { ...drawing, textHash: 'other' } }),
    )
  })

  test('the hash of a failed target with tiles is the hash of its tiles', () =>
    expect(hashOf(failed({ check: { tiles: [tile] } }))).toBe(checked({ tiles: [tile] })))
})

describe('broken content', () => {
  const broken = (kind: 'dashboard' | 'look', id: string, ...messages: string[]) => ({
    kind,
    id,
    title: 'Sales',
    url: 'https://x',
    messages,
  })
  const report = (...all: ReturnType<typeof broken>[]): ContentReport => ({ broken: all, leftOut: 0 })
  const [first, second] = [broken('dashboard', '1', 'a', 'b'), broken('look', '1', 'c')]

  test('broken content has the same hash in any order', () =>
    expect(contentHash(report(second, broken('dashboard', '1', 'b', 'a')))).toBe(
      contentHash(report(first, second)),
    ))

  test.each([
    ['another dashboard', report(broken('dashboard', '2', 'a', 'b'), second)],
    ['a Look with the same id', report(broken('look', '1', 'a', 'b'), second)],
    ['another error', report(broken('dashboard', '1', 'a', 'x'), second)],
    ['one error fewer', report(broken('dashboard', '1', 'a'), second)],
    ['one dashboard fewer', report(second)],
  ])('the hash of broken content changes with %s', (_, other) =>
    expect(contentHash(other)).not.toBe(contentHash(report(first, second))),
  )

  test('broken content is stored as one changed target', () => {
    const hash = contentHash(report(first))
    const name = 'Broken content outside the targets'
    expect(toStoredContent(report(first))).toEqual([
      { key: 'content-validation', name, status: 'changed', hash },
    ])
    expect(toStoredContent(report())).toEqual([])
    expect(toStoredContent(undefined)).toEqual([])
  })
})

describe('an event of a label', () => {
  const payload = (about: object = {}) => ({
    action: 'labeled',
    label: 'looker-accepted',
    sender: 'ada',
    pull_request: { head: { sha: 'ABCDEF' } },
    ...about,
  })
  const eventOf = (about: object = {}) => labelEventOf({ run: { payload: payload(about) } } as never)
  const event = { action: 'labeled', label: 'looker-accepted', login: 'ada', sha: 'abcdef' }

  test.each([
    ['a label that was added', {}, event],
    ['a label that was removed', { action: 'unlabeled' }, { ...event, action: 'unlabeled' }],
    ['a push', { action: 'synchronize' }, undefined],
    ['an event without a label', { label: undefined }, undefined],
    ['an event without a person', { sender: undefined }, undefined],
    ['an event without a commit', { pull_request: { head: {} } }, undefined],
    ['an event without a pull request', { pull_request: undefined }, undefined],
  ])('a label event is read from the payload of %s', (_, about, found) =>
    expect(eventOf(about)).toEqual(found),
  )

  test.each([
    ['with fail-on-change', true, false, {}, true],
    ['not without fail-on-change', false, false, {}, false],
    ['not in a dry run', true, true, {}, false],
    ['not after a push', true, false, { action: 'synchronize' }, false],
  ])(
    'whether a label event reports a stored verdict again: %s',
    (_, failOnChange, dryRun, about, isRepeated) =>
      expect(
        mayRepeat({
          run: { payload: payload(about) },
          inputs: { compare: { failOnChange }, dryRun },
        } as never),
      ).toBe(isRepeated),
  )
})

test.each<[string, { key: string; hash?: string; equals?: string }, boolean]>([
  ['the accepted result', { key: 'a', hash: '1' }, true],
  ['a result that counts as equal', { key: 'a', hash: '2', equals: '1' }, true],
  ['another result', { key: 'a', hash: '2', equals: '3' }, false],
  ['a target without a result', { key: 'a' }, false],
  ['another target with the same result', { key: 'b', hash: '1' }, false],
  ['a target that had no result when it was accepted', { key: 'c' }, false],
])('an acceptance of a target is compared with %s', (_, target, isExpected) => {
  const targets = [{ key: 'a', hash: '1' }, { key: 'c' }]
  expect(isAccepted(target, { login: 'ada', at: '', sha: '', targets })).toBe(isExpected)
  expect(isAccepted(target, undefined)).toBe(false)
})
