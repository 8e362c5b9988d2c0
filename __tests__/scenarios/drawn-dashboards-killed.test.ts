import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordedRequest } from '../../simulator/model.ts'
import { fastClock } from '../../testkit/clock.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import type { Step } from '../../testkit/runner/runner.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type PullRequestScene, partsToRestore } from '../../testkit/scene.ts'
import { changedBoard, inputs, isImportChange, openScene, replaced, scenarios, view } from './drawn-scene.ts'

/*
 * Ends a step during a request that imports or deletes a dashboard. There is one case for each such request. At the end
 * of the job, either no imported dashboard remains or the job names the remaining dashboard.
 */

/** The requests of a step that import or delete a dashboard, in order. */
const changes = [
  "the import of the head's dashboard",
  "the deletion of the head's dashboard",
  "the import of the base's dashboard",
  "the deletion of the base's dashboard",
].map((title, place) => [title, place] as const)

/** Calls `then` after Looker has received the change with the number `place`, and before Looker executes it. */
function onReceived(
  { looker: { requests } }: PullRequestScene,
  place: number,
  then: () => void,
  isChange = isImportChange,
): void {
  let seen = 0
  requests.push = (...added) => {
    for (const request of added) if (isChange(request) && seen++ === place) then()
    return Array.prototype.push.apply(requests, added)
  }
}

async function untilAnswered({ looker: { requests } }: PullRequestScene, place: number): Promise<void> {
  while (!requests.filter(isImportChange)[place]?.status) await sleep(1)
}

/** Accelerates the clock of the step, so that its pauses are short. */
const hurry = { env: fastClock(20) }

async function runPost(scene: PullRequestScene, step: Step) {
  const { state } = await step.finished
  const post = await scene.runPost(inputs, state, hurry)
  expectNoSecrets(post, [scene.looker.clientSecret, ...scene.looker.issued])
  return post
}

const longest = 60_000

scenarios(withGit('a step that is killed while it draws a LookML dashboard'), () => {
  test.concurrent.each(changes)(
    'the post step deletes imported dashboards if the step is killed during %s',
    async (_, place) => {
      await using scene = await openScene(changedBoard)
      const step = scene.start(inputs)
      onReceived(scene, place, () => step.child.kill('SIGKILL'))
      const post = await runPost(scene, step)
      expect([post.code, post.errors]).toEqual([0, []])
      expect(scene.looker.importedDashboards()).toEqual([])
      expect(scene.looker.tokens.size).toBeLessThanOrEqual(1)
    },
    longest,
  )

  test.concurrent.each(changes)(
    'the post step deletes imported dashboards if the step is killed after %s',
    async (_, place) => {
      await using scene = await openScene(changedBoard)
      const step = scene.start(inputs)
      await untilAnswered(scene, place)
      step.child.kill('SIGKILL')
      const post = await runPost(scene, step)
      expect([post.code, post.errors]).toEqual([0, []])
      expect(scene.looker.importedDashboards()).toEqual([])
    },
    longest,
  )

  test.concurrent(
    'the post step deletes an imported dashboard that appears in Looker after the step was killed',
    async () => {
      await using scene = await openScene(changedBoard)
      scene.fault({ on: 'dashboard', method: 'POST', effect: { late: 4000 } })
      const step = scene.start(inputs)
      onReceived(scene, 0, () => step.child.kill('SIGKILL'))
      const { state } = await step.finished
      // The post step waits for ten seconds, then searches again. The dashboard appears during this wait.
      const post = await scene.runPost(inputs, state)
      expect([post.code, post.errors]).toEqual([0, []])
      expect(post.log).toMatch(/The imported dashboard \d+ is deleted/)
      expect(scene.looker.importedDashboards()).toEqual([])
    },
    longest,
  )

  test.concurrent(
    'the post step of a killed step deletes only the imported dashboard, and no similar dashboard',
    async () => {
      await using scene = await openScene(changedBoard)
      const step = scene.start(inputs)
      await untilAnswered(scene, 0)
      step.child.kill('SIGKILL')
      const [own] = scene.looker.importedDashboards()
      const others = await importOthers(scene, own?.description ?? '')
      const post = await runPost(scene, step)
      expect([post.code, post.errors]).toEqual([0, []])
      expect(scene.looker.importedDashboards().map(({ id }) => id)).toEqual(others)
    },
    longest,
  )

  test.concurrent(
    'the post step of a killed step names an imported dashboard that Looker does not delete',
    async () => {
      await using scene = await openScene(changedBoard)
      const step = scene.start(inputs)
      await untilAnswered(scene, 0)
      step.child.kill('SIGKILL')
      const [left] = scene.looker.importedDashboards()
      scene.fault({
        on: 'dashboard',
        method: 'DELETE',
        times: 999,
        effect: { status: 400, body: { message: 'Looker is locked' } },
      })
      const post = await runPost(scene, step)
      expect(post.code).toBe(1)
      expect(post.errors.join()).toContain(left?.description)
      expect(post.errors.join()).toContain(`/dashboards/${left?.id}): `)
      expect(post.errors.join()).toContain('Looker is locked')
    },
    longest,
  )
})

/** The positions of all requests in a step that change a branch or a dashboard. */
const allChanges = Array.from({ length: 10 }, (_, place) => place)

