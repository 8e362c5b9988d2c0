import { createHash, randomUUID } from 'node:crypto'
import type { Answer, BlobStore } from './blobs.ts'

export interface StoredArtifact {
  id: number
  name: string
  mimeType: string
  bytes: Buffer
  hash: string
  /** A time in RFC 3339. Set if the client asked for a retention time. */
  expiresAt: string | undefined
  createdAt: string
  runId: string
  jobId: string
}

/** The JSON form of protobuf messages. Wrapped strings are plain strings, and 64-bit numbers are strings. */
export interface Fields {
  workflow_run_backend_id: string
  workflow_job_run_backend_id: string
  name: string
  mime_type?: string
  expires_at?: string
  size?: string
  hash?: string
  name_filter?: string
  id_filter?: string
}

interface Reserved {
  blob: string
  name: string
  runId: string
  jobId: string
  mimeType: string
  expiresAt: string | undefined
}

export interface Records {
  url: string
  reserved: Reserved[]
  artifacts: StoredArtifact[]
  blobs: BlobStore
}

export type CallName = keyof typeof artifactCalls

/** Implements github.actions.results.api.v1.ArtifactService. */
export const artifactCalls = {
  CreateArtifact: create,
  FinalizeArtifact: finalize,
  ListArtifacts: list,
  GetSignedArtifactURL: signedUrl,
  DeleteArtifact: remove,
} satisfies Record<string, (records: Records, fields: Fields) => Answer>

export function twirpError(status: number, code: string, msg: string): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, msg }) }
}

function answer(body: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

// Reserves the name, even if the upload fails later. GitHub does not list or delete an unfinished artifact, and answers
// 409 to the next upload with the same name (https://github.com/dotnet/orleans/issues/10961).
function create(records: Records, fields: Fields): Answer {
  const runId = fields.workflow_run_backend_id
  if (records.reserved.some(other => other.runId === runId && other.name === fields.name)) {
    return twirpError(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
  }
  const blob = randomUUID()
  records.reserved.push({
    blob,
    name: fields.name,
    runId,
    jobId: fields.workflow_job_run_backend_id,
    mimeType: fields.mime_type ?? 'application/zip',
    expiresAt: fields.expires_at,
  })
  return answer({ ok: true, signed_upload_url: records.url + records.blobs.sign(blob) })
}

let lastId = 4_000_000_000

function finalize(records: Records, fields: Fields): Answer {
  const entry = records.reserved.find(other => same(fields, other))
  if (!entry) return twirpError(404, 'not_found', 'no artifact of this name was created by this job')
  const bytes = records.blobs.read(entry.blob)
  if (bytes?.length !== Number(fields.size)) return twirpError(400, 'invalid_argument', 'the size differs')
  const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (fields.hash && fields.hash !== hash) return twirpError(400, 'invalid_argument', 'the digest differs')
  const { blob: _, ...kept } = entry
  lastId += 1
  records.artifacts.push({ ...kept, id: lastId, bytes, hash, createdAt: new Date().toISOString() })
  return answer({ ok: true, artifact_id: String(lastId) })
}

function same(fields: Fields, { name, runId, jobId }: { name: string; runId: string; jobId: string }) {
  const own = runId === fields.workflow_run_backend_id && jobId === fields.workflow_job_run_backend_id
  return own && name === fields.name
}

// Lists the artifacts of the whole run, because a job sees the uploads of other jobs and of earlier attempts.
function list(records: Records, fields: Fields): Answer {
  const found = records.artifacts
    .filter(({ runId }) => runId === fields.workflow_run_backend_id)
    .filter(({ name }) => !fields.name_filter || name === fields.name_filter)
    .filter(({ id }) => !fields.id_filter || String(id) === fields.id_filter)
  return answer({ artifacts: found.map(listed) })
}

function listed(artifact: StoredArtifact) {
  return {
    workflow_run_backend_id: artifact.runId,
    workflow_job_run_backend_id: artifact.jobId,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.bytes.length),
    created_at: artifact.createdAt,
    digest: artifact.hash,
  }
}

function signedUrl(records: Records, fields: Fields): Answer {
  const entry = records.reserved.find(other => same(fields, other))
  if (!entry || !records.blobs.read(entry.blob)) return twirpError(404, 'not_found', 'no such artifact')
  return answer({ signed_url: records.url + records.blobs.sign(entry.blob) })
}

function remove(records: Records, fields: Fields): Answer {
  const at = records.artifacts.findIndex(artifact => same(fields, artifact))
  const artifact = records.artifacts[at]
  if (!artifact) return twirpError(404, 'not_found', 'no such artifact')
  records.artifacts.splice(at, 1)
  records.reserved = records.reserved.filter(other => !same(fields, other))
  return answer({ ok: true, artifact_id: String(artifact.id) })
}
