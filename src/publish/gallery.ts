import { baselineKey } from '../baselines/file-name.ts'
import type { WriteFrontPage } from '../baselines/store.ts'
import { messageOf } from '../github/errors.ts'
import { isDefaultBranch } from '../github/event.ts'
import { blobSha, frontPage, type Head } from '../github/images-branch.ts'
import type { OpenBranch } from '../github/open-branch.ts'
import type { RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'
import { textOf } from '../github/responses.ts'
import { subtitlesOf, titleOf } from '../heading.ts'
import type { Rendered } from '../model.ts'
import { type Caption, parseCaptions, renderGallery } from '../report/gallery.ts'

/** Pages of ours are smaller by far. Bytes. */
const maxBytes = 2_000_000

/**
 * Shows what is recorded for the default branch on the images branch's front page. Undefined for other branches, and
 * where the pictures go to a ref that has no page on GitHub.
 */
export function galleryWriter(
  { run, inputs, world }: RunContext,
  images: OpenBranch,
  { branch, rendered }: { branch: string; rendered: readonly Rendered[] },
): WriteFrontPage | undefined {
  if (!isDefaultBranch(run, branch) || !images.ref.startsWith('heads/')) return undefined
  const own = captionsOf(rendered, inputs.looker.base.host)
  const repositoryUrl = `${run.serverUrl}/${run.owner}/${run.repo}`
  return async (head, pictures) => {
    try {
      const former = await readFrontPage(await images.repository(), head)
      if (former === undefined) return undefined
      const captions = new Map([...parseCaptions(former), ...own])
      return renderGallery(pictures, { branch, repositoryUrl, captions, ...frontPage })
    } catch (error) {
      world.print(`${frontPage.path} of the images branch stays as it is: ${messageOf(error)}`)
      return undefined
    }
  }
}

function captionsOf(rendered: readonly Rendered[], host: string): Map<string, Caption> {
  const caption = (result: Rendered): Caption => {
    const { target } = result
    const dashboard = 'dashboard' in target ? target.dashboard : undefined
    return {
      title: titleOf(result),
      beside: subtitlesOf(result),
      ...(dashboard && { dashboard: dashboard.title ?? `Dashboard ${dashboard.id}` }),
    }
  }
  return new Map(rendered.map(result => [baselineKey(result.target, host), caption(result)]))
}

/** Undefined where it is somebody's own; empty where there is none, or nothing is known of its pictures. */
async function readFrontPage(
  { octokit, owner, repo }: Repository,
  head: Head | undefined,
): Promise<string | undefined> {
  const page = head?.root.find(({ path }) => path === frontPage.path)
  if (!page?.sha || page.sha === blobSha(Buffer.from(frontPage.initial))) return ''
  if (page.type !== 'blob' || (page.size ?? 0) > maxBytes) return undefined
  const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: page.sha })
  const text = Buffer.from(textOf(data, 'content', 'blob'), 'base64').toString()
  return text.startsWith(frontPage.heading) ? text : undefined
}
