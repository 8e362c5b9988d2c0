import { createHash } from 'node:crypto'

/** Days after which pictures leave the branch's tip; links to their commits go on working. */
export const keptDays = 30
/** Tells our branch from others: its content must stay as it is. */
const mark = {
  path: '.gitattributes',
  content: '*.png binary linguist-generated\n*.jpg binary linguist-generated\n',
}

const readme = `# Pictures of Looker Snapshot

The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. Pictures older than ${keptDays} days leave its tip.
Deleting the branch takes the pictures out of old comments.
`

/** What every branch of pictures begins with. */
export const about = [mark, { path: 'README.md', content: readme }].map(file => ({
  ...file,
  mode: '100644' as const,
  type: 'blob' as const,
}))

/** Whether a root is that of a branch that this action made. */
export const isOurs = (root: readonly { path?: string; sha?: string }[]): boolean =>
  root.some(({ path, sha }) => path === mark.path && sha === blobSha(mark.content))

/** The name that git gives to a file by its content. */
const blobSha = (content: string) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex')
