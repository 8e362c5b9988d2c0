import '../../testkit/runner/one-realm.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ArtifactClient } from '@actions/artifact'
import { jest } from '@jest/globals'
import { type ArtifactService, startArtifactService, unzip } from '../../testkit/github/artifacts.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { runScript } from '../../testkit/runner/script.ts'

describe('the emulated artifact service', () => {
  let service: ArtifactService
  let openClient: () => ArtifactClient
  const usual = { ...process.env }
  beforeAll(async () => {
    const { DefaultArtifactClient } = await import('@actions/artifact')
    openClient = () => new DefaultArtifactClient()
    jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  })
  afterAll(() => {
    jest.restoreAllMocks()
  })
  beforeEach(async () => {
    service = await startArtifactService()
  })
  afterEach(async () => {
    process.env = { ...usual }
    await service.close()
  })

  /** Returns a client. As in a job, each call of the client reads the environment. */
  const clientOf = (ids = {}, env = {}) => {
    process.env = { ...usual, ...service.env(ids), ...env }
    return openClient()
  }
  const folder = temporaryFolder()
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const uploadOne = (client: ArtifactClient) =>
    client.uploadArtifact('one', [file('a.txt', 'first')], folder).catch((error: Error) => error.message)

  test('the emulated artifact service accepts an archive of two files', async () => {
    const pair = [file('a.txt', 'first'), file('b.txt', 'second'.repeat(999))]
    const options = { retentionDays: 7, compressionLevel: 9 }
    const said = await clientOf().uploadArtifact('pair', pair, folder, options)
    const [artifact] = service.artifacts
    expect(said).toEqual({
      id: artifact?.id,
      size: artifact?.bytes.length,
      digest: artifact?.hash.replace('sha256:', ''),
    })
    expect(artifact).toMatchObject({ name: 'pair', mimeType: 'application/zip' })
    const days = (Date.parse(artifact?.expiresAt ?? '') - Date.parse(artifact?.createdAt ?? '')) / 86_400_000
    expect(days).toBeCloseTo(7, 1)
    const files = unzip(artifact?.bytes ?? Buffer.alloc(0))
    expect([...files.keys()].sort()).toEqual(['a.txt', 'b.txt'])
    expect(files.get('b.txt')?.toString()).toBe('second'.repeat(999))
  })

  test('the emulated artifact service accepts a single file under its own name and type', async () => {
    await clientOf().uploadArtifact('-', [file('a.png', 'picture')], folder, { skipArchive: true })
    expect(service.artifacts).toMatchObject([{ name: 'a.png', mimeType: 'image/png', expiresAt: undefined }])
    expect(service.artifacts[0]?.bytes.toString()).toBe('picture')
  })

  test('the emulated artifact service puts the blocks of a file into the right order', async () => {
    const bytes = Buffer.alloc(20 << 20, 'abcdefg')
    await clientOf().uploadArtifact('-', [file('large.bin', bytes)], folder, { skipArchive: true })
    expect(service.artifacts[0]?.bytes.equals(bytes)).toBe(true)
    expect(service.requests.filter(({ path }) => path.includes('comp=block&'))).toHaveLength(3)
  })

  test('the emulated artifact service refuses a name that any job of the run has used', async () => {
    await uploadOne(clientOf())
    const again = await uploadOne(clientOf({ jobId: 'another' }))
    expect(again).toContain('(409) Conflict: an artifact with this name already exists')
    const elsewhere = await uploadOne(clientOf({ runId: 'another' }))
    expect(elsewhere).toHaveProperty('digest')
    expect(service.artifacts.map(({ runId }) => runId)).toEqual([expect.any(String), 'another'])
  })

  test('the emulated artifact service allows a name again after its artifact was deleted', async () => {
    const client = clientOf()
    await uploadOne(client)
    await client.deleteArtifact('one')
    await uploadOne(client)
    const [artifact, ...others] = service.artifacts
    expect(others).toEqual([])
    const listed = {
      name: 'one',
      id: artifact?.id,
      size: artifact?.bytes.length,
      createdAt: artifact?.createdAt,
      digest: artifact?.hash,
    }
    expect(JSON.parse(JSON.stringify(await client.listArtifacts()))).toEqual({ artifacts: [listed] })
    expect(JSON.parse(JSON.stringify(await client.getArtifact('one')))).toEqual({ artifact: listed })
  })

  test('the emulated artifact service refuses the name of an unfinished upload, and does not list the artifact', async () => {
    service.fault({ on: 'FinalizeArtifact', status: 403 })
    const client = clientOf()
    await uploadOne(client)
    expect(await client.listArtifacts()).toEqual({ artifacts: [] })
    expect(await uploadOne(client)).toContain('(409) Conflict')
  })

  test('the emulated artifact service returns the uploaded bytes', async () => {
    const client = clientOf()
    const { id = 0, digest } = await client.uploadArtifact('one', [file('a.txt', 'first')], folder)
    const options = { path: join(folder, 'back'), expectedHash: `sha256:${digest}` }
    const { downloadPath = '' } = await client.downloadArtifact(id, options)
    expect(readFileSync(join(downloadPath, 'a.txt'), 'utf8')).toBe('first')
  })

  test.each([
    [{ on: 'CreateArtifact', status: 403 }, '(403) Forbidden: the test injected a fault'],
    [{ on: 'CreateArtifact', reset: true }, 'Unable to make request: ECONNRESET'],
    [{ on: 'blob', status: 403 }, 'InternalError'],
  ] as const)(
    'an upload to the emulated artifact service fails with the fault %j',
    async (fault, message) => {
      service.fault(fault)
      expect(await uploadOne(clientOf({}, { ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '5000' }))).toContain(message)
      expect(service.artifacts).toEqual([])
    },
  )

  // Uses a separate process, because the client sends requests for another 15 seconds after it has reported the
  // failure.
  test.each([{ on: 'blob', stall: true } as const])(
    'an upload to the emulated artifact service does not end with the fault %j',
    async fault => {
      service.fault(fault)
      const { outputs } = await runScript(
        `import { setOutput } from '${import.meta.resolve('@actions/core')}'
       import { DefaultArtifactClient } from '${import.meta.resolve('@actions/artifact')}'
       const upload = new DefaultArtifactClient().uploadArtifact('one', ['${file('a.txt', 'first')}'], '${folder}')
       await upload.catch(({ message }) => setOutput('said', message))
       process.exit()`,
        { env: { ...service.env(), ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '200' } },
      )
      expect(outputs.said).toContain('Upload progress stalled')
      expect(service.artifacts).toEqual([])
    },
  )
})
