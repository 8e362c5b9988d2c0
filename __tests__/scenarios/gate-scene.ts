import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import type { StepOptions } from '../../testkit/runner/runner.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Functions for the scenarios with `fail-on-change` and labels. */

const bar = (height: number) =>
  png(drawn(`<rect x="20" y="${140 - height}" width="60" height="${height}" fill="#4285f4"/>`))
export const [base, first, second] = [bar(100), bar(120), bar(60)] as const
export const gateInputs = { targets: 'looks/7', compare: 'base', 'fail-on-change': 'true' }
export const accept = 'looker-accepted'

/** A second API user of the same Looker instance. */
export const otherUser = { clientId: 'emea', clientSecret: 'emea-secret' }

type Pull = { pull_request: { head: { sha: string } } }

/** Opens a scene, and returns functions that run the step. As on GitHub, each run has its own number. */
export async function openGate(more: Record<string, string> = {}) {
  const scene = await pullRequestScene({ looker: { users: [otherUser] } })
  const inputs = { ...gateInputs, ...more }
  await recordBaselines(scene, { inputs, files: inputs.targets.split('\n').map(() => base) })
  const { pull_request: pull, ...event } = scene.pull.payload as Pull
  let run = 1_658_821_493
  const step = async (
    about: object,
    options: {
      labels?: string[]
      sha?: string
      id?: number
      attempt?: number
      /** The time at which GitHub sent the event. */
      at?: Date
      inputs?: Record<string, string>
      env?: Record<string, string>
      job?: Pick<StepOptions, 'strategy' | 'matrix' | 'workspace'>
    } = {},
  ) => {
    const { labels = [], sha = pull.head.sha, id = ++run, attempt = 1, at = new Date() } = options
    // A repeated run does not set the labels, because the pull request still has the labels of its newest event.
    if (attempt === 1) await scene.github.setLabels(scene.number, labels)
    const payload = {
      ...event,
      ...about,
      pull_request: {
        ...{ ...pull, head: { ...pull.head, sha }, updated_at: at.toISOString() },
        labels: labels.map(name => ({ name })),
      },
    }
    return scene.run(
      { ...inputs, ...options.inputs },
      {
        env: options.env ?? {},
        ...options.job,
        event: { name: 'pull_request', payload },
        github: { run_id: String(id), run_attempt: String(attempt) },
      },
    )
  }
  return {
    scene,
    /** Runs the step for a pushed commit. Looker renders this picture. */
    push: (picture: Buffer, options?: Parameters<typeof step>[1]) => {
      scene.fault({ on: 'results', effect: { bytes: picture } })
      return step({ action: 'synchronize' }, options)
    },
    label: (name: string, options: Parameters<typeof step>[1] = {}) =>
      step({ action: 'labeled', label: { name }, sender: { login: 'ada' } }, { labels: [name], ...options }),
    unlabel: (name: string, options?: Parameters<typeof step>[1]) =>
      step({ action: 'unlabeled', label: { name }, sender: { login: 'ada' } }, options),
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}

export const headline = async ({ github, number }: PullRequestScene) => {
  const comments = await github.comments(number)
  expect(comments).toHaveLength(1)
  return /^## (.*)$/m.exec(comments[0]?.body ?? '')?.[1]
}
export const renders = ({ looker }: PullRequestScene) =>
  looker.requests.filter(({ operation }) => operation === 'create').length
export const otherCommit = 'b'.repeat(40)
