import { createHash } from 'node:crypto'
import { ActionError } from '../errors.ts'
import { fields, listOf, type Repository, shaOf, textOf, UnexpectedResponseError } from '../github/client.ts'
import { gitHubError, statusOf } from '../github/github-errors.ts'
import { baselinesFolder } from './picture-names.ts'

/**
 * After this number of days, a run's pictures are removed from the tip of the branch. Links to older commits remain
 * valid, because these commits still contain the pictures.
 */
export const keptDays = 30
/** The action recognises its own branch by this file, so its content must never change. */
const attributesFile = {
  path: '.gitattributes',
  content: ['png', 'jpg', 'pdf'].map(format => `*.${format} binary linguist-generated\n`).join(''),
}

const frontPageHeading = '# Pictures of Looker Snapshot'
const frontPageText = `The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. Each folder has the pictures of one day, and
is removed from the branch's last commit after ${keptDays} days. \`${baselinesFolder}\` has the baselines of each branch, with
which pull requests are compared. If you delete the branch, old comments lose their pictures.
`

/** The README that GitHub shows for the branch, in Markdown. It begins with the heading. */
export const frontPage = {
  path: 'README.md',
  heading: frontPageHeading,
  about: frontPageText,
  initial: `${frontPageHeading}\n\n${frontPageText}`,
}

/** A text file whose content is part of the request that creates the tree. */
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

export const initialFiles = [
  newFile(attributesFile.path, attributesFile.content),
  newFile(frontPage.path, frontPage.initial),
]

/** Whether the action created the branch. */
const isOurs = (root: readonly Entry[]): boolean =>
  root.some(
    ({ path, sha }) => path === attributesFile.path && sha === blobSha(Buffer.from(attributesFile.content)),
  )

/** Returns git's SHA of a file's content. Files with the same SHA are equal. */
export const blobSha = (content: Uint8Array): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')

/** @throws UnexpectedResponseError if GitHub returns another file, because it could be a wrong picture */
export async function readBlob({ octokit, owner, repo }: Repository, sha: string): Promise<Buffer> {
  const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha })
  const { content } = fields(data, 'blob')
  const bytes = Buffer.from(typeof content === 'string' ? content : '', 'base64')
  if (blobSha(bytes) !== sha) throw new UnexpectedResponseError('blob')
  return bytes
}

export interface Entry {
  path: string
  mode: '100644' | '040000'
  type: 'blob' | 'tree'
  /** Null removes the file. */
  sha: string | null
  /** The size of a blob in bytes. */
  size?: number
}

export interface BranchTip {
  /** The commit. */
  sha: string
  tree: string
  root: Entry[]
  /**
   * All files with their full paths. Undefined if GitHub returns only a part of the list. GitHub's limit is 100,000
   * entries and 7 MB (https://docs.github.com/en/rest/git/trees#get-a-tree).
   */
  files?: Entry[]
}

/**
 * @returns undefined if the branch does not exist
 * @throws ActionError if the action did not create the branch
 */
export async function readTip(repository: Repository, ref: string): Promise<BranchTip | undefined> {
  const sha = await readTipSha(repository, ref)
  if (sha === undefined) return undefined
  const tree = await readTreeSha(repository, sha)
  const { entries, isWhole } = await listTree(repository, tree, 'all folders')
  // If GitHub returns only a part of the list, entries of the root may be missing.
  const root = isWhole ? entries.filter(({ path }) => !path.includes('/')) : await readTree(repository, tree)
  const files = isWhole && entries.filter(({ type }) => type === 'blob')
  if (isOurs(root)) return { sha, tree, root, ...(files && { files }) }
  throw new ActionError(
    `${ref} was not created by this action (it has no .gitattributes of this action), so no pictures were stored there`,
    'Set images-branch to a branch that contains only pictures. The action creates it if it does not exist.',
  )
}

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

const readTree = async (repository: Repository, sha: string): Promise<Entry[]> =>
  (await listTree(repository, sha, 'one folder')).entries

async function listTree(
  { octokit, owner, repo }: Repository,
  sha: string,
  depth: 'one folder' | 'all folders',
): Promise<{ entries: Entry[]; isWhole: boolean }> {
  const recursive = depth === 'all folders' ? { recursive: '1' } : {}
  const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...recursive })
  const { tree, truncated } = fields(data, 'tree')
  const entries = listOf(tree, 'tree').map(entry => {
    shaOf(entry, 'tree')
    textOf(entry, 'path', 'tree')
    return entry as unknown as Entry
  })
  return { entries, isWhole: truncated !== true }
}

/** Returned paths are relative to the folder. */
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

/**
 * Returns the URL of a file in a commit. The URL is valid for all users who can read the repository, as long as the
 * commit exists.
 */
export const fileUrl = ({ serverUrl, owner, repo }: Repository, commit: string, path: string) =>
  `${serverUrl}/${owner}/${repo}/blob/${commit}/${path}?raw=true`

export const branchError = (error: unknown): ActionError =>
  gitHubError(error, 'The pictures could not be put into the repository', 'contents: write')
