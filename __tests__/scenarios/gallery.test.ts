import { calls } from '../../testkit/github/calls.ts'
import { linksOf, renderedTree, textOf } from '../../testkit/pages/github-markdown.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Tests the front page of the images branch, which the built action writes. */

const inputs = { compare: 'base' }

const pushOf = (stage: PullRequestScene, branch = 'main') => ({
  event: { name: 'push', payload: stage.github.pushPayload(`refs/heads/${branch}`) },
})
const record = (stage: PullRequestScene, targets: string, more = {}, given = {}) =>
  stage.run({ ...inputs, targets, ...given }, { ...pushOf(stage), ...more })

async function frontPage({ github }: PullRequestScene, branch = 'looker-snapshots') {
  const tip = (await github.ref(`heads/${branch}`)) ?? ''
  const text = (await github.fileAt(tip, 'README.md'))?.toString() ?? ''
  const tree = renderedTree(text)
  const files = (await github.tree(tip)).map(({ path }) => path)
  const links = linksOf(tree)
  const pictures = links.filter(url => url.startsWith('baselines/'))
  return { text, said: textOf(tree), files, links, pictures }
}

async function writeFrontPage({ github }: PullRequestScene, text: string) {
  const { rest, at } = calls(github, github.token)
  const tip = (await github.ref('heads/looker-snapshots')) ?? ''
  const tree = [{ path: 'README.md', mode: '100644' as const, type: 'blob' as const, content: text }]
  const { data: made } = await rest.git.createTree({ ...at, tree, base_tree: tip })
  const { data } = await rest.git.createCommit({ ...at, message: 'Edit', tree: made.sha, parents: [tip] })
  await rest.git.updateRef({ ...at, ref: 'heads/looker-snapshots', sha: data.sha })
}

const former = '# Pictures of Looker Snapshot\n\nThe comments on this repository show these pictures.\n'
const readsOfBlobs = ({ github }: PullRequestScene) =>
  github.requests.filter(({ method, path }) => method === 'GET' && path.includes('/git/blobs/')).length

test.concurrent('the front page of the images branch shows the baselines of the default branch, with titles and working links', async () => {
  await using stage = await pullRequestScene()
  const outcome = await record(stage, 'looks/7\ndashboards/42?Region=EMEA\ndashboards/43')
  const { said, files, pictures } = await frontPage(stage)

  expect([outcome.code, outcome.warnings]).toEqual([0, []])
  expect(said).toContain('3 pictures of main, as last recorded')
  expect(said).toContain('Weekly revenue')
  expect(said).toContain('Region: EMEA')
  expect(said).toMatch(/20\d\d-\d\d-\d\d \d\d:\d\d UTC · commit ffac537 · run · Looker 26\.12\.3/)
  expect(pictures).toHaveLength(3)
  expect(files).toEqual(expect.arrayContaining([...pictures, '.gitattributes']))
  expect(files.filter(path => path === 'README.md')).toHaveLength(1)
})

test.concurrent('the front page of the images branch keeps the titles of baselines of other runs, with one additional request', async () => {
  await using stage = await pullRequestScene()
  await record(stage, 'looks/7')
  const before = stage.github.requests.length
  const reads = readsOfBlobs(stage)
  await record(stage, 'looks/8', { github: { run_id: '1658821494' } })
  const { said, files, links, pictures } = await frontPage(stage)

  expect(said).toContain('2 pictures of main')
  expect(said).toContain('Weekly revenue')
  expect(links).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/runs\/1658821493$/),
      expect.stringMatching(/runs\/1658821494$/),
    ]),
  )
  expect(files).toEqual(expect.arrayContaining(pictures))
  expect([reads, readsOfBlobs(stage)]).toEqual([0, 1])
  // Three requests read the newest commit and its tree, and a fourth request reads the newest commit again. Five
  // requests write the picture, the page, the tree, the commit and the ref.
  expect(stage.github.requests.length - before).toBe(9)
})

