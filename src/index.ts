import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { systemClock as clock } from './clock.ts'
import { defaultsOf } from './defaults.ts'
import { readFile } from './files.ts'
import { cancelledBy } from './limits.ts'
import { proxied } from './proxied.ts'
import { run } from './run.ts'

const { env } = process
const defaults = () => defaultsOf(readFile(join(process.argv[1] ?? '', '../../action.yml')), env)
const core = () => import('@actions/core')
const github = async () => (await import('@actions/github')).getOctokit
const artifacts = async () => new (await import('@actions/artifact')).DefaultArtifactClient()
const comparer = () => new Worker(join(process.argv[1] ?? '', '../compare/index.js'))
const cancelled = cancelledBy(process)
const fetch = proxied(globalThis.fetch, env, () => import('undici'))
await run({ core, env, fetch, clock, readFile, defaults, github, artifacts, comparer, cancelled })
setTimeout(() => process.exit(), 250).unref() // What was left behind, an upload say, holds the process no longer.
