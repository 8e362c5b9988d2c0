import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface Call {
  method: string
  url: URL
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: Buffer | string
}

interface Blob {
  sig: string
  blocks: Map<string, Buffer>
  content?: Buffer
  contentType?: string | undefined
}

/** The files behind signed URLs. Implements the part of Azure's block blobs that the artifact client uses. */
export interface BlobStore {
  /** Returns a path with a signature. */
  sign(id: string): string
  /** Returns the bytes of a blob. Returns undefined before the blob's block list is committed. */
  read(id: string): Buffer | undefined
  handle(call: Call): Answer
}

export const blobFolder = '/blobs/'

export function createBlobStore(): BlobStore {
  const blobs = new Map<string, Blob>()
  return {
    sign(id) {
      const blob = blobs.get(id) ?? { sig: randomUUID(), blocks: new Map() }
      blobs.set(id, blob)
      return `${blobFolder}${id}?${new URLSearchParams({ se: '2099-01-01T00:00:00Z', sig: blob.sig })}`
    },
    read: id => blobs.get(id)?.content,
    handle(call) {
      const blob = blobs.get(call.url.pathname.slice(blobFolder.length))
      if (!blob || blob.sig !== call.url.searchParams.get('sig')) return refuse(403, 'AuthenticationFailed')
      return call.method === 'GET' ? download(blob) : upload(blob, call)
    },
  }
}

function download(blob: Blob): Answer {
  if (!blob.content) return refuse(404, 'BlobNotFound')
  return { status: 200, headers: { 'content-type': blob.contentType ?? '' }, body: blob.content }
}

function upload(blob: Blob, { method, url, headers, body }: Call): Answer {
  if (method !== 'PUT') return refuse(405, 'UnsupportedHttpVerb')
  if (!headers['x-ms-version']) return refuse(400, 'MissingRequiredHeader')
  switch (url.searchParams.get('comp')) {
    case 'block':
      blob.blocks.set(url.searchParams.get('blockid') ?? '', body)
      return created()
    case 'blocklist':
      return commit(blob, body.toString(), headers)
    case null:
      if (headers['x-ms-blob-type'] !== 'BlockBlob') return refuse(400, 'InvalidHeaderValue')
      blob.content = body
      blob.contentType = contentType(headers)
      return created()
    default:
      return refuse(400, 'InvalidQueryParameterValue')
  }
}

function commit(blob: Blob, list: string, headers: IncomingHttpHeaders): Answer {
  const ids = [...list.matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(match => match[1] ?? '')
  const blocks = ids.map(id => blob.blocks.get(id))
  if (blocks.includes(undefined)) return refuse(400, 'InvalidBlockList')
  blob.content = Buffer.concat(blocks.filter(block => block !== undefined))
  blob.contentType = contentType(headers)
  blob.blocks.clear()
  return created()
}

function contentType(headers: IncomingHttpHeaders): string | undefined {
  return headers['x-ms-blob-content-type']?.toString()
}

// Azure's client reads these headers from every response to a write.
function created(): Answer {
  const headers = { etag: `"${randomUUID()}"`, 'last-modified': new Date().toUTCString() }
  return { status: 201, headers: { ...headers, 'x-ms-request-server-encrypted': 'true' } }
}

export function refuse(status: number, code: string): Answer {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml', 'x-ms-error-code': code }, body }
}
