import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock as clock } from './clock.ts'
import { defaultsOf } from './defaults.ts'
import { artifactClient } from './deliver/artifact-client.ts'
import { cancelledBy, outliveClosedConnections } from './limits.ts'
import { run } from './run.ts'

const readFile = (path: string) => readFileSync(path, 'utf8')
const defaults = () => defaultsOf(readFile(join(process.argv[1] ?? '', '../../action.yml')), process.env)
const core = () => import('@actions/core')
const github = async () => (await import('@actions/github')).getOctokit
const artifacts = async () =>
  artifactClient(await import('@actions/artifact'), await import('@actions/http-client'))
const cancelled = cancelledBy(process)
outliveClosedConnections(process)
await run({ core, env: process.env, fetch, clock, readFile, defaults, github, artifacts, cancelled })
// Whatever still holds the process once the step is over, an upload that was left behind say, holds it no longer.
setTimeout(() => process.exit(), 250).unref()
