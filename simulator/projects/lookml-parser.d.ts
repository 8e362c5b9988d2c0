// lookml-parser has no types. The parser returns a block as an object of its parameters. If several blocks have the
// same name, it returns a list of such objects.
declare module 'lookml-parser/lib/parse/index.js' {
  export default function parse(text: string): Record<string, unknown>
}
