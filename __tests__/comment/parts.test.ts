import { marker, parseMark } from '../../src/comment/find.ts'
import { renderPart, renderSoleComment } from '../../src/comment/fit-and-fold.ts'
import {
  acceptanceLine,
  type CommentFacts,
  hasPart,
  mergeParts,
  type Part,
  parseParts,
  renderComment,
  renderSharedComment,
  withHeadline,
} from '../../src/comment/parts.ts'
import type { Gate } from '../../src/verdict-facts.ts'
import { dashboard, failed, rendered } from '../../testkit/results.ts'

const part = (shard: number, attempt: number) =>
  ({ shard, attempt, urgent: '', others: '' }) as unknown as Part
const orderOf = (parts: readonly Part[]) => parts.map(({ shard, attempt }) => [shard, attempt])

test('the parts of a comment are in the order of the jobs even if the last job ends first', () =>
  expect(orderOf(mergeParts([part(2, 1), part(0, 1)], part(1, 1)))).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]))

test('the part of a later attempt replaces the part of an earlier attempt, and not the reverse', () => {
  expect(orderOf(mergeParts([part(0, 1)], part(0, 2)))).toEqual([[0, 2]])
  expect(orderOf(mergeParts([part(0, 2)], part(0, 1)))).toEqual([[0, 2]])
})

test('a comment-key with --> does not end the hidden mark in the comment', () => {
  const run = { id: 5, attempt: 1, url: 'https://github.com/acme/lookml/actions/runs/5' }
  const mark = marker({ key: 'a --> b <!--', run, writer: 'a1' })
  expect(mark.match(/<!--|-->/g)).toEqual(['<!--', '-->'])
  expect(parseMark(`${mark}\ntext`)?.key).toBe('a --> b <!--')
})

