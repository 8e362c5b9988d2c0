import '../../testkit/runner/one-realm.ts'
import { createArtifactClient, openArtifacts, openService } from '../../src/publish/artifact.ts'
import type { ArtifactUploader } from '../../src/world.ts'

test.each([
  [{}, '2'],
  [{ ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: '7' }, '7'],
])(
  'a job sends two blocks of an artifact at the same time by default, or the given number: %j',
  async (env: NodeJS.ProcessEnv, blocks) => {
    await createArtifactClient(import('@actions/artifact'), env)
    expect(env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY).toBe(blocks)
  },
)

/** Returns a service with existing artifacts. All of them were created at the same time. */
function serviceAt(createdAt: Date, existing: { id: number; name: string }[]) {
  const artifacts = existing.map(artifact => ({ ...artifact, size: 1, createdAt }))
  const deleted: string[] = []
  let isAnswerLost = false
  const client: ArtifactUploader = {
    listArtifacts: async () => ({ artifacts: [...artifacts] }),
    async deleteArtifact(name) {
      deleted.push(name)
      const place = artifacts.findIndex(artifact => artifact.name === name)
      return { id: artifacts.splice(place, 1)[0]?.id ?? 0 }
    },
    async uploadArtifact(name) {
      if (artifacts.some(artifact => artifact.name === name)) throw new Error('(409) already exists')
      const id = 100 + artifacts.length
      artifacts.push({ id, name, size: 1, createdAt })
      if (!isAnswerLost) return { id }
      isAnswerLost = false
      throw new Error('Unable to make request: ECONNRESET')
    },
  }
  return {
    client,
    deleted,
    loseAnswer: () => {
      isAnswerLost = true
    },
  }
}

describe("the runner's clock", () => {
  const lines: string[] = []
  beforeEach(() => lines.splice(0))
  const url = 'https://github.com/acme/lookml/actions/runs/1'
  const upload = (client: ArtifactUploader, attempt: number) =>
    openService(async () => client, { url, attempt, log: line => lines.push(line) }).replace(
      'pictures',
      ['/work/a.png'],
      {},
    )

  test.each([
    ['slow', 600_000],
    ['right', 0],
    ['fast', -600_000],
  ])(
    "a repeated run replaces the artifact of its earlier attempt if the runner's clock is %s",
    async (_, offset) => {
      const { client, deleted } = serviceAt(new Date(Date.now() + offset), [{ id: 7, name: 'pictures' }])
      expect((await upload(client, 2)).id).toBe(100)
      expect(deleted).toEqual(['pictures'])
    },
  )

  test('a repeated run deletes only the artifact with its own name, and logs the name', async () => {
    const { client, deleted } = serviceAt(new Date(), [
      { id: 7, name: 'pictures' },
      { id: 8, name: 'other' },
    ])
    await upload(client, 2)
    expect(deleted).toEqual(['pictures'])
    expect(lines).toEqual([expect.stringMatching(/^Deleted the artifact pictures of an earlier attempt, or/)])

    const foreign = serviceAt(new Date(), [{ id: 8, name: 'other' }])
    await upload(foreign.client, 2)
    expect(foreign.deleted).toEqual([])
  })

  test.each([
    ['slow', 600_000],
    ['right', 0],
    ['fast', -600_000],
  ])(
    "an artifact upload whose last answer is lost succeeds if the runner's clock is %s",
    async (_, offset) => {
      const { client, loseAnswer } = serviceAt(new Date(Date.now() + offset), [])
      loseAnswer()
      expect((await upload(client, 1)).id).toBe(100)
    },
  )

  test("the artifact of another job is recognized independently of the runner's clock", async () => {
    const { client, deleted } = serviceAt(new Date(0), [{ id: 7, name: 'pictures' }])
    await expect(upload(client, 1)).rejects.toThrow('already exists')
    expect(deleted).toEqual([])
  })
})

