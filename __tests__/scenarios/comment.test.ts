import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

const targets = 'dashboards/42?Region=EMEA\nlooks/7\ndashboards/404'
const later = { github: { run_id: '1658821494' } }

/**
 * Returns the file to which an address of the form `https://github.com/acme/lookml/blob/<sha>/<path>?raw=true` leads.
 */
async function pictureAt(stage: PullRequestScene, url = '') {
  const [, sha = '', path = ''] = /\/acme\/lookml\/blob\/([0-9a-f]{40})\/(.+)\?raw=true$/.exec(url) ?? []
  return stage.github.fileAt(sha, path)
}

test.concurrent('a comment shows the pictures exactly as Looker returned them', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets, artifact: 'zip', report: 'true' })

  const [comment, ...others] = await stage.github.comments(stage.number)
  expect(others).toEqual([])
  expect(comment?.user.login).toBe('github-actions[bot]')
  expect(outcome.outputs['comment-id']).toBe(String(comment?.id))
  expect(outcome.outputs['comment-url']).toContain(`#issuecomment-${comment?.id}`)
  expect(outcome.results).not.toHaveLength(0)
  for (const { status, imageUrl, renderTaskId, url, title } of outcome.results) {
    expect(comment?.body).toContain(`<a href="${url}">`)
    if (status === 'failure') continue
    expect(comment?.body).toContain(`<img src="${imageUrl}" alt="${title}`)
    const given = await stage.looker.bytesOf(renderTaskId ?? '')
    expect((await pictureAt(stage, imageUrl))?.equals(given)).toBe(true)
  }
  expect(comment?.body).toContain('Looker found no dashboard 404')
  expect(comment?.body).toContain(`<a href="${outcome.outputs['report-url']}">All on one page</a>`)
  expectNoSecrets(
    outcome,
    [stage.looker.clientSecret, stage.github.token, ...stage.looker.issued],
    stage.artifacts.artifacts,
  )
})

describe('a comment for seven pictures', () => {
  let stage: PullRequestScene
  beforeAll(async () => {
    stage = await pullRequestScene()
    await stage.run({ targets: Array.from({ length: 7 }, (_, index) => `looks/${index + 1}`).join('\n') })
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  test('a comment for seven pictures takes at most one request to GitHub for each picture, and eleven other requests if there is no images branch yet', () => {
    expect(stage.github.requests.length).toBeLessThanOrEqual(7 + 11)
  })

  test('a comment for seven pictures folds three of the pictures', async () => {
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body.match(/<h3>/g)).toHaveLength(4)
    expect(comment?.body.match(/<details>/g)).toHaveLength(3)
  })

  test('the images branch of a comment for seven pictures has a README and contains no code', async () => {
    const [commit, ...more] = await stage.github.commitsOf('heads/looker-snapshots')
    expect(more).toEqual([])
    expect(commit?.parents).toEqual([])
    const paths = (await stage.github.tree(commit?.sha ?? '')).map(({ path }) => path)
    expect(paths.filter(path => /\.(md|gitattributes)$/.test(path)).sort()).toEqual([
      '.gitattributes',
      'README.md',
    ])
  })
})

test.concurrent('a later run updates the comment of an earlier run', async () => {
  await using stage = await pullRequestScene()
  const first = await stage.run({ targets: 'dashboards/42' })
  const second = await stage.run({ targets: 'dashboards/43' }, later)

  const comments = await stage.github.comments(stage.number)
  expect(comments).toHaveLength(1)
  expect(comments[0]?.body).toContain('/dashboards/43"')
  expect(comments[0]?.body).not.toContain('/dashboards/42"')
  expect(second.outputs['comment-id']).toBe(first.outputs['comment-id'])
})

test.concurrent('a picture that is already on the images branch is not uploaded again', async () => {
  await using stage = await pullRequestScene()
  const uploads = () => stage.github.requests.filter(({ path }) => path.endsWith('/git/blobs')).length
  const first = await stage.run({ targets: 'dashboards/42' })
  const before = uploads()
  const second = await stage.run({ targets: 'dashboards/42' }, later)

  expect(before).toBe(1)
  expect(second.results[0]?.sha256).toBe(first.results[0]?.sha256)
  expect(uploads()).toBe(before)
  expect(second.results[0]?.imageUrl).toBeDefined()
})

test.concurrent('each comment-key has a separate comment', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'dashboards/42', 'comment-key': 'emea' })
  await stage.run({ targets: 'dashboards/43', 'comment-key': 'apac' })

  expect(await stage.github.comments(stage.number)).toHaveLength(2)
})

test.concurrent('an older run does not change the comment of a newer run', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'dashboards/42' }, later)
  const outcome = await stage.run({ targets: 'dashboards/43' })

  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain('/dashboards/42"')
  expect(outcome.code).toBe(0)
  expect(outcome.log).toContain('A newer run has already written the comment')
})

