import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import type { Local } from '../save-files.ts'

const github = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize) // The default schema contains the elements that GitHub allows.
  .use(rehypeStringify)

type Tree = ReturnType<typeof github.runSync>
type Node = Tree | Tree['children'][number]

/** Converts Markdown to HTML as GitHub does. The result includes tables, and the raw HTML that GitHub allows. */
export function renderMarkdown(markdown: string, local: Local): string {
  const tree = github.runSync(github.parse(markdown))
  return github.stringify(localized(tree, local))
}

function localized<Some extends Node>(node: Some, local: Local): Some {
  if (node.type === 'text') node.value = local.text(node.value)
  if (node.type === 'element') {
    for (const name of ['href', 'src']) {
      const url = node.properties[name]
      if (typeof url === 'string') node.properties[name] = local.url(url)
    }
  }
  if ('children' in node) for (const child of node.children) localized(child, local)
  return node
}
