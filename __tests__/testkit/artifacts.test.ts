import { type ArtifactService, startArtifactService, unzip } from '../../testkit/artifacts.ts'
import { runScript } from '../../testkit/script.ts'

describe('the artifact service, driven by the real client', () => {
  let service: ArtifactService
  beforeEach(async () => {
    service = await startArtifactService()
  })
  afterEach(() => service.close())

  // The client reads the environment when it is imported, so each script gets a process of its own.
  const withClient = (body: string, ids = {}, env = {}) =>
    runScript(
      `import { writeFileSync } from 'node:fs'
       import { setOutput } from '${import.meta.resolve('@actions/core')}'
       import { DefaultArtifactClient } from '${import.meta.resolve('@actions/artifact')}'
       const client = new DefaultArtifactClient()
       const say = value => setOutput('said', value)
       ${body}`,
      { env: { ...service.env(ids), ...env } },
    )
  const uploadOne = "await client.uploadArtifact('one', ['a.txt'], '.').then(say, e => say(e.message))"
  const write = "writeFileSync('a.txt', 'first'); writeFileSync('b.txt', 'second'.repeat(999));"

  test('takes an archive of two files', async () => {
    const outcome = await withClient(
      `${write} say(await client.uploadArtifact('pair', ['a.txt', 'b.txt'], '.', { retentionDays: 7, compressionLevel: 9 }))`,
    )
    const [artifact] = service.artifacts
    expect(JSON.parse(outcome.outputs.said ?? '')).toEqual({
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

  test('takes a single file under its own name and type', async () => {
    await withClient(
      `writeFileSync('a.png', 'picture'); await client.uploadArtifact('-', ['a.png'], '.', { skipArchive: true })`,
    )
    expect(service.artifacts).toMatchObject([{ name: 'a.png', mimeType: 'image/png', expiresAt: undefined }])
    expect(service.artifacts[0]?.bytes.toString()).toBe('picture')
  })

  test('takes a file of several blocks in the right order', async () => {
    await withClient(
      `const bytes = Buffer.alloc(20 << 20, 'abcdefg')
       writeFileSync('large.bin', bytes)
       await client.uploadArtifact('-', ['large.bin'], '.', { skipArchive: true })`,
    )
    expect(service.artifacts[0]?.bytes.equals(Buffer.alloc(20 << 20, 'abcdefg'))).toBe(true)
    expect(service.requests.filter(({ path }) => path.includes('comp=block&'))).toHaveLength(3)
  })

  test('refuses a name that the run already has, from any of its jobs', async () => {
    await withClient(write + uploadOne)
    const again = await withClient(write + uploadOne, { jobId: 'another' })
    expect(again.outputs.said).toContain('(409) Conflict: an artifact with this name already exists')
    const elsewhere = await withClient(write + uploadOne, { runId: 'another' })
    expect(elsewhere.outputs.said).toContain('"digest"')
    expect(service.artifacts.map(({ runId }) => runId)).toEqual([expect.any(String), 'another'])
  })

  test('gives a name free again when its artifact is deleted', async () => {
    const outcome = await withClient(
      `${write} ${uploadOne}; await client.deleteArtifact('one'); ${uploadOne}
       setOutput('list', (await client.listArtifacts()).artifacts)
       setOutput('got', (await client.getArtifact('one')).artifact)`,
    )
    const [artifact, ...others] = service.artifacts
    expect(others).toEqual([])
    const listed = {
      name: 'one',
      id: artifact?.id,
      size: artifact?.bytes.length,
      createdAt: artifact?.createdAt,
      digest: artifact?.hash,
    }
    expect(JSON.parse(outcome.outputs.list ?? '')).toEqual([listed])
    expect(JSON.parse(outcome.outputs.got ?? '')).toEqual(listed)
  })

  test('keeps a name taken whose upload was never finalized, and lists it nowhere', async () => {
    service.fault({ on: 'FinalizeArtifact', status: 403 })
    const outcome = await withClient(
      `${write} ${uploadOne}; setOutput('list', (await client.listArtifacts()).artifacts); ${uploadOne}`,
    )
    expect(outcome.outputs.list).toBe('[]')
    expect(outcome.outputs.said).toContain('(409) Conflict')
  })

  test('hands back what was uploaded', async () => {
    const outcome = await withClient(
      `import { readFileSync } from 'node:fs'
       ${write} const { id, digest } = await client.uploadArtifact('one', ['a.txt'], '.')
       const { downloadPath } = await client.downloadArtifact(id, { path: 'back', expectedHash: 'sha256:' + digest })
       say(readFileSync(downloadPath + '/a.txt', 'utf8'))`,
    )
    expect(outcome.outputs.said).toBe('first')
  })

  test.each([
    [{ on: 'CreateArtifact', status: 403 }, '(403) Forbidden: a fault was asked for'],
    [{ on: 'CreateArtifact', reset: true }, 'Unable to make request: ECONNRESET'],
    [{ on: 'blob', status: 403 }, 'InternalError'],
    [{ on: 'blob', stall: true }, 'Upload progress stalled'],
  ] as const)('fails as it is told to: %j', async (fault, message) => {
    service.fault(fault)
    const outcome = await withClient(
      `${write} ${uploadOne}; process.exit()`,
      {},
      { ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: 'stall' in fault ? '200' : '5000' },
    )
    expect(outcome.outputs.said).toContain(message)
    expect(service.artifacts).toEqual([])
  })
})