describe('the headline of a comment', () => {
  const facts: CommentFacts = {
    host: 'acme.cloud.looker.com',
    run: { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 },
    sha: '0123456789abcdef0123456789abcdef01234567',
    at: new Date('2026-11-23T18:40:12Z'),
  }
  const jobs = { index: 0, total: 2 }
  const resultsOf = (name: string) => [rendered({ target: dashboard({ name, file: `${name}.png` }) })]
  const failure = failed({ target: dashboard({ name: 'stock' }) })
  const partOf = (name: string, index: number) => renderPart(resultsOf(name), facts, { ...jobs, index })
  const headlineIn = (body = '') => /^## .*$/m.exec(body)?.[0]
  const replacement = { facts: renderPart([failure], facts, jobs).facts, shard: 0 }
  const withoutHeadline = (body: string) => body.replace(/<!-- headline -->.*<!-- \/headline -->/s, '')

  test('a new headline replaces the headline of a comment, and the text below is kept', () => {
    const body = renderSoleComment(resultsOf('sales'), facts)
    const replaced = withHeadline(body, replacement) ?? ''
    expect(headlineIn(body)).toBe('## 1 dashboard rendered')
    expect(headlineIn(replaced)).toBe('## 1 dashboard could not be rendered: stock')
    expect(withoutHeadline(replaced)).toBe(withoutHeadline(body))
  })

  test('a new headline removes the lines about acceptances that do not count any more', () => {
    const ada = { login: 'ada', commit: '0123456789abcdef' }
    const bob = { ...ada, login: 'bob' }
    const body = renderSoleComment(resultsOf('sales'), facts)
    const marked = `${body}${acceptanceLine(ada)}${acceptanceLine(bob)}`
    const shownWith = (gate: Gate) =>
      withHeadline(marked, { shard: 0, facts: { ...replacement.facts, gate } })?.match(
        /(?<=Accepted by @&#8203;)\w+/g,
      )
    const acceptance = { ...bob, changedSince: { total: 0, first: [] } }
    expect(shownWith({ acceptLabel: 'ok', acceptance })).toEqual(['bob'])
    expect(shownWith({ acceptLabel: 'ok' })).toBeNull()
  })

  test('the headline of a shared comment sums up the parts of all jobs', () => {
    const body = renderComment([partOf('sales', 0), partOf('users', 1)], facts, 2)
    const replaced = withHeadline(body, replacement) ?? ''
    expect(headlineIn(body)).toBe('## 2 dashboards rendered')
    expect(headlineIn(replaced)).toBe('## 1 of 2 dashboards could not be rendered: stock')
    expect(parseParts(replaced).map(({ facts }) => facts)).toEqual([
      replacement.facts,
      partOf('users', 1).facts,
    ])
  })

  test('a shared comment without the part of this job does not change if the headline is replaced', () => {
    const body = renderComment([partOf('users', 1)], facts, 2)
    expect(withHeadline(body, replacement)).toBeUndefined()
  })

  test('a shared comment contains no parts of an earlier attempt that had more jobs', () => {
    const earlier = [partOf('sales', 0), partOf('users', 1), partOf('stock', 2)]
    const later = { ...partOf('sales', 0), attempt: 2 }
    const body = renderSharedComment(earlier, later, facts, 2)
    expect(headlineIn(body)).toBe('## 2 dashboards rendered')
    expect(parseParts(body).map(({ shard }) => shard)).toEqual([0, 1])
  })

  test('a shared comment keeps the part of a job that had more jobs in this attempt, for example because it could not read a folder', () => {
    const body = renderSharedComment([partOf('users', 1)], partOf('sales', 0), facts, 1)
    expect(parseParts(body).map(({ shard }) => shard)).toEqual([0, 1])
  })

  test('the headline of a shared comment gives the number of finished jobs, even after a replacement', () => {
    const body = renderComment([partOf('sales', 0)], facts, 3)
    expect(headlineIn(body)).toBe('## 1 dashboard rendered (1 of 3 jobs done)')
    expect(headlineIn(withHeadline(body, replacement))).toBe(
      '## 1 dashboard could not be rendered: stock (1 of 3 jobs done)',
    )
  })

  const keyRefused = { keyRefusedBy: 'acme.cloud.looker.com' }
  const stopped = { stopped: { reason: 'no secret', hint: 'Add it.', problems: { total: 0, first: [] } } }
  const disturbance = { kind: 'deployment', name: 'c44127a', host: 'acme.cloud.looker.com' } as const
  const secondRefused = { secondKeyRefusedBy: 'eu.looker.com' }
  const lost = { ...failure, error: { message: 'm', hint: 'h' } }
  test.each<[string, NonNullable<CommentFacts['verdict']>, boolean, string, string]>([
    [
      'its API key was refused',
      keyRefused,
      true,
      '1 of 2 dashboards could not be rendered: stock',
      'Shard 1: acme.cloud.looker.com refused the API key. Check the secrets behind client-id',
    ],
    [
      'another commit was deployed',
      { disturbance },
      true,
      '1 of 2 dashboards could not be rendered: stock',
      'Shard 1: Commit c44127a was deployed to acme.cloud.looker.com during this run, so no result is shown. Run this job again',
    ],
    [
      'it stopped before it had targets',
      stopped,
      false,
      '1 dashboard rendered; shard 1 rendered nothing',
      'Shard 1: Nothing was rendered: no secret. Add it.',
    ],
  ])(
    'the headline of a shared comment is about the results of other jobs if one job has no results, because %s',
    (_, verdict, hasTargets, words, reason) => {
      const results = hasTargets ? [lost] : []
      const own = renderPart(results, { ...facts, verdict }, { ...jobs, index: 1 })
      const body = renderComment([partOf('sales', 0), own], facts, 2)
      expect(headlineIn(body)).toBe(`## ${words}`)
      expect(body).toContain(`<p>${reason}`)
      expect(headlineIn(renderComment([own], facts, 2))).toMatch(/^## (?!1 ).* \(1 of 2 jobs done\)$/)
    },
  )

  test('several jobs without results that have the same reason are named together', () => {
    const without = (index: number) => renderPart([], { ...facts, verdict: stopped }, { index, total: 3 })
    const body = renderComment([partOf('sales', 0), without(1), without(2)], facts, 3)
    expect(headlineIn(body)).toBe('## 1 dashboard rendered; shards 1, 2 rendered nothing')
    expect(body.match(/<p>Shards 1, 2: Nothing was rendered: no secret\. Add it\.<\/p>/g)).toHaveLength(1)
  })

  test('the headline of a shared comment is about the compared targets if the second instance refused the key of one job', () => {
    const compared = { ...partOf('sales', 0), facts: { ...partOf('sales', 0).facts, unchanged: 1 } }
    const other = renderPart(resultsOf('users'), { ...facts, verdict: secondRefused }, { ...jobs, index: 1 })
    const body = renderComment([compared, other], facts, 2)
    expect(headlineIn(body)).not.toContain('refused')
    expect(body).toContain('<p>Shard 1: eu.looker.com refused the API key, so nothing was compared. Check')
    expect(headlineIn(renderComment([partOf('sales', 0), other], facts, 2))).toContain(
      'eu.looker.com refused',
    )
  })

  test('a comment without a headline does not change if the headline is replaced', () => {
    expect(withHeadline('## A comment of a person', replacement)).toBeUndefined()
    expect(withHeadline('<!-- headline -->\n## Without an end', replacement)).toBeUndefined()
    expect(withHeadline('Text <!-- /headline -->\n', replacement)).toBeUndefined()
  })

  test('the headline of a comment has no text below if the verdict has no next step', () =>
    expect(renderSoleComment(resultsOf('sales'), facts)).toContain(
      '## 1 dashboard rendered\n\n<!-- /headline -->\n',
    ))
})

test.each([1, 2])(
  'a comment has hidden marks around its parts if jobs share it, even if only one has targets: %i',
  jobs => {
    const facts = { host: 'acme.cloud.looker.com', at: new Date(0), sha: 'a'.repeat(40) }
    const run = { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 }
    const marks = /<!--(?! \/?headline -->)/g
    const own = renderPart([rendered()], { ...facts, run }, { index: 0, total: 2 })
    expect(renderComment([own], { ...facts, run })).not.toMatch(marks)
    const shared = renderComment([own], { ...facts, run }, jobs)
    expect(shared).toMatch(marks)
    expect(parseParts(shared).map(({ urgent, others }) => [urgent, others])).toEqual([
      [own.urgent, own.others],
    ])
  },
)

test('a comment already contains the part of a job if the part is of the same or a later attempt', () => {
  const run = { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 2 }
  const facts = { host: 'acme.cloud.looker.com', at: new Date(0), sha: 'a'.repeat(40), run }
  const own = renderPart([rendered()], facts, { index: 1, total: 2 })
  const body = renderComment([own], facts, 2)
  expect([1, 2, 3].map(attempt => hasPart(body, { ...own, attempt }))).toEqual([true, true, false])
  expect(hasPart(body, { ...own, shard: 0 })).toBe(false)
})

test('a fact that applies to all targets is mentioned once, on its own line of the comment', () => {
  const run = { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 }
  const facts = { host: 'acme.cloud.looker.com', at: new Date(0), sha: 'a'.repeat(40), run }
  const own = renderPart([rendered()], facts, { index: 0, total: 2 })
  const parts = [
    { ...own, about: ['Before is main', 'Red: before'] },
    { ...own, shard: 1, about: ['Before is main'] },
  ]
  expect(renderComment(parts, facts, 2)).toContain('<p><sub>Before is main.<br>Red: before.</sub></p>')
})

describe('the parts of a shared comment', () => {
  const run = { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 }
  const facts = { host: 'acme.cloud.looker.com', at: new Date(0), sha: 'a'.repeat(40), run }
  const own = renderPart([rendered()], facts, { index: 0, total: 2 })

  test('the footer of a shared comment links only to the reports that exist', () => {
    const report = 'https://github.com/acme/lookml/actions/runs/7/artifacts/9'
    const footerOf = (...parts: Part[]) => renderComment(parts, facts, 2).split('<p><sub>').at(-1) ?? ''
    expect(footerOf(own, { ...own, shard: 1, report })).toMatch(
      `All on one page: <a href="${report}">part 1</a> · commit`,
    )
    expect(footerOf(own, { ...own, shard: 1 })).toMatch(/^commit/)
  })

  test('the whole text of a part counts as urgent if the mark of the rest is missing', () => {
    const body = renderComment([{ ...own, urgent: 'First\n', others: 'Second\n' }], facts, 2)
    const edited = body.replace(/^<!-- rest 0 -->\n/m, '')
    expect(parseParts(body)).toMatchObject([{ urgent: 'First\n', others: 'Second\n' }])
    expect(parseParts(edited)).toMatchObject([{ urgent: 'First\nSecond\n', others: '' }])
  })
})
