import { readFile } from 'node:fs/promises'
import { basename, parse } from 'node:path'
import { ActionError } from '../errors.ts'
import { idOf, listAllPages, pagesOf, type Repository, uploadUrlIn, urlIn } from '../github/client.ts'
import { gitHubError, messageOf, statusOf } from '../github/github-errors.ts'
import { count, sha256Of } from '../runtime/text.ts'

interface ReleasePlan {
  tag: string
  files: readonly ReleaseFile[]
  /** The names of files that this run could not render. */
  failedFiles: readonly string[]
}

interface ReleaseFile {
  path: string
  mimeType: string
}

/** The result if at least one file was attached. */
interface Released {
  /** The release's page. */
  url: string
  /** The download URL of each file, by path. */
  files: Map<string, string>
  /** Explain why some files were not attached, and which files of the release are older. */
  warnings: ActionError[]
}

/**
 * Attaches the files to the tag's release. The release may be a draft. Replaces files of an earlier run with the same
 * names, and keeps those of targets that failed. If one file fails, attaches the remaining files.
 * @throws ActionError if the release does not exist, or if all files failed
 */
export async function addReleaseAssets(
  repository: Repository,
  { tag, files, failedFiles }: ReleasePlan,
): Promise<Released> {
  try {
    const release = await findRelease(repository, tag)
    const existing = await listAssets(repository, release.id)
    const { attached, failed, error } = await attachAll({ repository, release, existing }, files)
    const older = failedFiles.filter(file => assetsOf(file, existing).length > 0)
    const warnings = older.length > 0 ? [olderFilesWarning(older, tag)] : []
    if (failed.length === 0) return { url: release.url, files: attached, warnings }
    if (attached.size === 0) throw error
    const what = `${failed.length} of ${count(files.length, 'file')} could not be added to the release ${tag} (${failed.join(', ')})`
    return { url: release.url, files: attached, warnings: [...warnings, releaseError(error, tag, what)] }
  } catch (error) {
    throw releaseError(error, tag, `The files could not be added to the release ${tag}`)
  }
}

const olderFilesWarning = (files: readonly string[], tag: string) =>
  new ActionError(
    `The release ${tag} still has older files of targets that failed in this run (${files.join(', ')})`,
    'Run the job again to replace them, or delete them on the page of the release.',
  )

interface Release {
  id: number
  url: string
  uploadUrl: string
}

async function findRelease(repository: Repository, tag: string): Promise<Release> {
  const { octokit, owner, repo } = repository
  const published = await octokit.rest.repos.getReleaseByTag({ owner, repo, tag }).catch(error => {
    if (statusOf(error) !== 404) throw error
    return undefined
  })
  const data = published?.data ?? (await findDraft(repository, tag))
  if (!data)
    throw new ActionError(
      `The tag ${tag} has no release, so no files were uploaded to a release`,
      'Create a release for the tag before this step, or set release-tag to a tag with a release. Only a token with "contents: write" can see a draft.',
    )
  return {
    id: idOf(data, 'release'),
    url: urlIn(data, 'html_url', 'release'),
    uploadUrl: uploadUrlIn(data, octokit.request.endpoint.DEFAULTS.baseUrl),
  }
}

/** Searches the list of releases from the newest to the oldest, because GitHub finds only published releases by tag. */
async function findDraft({ octokit, owner, repo }: Repository, tag: string) {
  const list = (page: number) => octokit.rest.repos.listReleases({ owner, repo, per_page: 100, page })
  for await (const releases of pagesOf(list, 'list of releases')) {
    const draft = releases.find(({ tag_name, draft }) => tag_name === tag && draft === true)
    if (draft) return draft
  }
  return undefined
}

interface Asset {
  id: number
  name: unknown
  label: unknown
}

async function listAssets({ octokit, owner, repo }: Repository, release: number): Promise<Asset[]> {
  const assets = await listAllPages(
    page => octokit.rest.repos.listReleaseAssets({ owner, repo, release_id: release, per_page: 100, page }),
    'list of assets',
  )
  return assets.map(asset => ({ id: idOf(asset, 'asset'), name: asset.name, label: asset.label }))
}

interface Destination {
  repository: Repository
  release: Release
  existing: readonly Asset[]
}

/**
 * Attaches one file at a time, as GitHub recommends
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#avoid-concurrent-requests).
 */
async function attachAll(destination: Destination, files: readonly ReleaseFile[]) {
  const attached = new Map<string, string>()
  const failed: string[] = []
  let error: unknown
  for (const file of files) {
    if (error !== undefined && affectsAllFiles(error)) failed.push(basename(file.path))
    else
      try {
        attached.set(file.path, await replaceAsset(destination, file))
      } catch (caught) {
        failed.push(basename(file.path))
        error = caught
      }
  }
  return { attached, failed, error }
}

/** Whether the error affects all files: a missing permission, an immutable release, or the deadline. */
const affectsAllFiles = (error: unknown) =>
  error instanceof ActionError ||
  isImmutable(error) ||
  isFull(error) ||
  [401, 403, 404].includes(statusOf(error) ?? 0)

