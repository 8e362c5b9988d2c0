import '../../testkit/runner/one-realm.ts'
import { resolve } from 'node:path'
import { jest } from '@jest/globals'
import { ActionError } from '../../src/errors.ts'
import { createArtifactClient, openArtifacts } from '../../src/publish/artifact.ts'
import type { ArtifactUploader } from '../../src/world.ts'
import fc from '../../testkit/fast-check.ts'
import { startArtifactService } from '../../testkit/github/artifacts.ts'
import { deepJson, expectReadable, runs } from '../../testkit/hostile.ts'
import { serve } from '../../testkit/network/loopback.ts'
import { hostileAnswer, right, sendWire, type WireAnswer } from '../../testkit/network/wire.ts'

/** Maps each call to the correct answer of the service. */
const calls = {
  CreateArtifact: { ok: true, signed_upload_url: 'HERE/blob?sig=x' },
  FinalizeArtifact: { ok: true, artifact_id: '123' },
  ListArtifacts: {
    artifacts: [{ database_id: '1', name: 'pictures', size: '1', created_at: '2020-01-01T00:00:00Z' }],
  },
  DeleteArtifact: { ok: true, artifact_id: '1' },
  blob: {},
} as const
type Call = keyof typeof calls

let script: Partial<Record<string, WireAnswer>> = {}
let load: () => Promise<ArtifactUploader>
const before = { ...process.env }
const realTimeout = globalThis.setTimeout
beforeAll(async () => {
  const server = await serve((response, { path }) => {
    const call = path.startsWith('/blob') ? 'blob' : (path.split('/').at(-1) as Call)
    const usual = JSON.stringify(calls[call] ?? {}).replace('HERE', server.url.origin)
    sendWire(
      response,
      script[call] ?? right(Buffer.from(call === 'blob' ? '' : usual), call === 'blob' ? 201 : 200),
    )
  })
  // The client reads the environment when it is imported. The usual emulated service provides the token in this
  // environment.
  const service = await startArtifactService()
  Object.assign(process.env, service.env(), { ACTIONS_RESULTS_URL: `${server.url.origin}/` })
  await service.close()
  const client = await createArtifactClient(import('@actions/artifact'), process.env)
  load = async () => client
  // Skips the pauses of the client, and ignores the client's log lines.
  globalThis.setTimeout = ((run: () => void, wait?: number, ...more: []) =>
    realTimeout(run, Math.min(wait ?? 0, 1), ...more)) as typeof setTimeout
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(() => {
  globalThis.setTimeout = realTimeout
  process.env = before
  jest.restoreAllMocks()
})

// A file that is not deleted after the tests, because the client may open it even after it has given up.
const path = resolve('LICENSE')
const run = { url: 'https://github.com/acme/lookml/actions/runs/1', attempt: 2, log: () => undefined }

async function expectWords(said: typeof script): Promise<void> {
  script = said
  for (const kind of ['zip', 'files'] as const) {
    const plan = { kind, name: 'pictures', compressionLevel: 0 }
    const artifacts = openArtifacts(load, plan, run, new AbortController().signal)
    const { archive, files, errors } = await artifacts.finish([path])
    for (const link of [archive, ...files.values()])
      if (link)
        expect(link.url).toMatch(
          /^https:\/\/github\.com\/acme\/lookml\/actions\/runs\/1\/artifacts\/[1-9]\d*$/,
        )
    expect(Number(archive !== undefined) + files.size + errors.length).toBe(1)
    for (const error of errors) {
      expect(error).toBeInstanceOf(ActionError)
      expectReadable(error.message)
      expectReadable(error.hint)
    }
  }
}

describe('an upload', () => {
  test.each(Object.entries(calls))(
    'an artifact upload succeeds or fails with a readable message, whatever the service answers to the call %s',
    (call, body) =>
      fc.assert(
        fc.asyncProperty(hostileAnswer(body, 'x-echo'), said => expectWords({ [call]: said })),
        { ...runs(8), timeout: 30_000 },
      ),
  )

  test.each<[string, WireAnswer]>([
    [
      'a page',
      { ...right(Buffer.from('<html><h1>Sign in</h1></html>')), headers: { 'content-type': 'text/html' } },
    ],
    ['a page of a proxy', { ...right(Buffer.from('<html><h1>502</h1></html>')), status: 502 }],
    ['nothing', right(Buffer.alloc(0))],
    ['null', right(null)],
    ['null and an error status', right(null, 400)],
    ['an invalid address', right({ ok: true, signed_upload_url: 'here', artifact_id: 'one' })],
    ['an invalid number', right({ ok: true, artifact_id: '-1' })],
    ['20,000 nested lists', right(Buffer.from(deepJson(20_000)))],
    ['a message of 100,000 characters', right({ code: 'x', msg: 'x'.repeat(100_000) }, 400)],
  ])(
    'an artifact upload succeeds or fails with a readable message if the answer to all calls is %s',
    async (_, answer) => {
      for (const call of Object.keys(calls)) await expectWords({ [call]: answer })
    },
  )
})
