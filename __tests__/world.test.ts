import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundledParts } from '../src/world.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

test('the comparison thread gets no environment variables, because they contain secrets', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'compare'))
  writeFileSync(
    join(folder, 'compare/index.js'),
    "require('node:worker_threads').parentPort.postMessage({ ...process.env })",
  )
  process.env.SECRET_OF_THE_JOB = 'sesame'
  const thread = bundledParts(join(folder, 'index.js'), {}).comparer()
  const [environment] = await once(thread, 'message')
  await thread.terminate()
  delete process.env.SECRET_OF_THE_JOB
  expect(environment).toEqual({})
})
