import type { InputSource } from './input-source.ts'
import type * as YamlReader from './yaml.ts'

/**
 * The YAML parser is half of the code that a run would load before its first request. Most runs list one target per
 * line and set no filters, so they do not load the parser.
 */

let reader: typeof YamlReader | undefined

/** Loads the parser if an input may be YAML. Call this before the inputs are read. */
export async function loadYamlFor(source: Pick<InputSource, 'get'>): Promise<void> {
  if (mayHoldYaml(source)) await loadYaml()
}

export async function loadYaml(): Promise<void> {
  reader ??= await import('./yaml.ts')
}

/** Whether a text may be YAML. A YAML list has a line that begins with a dash or a bracket. */
const mayHoldYaml = ({ get }: Pick<InputSource, 'get'>): boolean =>
  get('targets-file') !== '' || get('filters') !== '' || /^[^\S\n]*[-[]/m.test(get('targets'))

/** Calls `readYaml` of `yaml.ts`. `loadYamlFor` must be called before. */
export const parseYaml: typeof YamlReader.readYaml = (text, place) => {
  if (!reader) throw new Error('The YAML parser was not loaded before it was needed')
  return reader.readYaml(text, place)
}