test.concurrent('the front page of the images branch has all pictures that four jobs record at the same time', async () => {
  await using stage = await pullRequestScene()
  const outcomes = await Promise.all(
    [0, 1, 2, 3].map(index => {
      const job = { strategy: { 'job-index': index, 'job-total': 4 }, matrix: { index } }
      return record(stage, `- { target: looks/${index + 1}, name: look-number-${index + 1} }`, job)
    }),
  )
  const { said, files, pictures } = await frontPage(stage)

  expect(outcomes.map(({ code, warnings }) => [code, warnings])).toEqual(Array(4).fill([0, []]))
  expect(said.match(/look-number-\d/g)).toEqual([1, 2, 3, 4].map(number => `look-number-${number}`))
  expect(pictures).toHaveLength(4)
  expect(files).toEqual(expect.arrayContaining(pictures))
})

test.concurrent('the front page of the images branch replaces the initial text of the branch, also the text of earlier releases', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/7' })
  const begun = await frontPage(stage)
  await writeFrontPage(stage, former)
  await record(stage, 'looks/7')
  const { text, said } = await frontPage(stage)

  expect(begun.text).toMatch(/^# Pictures of Looker Snapshot\n\nThe comments on/)
  expect(text).toMatch(/^# Pictures of Looker Snapshot\n\n<p>1 picture of/)
  expect(said).toContain("The comments on this repository's pull requests show these pictures")
})

test.concurrent('the front page of the images branch is rewritten even if a person has changed its captions', async () => {
  await using stage = await pullRequestScene()
  await record(stage, 'looks/7')
  await writeFrontPage(
    stage,
    `${former}<!-- captions {"a":{"title":7},"b":[],"c":{"title":"C","beside":[{}]}} -->\n`,
  )
  const outcome = await record(stage, 'looks/8', { github: { run_id: '1658821494' } })
  const { said, pictures } = await frontPage(stage)

  expect([outcome.code, outcome.warnings]).toEqual([0, []])
  expect(said).toMatch(/look-7\s/)
  expect(pictures).toHaveLength(2)
})

test.concurrent.each([
  ['for the baselines of another branch', 'release/2.1', former],
  ['that a person has written', 'main', '# Our dashboards\n'],
])('a front page %s is not changed', async (_, branch, text) => {
  await using stage = await pullRequestScene()
  await record(stage, 'looks/7')
  await writeFrontPage(stage, text)
  const outcome = await stage.run({ ...inputs, targets: 'looks/8' }, pushOf(stage, branch))

  expect(outcome.log).toContain(`Recorded 1 baseline of ${branch}`)
  expect((await frontPage(stage)).text).toBe(text)
})

test.concurrent('a front page of the images branch that cannot be read is not changed, and the pictures are recorded', async () => {
  await using stage = await pullRequestScene()
  await record(stage, 'looks/7')
  const { text } = await frontPage(stage)
  stage.github.fault({ method: 'GET', path: /\/git\/blobs\//, effect: { status: 404 } })
  const outcome = await record(stage, 'looks/8', { github: { run_id: '1658821494' } })

  expect([outcome.code, outcome.warnings]).toEqual([0, []])
  expect(outcome.log).toContain('Recorded 1 baseline of main')
  expect(outcome.log).toMatch(/README\.md of the images branch was not changed: \S/)
  expect((await frontPage(stage)).text).toBe(text)
})

test.concurrent('a scheduled run records baselines of the default branch, even if the payload does not name the branch', async () => {
  await using stage = await pullRequestScene()
  await record(stage, 'looks/7', {
    event: { name: 'schedule', payload: { repository: { private: true } } },
    github: { ref: 'refs/heads/trunk', repository: 'acme/lookml' },
  })

  expect((await frontPage(stage)).said).toContain('1 picture of trunk')
})

test.concurrent('an images-branch that is a ref outside refs/heads gets no front page with pictures', async () => {
  await using stage = await pullRequestScene()
  await record(stage, 'looks/7', {}, { 'images-branch': 'refs/looker/snapshots' })
  const tip = (await stage.github.ref('looker/snapshots')) ?? ''

  expect((await stage.github.fileAt(tip, 'README.md'))?.toString()).not.toContain('1 picture of')
})
