// lookml-parser has no types. It returns a block as an object with the block's parameters. If several blocks have the
// same name, it returns a list with an object for each block.
declare module 'lookml-parser/lib/parse/index.js' {
  export default function parse(text: string): Record<string, unknown>
}
