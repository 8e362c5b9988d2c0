import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { readTar } from './tar.ts'

/** The most bytes of an unpacked repository that are taken into memory. */
const maxBytes = 512 * 1024 * 1024

/**
 * All `*.lkml` and `*.lookml` files of a commit, by their paths: one request, however many they are.
 * @throws ActionError where GitHub does not give them
 */
export async function readLookmlText(
  commit: string,
  { octokit, owner, repo }: Repository,
): Promise<Map<string, string>> {
  try {
    const { data } = await octokit.rest.repos.downloadTarballArchive({ owner, repo, ref: commit })
    return await unpackLookml(new Uint8Array(data as ArrayBuffer))
  } catch (error) {
    throw gitHubError(error, `The LookML of commit ${commit} could not be read`, 'contents: read')
  }
}

/** All files are below one folder, which is named for the repository and the commit. */
async function unpackLookml(archive: Uint8Array): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const decoder = new TextDecoder()
  for (const { path, bytes } of readTar(await unpack(archive)))
    if (/\.(lkml|lookml)$/i.test(path)) files.set(path.slice(path.indexOf('/') + 1), decoder.decode(bytes))
  return files
}

async function unpack(archive: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: maxBytes })
  } catch (error) {
    throw new ActionError(
      'the archive that GitHub gave cannot be unpacked',
      'Leave only-affected out where the repository is larger than half a gigabyte.',
      { cause: error },
    )
  }
}