scenarios(withGit('a step that checks tiles and draws a dashboard'), () => {
  const netRevenue = replaced(view, `sql: \${price}`, `sql: \${price} - \${TABLE}.returned`)
  const isChange = ({ operation, method }: RecordedRequest) =>
    (operation === 'dashboard' || operation === 'branch') && method !== 'GET'

  test.concurrent.each(allChanges)(
    'no imported dashboard and no branch remain in Looker if a step is killed at its change number %d',
    async place => {
      await using scene = await openScene({ ...changedBoard, [view]: netRevenue })
      const step = scene.start(inputs)
      onReceived(scene, place, () => step.child.kill('SIGKILL'), isChange)
      const post = await runPost(scene, step)
      expect([post.code, post.errors]).toEqual([0, []])
      expect(scene.looker.importedDashboards()).toEqual([])
      expect(
        [...(scene.lookml?.branches().keys() ?? [])].filter(name => /^looker-snapshot/.test(name)),
      ).toEqual([])
      expect(scene.looker.requests.filter(isChange).length).toBeGreaterThan(place)
    },
    longest,
  )
})

/**
 * Creates dashboards that represent those of other users. Their descriptions are similar to that of the step's
 * dashboard. Returns the ids of the created dashboards.
 */
async function importOthers({ looker }: PullRequestScene, description: string): Promise<string[]> {
  const api = `${looker.url}/api/4.0`
  const form = new URLSearchParams({ client_id: looker.clientId, client_secret: looker.clientSecret })
  const login = await fetch(`${api}/login`, { method: 'POST', body: form })
  const { access_token: token } = (await login.json()) as { access_token: string }
  const ids: string[] = []
  for (const text of [
    description.toUpperCase(),
    `${description}x`,
    `${description.slice(0, -1)}_`,
    'looker-snapshot',
  ]) {
    const lookml = `- dashboard: mine\n  title: Mine\n  description: ${JSON.stringify(text)}\n  elements: []\n`
    const answer = await fetch(`${api}/dashboards/lookml`, {
      method: 'POST',
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ lookml }),
    })
    ids.push(((await answer.json()) as { id: string }).id)
  }
  return ids
}

scenarios(withGit('a step that is cancelled while it draws a LookML dashboard'), () => {
  test.concurrent.each(changes)(
    'no imported dashboard remains if a step is canceled during %s',
    async (_, place) => {
      await using scene = await openScene(changedBoard)
      const step = scene.start(inputs)
      onReceived(scene, place, () => step.child.kill('SIGINT'))
      await runPost(scene, step)
      expect(scene.looker.importedDashboards()).toEqual([])
      expect(scene.looker.tokens.size).toBe(0)
    },
    longest,
  )
})

scenarios(withGit('an import that fails'), () => {
  test.concurrent('a dashboard import is repeated if it fails because another job has a dashboard with the same title', async () => {
    await using scene = await openScene(changedBoard)
    scene.fault({
      on: 'dashboard',
      method: 'POST',
      effect: {
        status: 422,
        body: {
          message: 'Validation Failed',
          errors: [{ field: 'title', code: 'invalid', message: 'Title has already been taken' }],
        },
      },
    })
    const outcome = await scene.run(inputs, hurry)
    expect(outcome.errors).toEqual([])
    expect(outcome.results[0]?.drawing?.error).toBeUndefined()
    expect(partsToRestore(outcome)).toEqual([])
  })

  test.concurrent('the comment gives the reason if Looker refuses the text of a dashboard import', async () => {
    await using scene = await openScene(changedBoard)
    scene.fault({
      on: 'dashboard',
      method: 'POST',
      effect: { status: 400, body: { message: 'Unknown layout' } },
    })
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.drawing?.error?.message).toMatch(
      /^Looker did not import the dashboard: .*Unknown layout/,
    )
    expect(partsToRestore(outcome)).toEqual([])
  })
})

scenarios(withGit('an import whose answer is lost'), () => {
  test.concurrent('a dashboard import is repeated if its answer is lost, and both dashboards are deleted', async () => {
    await using scene = await openScene(changedBoard)
    scene.fault({ on: 'dashboard', method: 'POST', effect: { lostAnswer: true } })
    const outcome = await scene.run(inputs)
    expect(outcome.errors).toEqual([])
    expect(outcome.results[0]?.drawing).toEqual({ productionModelTiles: [] })
    expect(scene.looker.importedDashboards()).toEqual([])
    // Looker may execute the first request later, so the post step must search again.
    expect(partsToRestore(outcome)).toEqual(['dashboards'])
    const post = await scene.runPost(inputs, outcome.state, hurry)
    expect([post.code, post.errors]).toEqual([0, []])
  })

  test.concurrent('the step fails with the address of an imported dashboard that Looker does not delete', async () => {
    await using scene = await openScene(changedBoard)
    scene.fault({
      on: 'dashboard',
      method: 'DELETE',
      times: 999,
      effect: { status: 400, body: { message: 'Looker is locked' } },
    })
    const outcome = await scene.run(inputs, hurry)
    expect(outcome.code).toBe(1)
    expect(outcome.errors.join()).toMatch(
      /A dashboard that this step imported for a picture may still be in the API user's personal folder at \S+ \(looker-snapshot \d+-1-\w{12}, https:\S+\/dashboards\/\d+\): .*Looker is locked/,
    )
    expect(partsToRestore(outcome)).toEqual(['dashboards'])
  })
})
