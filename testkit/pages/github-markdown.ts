import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

const github = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize) // The default schema is GitHub's list of allowed elements.

type Tree = ReturnType<typeof github.runSync>
type Node = Tree | Tree['children'][number]

/** Parses Markdown as GitHub does: with tables and raw HTML, but without elements that GitHub removes. */
export const renderedTree = (markdown: string): Tree => github.runSync(github.parse(markdown))

/** Returns the nested elements without text, such as `p(sub(a))`. Each element also has the names of its attributes. */
export function skeleton(node: Node): string {
  const inner = 'children' in node ? node.children.map(skeleton).filter(Boolean).join(' ') : ''
  if (node.type !== 'element') return inner
  const attributes = Object.keys(node.properties).sort().join(',')
  return `${node.tagName}${attributes && `[${attributes}]`}(${inner})`
}

export const textOf = (node: Node): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(textOf).join('') : ''

export const linksOf = (node: Node): string[] => [
  ...(node.type === 'element' && typeof node.properties.href === 'string' ? [node.properties.href] : []),
  ...('children' in node ? node.children.flatMap(linksOf) : []),
]

/** Returns mentions of users, issues and pull requests that GitHub would turn into links. Ignores links and code. */
export function mentionsOf(node: Node): string[] {
  if (node.type === 'text')
    return node.value.match(/(?<![\w`])@[A-Za-z\d]|(?<!\w)GH-\d|(?<![\w&])#\d|[\w.-]+\/[\w.-]+#\d/g) ?? []
  if (node.type === 'element' && /^(a|code|pre)$/.test(node.tagName)) return []
  return 'children' in node ? node.children.flatMap(mentionsOf) : []
}

/**
 * Removes characters that the markup may add, merge or leave out: white space, control characters, zero-width spaces
 * and characters that change the direction of text. Also removes the two halves of 😀, which may be joined or become
 * U+FFFD.
 */
export const bare = (text: string) =>
  text
    .replace(/\ud83d|\ude00|\ufffd/g, '')
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Bidi_Control}\u200b]+/gu, '')