describe('a repeated run whose list of earlier artifacts cannot be read', () => {
  const url = 'https://github.com/acme/lookml/actions/runs/1'

  /** Returns a service that refuses the first `reads` requests for the list of artifacts, and the first upload. */
  function failing(reads: number) {
    const { client, deleted } = serviceAt(new Date(), [{ id: 7, name: 'pictures' }])
    let [failedReads, failedUploads] = [0, 0]
    const unreliable: ArtifactUploader = {
      ...client,
      async listArtifacts(options) {
        if (failedReads++ < reads) throw new Error('Service unavailable')
        return client.listArtifacts(options)
      },
      async uploadArtifact(...upload) {
        if (failedUploads++ < 1) throw new Error('Unable to make request: ECONNRESET')
        return client.uploadArtifact(...upload)
      },
    }
    return { unreliable, deleted }
  }
  const upload = (client: ArtifactUploader) =>
    openService(async () => client, { url, attempt: 2, log: () => undefined }).replace(
      'pictures',
      ['/work/a.png'],
      {},
    )

  test('a repeated run requests the list of earlier artifacts again before the upload if the list could not be read', async () => {
    const { unreliable, deleted } = failing(1)
    expect((await upload(unreliable)).id).toBe(100)
    expect(deleted).toEqual(['pictures'])
  })

  test('a repeated run does not report an artifact of an earlier attempt as its own artifact', async () => {
    const { unreliable } = failing(2)
    await expect(upload(unreliable)).rejects.toThrow('Service unavailable')
  })
})

test('with artifact: files, the files above the limit of artifacts per job are in one archive, and a warning says so', async () => {
  const { client } = serviceAt(new Date(), [])
  const uploads: [name: string, files: number][] = []
  const counting: ArtifactUploader = {
    ...client,
    uploadArtifact: (name, files, ...rest) => {
      uploads.push([name, files.length])
      return client.uploadArtifact(name, files, ...rest)
    },
  }
  const plan = { kind: 'files', name: 'pictures', compressionLevel: 0 } as const
  const run = { url: 'https://github.com/acme/lookml/actions/runs/1', attempt: 1, log: () => undefined }
  const artifacts = openArtifacts(async () => counting, plan, run, new AbortController().signal)
  const paths = Array.from({ length: 510 }, (_, place) => `/work/${place}.png`)
  for (const path of paths.slice(0, 505)) artifacts.send(path)
  const uploaded = await artifacts.finish(paths)

  expect(uploaded.errors).toEqual([])
  expect(uploaded.files.size).toBe(498)
  expect(uploads).toHaveLength(499)
  expect(uploads.at(-1)).toEqual(['pictures', 12])
  expect(uploaded.archive?.id).toBeDefined()
  expect(uploaded.warning?.message).toMatch(/^12 files did not become artifacts.*500.*archive pictures$/)
})

test('the error does not ask for another run if the storage of artifacts is full', async () => {
  const refusing: ArtifactUploader = {
    ...serviceAt(new Date(), []).client,
    // The toolkit's words (https://github.com/actions/upload-artifact/issues/307).
    uploadArtifact: async () => {
      throw new Error(
        'Failed to CreateArtifact: Artifact storage quota has been hit. Unable to upload any new artifacts.\nMore info on storage limits: https://docs.github.com/en/billing',
      )
    },
  }
  const plan = { kind: 'zip', name: 'pictures', compressionLevel: 0 } as const
  const run = { url: 'https://github.com/acme/lookml/actions/runs/1', attempt: 1, log: () => undefined }
  const artifacts = openArtifacts(async () => refusing, plan, run, new AbortController().signal)
  const { errors } = await artifacts.finish(['/work/a.png'])

  expect(errors[0]?.message).toMatch(/Artifact storage quota has been hit/)
  expect(errors[0]?.hint).toMatch(/^Delete old artifacts/)
})
