import '../../testkit/runner/one-realm.ts'
import { createArtifactClient } from '../../src/publish/artifact-service.ts'

test.each([
  [{}, '2'],
  [{ ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: '7' }, '7'],
])(
  'a job sends two blocks of an artifact at once, unless it sets a number: %j',
  async (env: NodeJS.ProcessEnv, blocks) => {
    await createArtifactClient(import('@actions/artifact'), env)
    expect(env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY).toBe(blocks)
  },
)
