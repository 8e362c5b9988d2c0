import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { htmlEscape, htmlUnescape } from 'escape-goat'
import type { GitHub } from '../testkit/github/github.ts'
import { earlierOf, latestOf, type Run, recordingOf, type Story } from './model.ts'

/** What the page shows in place of what it cannot have: addresses on GitHub and in a Looker that is gone. */
export interface Local {
  /** Where a link leads to here: a file beside the page, or a place in it. */
  url(url: string): string
  text(text: string): string
}

/** Saves beside the page all that its links lead to: the pictures out of the repository, the artifacts. */
export async function saveFiles(story: Story, github: GitHub, folder: string): Promise<Local> {
  const known = new Map<string, string>()
  const local = localLinks(story, known)
  await savePictures(story, github, folder, known)
  if (recordingOf(story)) await saveRecorded(github, folder)
  for (const run of story.runs) for (const [url, file] of namesOf(story, run)) known.set(url, file)
  for (const run of story.runs) {
    const names = namesOf(story, run)
    for (const { id, mimeType, bytes } of run.artifacts) {
      const file = names.get(artifactUrl(story, run, id)) ?? ''
      const content = mimeType === 'text/html' ? relink(bytes.toString(), local) : bytes
      await writeFile(join(folder, file), content)
    }
  }
  return local
}

/** Where the action keeps its pictures. */
export const imagesBranch = 'heads/looker-snapshots'

const github = 'https://github.com'

export const artifactUrl = ({ repository }: Story, run: Run, id: number) =>
  `${github}/${repository}/actions/runs/${run.id}/artifacts/${id}`

/** As GitHub gives them to whoever looks at the comment: read at the commit that the comment links to. */
async function savePictures(story: Story, git: GitHub, folder: string, known: Map<string, string>) {
  const link = new RegExp(`${github}/${story.repository}/blob/([0-9a-f]{40})/([^"?]+)\\?raw=true`, 'g')
  const comments = story.runs.map(({ comment = '' }) => comment).join('\n')
  for (const [url, commit = '', path = ''] of comments.matchAll(link)) {
    if (known.has(url)) continue
    const bytes = await git.fileAt(commit, path)
    if (!bytes) throw new Error(`The comment shows ${path}, which is not in the commit ${commit}`)
    // By its content: where two comments show the same picture, they show the same file.
    const hash = createHash('sha256').update(bytes).digest('hex')
    const file = `picture-${hash.slice(0, 16)}${extname(path)}`
    await writeFile(join(folder, file), bytes)
    known.set(url, file)
  }
}

/** What is recorded, in the folders of its branch: the links of that branch's front page lead there. */
async function saveRecorded(git: GitHub, folder: string) {
  const tip = await git.ref(imagesBranch)
  const files = tip ? await git.tree(tip) : []
  for (const { path } of files.filter(({ path }) => path.startsWith('baselines/'))) {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), (await git.fileAt(tip ?? '', path)) ?? '')
  }
}

function namesOf(story: Story, run: Run): Map<string, string> {
  const place = run === latestOf(story) ? '' : `-${story.runs.indexOf(run) + 1}`
  return new Map(
    run.artifacts.map(({ id, name, mimeType }) => {
      const url = artifactUrl(story, run, id)
      if (url === run.outputs['report-url']) return [url, `report${place}.html`]
      return [url, mimeType === 'application/zip' ? `${name}${place}.zip` : name]
    }),
  )
}

function localLinks(story: Story, known: ReadonlyMap<string, string>): Local {
  const { looker, repository } = story
  const host = URL.canParse(looker.url) ? new URL(looker.url).host : looker.url
  return {
    url: url => {
      const file = known.get(url)
      if (file) return file
      if (looker.simulated && url.startsWith(looker.url)) return 'index.html#simulated'
      if (!url.startsWith(`${github}/${repository}/`)) return url
      const earlier = earlierOf(story).find(({ id, sha }) => url.includes(id) || url.includes(sha))
      if (earlier) return `index.html#run-${earlier.id}`
      return url.includes('/actions/runs/') ? 'index.html#summary' : 'index.html#comment'
    },
    text: text => (looker.simulated ? text.replaceAll(host, 'a simulated Looker') : text),
  }
}

function relink(page: string, local: Local): string {
  const links = page.replaceAll(/(?<=<a\b[^>]*\bhref=")https?:[^"]*/g, url =>
    htmlEscape(local.url(htmlUnescape(url))),
  )
  return local.text(links)
}
