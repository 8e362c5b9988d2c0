import rehypeRaw from 'rehype-raw'
import { unified } from 'unified'
import { type skeleton, textOf } from './github-markdown.ts'

export type Tree = Parameters<typeof skeleton>[0]
export type Element = Extract<Tree, { type: 'element' }>

const raw = unified().use(rehypeRaw)
export const parsed = (page: string): Tree =>
  raw.runSync({
    type: 'root',
    children: [{ type: 'doctype' }, { type: 'raw', value: page }],
  } as never) as Tree

export function elements(node: Tree, name: string): Element[] {
  const own = node.type === 'element' && node.tagName === name ? [node] : []
  return [...own, ...('children' in node ? node.children.flatMap(child => elements(child, name)) : [])]
}
export const wordsOf = (node: Tree) => textOf(node).replace(/\s+/g, ' ').trim()
/** Returns the text of an entry from its heading to its end, without links to Looker. */
export const entryText = (article: Element) =>
  ['h2', 'dl', 'ul', 'p']
    .flatMap(name => elements(article, name))
    .flatMap(element =>
      element.tagName === 'dl'
        ? elements(element, 'div').map(fact =>
            elements(fact, 'dt').concat(elements(fact, 'dd')).map(wordsOf).join(': '),
          )
        : element.tagName === 'ul'
          ? elements(element, 'li').map(wordsOf)
          : [wordsOf(element)],
    )
    .filter(words => words !== 'Open in Looker')
    .join(' / ')
