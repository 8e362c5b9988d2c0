import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { htmlEscape, htmlUnescape } from 'escape-goat'
import type { GitHub } from '../testkit/github/github.ts'
import { earlierOf, latestOf, type Run, recordingOf, type Story } from './model.ts'

/**
 * Replaces addresses on GitHub and in the simulated Looker with local addresses, because the original addresses do not
 * work in a browser.
 */
export interface Local {
  /** Returns the address of a saved file, or of a heading in the page. */
  url(url: string): string
  text(text: string): string
}

/** Saves artifacts, and pictures from the images branch, in the story's folder. The page links to these files. */
export async function saveFiles(story: Story, github: GitHub, out: string): Promise<Local> {
  const known = new Map<string, string>()
  const local = localLinks(story, known)
  await savePictures(story, github, out, known)
  if (recordingOf(story)) await saveRecorded(story, github, out, known)
  for (const run of story.runs) for (const [url, file] of namesOf(story, run)) known.set(url, file)
  for (const run of story.runs) {
    const names = namesOf(story, run)
    for (const { id, mimeType, bytes } of run.artifacts) {
      const file = names.get(artifactUrl(story, run, id)) ?? ''
      const content = mimeType === 'text/html' ? relinkReport(bytes.toString(), local) : bytes
      await writeFile(join(out, file), content)
    }
  }
  return local
}

/** The branch on which the action stores pictures. */
export const imagesBranch = 'heads/looker-snapshots'

const github = 'https://github.com'

export const artifactUrl = ({ repository }: Story, run: Run, id: number) =>
  `${github}/${repository}/actions/runs/${run.id}/artifacts/${id}`

const inFolder = ({ plan }: Story, file: string) => `${plan.name}/${file}`

/** As on GitHub, a link in a comment contains the commit with the picture. */
async function savePictures(story: Story, git: GitHub, out: string, known: Map<string, string>) {
  const link = new RegExp(`${github}/${story.repository}/blob/([0-9a-f]{40})/([^"?]+)\\?raw=true`, 'g')
  const texts = story.runs.flatMap(({ comment = '', summary }) => [comment, summary]).join('\n')
  for (const [url, commit = '', path = ''] of texts.matchAll(link)) {
    if (known.has(url)) continue
    const bytes = await git.fileAt(commit, path)
    if (!bytes) throw new Error(`The comment shows ${path}, which is not in the commit ${commit}`)
    // The name depends only on the content, so that equal pictures share one file.
    const hash = createHash('sha256').update(bytes).digest('hex')
    const file = inFolder(story, `picture-${hash.slice(0, 16)}${extname(path)}`)
    await writeFile(join(out, file), bytes)
    known.set(url, file)
  }
}

/** Keeps the paths of the images branch, because the branch's front page links to them. */
async function saveRecorded(story: Story, git: GitHub, out: string, known: Map<string, string>) {
  const tip = await git.ref(imagesBranch)
  const files = tip ? await git.tree(tip) : []
  for (const { path } of files.filter(({ path }) => path.startsWith('baselines/'))) {
    const file = inFolder(story, path)
    await mkdir(join(out, dirname(file)), { recursive: true })
    await writeFile(join(out, file), (await git.fileAt(tip ?? '', path)) ?? '')
    const relative = path.split('/').map(encodeURIComponent).join('/')
    for (const url of [path, relative]) known.set(url, inFolder(story, relative))
  }
}

function namesOf(story: Story, run: Run): Map<string, string> {
  const place = run === latestOf(story) ? '' : `-${story.runs.indexOf(run) + 1}`
  return new Map(
    run.artifacts.map(({ id, name, mimeType }) => {
      const url = artifactUrl(story, run, id)
      if (url === run.outputs['report-url']) return [url, inFolder(story, `report${place}.html`)]
      return [url, inFolder(story, mimeType === 'application/zip' ? `${name}${place}.zip` : name)]
    }),
  )
}

function localLinks(story: Story, known: ReadonlyMap<string, string>): Local {
  const { looker, repository, plan } = story
  const host = URL.canParse(looker.url) ? new URL(looker.url).host : looker.url
  const place = (id: string) => `index.html#${plan.name}-${id}`
  return {
    url: url => {
      const file = known.get(url)
      if (file) return file
      if (looker.simulated && url.startsWith(looker.url)) return 'index.html#simulated'
      if (!url.startsWith(`${github}/${repository}/`)) return url
      const earlier = earlierOf(story).find(({ id, sha }) => url.includes(id) || url.includes(sha))
      if (earlier) return place(`run-${earlier.id}`)
      return url.includes('/actions/runs/') || !story.pull ? place('summary') : place('comment')
    },
    text: text => (looker.simulated ? text.replaceAll(host, 'a simulated Looker') : text),
  }
}

/** Replaces the links of a report. The report is in the story's folder, so its links to other files need `../`. */
function relinkReport(report: string, local: Local): string {
  const links = report.replaceAll(/(?<=<a\b[^>]*\bhref=")https?:[^"]*/g, escaped => {
    const url = htmlUnescape(escaped)
    const found = local.url(url)
    return htmlEscape(found === url ? url : `../${found}`)
  })
  return local.text(links)
}
