import type { Comment } from '../../testkit/github/views.ts'
import type { Evidence } from '../evidence.ts'
import { type Check, mentions, mustHold } from './check.ts'
import { bytesOf, renderedOf, sha256 } from './files.ts'

/** Checks that each job has one complete comment, and that all its pictures exist. */
export const checkPullRequest: Check = async evidence => {
  if (evidence.job.event === 'push') return []
  const comments = await evidence.stage.github.comments(evidence.stage.number)
  return [
    ...checkComment(evidence, comments),
    ...(await checkLinks(evidence, comments)),
    ...(await checkPictures(evidence)),
  ]
}

const markOf = ({ body }: Comment) => {
  const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1]
  return json === undefined ? undefined : (JSON.parse(json) as { key: string; attempt: number })
}

function checkComment({ plan, job, outcome, cancelled }: Evidence, comments: Comment[]): string[] {
  const key = `Snapshots / snapshot${job.matrix && !job.isShard ? ` ${job.matrix.index}` : ''}`
  const own = comments.filter(comment => markOf(comment)?.key === key)
  const [comment] = own
  const wanted = plan.inputs.comment === 'auto'
  const id = outcome.outputs['comment-id'] ?? ''
  // If two jobs wrote comments at the same time, the other job may have added this job's text to its own comment, and
  // deleted this job's comment.
  const isMerged = job.isShard && comment !== undefined
  const current =
    markOf(comment ?? { id: 0, body: '', user: { login: '' } })?.attempt === (plan.hasEarlierAttempt ? 2 : 1)
  const unmarked = comments.filter(each => markOf(each) === undefined)
  return [
    ...mustHold(own.length <= 1, `There are ${own.length} comments of the key ${key}`),
    ...mustHold(unmarked.length === 0, 'A comment has no marker, so it would not be found again'),
    ...mustHold(wanted || own.length === 0, 'There is a comment although the input comment forbids it'),
    ...mustHold(id === '' || String(comment?.id) === id || isMerged, `The comment ${id} does not exist`),
    ...mustHold(id === '' || current, 'The comment is from an earlier attempt'),
    ...mustHold(!comment || /<\/sub><\/p>\s*$/.test(comment.body), 'The comment is incomplete'),
    ...mustHold(
      !wanted || id !== '' || cancelled !== undefined || mentions(outcome.warnings, 'comment'),
      'The comment is missing, and no message says so',
    ),
    ...(id === '' ? [] : checkShown(plan, outcome, comment?.body ?? '')),
  ]
}

function checkShown({ devMode }: Evidence['plan'], { results }: Evidence['outcome'], body: string): string[] {
  const isShown = ({ name, title = name, imageUrl, comparison }: Evidence['outcome']['results'][number]) => {
    // The picture of a checked target is optional, so the comment may leave it out.
    if (devMode) return body.includes(title)
    return body.includes(comparison?.status === 'unchanged' ? name : (imageUrl ?? name))
  }
  const hidden = results.filter(result => !isShown(result))
  return mustHold(hidden.length === 0, `The comment does not show ${hidden.map(({ name }) => name)}`)
}

interface Linked {
  commit: string
  path: string
}

function linkedIn(text: string): Linked[] {
  const links = text.matchAll(/\/acme\/lookml\/blob\/([0-9a-f]{40})\/([^"?]+)\?raw=true/g)
  return [...links].map(([, commit = '', path = '']) => ({ commit, path }))
}

const isBaseline = (path: string) => path.startsWith('baselines/')

/** Checks that all files in the comments' links exist on the branch, at the linked commit. */
async function checkLinks({ plan, stage }: Evidence, comments: Comment[]): Promise<string[]> {
  const links = comments.flatMap(({ body }) => linkedIn(body))
  if (links.length === 0) return []
  const branch = plan.inputs['images-branch'] ?? ''
  const ref = branch.startsWith('refs/') ? branch.slice('refs/'.length) : `heads/${branch}`
  const tip = (await stage.github.ref(ref)) ?? ''
  const history = new Set((await stage.github.commitsOf(ref)).map(({ sha }) => sha))
  const kept = new Set(tip && (await stage.github.tree(tip)).map(({ path }) => path))
  const checked = await Promise.all(
    links.map(async ({ commit, path }) => {
      const bytes = await stage.github.fileAt(commit, path)
      return [
        ...mustHold(
          bytes !== undefined && (isBaseline(path) || path.includes(sha256(bytes).slice(0, 16))),
          `A comment links to ${path}, which does not exist`,
        ),
        // A newer baseline may have replaced the file on the branch, but not at the linked commit.
        ...mustHold(
          history.has(commit) && (kept.has(path) || isBaseline(path)),
          `${path} was lost from the branch`,
        ),
      ]
    }),
  )
  return checked.flat()
}

async function checkPictures({ plan, stage, outcome, cancelled }: Evidence): Promise<string[]> {
  const wanted = plan.inputs.comment === 'auto' && plan.inputs.images === 'branch'
  const pictures = renderedOf(outcome).filter(({ format }) => format !== 'pdf')
  const missing = pictures.filter(({ imageUrl }) => imageUrl === undefined)
  const checked = await Promise.all(
    pictures.map(async result => {
      const [link] = linkedIn(result.imageUrl ?? '')
      if (!link) return []
      const there = await stage.github.fileAt(link.commit, link.path)
      return mustHold(there?.equals(bytesOf(outcome, result)) === true, `${link.path} is the wrong picture`)
    }),
  )
  const said = mentions(outcome.warnings, 'pictures') || mentions(outcome.warnings, 'lacks 1 picture')
  return [
    ...mustHold(
      !wanted || missing.length === 0 || cancelled !== undefined || said,
      'Pictures are missing, and no message says so',
    ),
    ...checked.flat(),
  ]
}
