// What lookml-parser has no types for. A block becomes an object of its parameters; one that is written twice, a list.
declare module 'lookml-parser/lib/parse/index.js' {
  export default function parse(text: string): Record<string, unknown>
}
