import fs from 'node:fs'
import { text } from 'node:stream/consumers'
import type * as Artifact from '@actions/artifact'
import type * as Http from '@actions/http-client'

/** The toolkit's client, made to notice an answer whose connection broke, and to take little memory for a large file. */
export async function artifactClient(
  artifact: Promise<typeof Artifact>,
  http: Promise<typeof Http>,
  env: NodeJS.ProcessEnv,
) {
  const { HttpClientResponse } = await http
  const { DefaultArtifactClient } = await artifact
  noticeBrokenAnswers(HttpClientResponse)
  readInSmallPieces()
  env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= maxBlocks
  return new DefaultArtifactClient()
}

/**
 * The client's own reading waits for an end that never comes, and the upload with it (http-client 4.0.1, readBody). It
 * tries such a request again.
 */
function noticeBrokenAnswers({ prototype }: typeof Http.HttpClientResponse): void {
  prototype.readBody = async function () {
    // Without the code of the fault beneath it, which the client would take for a host that is out of reach.
    return text(this.message).catch(cause => {
      throw new Error('The answer broke off', { cause })
    })
  }
}

const { createReadStream } = fs
/** Bytes; as many as Node reads unless told. */
const pieceLength = 64 * 1024

/**
 * The client reads a file in pieces of 8 MB (artifact 6.2, createRawFileUploadStream), of which V8 lets many lie: a
 * report of 85 MB took 75 MB of memory. It has no setting for that.
 */
function readInSmallPieces(): void {
  const read: typeof createReadStream = (path, options) => {
    if (typeof options !== 'object') return createReadStream(path, options)
    return createReadStream(path, {
      ...options,
      highWaterMark: Math.min(options?.highWaterMark ?? pieceLength, pieceLength),
    })
  }
  Object.assign(fs, { createReadStream: read })
}

/** Of 8 MB each, in memory at once for an upload; 5 unless told (artifact 6.2, config). More of them gain little time. */
const maxBlocks = '2'
