import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { ActionError } from '../errors.ts'
import { gitHubError, messageOf, type Repository, statusOf } from '../github/client.ts'
import { idOf, listAllPages, textOf, urlIn } from '../github/responses.ts'

export interface ReleasePlan {
  tag: string
  files: readonly { path: string; mimeType: string }[]
}

export interface Released {
  /** The release's page. */
  url: string
  /** Where each file can be downloaded, by its path. */
  files: Map<string, string>
}

/**
 * Makes the files assets of the tag's release; those that a former run left under the same labels are replaced.
 * @throws ActionError where there is no such release, or it takes no assets
 */
export async function addReleaseAssets(
  repository: Repository,
  { tag, files }: ReleasePlan,
): Promise<Released> {
  try {
    const release = await releaseOf(repository, tag)
    const released: Released = { url: release.url, files: new Map() }
    const existing = await assetsOf(repository, release.id)
    for (const file of files)
      released.files.set(file.path, await replaceAsset(repository, release, file, existing))
    return released
  } catch (error) {
    throw releaseError(error, tag)
  }
}

interface Release {
  id: number
  url: string
  uploadUrl: string
}

async function releaseOf({ octokit, owner, repo }: Repository, tag: string): Promise<Release> {
  try {
    const { data } = await octokit.rest.repos.getReleaseByTag({ owner, repo, tag })
    const url = urlIn(data, 'html_url', 'release')
    return { id: idOf(data, 'release'), url, uploadUrl: textOf(data, 'upload_url', 'release') }
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    throw new ActionError(
      `The tag ${tag} has no published release, so no files were added to one`,
      'Publish a release for the tag before this step, or set release-tag to one that has a release.',
      { cause: error },
    )
  }
}

interface Asset {
  id: number
  name: unknown
  label: unknown
}

async function assetsOf({ octokit, owner, repo }: Repository, release: number): Promise<Asset[]> {
  const assets = await listAllPages(
    page => octokit.rest.repos.listReleaseAssets({ owner, repo, release_id: release, per_page: 100, page }),
    'list of assets',
  )
  return assets.map(asset => ({ id: idOf(asset, 'asset'), name: asset.name, label: asset.label }))
}

/** How often an asset that stands in the way is removed. */
const replacements = 4

/** An asset's name loses what an address cannot hold (a space becomes a dot): its label keeps the name people know. */
async function replaceAsset(
  repository: Repository,
  release: Release,
  { path, mimeType }: ReleasePlan['files'][number],
  existing: readonly Asset[],
): Promise<string> {
  const { octokit, owner, repo } = repository
  const label = basename(path)
  const data = await readFile(path)
  const upload = () =>
    octokit.rest.repos.uploadReleaseAsset({
      owner,
      repo,
      release_id: release.id,
      url: release.uploadUrl,
      name: label,
      label,
      // Octokit's type says text; it sends bytes as they are.
      data: data as unknown as string,
      headers: { 'content-type': mimeType },
    })
  let old = existing
  for (let attempt = 1; ; attempt++) {
    await removeAssets(repository, old, label)
    try {
      return urlIn((await upload()).data, 'browser_download_url', 'asset')
    } catch (error) {
      // An upload whose answer was lost, or a job that came first, has left one of this name.
      const taken = statusOf(error) === 422 && /already_exists/.test(messageOf(error))
      if (!taken || attempt === replacements) throw error
      old = await assetsOf(repository, release.id)
    }
  }
}

async function removeAssets(
  { octokit, owner, repo }: Repository,
  assets: readonly Asset[],
  label: string,
): Promise<void> {
  for (const { id, ...asset } of assets)
    if (asset.label === label || asset.name === label)
      await octokit.rest.repos.deleteReleaseAsset({ owner, repo, asset_id: id }).catch(error => {
        // Gone all the same: by a try whose answer was lost, or by another job.
        if (statusOf(error) !== 404) throw error
      })
}

function releaseError(error: unknown, tag: string): ActionError {
  const what = `The files could not be added to the release ${tag}`
  if (statusOf(error) === 422 && /immutable/i.test(messageOf(error)))
    return new ActionError(
      `${what}: it is immutable`,
      'Add the files while the release is a draft, or turn off immutable releases in the settings of the repository.',
      { cause: error },
    )
  return gitHubError(error, what, 'contents: write')
}
