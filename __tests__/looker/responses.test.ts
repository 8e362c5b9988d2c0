import fc from 'fast-check'
import { boundedText, messageIn, readJson, readList, readObject } from '../../src/looker/responses.ts'
import { isObject, parseJson } from '../../src/runtime/json.ts'
import { anyText } from '../../testkit/texts.ts'

const asItIs = (text: string) => text

/** A body in these pieces. Counts the pieces that were read. */
function inPieces(pieces: Iterable<Uint8Array>) {
  const taken = { pieces: 0, cancelled: false }
  const source = pieces[Symbol.iterator]()
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = source.next()
        if (done) return controller.close()
        taken.pieces++
        controller.enqueue(value)
      },
      cancel() {
        taken.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { response: new Response(stream), taken }
}

describe('a body', () => {
  test.each([
    ['{"id":"1"}', '{"id":"1"}'],
    ['', ''],
    ['Größe 🎉', 'Größe 🎉'],
  ])('a body is read as text: %j', async (body, text) =>
    expect(await boundedText(new Response(body))).toBe(text),
  )

  test('a body is an empty text if it is missing', async () =>
    expect(await boundedText(new Response(null, { status: 204 }))).toBe(''))

  test('a body is the same text, in whatever pieces it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.integer({ min: 1, max: 5 }), async (text, size) => {
        const bytes = Buffer.from(text)
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        )
        // The first character may be a byte order mark, which is not part of the text.
        expect(await boundedText(inPieces(pieces).response)).toBe(text.replace(/^\ufeff/, ''))
      }),
    )
  })

  test('a body is read up to a million characters if it is endless', async () => {
    function* endless() {
      for (;;) yield Buffer.alloc(10_000, 'a')
    }
    const { response, taken } = inPieces(endless())
    expect((await boundedText(response)).length).toBeLessThanOrEqual(1_010_000)
    expect(taken.pieces).toBeLessThanOrEqual(102)
    expect(taken.cancelled).toBe(true)
  })
})

describe('a JSON answer', () => {
  const read = (body: string, options?: Parameters<typeof readJson>[2]) =>
    readJson('acme', new Response(body), options)
  const tooLong = { message: 'acme answered with more text than the action reads', retries: 0 }

  test.each([
    ['{"id":"1"}', { id: '1' }],
    ['[1,"[[[\\"[",{}]', [1, '[[["[', {}]],
    [`${'['.repeat(100)}${']'.repeat(100)}`, JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)],
    [JSON.stringify(Array(300).fill({ a: [] })), Array(300).fill({ a: [] })],
    [JSON.stringify({ title: '{['.repeat(200) }), { title: '{['.repeat(200) }],
  ])('a JSON answer is read (case %#)', async (body, value) => expect(await read(body)).toEqual(value))

  test.each(['<html>', '', '{"id":', `${'['.repeat(101)}${']'.repeat(101)}`, '{"a":'.repeat(200_000)])(
    'a JSON answer is undefined if it is no JSON, or nested too deeply (case %#)',
    async body => expect(await read(body)).toBeUndefined(),
  )

  test('a JSON answer of too many characters is an error that is not retried', async () => {
    await expect(read(`"${'x'.repeat(98)}"`, { longest: 99 })).rejects.toMatchObject(tooLong)
    expect(await read(`"${'x'.repeat(97)}"`, { longest: 99 })).toHaveLength(97)
    await expect(read(`"${'x'.repeat(1_000_000)}"`)).rejects.toMatchObject(tooLong)
  })

  test('a JSON answer counts towards the budget of several answers', async () => {
    const budget = { left: 20 }
    const object = readObject('acme', 'folder', answer => answer.id, budget)
    const list = readList('acme', 'folder', item => item.id, budget)
    const alive = () => undefined
    expect(await object(new Response('{"id":"1"}'), alive)).toBe('1')
    expect(await list(new Response('[{"id":2}]'), alive)).toEqual([2])
    expect(budget.left).toBe(0)
    await expect(object(new Response('{}'), alive)).rejects.toMatchObject(tooLong)
  })
})

describe("Looker's message", () => {
  test.each([
    [{ message: 'Not found' }, 'Not found'],
    [{ message: 'Not\nfound', documentation_url: 'https://docs.example' }, 'Not found'],
    [
      {
        message: 'Validation Failed',
        errors: [{ field: 'width', code: 'invalid', message: 'is too large' }],
      },
      'width: is too large',
    ],
    [
      {
        message: 'Validation Failed',
        errors: [
          { field: 'width', code: 'invalid', message: 'is too large' },
          { field: 'height', code: 'missing_field' },
          { message: 'and more' },
        ],
      },
      'width: is too large; height: missing_field; and more',
    ],
    [{ message: 'Validation Failed', errors: [] }, 'Validation Failed'],
    [{ message: 'Validation Failed', errors: 'many' }, 'Validation Failed'],
    [{ message: 'Validation Failed', errors: [null, 'x', 3, {}, { field: 4 }] }, 'Validation Failed'],
    [{ message: 'x'.repeat(1000) }, `${'x'.repeat(299)}…`],
    [
      { errors: Array(100).fill({ field: 'f', message: 'x'.repeat(50) }) },
      expect.stringMatching(/^(f: x{50}; )+f: x*…$/),
    ],
    [{ message: '<html><head><title>x</title></head><h1>Bad\nGateway</h1><br/></html>' }, 'Bad Gateway'],
    [{ message: '<script>alert(1)</script>' }, undefined],
    [{ message: 'Unknown field <orders.count>, a < b' }, 'Unknown field <orders.count>, a < b'],
    [{ message: '' }, undefined],
    [{ message: 7 }, undefined],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
    ['Not found', undefined],
  ])("Looker's message is found in %j as %j", (answer, words) =>
    expect(messageIn(JSON.stringify(answer), asItIs)).toEqual(words),
  )

  test("Looker's message is shortened if it is very long", () =>
    expect(messageIn(JSON.stringify({ message: 'No<script '.repeat(100_000) }), asItIs)).toHaveLength(300))

  test.each(['', '<html>504 Gateway Time-out</html>', '{"message":"cut', 'undefined'])(
    "Looker's message is not found in %j",
    body => expect(messageIn(body, asItIs)).toBeUndefined(),
  )
})

test.each([
  ['{"a":1}', { a: 1 }],
  ['null', null],
  ['[1]', [1]],
  ['', undefined],
  ['{', undefined],
  ['NaN', undefined],
])('parseJson reads %j, or returns undefined', (body, value) => expect(parseJson(body)).toEqual(value))

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  ['a', false],
  [undefined, false],
])('isObject of %j is %s', (value, object) => expect(isObject(value)).toBe(object))
