import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { ActionError } from '../errors.ts'
import { about, isOurs, keptDays } from './branch.ts'
import { gitHubFault, messageOf, type Repository, statusOf } from './github.ts'

/** A picture of this run, and what it is called by its content. */
export interface Image {
  /** Absolute path. */
  path: string
  sha256: string
  format: 'png' | 'jpg'
}

export interface ImagesPlan {
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  images: readonly Image[]
  today: Date
  message: string
}

interface Entry {
  path: string
  mode: '100644' | '040000'
  type: 'blob' | 'tree'
  sha: string
}

/** GitHub's words for a ref that is no longer where it was. */
const lostRace = /fast.forward|already exists|does not exist/i
/** How often the branch is read and written anew when others write it at the same time. */
const races = 12

/**
 * Adds the pictures to a branch of their own by the Git Data API, without a clone, and links to them in the commit,
 * so that a link outlives what becomes of the branch. Others may write at the same time: whoever comes second reads
 * the head again and builds on it; nothing is forced.
 * @returns the URL of each picture, by its path
 */
export async function publishImages(repository: Repository, plan: ImagesPlan): Promise<Map<string, string>> {
  try {
    const folder = plan.today.toISOString().slice(0, 10)
    const entries = await uploadBlobs(repository, plan.images, folder)
    const commit = await commitOnTop(repository, plan, entries, folder)
    const { serverUrl, owner, repo } = repository
    const url = (image: Image) =>
      `${serverUrl}/${owner}/${repo}/blob/${commit}/${pathOf(image, folder)}?raw=true`
    return new Map(plan.images.map(image => [image.path, url(image)]))
  } catch (error) {
    throw imagesFault(error, plan.ref)
  }
}

/** By content: the same picture is the same file, whoever adds it. */
const pathOf = ({ sha256, format }: Image, folder: string) => `${folder}/${sha256}.${format}`

async function uploadBlobs(
  { octokit, owner, repo }: Repository,
  images: readonly Image[],
  folder: string,
): Promise<Entry[]> {
  const slots = pLimit(4)
  const distinct = new Map(images.map(image => [pathOf(image, folder), image]))
  const upload = async ([path, image]: [string, Image]): Promise<Entry> => {
    const content = await readFile(image.path, 'base64')
    const { data } = await octokit.rest.git.createBlob({ owner, repo, content, encoding: 'base64' })
    return { path, mode: '100644', type: 'blob', sha: data.sha }
  }
  return Promise.all([...distinct].map(entry => slots(upload, entry)))
}

/** Commits the entries on the branch's head, as often as it takes for nobody to come in between. */
async function commitOnTop(
  repository: Repository,
  plan: ImagesPlan,
  entries: Entry[],
  folder: string,
): Promise<string> {
  const { octokit, owner, repo, clock, signal } = repository
  for (let race = 1; ; race++) {
    const head = await headOf(repository, plan.ref)
    const root = head ? await rootOf(repository, head, plan.ref) : undefined
    const tree = await createTree(repository, root, entries, folder)
    const { data } = await octokit.rest.git.createCommit({
      owner,
      repo,
      message: plan.message,
      tree,
      parents: head ? [head] : [],
    })
    try {
      await moveRef(repository, plan.ref, head, data.sha)
      return data.sha
    } catch (error) {
      // The head has moved, or the ref has come to be, since it was read; any other 422 is a rule's.
      if (!lostRace.test(messageOf(error)) || race === races) throw error
      await clock.sleep(Math.min(200 * 1.6 ** race, 5000) * (0.5 + Math.random()), signal)
    }
  }
}

async function headOf({ octokit, owner, repo }: Repository, ref: string): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref })
    return data.object.sha
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

interface Root {
  sha: string
  entries: Entry[]
}

const dated = /^\d{4}-\d\d-\d\d$/

/** The head's root; a branch without our mark is somebody's work, and left alone. */
async function rootOf({ octokit, owner, repo }: Repository, head: string, ref: string): Promise<Root> {
  const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: head })
  if (isOurs(data.tree)) return { sha: data.sha, entries: data.tree as Entry[] }
  throw new ActionError(
    `${ref} was not made for pictures (it has no .gitattributes of this action), so none were put there`,
    'Set images-branch to a branch that is for the pictures alone; it is made when it does not exist.',
  )
}

async function createTree(
  { octokit, owner, repo }: Repository,
  root: Root | undefined,
  entries: Entry[],
  folder: string,
): Promise<string> {
  const today = root?.entries.some(({ path }) => path === folder) ?? false
  const kept = root?.entries.filter(({ path }) => !dated.test(path) || isKept(path, folder)) ?? []
  // Old folders go with the first pictures of a day: then nothing of the new tree stands in the old one.
  const prunes = root !== undefined && !today && kept.length < root.entries.length
  const tree = [...(prunes ? kept : []), ...entries, ...(root ? [] : about)]
  const { data } = await octokit.rest.git.createTree({
    owner,
    repo,
    tree,
    ...(root && !prunes && { base_tree: root.sha }),
  })
  return data.sha
}

const isKept = (day: string, today: string) => Date.parse(today) - Date.parse(day) <= keptDays * 86_400_000

async function moveRef(
  { octokit, owner, repo }: Repository,
  ref: string,
  head: string | undefined,
  sha: string,
): Promise<void> {
  if (head) await octokit.rest.git.updateRef({ owner, repo, ref, sha, force: false })
  else await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha })
}

function imagesFault(error: unknown, ref: string): ActionError {
  const what = 'The pictures could not be put into the repository'
  if (statusOf(error) === 409)
    return new ActionError(`${what}: it is empty`, 'Push a first commit to the repository.', { cause: error })
  if (statusOf(error) === 422)
    return new ActionError(
      `${what}: GitHub does not let ${ref} be changed (${messageOf(error)})`,
      'Let no branch protection or ruleset cover images-branch, or set it to a ref such as refs/looker/snapshots.',
      { cause: error },
    )
  return gitHubFault(error, what, 'contents: write')
}
