import { appendFileSync } from 'node:fs'
import { openPostState } from './post-state.ts'
import { createArtifactClient } from './publish/artifact.ts'
import { run } from './run.ts'
import { cancellationOf } from './runtime/deadlines.ts'
import { readFile, readSystemFile } from './runtime/files.ts'
import { openLog, quietLibraries, withoutCommands } from './runtime/log.ts'
import { systemProcesses } from './runtime/processes.ts'
import { exportProxyEnv, proxyFetch } from './runtime/proxies.ts'
import { systemClock as clock } from './runtime/time.ts'
import { bundledParts } from './world.ts'

const { env, argv, stdout } = process
// This comes first, because the post step must find this process even if the job is cancelled early.
const saveForPost = openPostState(process, systemProcesses(process, readSystemFile), appendFileSync)
const core = async () => withoutCommands(await import('@actions/core'))
const github = async () => (await import('@actions/github')).getOctokit
const artifacts = () => createArtifactClient(import('@actions/artifact'), env)
const fetch = proxyFetch(globalThis.fetch, exportProxyEnv(env), () => import('undici'))
const cancelled = cancellationOf(process)
const parts = { ...bundledParts(argv[1] ?? '', env), ...openLog(quietLibraries(stdout)) }
await run({ core, github, artifacts, ...parts, saveForPost, env, fetch, clock, readFile, cancelled })
setTimeout(() => process.exit(), 250).unref() // An unfinished upload must not keep the process alive.
