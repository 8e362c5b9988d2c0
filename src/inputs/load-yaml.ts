import type { InputSource } from './input-source.ts'
import type * as YamlReader from './yaml.ts'

/*
 * The YAML parser is half of all code that a run would read before its first request. Most runs list one target a line
 * and no filters: they do without it.
 */

let reader: typeof YamlReader | undefined

/** Loads the parser where an input may be YAML, before the inputs are read. */
export async function loadYamlFor(source: Pick<InputSource, 'get'>): Promise<void> {
  if (mayHoldYaml(source)) await loadYaml()
}

export async function loadYaml(): Promise<void> {
  reader ??= await import('./yaml.ts')
}

/** A list, or its beginning, has a dash or a bracket at the beginning of a line; filters may be a mapping. */
const mayHoldYaml = ({ get }: Pick<InputSource, 'get'>): boolean =>
  get('targets-file') !== '' || get('filters') !== '' || /^[\uFEFF\s]*[-[]/m.test(get('targets'))

/** As `parseYaml` of `yaml.ts`, which was loaded before. */
export const parseYaml: typeof YamlReader.parseYaml = (text, place) => {
  if (!reader) throw new Error('The YAML parser was not loaded before it was needed')
  return reader.parseYaml(text, place)
}
