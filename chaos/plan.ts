import { dice } from './chance.ts'
import { type Service, services } from './model.ts'
import { drawTargets } from './targets.ts'

/** How much breaks in a seed. */
export interface Weather {
  /** The share of requests that something happens to. */
  intensity: number
  /** Whether that may take a minute: stalls, and rate limits that say nothing of how long. */
  patience: boolean
  /** A service that is away for a while; milliseconds since the action was started. */
  outage?: { service: Service; from: number; to: number }
}

/** One step of the workflow run: in a matrix there are several at once. */
export interface Job {
  targets: string[]
}

/** What a seed decides. */
export interface Plan {
  seed: number
  jobs: Job[]
  inputs: Record<string, string>
  /** Whether an earlier attempt ran in fair weather and left its comment, pictures and artifacts. */
  earlier: boolean
  weather: Weather
  /** `timeout-minutes` */
  minutes: number
  /** Milliseconds after which the first job is cancelled. */
  cancelAfter?: number
  looker: { slots: number; renderSeconds: number; pictureBytes: number; tokenSeconds: number }
}

/** From fair weather to a storm. */
const intensities = [
  [0, 1],
  [0.02, 3],
  [0.05, 4],
  [0.1, 3],
  [0.2, 2],
  [0.5, 1],
] as const

export function planOf(seed: number): Plan {
  const { happens, between, oneOf, weighted } = dice(seed, 'plan')
  const intensity = weighted(intensities) ?? 0
  const version = happens(0.15) ? '3.1' : '4.0'
  const jobs =
    weighted([
      [1, 8],
      [2, 1],
      [3, 1],
    ] as const) ?? 1
  // In fair weather nothing but the machine could be late.
  const minutes = intensity === 0 ? 1 : between(15, 50) / 100
  return {
    seed,
    jobs: Array.from({ length: jobs }, (_, job) => ({
      targets: drawTargets(dice(seed, 'targets', job), job, version),
    })),
    inputs: { 'api-version': version, ...inputsOf(seed, minutes) },
    earlier: happens(0.25),
    weather: weatherOf(seed, intensity),
    minutes,
    ...(happens(0.15) && { cancelAfter: between(500, 9000) }),
    looker: {
      slots: between(1, 4),
      renderSeconds: oneOf([0.05, 0.2, 0.5, 1, 2]),
      pictureBytes: happens(0.04) ? 9_000_000 : between(4, 300) * 1000,
      tokenSeconds: oneOf([3600, 3600, 5]),
    },
  }
}

function weatherOf(seed: number, intensity: number): Weather {
  const { happens, between, oneOf } = dice(seed, 'weather')
  const from = between(0, 8000)
  const outage = { service: oneOf(services), from, to: from + between(500, 12_000) }
  return {
    intensity,
    patience: happens(0.12),
    ...(intensity > 0 && happens(0.2) && { outage }),
  }
}

function inputsOf(seed: number, minutes: number): Record<string, string> {
  const { happens, between, oneOf, weighted } = dice(seed, 'inputs')
  return {
    'timeout-minutes': String(minutes),
    concurrency: String(between(1, 4)),
    'fail-on-error': String(happens(0.7)),
    artifact:
      weighted([
        ['zip', 5],
        ['files', 4],
        ['none', 1],
      ] as const) ?? 'zip',
    report: String(happens(0.6)),
    summary: String(happens(0.8)),
    comment: happens(0.8) ? 'auto' : 'false',
    images: happens(0.85) ? 'branch' : 'none',
    'images-branch': oneOf(['looker-snapshots', 'looker-snapshots', 'refs/looker/snapshots']),
    ...(happens(0.2) && { release: 'true', 'release-tag': releaseTag }),
    ...(happens(0.3) && { 'compression-level': String(between(0, 9)) }),
  }
}

/** The release that there is. */
export const releaseTag = 'v1.2.3'
