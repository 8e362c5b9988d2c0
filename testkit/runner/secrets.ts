import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type StoredArtifact, unzip } from '../github/artifacts.ts'
import type { Outcome } from './runner.ts'

/** The parts of a run that users can see. */
type Seen = Pick<Outcome, 'lines' | 'outputs' | 'summary' | 'workspace'>

/**
 * Throws if users or other steps can see a secret, in plain form or in a common encoding. Searches the log, outputs,
 * summary, the workspace's files and artifacts. Ignores log lines that mask a secret.
 */
export function expectNoSecrets(outcome: Seen, secrets: string[], artifacts: StoredArtifact[] = []): void {
  const places = [...placesOf(outcome), ...artifacts.flatMap(contents)]
  const found = secrets.flatMap((secret, index) => {
    const forms = encodings(secret)
    return places.flatMap(([place, bytes]) =>
      forms
        .filter(([, form]) => bytes.includes(form))
        .map(([name]) => `secret ${index + 1}, ${name}, in ${place}`),
    )
  })
  if (found.length > 0) throw new Error(`Secrets are to be seen:\n${found.join('\n')}`)
}

type Place = [name: string, bytes: Buffer]

function placesOf({ lines, outputs, summary, workspace }: Seen): Place[] {
  const log = lines.filter(line => !line.startsWith('::add-mask::')).join('\n')
  const files = readdirSync(workspace, { recursive: true }).map(String)
  return [
    ['the log', Buffer.from(log)],
    ['the summary', Buffer.from(summary)],
    ...Object.entries(outputs).map(([name, value]): Place => [`the output ${name}`, Buffer.from(value)]),
    ...files
      .filter(file => statSync(join(workspace, file)).isFile())
      .map((file): Place => [`the file ${file}`, readFileSync(join(workspace, file))]),
  ]
}

function contents({ name, mimeType, bytes }: StoredArtifact): Place[] {
  const files = mimeType === 'application/zip' ? [...unzip(bytes)] : []
  return [
    [`the artifact ${name}`, bytes],
    ...files.map(([file, inside]): Place => [`${file} of the artifact ${name}`, inside]),
  ]
}

function encodings(secret: string): [name: string, form: string][] {
  if (secret.length < 4) throw new Error('Too short to be told from chance')
  const json = JSON.stringify(secret).slice(1, -1)
  return [
    ['plain', secret],
    ['in JSON', json],
    ['in JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', encodeURIComponent(secret).replace(/%../g, code => code.toLowerCase())],
    ['form-encoded', new URLSearchParams({ s: secret }).toString().slice(2)],
    ...[0, 1, 2].flatMap(offset => base64(secret, offset)),
  ]
}

// A secret has three forms in base64, because the text before the secret shifts the secret's bytes by 0, 1 or 2. The
// first and last characters are left out, because they also contain bits of other text.
function base64(secret: string, offset: number): [name: string, form: string][] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
  const whole = bytes.length - (bytes.length % 3)
  const part = bytes.subarray(offset === 0 ? 0 : 3, whole)
  return part.length < 6
    ? []
    : [
        ['in base64', part.toString('base64')],
        ['in base64url', part.toString('base64url')],
      ]
}
