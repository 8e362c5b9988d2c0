import { ActionError } from '../../src/errors.ts'
import { statusError } from '../../src/looker/errors.ts'
import { creationError, renderFailure } from '../../src/looker/render-errors.ts'
import type { Target, VisualTarget } from '../../src/model.ts'
import { describeTarget } from '../../src/targets.ts'
import { dashboard } from '../../testkit/results.ts'

const host = 'acme.cloud.looker.com'

const picture = (kind: VisualTarget['kind'], id: string): Target => ({
  kind,
  id,
  source: `${kind}/${id}`,
  name: id,
  file: `${id}.png`,
  url: '',
  width: 1,
  height: 1,
  ignore: [],
  output: { format: 'png' },
})

const refusal = (status: number, message?: string) =>
  statusError({ status, location: null, retryAfter: 0, message, host, method: 'POST' })

describe('the description of a target', () => {
  test.each([
    [dashboard(), 'dashboard 42'],
    [dashboard({ kind: 'lookml_dashboard', id: 'thelook::overview' }), 'LookML dashboard thelook::overview'],
    [picture('look', '7'), 'Look 7'],
    [picture('query', 'aBc'), 'query aBc'],
    [picture('dashboard_element', '19'), 'dashboard element 19'],
  ])('the description of a target uses the usual word for its kind (case %#)', (target, words) =>
    expect(describeTarget(target)).toBe(words),
  )
})

describe('a render task that Looker refuses to create', () => {
  test.each([
    [dashboard(), 'see_user_dashboards'],
    [dashboard({ kind: 'lookml_dashboard', id: 'm::d' }), 'see_lookml_dashboards'],
    [picture('look', '7'), 'see_looks'],
    [picture('query', 'aBc'), 'see_looks'],
    [picture('dashboard_element', '19'), 'see_user_dashboards'],
  ])(
    'a render task that Looker refuses to create is an error with the required permissions if one is missing (case %#)',
    (target, permission) =>
      expect(creationError(refusal(403), target)).toMatchObject({
        message: `Looker does not let the API user render ${describeTarget(target)} (403)`,
        hint: `Give its role access_data, ${permission} and download_with_limit or download_without_limit, and the user View on the folder.`,
      }),
  )

  test('a render task that Looker refuses to create is an error that explains 404 for an unknown target', () =>
    expect(creationError(refusal(404, 'Not found'), dashboard())).toMatchObject({
      message: 'Looker found no dashboard 42',
      hint: expect.stringContaining('may see its folder'),
    }))

  test.each([
    [
      'width: is too large; height: missing',
      'Looker refused to render dashboard 42: width: is too large; height: missing',
    ],
    ['it answered 422 before', 'Looker refused to render dashboard 42: it answered 422 before'],
    [undefined, 'Looker refused to render dashboard 42'],
  ])(
    "a render task that Looker refuses to create is an error with Looker's messages about its settings: %j",
    (said, message) =>
      expect(creationError(refusal(422, said), dashboard())).toMatchObject({
        message,
        hint: expect.stringContaining("target's settings"),
      }),
  )

  test.each([400, 429, 500, 503])(
    'a render task that Looker refuses to create is an error with the message of the answer %d',
    status => {
      const fault = refusal(status, 'Nope')
      const told = creationError(fault, dashboard())
      expect(told).toBeInstanceOf(ActionError)
      expect(told).toMatchObject({ message: fault.message, hint: fault.hint, cause: fault })
    },
  )

  test('a render task that Looker refuses to create is the original error if it is not from Looker', () => {
    const other = new RangeError('out of bounds')
    expect(creationError(other, dashboard())).toBe(other)
  })
})

describe('a render task that failed', () => {
  test.each([
    ['Script timed out. - retried', "Looker's renderer waited in vain for a tile to be drawn"],
    ['RendererTimeout', "Looker's renderer waited in vain for a tile to be drawn"],
    ['[renderer no outfile - retried]', "Looker's renderer made no file"],
    ['Unexpected document content', "Looker's renderer crashed"],
    ['[orphaned job]', 'Looker was restarted while it rendered'],
    ['ANGULAR_RUNTIME_EXCEPTION TypeError: x is undefined', "Looker's page broke while it was rendered"],
    ['error: UNEXPECTED DOCUMENT CONTENT', "Looker's renderer crashed"],
  ])('a render task that failed counts as a crash of the renderer with the detail %j', (detail, fact) => {
    const { crash, error } = renderFailure(dashboard(), detail)
    expect(crash).toBe(true)
    expect(error.message).toBe(`${fact} (dashboard 42: "${detail}")`)
    expect(error.hint).toMatch(/\.$/)
  })

  test.each([
    [
      'Tile "Orders": unknown field orders.cuont',
      'Looker could not render dashboard 42: "Tile "Orders": unknown field orders.cuont"',
    ],
    ['two\nlines', 'Looker could not render dashboard 42: "two lines"'],
    ['', 'Looker could not render dashboard 42 and gave no reason'],
    [' \n ', 'Looker could not render dashboard 42 and gave no reason'],
  ])('a render task that failed counts as an error of the target with the detail %j', (detail, message) => {
    const { crash, error } = renderFailure(dashboard(), detail)
    expect(crash).toBe(false)
    expect(error).toMatchObject({ message, hint: expect.stringContaining('look for a tile with an error') })
  })

  test.each([
    [`ANGULAR_RUNTIME_EXCEPTION ${'at x (y.js)\n'.repeat(2000)}`, true],
    ['unknown field '.repeat(1000), false],
    [`${'long '.repeat(1000)} Script timed out.`, true],
  ])(
    "a render task that failed has a message of readable length, even if Looker's detail is long (case %#)",
    (detail, crash) => {
      const failure = renderFailure(dashboard(), detail)
      expect(failure.crash).toBe(crash)
      expect(failure.error.message.length).toBeLessThan(300)
      expect(failure.error.message).not.toContain('\n')
      expect(failure.error.message).toContain('…"')
    },
  )
})
