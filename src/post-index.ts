import { EOL } from 'node:os'
import { dirname } from 'node:path'
import { bundledParts } from './bundle.ts'
import { post } from './post.ts'
import { systemClock as clock } from './runtime/clock.ts'
import { cancellationOf } from './runtime/deadline.ts'
import { readFile } from './runtime/files.ts'
import { proxyFetch } from './runtime/proxy-fetch.ts'

const { env, argv, stdout } = process
const print = (line: string) => void stdout.write(line + EOL)
const core = () => import('@actions/core')
const fetch = proxyFetch(globalThis.fetch, env, () => import('undici'))
// This bundle stands one folder below the main one.
const { defaults } = bundledParts(dirname(argv[1] ?? ''), env)
await post({ core, print, env, fetch, clock, readFile, defaults, cancelled: cancellationOf(process) })
