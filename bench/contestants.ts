import { existsSync, readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { peakMeter } from '../testkit/runner/peak.ts'
import { type StepOptions, startAction } from '../testkit/runner/runner.ts'
import { type Address, type LookerOptions, type Observed, withLooker } from './looker.ts'

/** A run of a process, with the requests that it sent to Looker. */
export interface Run extends Observed {
  /** The start of the process, in milliseconds since 1970. */
  startedAt: number
  milliseconds: number
  peakBytes: number
}

export type Contestant = (options: LookerOptions) => Promise<Run>

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/**
 * Starts the built action as GitHub's runner does. With `artifact: none`, the action uploads no files, like the sample.
 */
export const action: Contestant = options =>
  run(options, looker => ({
    services: { looker },
    inputs: {
      targets: ids(options)
        .map(id => `dashboards/${id}`)
        .join('\n'),
      artifact: 'none',
    },
  }))

/** Starts sample.mjs in the same way. Its packages are in node_modules and are not bundled. */
export const sample: Contestant = options =>
  run(options, looker => ({
    entry: path('./sample.mjs'),
    manifest: path('./sample.yml'),
    env: {
      LOOKERSDK_BASE_URL: looker.url,
      LOOKERSDK_CLIENT_ID: looker.clientId,
      LOOKERSDK_CLIENT_SECRET: looker.clientSecret,
      SAMPLE_DASHBOARDS: ids(options).join(','),
    },
  }))

export function assertBuilt(): void {
  if (!existsSync(path('../dist/index.js')))
    throw new Error('There is no dist/index.js: npm run build makes it')
}

function ids({ renderSeconds }: LookerOptions): number[] {
  return renderSeconds.map((_, index) => index + 1)
}

async function run(options: LookerOptions, step: (looker: Address) => StepOptions): Promise<Run> {
  const peak = peakMeter()
  const { result, record } = await withLooker(options, async looker => {
    const { env, ...rest } = step(looker)
    const { startedAt, finished } = startAction({ ...rest, env: { ...env, ...peak.env } })
    const outcome = await finished
    assertRendered(options, outcome)
    rmSync(outcome.workspace, { recursive: true })
    return { startedAt, milliseconds: outcome.milliseconds }
  })
  return { ...result, ...record, peakBytes: peak.read() }
}

// Without this check, a run that fails early would count as a fast run.
function assertRendered(
  options: LookerOptions,
  outcome: { code: number | null; workspace: string; log: string },
) {
  const files = readdirSync(outcome.workspace, { recursive: true }).filter(file =>
    String(file).endsWith('.png'),
  )
  if (outcome.code === 0 && files.length === options.renderSeconds.length) return
  throw new Error(`A run ended with ${outcome.code} and ${files.length} pictures:\n${outcome.log}`)
}
