import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { htmlEscape, htmlUnescape } from 'escape-goat'
import type { GitHub } from '../__tests__/support/github.ts'
import type { Run, Story } from './run.ts'

/** What the page shows in place of what it cannot have: addresses on GitHub and in a Looker that is gone. */
export interface Local {
  /** Where a link leads to here: a file beside the page, or a place in it. */
  url(url: string): string
  text(text: string): string
}

/** Saves beside the page all that its links lead to: the pictures out of the repository, the artifacts. */
export async function keep(story: Story, github: GitHub, folder: string): Promise<Local> {
  const known = new Map<string, string>()
  const local = localized(story, known)
  await keepPictures(story, github, folder, known)
  for (const run of story.runs) for (const [url, file] of namesOf(story, run)) known.set(url, file)
  for (const run of story.runs) {
    const names = namesOf(story, run)
    for (const { id, mimeType, bytes } of run.artifacts) {
      const file = names.get(artifactUrl(story, run, id)) ?? ''
      const content = mimeType === 'text/html' ? relinked(bytes.toString(), local) : bytes
      await writeFile(join(folder, file), content)
    }
  }
  return local
}

const github = 'https://github.com'

export const artifactUrl = ({ repository }: Story, run: Run, id: number) =>
  `${github}/${repository}/actions/runs/${run.id}/artifacts/${id}`

/** As GitHub gives them to whoever looks at the comment: read at the commit that the comment links to. */
async function keepPictures(story: Story, git: GitHub, folder: string, known: Map<string, string>) {
  const link = new RegExp(`${github}/${story.repository}/blob/([0-9a-f]{40})/([^"?]+)\\?raw=true`, 'g')
  const comments = story.runs.map(({ comment = '' }) => comment).join('\n')
  for (const [url, commit = '', path = ''] of comments.matchAll(link)) {
    if (known.has(url)) continue
    const bytes = await git.fileAt(commit, path)
    if (!bytes) throw new Error(`The comment shows ${path}, which is not in the commit ${commit}`)
    // By its content, the hash: where both comments show the same picture, they show the same file.
    const file = `picture-${basename(path).slice(-20)}`
    await writeFile(join(folder, file), bytes)
    known.set(url, file)
  }
}

function namesOf(story: Story, run: Run): Map<string, string> {
  const before = run === story.runs.at(-1) ? '' : '-before'
  return new Map(
    run.artifacts.map(({ id, name, mimeType }) => {
      const url = artifactUrl(story, run, id)
      if (url === run.outputs['report-url']) return [url, `report${before}.html`]
      return [url, mimeType === 'application/zip' ? `${name}${before}.zip` : name]
    }),
  )
}

function localized({ looker, repository, runs }: Story, known: ReadonlyMap<string, string>): Local {
  const host = URL.canParse(looker.url) ? new URL(looker.url).host : looker.url
  return {
    url: url => {
      const file = known.get(url)
      if (file) return file
      if (looker.simulated && url.startsWith(looker.url)) return 'index.html#simulated'
      if (!url.startsWith(`${github}/${repository}/`)) return url
      const earlier = runs.slice(0, -1).some(({ id, sha }) => url.includes(id) || url.includes(sha))
      if (earlier) return 'index.html#before'
      return url.includes('/actions/runs/') ? 'index.html#summary' : 'index.html#comment'
    },
    text: text => (looker.simulated ? text.replaceAll(host, 'a simulated Looker') : text),
  }
}

function relinked(page: string, local: Local): string {
  const links = page.replaceAll(/(?<=<a\b[^>]*\bhref=")https?:[^"]*/g, url =>
    htmlEscape(local.url(htmlUnescape(url))),
  )
  return local.text(links)
}
