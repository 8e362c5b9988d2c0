import { bundledParts } from './bundle.ts'
import { artifactClient } from './publish/artifact-client.ts'
import { run } from './run.ts'
import { systemClock as clock } from './runtime/clock.ts'
import { cancellationOf } from './runtime/deadline.ts'
import { readFile } from './runtime/files.ts'
import { proxyFetch } from './runtime/proxy-fetch.ts'

const { env, argv, stdout } = process
const print = (line: string) => void stdout.write(`${line}\n`)
const core = () => import('@actions/core')
const github = async () => (await import('@actions/github')).getOctokit
const artifacts = async () =>
  artifactClient(await import('@actions/artifact'), await import('@actions/http-client'))
const fetch = proxyFetch(globalThis.fetch, env, () => import('undici'))
const cancelled = cancellationOf(process)
const toolkit = { core, github, artifacts }
await run({ ...toolkit, ...bundledParts(argv[1] ?? '', env), print, env, fetch, clock, readFile, cancelled })
setTimeout(() => process.exit(), 250).unref() // What was left behind, an upload say, holds the process no longer.
