import { dirname } from 'node:path'
import { post } from './post.ts'
import { cancellationOf } from './runtime/deadlines.ts'
import { readFile, readSystemFile } from './runtime/files.ts'
import { openLog, withoutCommands } from './runtime/log.ts'
import { systemProcesses } from './runtime/processes.ts'
import { exportProxyEnv, proxyFetch } from './runtime/proxies.ts'
import { systemClock as clock } from './runtime/time.ts'
import { bundledParts } from './world.ts'

const { env, argv, stdout } = process
const core = async () => withoutCommands(await import('@actions/core'))
const github = async () => (await import('@actions/github')).getOctokit
const fetch = proxyFetch(globalThis.fetch, exportProxyEnv(env), () => import('undici'))
// This bundle is one folder below the main bundle.
const { defaults } = bundledParts(dirname(argv[1] ?? ''), env)
const log = openLog(text => void stdout.write(text))
const processes = systemProcesses(process, readSystemFile)
await post({
  core,
  github,
  ...log,
  processes,
  env,
  fetch,
  clock,
  readFile,
  defaults,
  cancelled: cancellationOf(process),
})
