import { basename } from 'node:path'
import type { UploadArtifactOptions } from '@actions/artifact'
import pLimit from 'p-limit'
import type { ActionError } from '../errors.ts'
import type { ArtifactLink } from '../model.ts'
import { orAborted } from '../runtime/deadline.ts'
import type { ArtifactUploader } from '../world.ts'
import {
  type ArtifactRun,
  artifactError,
  isEnterpriseServer,
  noArtifactService,
  openService,
} from './artifact-service.ts'

export interface ArtifactPlan {
  /** `report` uploads the report page as a single file. */
  kind: 'zip' | 'files' | 'report'
  name: string
  retentionDays?: number | undefined
  compressionLevel: number
}

export interface Uploaded {
  archive?: ArtifactLink
  /** The artifacts of single files, by path. */
  files: Map<string, ArtifactLink>
  /** Why some files were not uploaded. */
  errors: ActionError[]
  /** Set if there is no artifact service. */
  warning?: ActionError
}

export interface Artifacts {
  /** Starts to upload a file if each file is a separate artifact. */
  send(path: string): void
  /** Uploads the archive, or the remaining files. Does not throw. */
  finish(files: readonly string[]): Promise<Uploaded>
}

export const noArtifacts: Artifacts = {
  send: () => undefined,
  finish: async () => ({ files: new Map(), errors: [] }),
}

const withoutService: Artifacts = {
  ...noArtifacts,
  finish: async () => ({ files: new Map(), errors: [], warning: noArtifactService }),
}

/** The maximum number of uploads at the same time. The images branch has its own limit. */
const maxArtifactUploads = 2

/**
 * Uploads all files as one archive, or each file as a separate artifact that opens in the browser. The client cannot be
 * stopped, so running uploads are abandoned when the signal is aborted.
 */
export function openArtifacts(
  load: () => Promise<ArtifactUploader>,
  plan: ArtifactPlan,
  run: ArtifactRun,
  signal: AbortSignal,
): Artifacts {
  if (isEnterpriseServer(run.url)) return withoutService
  const { name, kind, retentionDays, compressionLevel } = plan
  const keep = retentionDays === undefined ? {} : { retentionDays }
  const errors: ActionError[] = []
  const service = openService(load, run)
  const slots = pLimit(maxArtifactUploads)
  const attempt = async (name: string, files: readonly string[], options: UploadArtifactOptions) => {
    try {
      signal.throwIfAborted()
      return await orAborted(signal, service.replace(name, files, { ...keep, ...options }))
    } catch (error) {
      errors.push(artifactError(error, name, kind))
      return undefined
    }
  }
  const sent = new Map<string, Promise<ArtifactLink | undefined>>()
  const send = (path: string) => {
    const sending = sent.get(path) ?? slots(attempt, basename(path), [path], { skipArchive: true })
    sent.set(path, sending)
    return sending
  }
  return {
    send: path => void (kind === 'files' && send(path)),
    async finish(paths) {
      if (kind === 'zip') {
        const archive = await attempt(name, paths, { compressionLevel })
        return { files: new Map(), errors, ...(archive && { archive }) }
      }
      const links = await Promise.all(paths.map(async path => [path, await send(path)] as const))
      return { files: new Map(links.flatMap(([path, link]) => (link ? [[path, link]] : []))), errors }
    },
  }
}
