import { createHash } from 'node:crypto'
import { ActionError } from '../errors.ts'
import { gitHubError, messageOf, statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { fields, listOf, shaOf, textOf } from '../github/responses.ts'

/** Days after which a run's pictures leave the branch's tip; links to their commits go on working. */
export const keptDays = 30
/** The folder of what `compare: base` recorded. */
export const baselinesFolder = 'baselines'
/** Tells our branch from others: its content must stay as it is. */
const mark = {
  path: '.gitattributes',
  content: ['png', 'jpg', 'pdf'].map(format => `*.${format} binary linguist-generated\n`).join(''),
}

const frontPageHeading = '# Pictures of Looker Snapshot'
const about = `The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. A run's pictures stand in a folder for the
day, and leave the branch's tip after ${keptDays} days. \`${baselinesFolder}\` holds, for each branch, the pictures that pull requests
are compared with. Deleting the branch takes the pictures out of old comments.
`

/** What GitHub shows to who opens the branch. A page of ours begins with the frontPageHeading. Markdown. */
export const frontPage = {
  path: 'README.md',
  heading: frontPageHeading,
  about,
  initial: `${frontPageHeading}\n\n${about}`,
}

/** A file that goes into the tree by its text, without being sent before. */
export interface NewFile {
  path: string
  mode: '100644'
  type: 'blob'
  content: string
}

export const newFile = (path: string, content: string): NewFile => ({
  path,
  mode: '100644',
  type: 'blob',
  content,
})

/** What every branch of pictures begins with. */
export const initialFiles = [newFile(mark.path, mark.content), newFile(frontPage.path, frontPage.initial)]

/** Whether a root is that of a branch that this action made. */
const isOurs = (root: readonly Entry[]): boolean =>
  root.some(({ path, sha }) => path === mark.path && sha === blobSha(Buffer.from(mark.content)))

/** The name that git gives to a file by its content: two of one name are equal. */
export const blobSha = (content: Uint8Array): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')

export interface Entry {
  path: string
  mode: '100644' | '040000'
  type: 'blob' | 'tree'
  /** Null takes the file out. */
  sha: string | null
  /** Bytes, of a blob. */
  size?: number
}

/** The branch's tip. */
export interface BranchTip {
  /** The commit. */
  sha: string
  /** Its tree. */
  tree: string
  root: Entry[]
  /** All files, by their whole paths; undefined where there are more than GitHub lists at once (100,000, or 7 MB). */
  files?: Entry[]
}

/** Undefined where there is no such branch; one without our mark is somebody's work, and left alone. */
export async function readTip(repository: Repository, ref: string): Promise<BranchTip | undefined> {
  const sha = await readTipSha(repository, ref)
  if (sha === undefined) return undefined
  const tree = await readTreeSha(repository, sha)
  const { entries, isWhole } = await listTree(repository, tree, 'all of it')
  // Of a list that was cut the root may be missing.
  const root = isWhole ? entries.filter(({ path }) => !path.includes('/')) : await readTree(repository, tree)
  const files = isWhole && entries.filter(({ type }) => type === 'blob')
  if (isOurs(root)) return { sha, tree, root, ...(files && { files }) }
  throw new ActionError(
    `${ref} was not made for pictures (it has no .gitattributes of this action), so none were put there`,
    'Set images-branch to a branch that is for the pictures alone; it is made when it does not exist.',
  )
}

/** The branch's newest commit; undefined where there is no such branch. */
export async function readTipSha(
  { octokit, owner, repo }: Repository,
  ref: string,
): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref })
    return shaOf(fields(data, 'ref').object, 'ref')
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

async function readTreeSha({ octokit, owner, repo }: Repository, commit: string): Promise<string> {
  const { data } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: commit })
  return shaOf(fields(data, 'commit').tree, 'commit')
}

/** The entries of one folder, by its tree's sha. */
export const readTree = async (repository: Repository, sha: string): Promise<Entry[]> =>
  (await listTree(repository, sha, 'one folder')).entries

async function listTree(
  { octokit, owner, repo }: Repository,
  sha: string,
  depth: 'one folder' | 'all of it',
): Promise<{ entries: Entry[]; isWhole: boolean }> {
  const recursive = depth === 'all of it' ? { recursive: '1' } : {}
  const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...recursive })
  const { tree, truncated } = fields(data, 'tree')
  const entries = listOf(tree, 'tree').map(entry => {
    shaOf(entry, 'tree')
    textOf(entry, 'path', 'tree')
    return entry as unknown as Entry
  })
  return { entries, isWhole: truncated !== true }
}

/** The files below a folder, by their paths in it. */
export async function filesBelow(repository: Repository, head: BranchTip, folder: string): Promise<Entry[]> {
  if (head.files)
    return head.files.flatMap(file =>
      file.path.startsWith(`${folder}/`) ? [{ ...file, path: file.path.slice(folder.length + 1) }] : [],
    )
  let entries = head.root
  for (const name of folder.split('/')) {
    const tree = entries.find(({ path, type }) => path === name && type === 'tree')
    if (!tree?.sha) return []
    entries = await readTree(repository, tree.sha)
  }
  return entries
}

/** A link that shows the file, to those who may read the repository, for as long as the commit lives. */
export const fileUrl = ({ serverUrl, owner, repo }: Repository, commit: string, path: string) =>
  `${serverUrl}/${owner}/${repo}/blob/${commit}/${path}?raw=true`

export function branchError(error: unknown, ref: string): ActionError {
  const what = 'The pictures could not be put into the repository'
  const words = messageOf(error)
  if (statusOf(error) === 409 && /empty/i.test(words))
    return new ActionError(`${what}: it is empty`, 'Push a first commit to the repository.', { cause: error })
  if ([409, 422].includes(statusOf(error) ?? 0) && /\brules?\b|ruleset|protected/i.test(words))
    return new ActionError(
      `${what}: GitHub does not let ${ref} be changed (${words})`,
      'Let no branch protection or ruleset cover images-branch, or set it to a ref such as refs/looker/snapshots.',
      { cause: error },
    )
  return gitHubError(error, what, 'contents: write')
}