const isImmutable = (error: unknown) => statusOf(error) === 422 && /immutable/i.test(messageOf(error))

const isFull = (error: unknown) => statusOf(error) === 422 && /file_count/.test(messageOf(error))

/**
 * Replaces the assets that an earlier run added for the same file. First uploads the file under another name, so that
 * the release keeps the old assets if GitHub refuses the upload.
 * @returns the download URL
 */
async function replaceAsset(destination: Destination, file: ReleaseFile): Promise<string> {
  const { repository, existing } = destination
  const label = basename(file.path)
  const name = assetName(label)
  const asset = { name, label, data: await readFile(file.path), mimeType: file.mimeType }
  const old = assetsOf(label, existing)
  if (old.length === 0) return (await addAsset(destination, asset)).url
  const added = await addAsset(destination, { ...asset, name: freeName(name, existing) })
  try {
    await removeAssets(repository, old)
  } catch (error) {
    await removeAssets(repository, [added]).catch(() => undefined)
    throw error
  }
  const { octokit, owner, repo } = repository
  const rename = async () => {
    const changes = { asset_id: added.id, name, label }
    return octokit.rest.repos.updateReleaseAsset({ owner, repo, ...changes })
  }
  const { data } = await withFreeName(destination, { name, id: added.id }, rename)
  return urlIn(data, 'browser_download_url', 'asset')
}

const assetsOf = (file: string, existing: readonly Asset[]): Asset[] =>
  existing.filter(({ label, name }) => label === file || name === assetName(file))

/** Returns a name that no target's file has, because a file's name ends with the extension of its format. */
function freeName(name: string, existing: readonly Asset[]): string {
  const other = `${name}.new`
  return existing.some(asset => asset.name === other) ? freeName(other, existing) : other
}

const addAsset = (destination: Destination, asset: Upload) =>
  withFreeName(destination, asset, () => uploadAsset(destination.repository, destination.release, asset))

const maxReplacements = 4

/**
 * If another job, or an upload without a response, has added an asset with this name meanwhile, removes it and tries
 * again. Never removes the asset with this id.
 */
async function withFreeName<T>(
  { repository, release }: Destination,
  { name, id }: { name: string; id?: number },
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const isTaken = statusOf(error) === 422 && /already_exists/.test(messageOf(error))
      if (!isTaken || attempt === maxReplacements) throw error
      const assets = await listAssets(repository, release.id)
      await removeAssets(
        repository,
        assets.filter(asset => asset.name === name && asset.id !== id),
      )
    }
  }
}

interface Upload {
  name: string
  label: string
  data: Buffer
  mimeType: string
}

async function uploadAsset(
  { octokit, owner, repo }: Repository,
  { id, uploadUrl }: Release,
  { data, mimeType, ...names }: Upload,
): Promise<{ id: number; url: string }> {
  const uploaded = await octokit.rest.repos.uploadReleaseAsset({
    owner,
    repo,
    release_id: id,
    url: uploadUrl,
    ...names,
    // Octokit declares `data` as a string, but sends bytes unchanged.
    data: data as unknown as string,
    headers: { 'content-type': mimeType },
  })
  return {
    id: idOf(uploaded.data, 'asset'),
    url: urlIn(uploaded.data, 'browser_download_url', 'asset'),
  }
}

async function removeAssets(
  { octokit, owner, repo }: Repository,
  assets: readonly Pick<Asset, 'id'>[],
): Promise<void> {
  for (const { id } of assets)
    await octokit.rest.repos.deleteReleaseAsset({ owner, repo, asset_id: id }).catch(error => {
      // Another job has removed the asset, or the response to an earlier try was lost.
      if (statusOf(error) !== 404) throw error
    })
}

function releaseError(error: unknown, tag: string, what: string): ActionError {
  if (isImmutable(error))
    return new ActionError(
      `${what}: it is immutable`,
      `An immutable release accepts files only while it is a draft: create it as a draft, run this step with release-tag: ${tag}, then publish it.`,
      { cause: error },
    )
  if (isFull(error))
    return new ActionError(
      `${what}: it has 1,000 files, and GitHub accepts no more`,
      'Delete files of the release, or set release-tag to another release.',
      { cause: error },
    )
  return gitHubError(error, what, 'contents: write')
}

/**
 * Matches names that GitHub does not change. In other names, GitHub replaces characters by dots
 * (https://docs.github.com/en/rest/releases/assets#upload-a-release-asset).
 */
const keptNames = /^\w[\w+-]*(\.[\w+-]+)*$/

/**
 * Returns the file's name, or a unique ASCII name if GitHub would change the file's name. The asset's label is always
 * the file's name.
 */
export function assetName(file: string): string {
  if (keptNames.test(file)) return file
  const { name, ext } = parse(file)
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\W+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  const hash = sha256Of(file).slice(0, 12)
  return `${letters ? `${letters}-` : ''}${hash}${ext}`
}
