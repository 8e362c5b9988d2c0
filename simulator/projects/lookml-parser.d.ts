// Types that lookml-parser lacks. A block becomes an object of its parameters; two blocks of one name, a list.
declare module 'lookml-parser/lib/parse/index.js' {
  export default function parse(text: string): Record<string, unknown>
}
