import { type Part, parseParts, renderComment } from '../../src/comment/parts.ts'
import { asListed, emptyFacts } from '../../src/verdict-facts.ts'
import fc from '../../testkit/fast-check.ts'
import { hostileJson, hostileText, runs, spoiled } from '../../testkit/hostile.ts'

const part: Part = {
  shard: 0,
  attempt: 1,
  facts: { ...emptyFacts, targets: 1, rendered: 1, changed: asListed(['sales']) },
  about: [],
  urgent: 'urgent\n',
  others: 'others\n',
  report: 'https://github.com/acme/lookml/actions/runs/1/artifacts/2',
}
const facts = {
  host: 'looker',
  run: { url: 'https://github.com/acme/lookml/actions/runs/1', id: 1, attempt: 1 },
  at: new Date(0),
}

test('the hidden data of a comment is the same after it is written and read again, whatever its text is', () =>
  fc.assert(
    fc.property(fc.oneof(spoiled(part), hostileJson, hostileText), hostileText, (edited, text) => {
      const mark = `<!-- part ${JSON.stringify(edited)} -->\n`
      const body = `${renderComment([part], facts, 2)}${mark}${text}\n<!-- rest ${text} -->\n`
      const parts = parseParts(body)
      expect(parts[0]?.facts).toEqual(part.facts)
      expect(renderComment(parts, facts, 3)).toMatch(/^## \S/m)
      expect(renderComment(parts, facts, 3).split('\n')[1]).not.toMatch(/NaN|undefined|\[object/)
    }),
    runs(200),
  ))

test('the name of a target does not end the hidden data of a comment, whatever the name is', () =>
  fc.assert(
    fc.property(hostileText, hostileText, (name, end) => {
      const changed = asListed([`${name.slice(0, 200)}-->${end.slice(0, 200)}`])
      const body = renderComment([{ ...part, facts: { ...part.facts, changed } }], facts, 2)
      const marks = body.split('\n').filter(line => line.startsWith('<!-- part '))
      expect(marks.map(mark => mark.replace(/ -->$/, ''))).toEqual([expect.not.stringContaining('>')])
      expect(parseParts(body)[0]?.facts.changed).toEqual(changed)
    }),
    runs(200),
  ))
