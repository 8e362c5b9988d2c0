import { scene } from '../../testkit/scene.ts'

/*
 * Tests that Looker gets the filters as users wrote them. If that is not possible, the step's message must say how to
 * write them.
 */

const sent = (stage: Awaited<ReturnType<typeof scene>>) =>
  stage
    .requests('create')
    .map(({ body }) =>
      [...new URLSearchParams(JSON.parse(body).dashboard_filters)].map(pair => pair.join(': ')),
    )

test.concurrent('Looker receives the filters as they were written in the inputs', async () => {
  await using stage = await scene()
  const targets = [
    '- { target: dashboards/1, filters: { Count: "!=5", Brand: "%shirt%", Store: "Store #12" } }',
    '- { target: dashboards/2, filters: { Count: "[0, 20]", State: [CA, OR] } }',
    '- { target: dashboards/3, filters: { Count: "0,20" } }',
    '- dashboards/4?Brand=Marks+%26+Spencer&Store=Store+%2312',
    '- dashboards/5?Region = West',
    '- target: dashboards/6',
    '  filters: |',
    '    Region=West',
    '    Date=7 days',
    '- dashboards/7?Brand=%shirt%&Count=>=5',
  ].join('\n')
  const outcome = await stage.run({ targets })

  expect(outcome.errors).toEqual([])
  expect(sent(stage).sort()).toEqual([
    ['Brand: %shirt%', 'Count: >=5'],
    ['Brand: Marks & Spencer', 'Store: Store #12'],
    ['Count: !=5', 'Brand: %shirt%', 'Store: Store #12'],
    ['Count: 0,20'],
    ['Count: [0, 20]', 'State: CA,OR'],
    ['Region: West'],
    ['Region: West', 'Date: 7 days'],
  ])
})

const inTargets = [
  ['dashboards/42?Brand=Marks & Spencer', /write a & inside of a value as %26 \(Brand=Marks %26 Spencer\)/],
  ['dashboards/42?Region=West, Date=7 days', /put a & between filters/],
  ['dashboards/42?State=CA&State=OR', /write its values with commas: State=CA,OR/],
  ['dashboards/42?Region', /write Region=West to set it, or Region= to clear that filter/],
  ['dashboards/42?Store=Store #12', /write the # as %23/],
] as const

test.concurrent('all filters in addresses with an unclear meaning are refused together', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: inTargets.map(([target]) => target).join('\n') })

  expect(outcome.code).toBe(1)
  expect(stage.looker.requests).toEqual([])
  for (const [index, [, words]] of inTargets.entries())
    expect(outcome.errors[index]).toMatch(new RegExp(`^targets, item ${index + 1}: .*${words.source}`))
})

test.concurrent.each([
  ['{ Count: !=5 }', 'put it in quotes: Count: "!=5"'],
  ['Count: [0, 20]', 'write Count: "[0, 20]" for the interval, or Count: "0,20" for the two values'],
  ['Region=West, Date=7 days', 'put a & between filters, as in Region=West&Date=7+days'],
])('the input filters refuses %j with the advice: %s', async (filters, advice) => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42', filters })

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([expect.stringMatching(/^filters: /)])
  expect(outcome.errors[0]).toContain(advice)
  expect(stage.looker.requests).toEqual([])
})
