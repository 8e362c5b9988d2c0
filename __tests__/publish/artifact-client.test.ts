import fs from 'node:fs'
import { join } from 'node:path'
import * as artifact from '@actions/artifact'
import * as http from '@actions/http-client'
import { artifactClient } from '../../src/publish/artifact-client.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const { createReadStream } = fs
const { readBody } = http.HttpClientResponse.prototype
afterAll(() => {
  Object.assign(fs, { createReadStream })
  http.HttpClientResponse.prototype.readBody = readBody
})

const path = join(temporaryFolder(), 'report.html')
beforeAll(() => fs.writeFileSync(path, 'x'.repeat(300_000)))

const eightMegabytes = 8 * 1024 * 1024

describe('the artifact client', () => {
  test('reads a file in small pieces, and all of it', async () => {
    await artifactClient(Promise.resolve(artifact), Promise.resolve(http), {})
    const pieces: Buffer[] = []
    for await (const piece of fs.createReadStream(path, { highWaterMark: eightMegabytes })) pieces.push(piece)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024)
    expect(Buffer.concat(pieces).toString()).toBe('x'.repeat(300_000))
  })

  test('leaves other readers of files as they are', async () => {
    await artifactClient(Promise.resolve(artifact), Promise.resolve(http), {})
    const smaller = fs.createReadStream(path, { highWaterMark: 1000, start: 10, end: 19 })
    expect(smaller.readableHighWaterMark).toBe(1000)
    let text = ''
    for await (const piece of smaller) text += piece
    expect(text).toBe('x'.repeat(10))
    for await (const piece of fs.createReadStream(path, 'utf8')) expect(typeof piece).toBe('string')
  })

  test.each([
    [{}, '2'],
    [{ ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: '7' }, '7'],
  ])('sends few blocks at once, or as many as the job says: %j', async (env: NodeJS.ProcessEnv, blocks) => {
    await artifactClient(Promise.resolve(artifact), Promise.resolve(http), env)
    expect(env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY).toBe(blocks)
  })
})
