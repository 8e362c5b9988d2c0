import '../../testkit/runner/one-realm.ts'
import { Interruption } from '../../src/errors.ts'
import { gitHubError } from '../../src/github/github-errors.ts'
import { type ArtifactPlan, openArtifacts } from '../../src/publish/artifact.ts'

const timeUp = new Interruption(
  'The time limit of 15 minutes (timeout-minutes) was reached',
  'Give the step more.',
)
const run = { url: 'https://github.com/acme/lookml/actions/runs/1', attempt: 1, log: () => undefined }
const plan: ArtifactPlan = {
  kind: 'files',
  name: 'looker-snapshots',
  compressionLevel: 0,
}
const paths = ['/work/a.png', '/work/b.png']

test('the error of an interrupted GitHub request names the deadline', () => {
  expect(gitHubError(timeUp, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: 'The comment could not be written: the time limit of 15 minutes (timeout-minutes) was reached',
    hint: 'Give the step more.',
  })
})

test('no upload begins after the deadline, and the warning names each missing file', async () => {
  const asked: string[] = []
  const client = { uploadArtifact: async (name: string) => asked.push(name) }
  const artifacts = openArtifacts(async () => client as never, plan, run, AbortSignal.abort(timeUp))
  const { files, errors } = await artifacts.finish(paths)

  expect(asked).toEqual([])
  expect(files.size).toBe(0)
  expect(errors.map(({ message }) => message)).toEqual([
    'The artifact a.png could not be uploaded: the time limit of 15 minutes (timeout-minutes) was reached',
    'The artifact b.png could not be uploaded: the time limit of 15 minutes (timeout-minutes) was reached',
  ])
})

test('files that were uploaded before the deadline keep their links', async () => {
  const over = new AbortController()
  const client = {
    uploadArtifact: (name: string) =>
      name === 'a.png'
        ? Promise.resolve({ id: 7 })
        : new Promise(() => setImmediate(() => over.abort(timeUp))),
  }
  const { files, errors } = await openArtifacts(async () => client as never, plan, run, over.signal).finish(
    paths,
  )

  expect([...files].map(([path, { id }]) => [path, id])).toEqual([['/work/a.png', 7]])
  expect(errors).toHaveLength(1)
})
