import type { Fault } from '../../simulator/model.ts'
import { startSimulator } from '../../simulator/server.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { pullRequestScene, type StepOutcome } from '../../testkit/scene.ts'

/* Runs the built action in a public repository. Its log, annotations and summary are public, too. */

/** A secret text. Filters, titles and Looker's answers contain this text, and the action must not show it. */
const planted = /globex/i
const words = 'The model globex_merger does not exist'
const title = 'Acquisition of Globex'
const filtered = 'dashboards/42?Deal=Globex+Corp'

const publishNothing = { comment: 'false', 'fail-on-error': 'false', 'allow-public': 'false' }
/** Turns on the debug log. In a public repository, the debug log is public, too. */
const more = { env: { RUNNER_DEBUG: '1' } }

const content = {
  folders: [{ id: '1', name: title, parentId: null }],
  dashboards: [
    { id: '42', title, folderId: '1' },
    { id: '43', title: `${title}, second part`, folderId: '1' },
  ],
  looks: [{ id: '7', title, folderId: '1' }],
  boards: [],
}

const publicScene = (options: Parameters<typeof pullRequestScene>[0] = {}) =>
  pullRequestScene({ private: false, ...options, looker: { content, ...options.looker } })

const refusal = { status: 422, body: { message: words } }

interface Kind {
  inputs: Record<string, string>
  faults?: Fault[]
}

const kinds: [title: string, kind: Kind][] = [
  [
    'that renders and retries a request',
    {
      inputs: { targets: `${filtered}\nlooks/7` },
      faults: [{ on: 'create', effect: { status: 503, body: { message: words } } }],
    },
  ],
  [
    'that fails',
    {
      inputs: { targets: `${filtered}\nlooks/7`, 'fail-on-error': 'true' },
      faults: [
        { on: 'create', target: '42', effect: refusal },
        { on: 'create', target: '7', times: 9, effect: { taskStatus: 'failure', detail: words } },
      ],
    },
  ],
  [
    'with collections, one of which Looker refuses',
    {
      inputs: { targets: 'folders/1\nboards/3', filters: 'Deal: Globex Corp' },
      faults: [{ on: 'content', target: 'boards/3', times: 99, effect: refusal }],
    },
  ],
  [
    'whose log-in Looker refuses',
    { inputs: { targets: filtered }, faults: [{ on: 'login', times: 9, effect: refusal }] },
  ],
  [
    'with dry-run',
    {
      inputs: { targets: `${filtered}\nlooks/7\ndashboards/43`, 'dry-run': 'true' },
      faults: [{ on: 'content', target: 'dashboards/43', times: 99, effect: refusal }],
    },
  ],
]

const readable = ({ log, summary }: StepOutcome) => `${log}\n${summary}`

describe('a run in a public repository that publishes nothing', () => {
  test.concurrent.each(kinds)(
    'the log of a run in a public repository contains no filter, title or message of Looker: a run %s',
    async (_, kind) => {
      await using stage = await publicScene()
      for (const fault of kind.faults ?? []) stage.fault(fault)
      const outcome = await stage.run({ ...publishNothing, ...kind.inputs }, more)

      expect(readable(outcome)).not.toMatch(planted)
      expect(readable(outcome)).toMatch(/left out here, because this repository is or may be public/)
      expect(JSON.stringify(outcome.results)).toMatch(planted)
    },
  )

  test.concurrent('the log of a run in a public repository that compares with a second instance contains no text of Looker', async () => {
    await using stage = await publicScene()
    await using second = Object.assign(await startSimulator({ content, renderSeconds: 0.1 }), {
      [Symbol.asyncDispose]: () => second.close(),
    })
    second.fault({ on: 'create', target: '7', times: 9, effect: refusal })
    const outcome = await stage.run(
      {
        ...publishNothing,
        targets: `${filtered}\nlooks/7`,
        compare: second.url.replace('127.0.0.1', 'localhost'),
        'compare-client-id': second.clientId,
        'compare-client-secret': second.clientSecret,
        'fail-on-change': 'true',
      },
      more,
    )
    expect(outcome.results[1]?.comparison?.error?.message).toContain('globex')
    expect(readable(outcome)).not.toMatch(planted)
  })
})

const scenarios = hasGit ? describe : describe.skip

scenarios(withGit('a run in a public repository that deploys'), () => {
  const view = 'views/order_items.view.lkml'
  const pull = {
    branch: 'change',
    files: { [view]: `${shopLookml[view]}\nview: +order_items { dimension: extra { sql: 1 ;; } }\n` },
  }
  const inputs = {
    ...publishNothing,
    deploy: 'thelook',
    targets: `dashboards/thelook::customers\n${filtered}`,
  }
  const open = () =>
    publicScene({ lookml: shopLookml, pull, looker: { renderSeconds: 0.3, pictureBytes: 20_000 } })

  test.concurrent('the log of a run in a public repository contains no message of Looker about affected targets', async () => {
    await using stage = await open()
    stage.fault({ on: 'content', target: 'dashboards/42', times: 9, effect: refusal })
    const outcome = await stage.run({ ...inputs, 'only-affected': 'true' }, more)

    expect(outcome.results.map(({ target }) => target)).toContain(filtered)
    expect(readable(outcome)).not.toMatch(planted)
  })

  test.concurrent.each(['false', 'true'])(
    'a run in a public repository that ends before rendering shows no message of Looker, with fail-on-error: %s',
    async failOnError => {
      await using stage = await open()
      stage.fault({ on: 'project', times: 9, effect: refusal })
      const outcome = await stage.run({ ...inputs, 'fail-on-error': failOnError }, more)

      expect(outcome.results[0]?.error?.message).toMatch(planted)
      expect(readable(outcome)).not.toMatch(planted)
    },
  )

  test.concurrent('a run in a public repository names the commit to deploy by hand, without a message of Looker', async () => {
    await using stage = await open()
    stage.fault({ on: 'deploy', after: 1, times: 9, effect: { status: 400, body: { message: words } } })
    const outcome = await stage.run(inputs, more)

    expect(outcome.errors.join('\n')).toMatch(
      /Commit .* could not be deployed again to the LookML project thelook .*ref=/,
    )
    expect(readable(outcome)).not.toMatch(planted)
  })

  test.concurrent('the post step in a public repository names the commit to deploy by hand, without a message of Looker', async () => {
    await using stage = await open()
    const step = stage.start(inputs, more)
    await waitFor(() => stage.requests('create').some(({ status }) => status > 0))
    step.child.kill('SIGKILL')
    const { state } = await step.finished
    stage.fault({ on: 'deploy', times: 9, effect: { status: 400, body: { message: words } } })
    const post = await stage.runPost(inputs, state, more)

    expect(post.code).toBe(1)
    expect(post.errors.join('\n')).toMatch(
      /Commit .* could not be deployed again to the LookML project thelook .*ref=/,
    )
    expect(readable(post)).not.toMatch(planted)
  })
})

async function waitFor(isThere: () => boolean) {
  while (!isThere()) await new Promise(resolve => setTimeout(resolve, 5))
}
