// lookml-parser has no types. It returns a block as an object of its parameters, and several blocks with the same name
// as a list.
declare module 'lookml-parser/lib/parse/index.js' {
  export default function parse(text: string): Record<string, unknown>
}