test.concurrent('the step does not change the comment of a person, even if the comment contains the marker', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'dashboards/42', 'comment-key': 'x' })
  const [own] = await stage.github.comments(stage.number)
  await stage.github.addComment(stage.number, own?.body.replace('"x"', '"y"') ?? '')
  await stage.run({ targets: 'dashboards/43', 'comment-key': 'y' }, later)

  const comments = await stage.github.comments(stage.number)
  expect(comments).toHaveLength(3)
  expect(comments[1]?.body).not.toContain('/dashboards/43"')
})

test.concurrent.each([
  ['the answer to its creation is lost', { lostAnswer: true }],
  ['the answer to its creation breaks off', { cut: true }],
  ['GitHub answers its creation with 502', { status: 502 }],
  [
    'the secondary rate limit is reached',
    {
      status: 403,
      headers: { 'retry-after': '1' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    },
  ],
] as const)('the step writes only one comment if %s', async (_, effect) => {
  await using stage = await pullRequestScene()
  stage.github.fault({ method: 'POST', path: /\/comments$/, effect })
  const outcome = await stage.run({ targets: 'looks/7' })

  expect(outcome.code).toBe(0)
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
  expect(outcome.outputs['comment-id']).toMatch(/^\d+$/)
})

test.concurrent.each([
  ['502', { status: 502 }],
  ['a lost answer', { lostAnswer: true }],
  ['an answer that breaks off', { cut: true }],
  ['the secondary rate limit', { status: 429, headers: { 'retry-after': '1' } }],
] as const)('the step retries every call to GitHub after %s', async (_, effect) => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/1' })
  for (const path of [
    /\/git\/blobs$/,
    /\/git\/ref\//,
    /\/git\/trees\/\w+$/,
    /\/git\/trees$/,
    /\/git\/commits$/,
    /\/git\/refs\//,
  ])
    stage.github.fault({ path, effect })
  stage.github.fault({ method: 'GET', path: /\/comments/, effect })
  stage.github.fault({ method: 'PATCH', path: /\/comments\//, effect })
  const outcome = await stage.run({ targets: 'looks/7' }, later)

  expect(outcome.code).toBe(0)
  expect(outcome.warnings.filter(warning => !warning.includes('Artifact'))).toEqual([])
  expect(await pictureAt(stage, outcome.results[0]?.imageUrl)).toBeDefined()
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('the write of a comment is repeated after the pause that GitHub asks for', async () => {
  await using stage = await pullRequestScene()
  const effect = { status: 429, headers: { 'retry-after': '4' } }
  stage.github.fault({ method: 'POST', path: /\/comments$/, effect })
  await stage.run({ targets: 'looks/7' })

  const [refused, taken] = stage.github.requests.filter(
    ({ method, path }) => method === 'POST' && path.endsWith('/comments'),
  )
  expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(4000)
})

test.concurrent('no picture is lost if four jobs write at the same time', async () => {
  await using stage = await pullRequestScene()
  const jobs = [0, 1, 2, 3].map(index => ({
    strategy: { 'job-index': index, 'job-total': 4 },
    matrix: { index },
  }))
  const outcomes = await Promise.all(
    jobs.map((job, index) => stage.run({ targets: `looks/${index * 2 + 1}\nlooks/${index * 2 + 2}` }, job)),
  )

  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  const tip = await stage.github.ref('heads/looker-snapshots')
  const paths = (await stage.github.tree(tip ?? '')).map(({ path }) => path)
  for (const { imageUrl } of outcomes.flatMap(({ results }) => results)) {
    expect(await pictureAt(stage, imageUrl)).toBeDefined()
    expect(paths.filter(path => imageUrl?.includes(path))).toHaveLength(1)
  }
  expect(await stage.github.comments(stage.number)).toHaveLength(4)
})

test.concurrent('pictures can be written to a ref that clones do not fetch', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'looks/7', 'images-branch': 'refs/looker/snapshots' })

  expect(await stage.github.ref('looker/snapshots')).toMatch(/^[0-9a-f]{40}$/)
  expect(await pictureAt(stage, outcome.results[0]?.imageUrl)).toBeDefined()
})

test.concurrent('a branch with other content is not changed, and the comment has links instead of pictures', async () => {
  await using stage = await pullRequestScene({
    files: { '.gitattributes': '*.lkml text', 'thelook.model.lkml': 'label: "The Look"' },
  })
  const before = await stage.github.ref('heads/main')
  const outcome = await stage.run({ targets: 'looks/7', 'images-branch': 'main', artifact: 'zip' })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings[0]).toMatch(/heads\/main was not created by this action.*Set images-branch/)
  expect(await stage.github.ref('heads/main')).toBe(before)
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).not.toContain('<img')
  expect(comment?.body).toContain(
    `looks-7.png, in <a href="${outcome.outputs['artifact-url']}">the download</a>`,
  )
})

