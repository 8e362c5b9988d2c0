// The missing types of lookml-parser. A block is an object of its parameters. Several blocks with one name are a list.
declare module 'lookml-parser/lib/parse/index.js' {
  export default function parse(text: string): Record<string, unknown>
}
