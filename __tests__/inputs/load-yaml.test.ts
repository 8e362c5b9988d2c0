import { filtersFromText } from '../../src/inputs/filters.ts'
import { loadYamlFor } from '../../src/inputs/parsers.ts'
import { readTargets } from '../../src/inputs/targets-input.ts'
import fc from '../../testkit/fast-check.ts'

const source = (inputs: Record<string, string>) => ({ get: (name: string) => inputs[name] ?? '' })
const notLoaded = 'The YAML parser was not loaded before it was needed'
const read = (text: string) =>
  readTargets(text, { base: undefined, version: '4.0', common: {} } as never, {
    report: () => undefined,
    notes: [],
  })

// This must be the first test, because a parser that is loaded once stays loaded.
test('the YAML parser is not loaded for targets on separate lines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', '7', '/', '-', '[', ' ', '#', '\n', '\uFEFF') }),
      async targets => {
        if (/^[\uFEFF\s]*[-[]/m.test(targets)) return
        await loadYamlFor(source({ targets }))
        try {
          read(targets)
        } catch (error) {
          expect((error as Error).message).not.toBe(notLoaded)
        }
      },
    ),
  )
  expect(() => read('- dashboards/42')).toThrow(notLoaded)
})

test('the YAML parser is loaded for a YAML list of targets, a targets file or filters', async () => {
  for (const inputs of [
    { targets: '# ours\n - dashboards/42' },
    { 'targets-file': 'a.yml' },
    { filters: 'a: b' },
  ])
    await loadYamlFor(source(inputs))
  expect(() => read('- dashboards/42')).not.toThrow(notLoaded)
  expect([...filtersFromText('{ Region: West }')]).toEqual([['Region', 'West']])
})