test.concurrent('the comment contains links and names the missing permission if the job lacks contents: write', async () => {
  await using stage = await pullRequestScene()
  const token = await stage.github.tokenWith({ contents: 'read', 'pull-requests': 'write' })
  const outcome = await stage.run({ targets: 'looks/7', 'github-token': token })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings[0]).toMatch(
    /The pictures could not be put into the repository.*Add "contents: write"/,
  )
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('a warning names the missing permission to comment, and all files are published', async () => {
  await using stage = await pullRequestScene()
  const token = await stage.github.tokenWith({ contents: 'write' })
  const outcome = await stage.run({ targets: 'looks/7', artifact: 'zip', 'github-token': token })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings.join('\n')).toMatch(/The comment could not be written.*Add "pull-requests: write"/)
  expect(await stage.github.comments(stage.number)).toEqual([])
  expect(stage.artifacts.artifacts).toHaveLength(1)
})

test.concurrent('a warning says that the images branch is protected', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/7' })
  await stage.github.protectBranch('looker-snapshots')
  const outcome = await stage.run({ targets: 'looks/8' }, later)

  expect(outcome.code).toBe(0)
  expect(outcome.warnings[0]).toMatch(
    /The pictures could not be put into the repository.*(protection|ruleset)/,
  )
})

test.concurrent('the comment contains links and needs no contents: write if images is none', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'looks/7', images: 'none', artifact: 'files' })

  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain(`<a href="${outcome.results[0]?.artifactUrl}">looks-7.png</a>`)
  expect(stage.github.requests.filter(({ path }) => path.includes('/git/'))).toEqual([])
})

test.concurrent("the comment names 250 failed targets within GitHub's limit, and their common reason once", async () => {
  await using stage = await pullRequestScene()
  const list = Array.from(
    { length: 250 },
    (_, i) => `- { target: dashboards/404, name: a-target-with-a-long-name-${i} }`,
  )
  await stage.run({ targets: list.join('\n'), concurrency: '20' })

  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body.length).toBeLessThanOrEqual(65_536)
  const names = Array.from({ length: 250 }, (_, i) => `a-target-with-a-long-name-${i}<`)
  expect(names.filter(name => !comment?.body.includes(name))).toEqual([])
  expect(comment?.body.match(/Looker found no dashboard 404/g)).toHaveLength(1)
})

test.concurrent('a cancellation between the upload of pictures and the comment leaves no partial comment', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ method: 'GET', path: /\/comments/, times: 9, effect: { stall: true } })
  const step = stage.start({ targets: 'looks/7' })
  while (!stage.github.requests.some(({ path }) => path.includes('/comments')))
    await new Promise(r => setTimeout(r, 20))
  const asked = performance.now()
  step.child.kill('SIGINT')
  const outcome = await step.finished

  expect(performance.now() - asked).toBeLessThan(3000)
  expect(outcome.code).toBe(1)
  expect(await stage.github.comments(stage.number)).toEqual([])
})

describe('a run without a pull request', () => {
  test.concurrent('a run without a pull request writes no comment by default', async () => {
    await using stage = await pullRequestScene()
    const event = { name: 'push', payload: stage.github.pushPayload() }
    const outcome = await stage.run({ targets: 'looks/7' }, { event })

    expect(outcome.code).toBe(0)
    expect(stage.github.requests).toEqual([])
  })

  test.concurrent('a run without a pull request comments on the pull request in the input pull-request', async () => {
    await using stage = await pullRequestScene()
    const event = { name: 'workflow_dispatch', payload: stage.github.pushPayload() }
    await stage.run({ targets: 'looks/7', comment: 'true', 'pull-request': String(stage.number) }, { event })

    expect(await stage.github.comments(stage.number)).toHaveLength(1)
  })

  test.concurrent('a run without a pull request warns if comment is true, and asks for the input pull-request', async () => {
    await using stage = await pullRequestScene()
    const event = { name: 'push', payload: stage.github.pushPayload() }
    const outcome = await stage.run({ targets: 'looks/7', comment: 'true' }, { event })

    expect(outcome.code).toBe(0)
    expect(outcome.warnings[0]).toMatch(/no pull request to comment on\. Set the input pull-request/)
  })
})

test.concurrent('a run whose event file is empty writes comment, pictures and artifacts', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run(
    { targets: 'looks/7', artifact: 'zip' },
    {
      event: { name: 'pull_request', payload: '' },
      github: { ref: `refs/pull/${stage.number}/merge`, repository: stage.github.repository },
    },
  )

  expect(outcome.code).toBe(0)
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain(`<img src="${outcome.results[0]?.imageUrl}"`)
  expect(stage.artifacts.artifacts).toHaveLength(1)
})
