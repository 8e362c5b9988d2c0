import { text } from 'node:stream/consumers'
import type * as Artifact from '@actions/artifact'
import type * as Http from '@actions/http-client'

/**
 * The toolkit's client, made to notice an answer whose connection broke: its own reading waits for an end that never
 * comes, and the upload with it (http-client 4.0.1, readBody). It tries such a request again.
 */
export async function artifactClient(
  artifact: Promise<typeof Artifact>,
  http: Promise<typeof Http>,
  env: NodeJS.ProcessEnv,
) {
  const { HttpClientResponse } = await http
  const { DefaultArtifactClient } = await artifact
  env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= maxBlocks
  HttpClientResponse.prototype.readBody = async function () {
    // Without the code of the fault beneath it, which the client would take for a host that is out of reach.
    return text(this.message).catch(cause => {
      throw new Error('The answer broke off', { cause })
    })
  }
  return new DefaultArtifactClient()
}

/** Of 8 MB each, in memory at once for an upload; 5 unless told (artifact 6.2, config). More of them gain little time. */
const maxBlocks = '2'
