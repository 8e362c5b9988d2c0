import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { systemClock as clock } from './clock.ts'
import { defaultsOf } from './defaults.ts'
import { cancelledBy } from './limits.ts'
import { run } from './run.ts'

const readFile = (path: string) => readFileSync(path, 'utf8')
const defaults = () => defaultsOf(readFile(join(process.argv[1] ?? '', '../../action.yml')), process.env)
const core = () => import('@actions/core')
const github = async () => (await import('@actions/github')).getOctokit
const artifacts = async () => new (await import('@actions/artifact')).DefaultArtifactClient()
const comparer = () => new Worker(join(process.argv[1] ?? '', '../compare/index.js'))
const cancelled = cancelledBy(process)
const { env } = process
await run({ core, env, fetch, clock, readFile, defaults, github, artifacts, comparer, cancelled })
// Whatever still holds the process once the step is over, an upload that was left behind say, holds it no longer.
setTimeout(() => process.exit(), 250).unref()
