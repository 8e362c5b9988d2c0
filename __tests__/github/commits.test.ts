import { getOctokit } from '@actions/github'
import { ActionError } from '../../src/errors.ts'
import type { Repository } from '../../src/github/client.ts'
import { findHead, findMergeBase, readBase, unmergedCommits } from '../../src/github/commits.ts'
import type { RunContext } from '../../src/github/workflow-run.ts'
import { systemClock as clock } from '../../src/runtime/time.ts'
import { github } from '../../testkit/github/calls.ts'

const otherError = () => new ActionError('Another error', '')
const debugged: string[] = []
const context = { world: { core: { debug: (line: string) => debugged.push(line) } } } as unknown as RunContext

/**
 * Creates a main branch with three commits, and a pull request with one commit of its own. The pull request's branch
 * began at the second commit.
 */
async function history() {
  const { hub } = await github()
  const add = (path: string) => hub.commit({ [path]: `${path}\n` })
  const [first, second] = [await add('1'), await add('2')]
  const { payload } = await hub.pullRequest()
  const head = (payload as { pull_request: { head: { sha: string } } }).pull_request.head.sha
  const third = await add('3')
  const repository: Repository = {
    octokit: getOctokit(hub.token, { baseUrl: hub.apiUrl }),
    owner: 'acme',
    repo: 'lookml',
    serverUrl: 'https://github.com',
    token: hub.token,
    clock,
    signal: new AbortController().signal,
    log: () => undefined,
  }
  const ask = (at: string | undefined) => unmergedCommits(context, Promise.resolve({ repository, head: at }))
  return { hub, first, second, third, head, ask, repository }
}

test('a pull request contains the commit that it began from and older commits, and lacks newer commits', async () => {
  const { first, second, third, head, ask } = await history()
  const answers = [first, second, head, third].map(ask(head))

  expect(await Promise.all(answers)).toEqual([false, false, false, true])
  // A pull request without commits of its own is behind its base branch.
  expect(await ask(second)(third)).toBe(true)
})

test('at most five commits are requested from GitHub, each commit once', async () => {
  const { hub, third, head, ask } = await history()
  const isUnmerged = ask(head)
  const others = Array.from({ length: 9 }, (_, index) => String(index).repeat(40))
  const answers = await Promise.all([third, third, ...others, third].map(isUnmerged))

  expect(answers).toEqual([true, true, ...others.map(() => false), true])
  expect(hub.requests.filter(({ path }) => path.includes('/compare/'))).toHaveLength(5)
  expect(debugged).toContainEqual(expect.stringMatching(/contains the commit 0{40}: Not Found/))
})

test('no commit is requested from GitHub if the pull request has no head', async () => {
  const { hub, third, ask } = await history()

  expect(await ask(undefined)(third)).toBe(false)
  expect(hub.requests.some(({ path }) => path.includes('/compare/'))).toBe(false)
})

test('the request for a commit does not ask GitHub for the changed files', async () => {
  const { hub, third, head, ask } = await history()
  await ask(head)(third)

  expect(hub.requests.map(({ path }) => path).filter(path => path.includes('/compare/'))).toEqual([
    expect.stringMatching(/\?per_page=1&page=2$/),
  ])
})

describe('a head that the base branch already contains', () => {
  /** `second` is where the pull request's branch began, and `third` is the tip of main before the merge. */
  const merged = async () => {
    const all = await history()
    const number = (await all.hub.pullRequest({ branch: 'other', files: { other: '1' } })).number - 1
    const lines: string[] = []
    const repository = { ...all.repository, log: (line: string) => void lines.push(line) }
    const pullAnswer = (more: object) =>
      all.hub.fault({
        path: /\/pulls\/\d+$/,
        times: 9,
        effect: { status: 200, body: pullOf(all.head, more) },
      })
    return { ...all, number, lines, repository, pullAnswer }
  }
  const pullOf = (sha: string, more: object) => ({
    head: { sha, ref: 'feature-1', repo: { full_name: 'acme/lookml' } },
    base: { ref: 'main', sha, repo: { full_name: 'acme/lookml' } },
    merge_commit_sha: null,
    ...more,
  })
  const contained = (commit: string) => ({
    message: `The merge base of main and ${commit} could not be found: main already contains this commit`,
    hint: 'If the pull request is open, push a commit that main does not have. If it is merged, run the workflow on the event pull_request, which names the commit of main before the merge.',
  })

  test('the merge base of a merged pull request is that of the base branch at the time of the event', async () => {
    const { hub, number, second, third, head, repository, lines } = await merged()
    await hub.mergePullRequest(number)
    const found = findMergeBase({ commit: head, baseBranch: 'main', baseTip: third }, repository)

    expect(await found).toEqual({ branch: 'main', commit: second })
    expect(lines).toEqual([
      `main already contains commit ${head.slice(0, 7)}. Before the merge, their merge base was ${second.slice(0, 7)}.`,
    ])
    expect(hub.requests.filter(({ path }) => !path.includes('/compare/'))).toEqual([])
  })

  test('the merge base of a pull request whose commits were pushed to the base branch is the same as before', async () => {
    const { hub, second, head, repository } = await merged()
    await hub.setBranch('main', head)
    const found = findMergeBase({ commit: head, baseBranch: 'main', baseTip: second }, repository)

    expect(await found).toEqual({ branch: 'main', commit: second })
  })

  test('the base of the pull request at GitHub gives the merge base if the event does not name it', async () => {
    const { hub, number, second, head, repository } = await merged()
    await hub.mergePullRequest(number)
    const found = findMergeBase({ commit: head, baseBranch: 'main', pullRequest: number }, repository)

    expect(await found).toEqual({ branch: 'main', commit: second })
  })

  test('a parent of the merge commit gives the merge base if the base of the pull request contains the head', async () => {
    const { hub, number, second, head, repository, pullAnswer } = await merged()
    const merge = await hub.mergePullRequest(number)
    pullAnswer({ merge_commit_sha: merge })
    const wanted = { commit: head, baseBranch: 'main', baseTip: head, pullRequest: number }

    expect(await findMergeBase(wanted, repository)).toEqual({ branch: 'main', commit: second })
  })

  test('a squash merge does not change the merge base', async () => {
    const { hub, number, second, head, repository, lines } = await merged()
    await hub.mergePullRequest(number, 'squash')
    const found = findMergeBase({ commit: head, baseBranch: 'main', baseTip: head }, repository)

    expect(await found).toEqual({ branch: 'main', commit: second })
    expect(lines).toEqual([])
  })

  test('the head itself is never the merge base: without an earlier commit of the base branch, there is an error', async () => {
    const { hub, head, repository } = await merged()
    await hub.setBranch('main', head)
    const wanted = { commit: head, baseBranch: 'main' }

    await expect(findMergeBase(wanted, repository)).rejects.toMatchObject(contained(head))
    await expect(findMergeBase(wanted, repository, 'set compare to none')).rejects.toMatchObject({
      hint: expect.stringMatching(/names the commit of main before the merge, or set compare to none\.$/),
    })
  })

  test('the head is not the merge base if deploy-ref names it in upper case', async () => {
    const { hub, head, repository } = await merged()
    const body = { merge_base_commit: { sha: head } }
    hub.fault({ path: /\/compare\//, times: 9, effect: { status: 200, body } })
    const wanted = { commit: head.toUpperCase(), baseBranch: 'main', baseTip: head }

    await expect(findMergeBase(wanted, repository)).rejects.toMatchObject(contained(head.toUpperCase()))
  })

  test.each([
    ['an unknown commit', (_: string) => 'b'.repeat(40)],
    ['the head', (head: string) => head],
  ])('a pull request whose base is %s has no merge base after the merge', async (_, baseOf) => {
    const { hub, head, number, repository, pullAnswer } = await merged()
    await hub.setBranch('main', head)
    pullAnswer({ base: { ...pullOf(head, {}).base, sha: baseOf(head) }, merge_commit_sha: head })
    const wanted = { commit: head, baseBranch: 'main', baseTip: baseOf(head), pullRequest: number }

    await expect(findMergeBase(wanted, repository)).rejects.toMatchObject(contained(head))
  })

  test('the error names the input pull-request if GitHub knows no pull request with this number', async () => {
    const { repository } = await merged()
    const errors = { forkError: otherError, noCommitError: otherError }
    const found = findHead({ pullRequest: 999 }, errors, async () => repository)

    await expect(found).rejects.toMatchObject({
      message: 'Pull request #999 could not be read: GitHub knows no pull request #999 in acme/lookml',
      hint: expect.stringMatching(/^Set pull-request to the number/),
    })
  })

  test('the error names the permission to read pull requests if GitHub refuses it', async () => {
    const { hub, head, number, repository } = await merged()
    await hub.setBranch('main', head)
    const headers = { 'x-accepted-github-permissions': 'pull_requests=read' }
    const body = { message: 'Resource not accessible by integration' }
    hub.fault({ path: /\/pulls\/\d+$/, times: 9, effect: { status: 403, headers, body } })
    const found = findMergeBase({ commit: head, baseBranch: 'main', pullRequest: number }, repository)

    await expect(found).rejects.toMatchObject({
      message: expect.stringMatching(/^Pull request #\d+ could not be read: /),
      hint: expect.stringMatching(/pull-requests: read/),
    })
  })
})

describe('commits that GitHub cannot compare', () => {
  const forbidden = {
    headers: { 'x-accepted-github-permissions': 'contents=read' },
    body: { message: 'Not Found' },
  }

  test('the error names a base branch that does not exist, and says how to go on', async () => {
    const { head, repository } = await history()
    await expect(findMergeBase({ commit: head, baseBranch: 'gone' }, repository)).rejects.toMatchObject({
      message: `The merge base of gone and ${head} could not be found: the repository has no branch gone`,
      hint: 'Check that the pull request has a base branch that exists, then run the job again.',
    })
  })

  test('the error names a commit that does not exist, and does not advise a permission', async () => {
    const { repository } = await history()
    const commit = 'b'.repeat(40)
    await expect(findMergeBase({ commit, baseBranch: 'main' }, repository)).rejects.toMatchObject({
      message: `The merge base of main and ${commit} could not be found: the repository does not have this commit`,
      hint: 'Run the workflow for a commit that was pushed to this repository.',
    })
  })

  test('the error of a commit that the event names does not mention deploy-ref', async () => {
    const { repository } = await history()
    const head = 'b'.repeat(64)
    const errors = { forkError: () => new Error('fork'), noCommitError: () => new Error('none') } as never
    await expect(
      findHead({ head, baseBranch: 'main' }, errors, async () => repository),
    ).rejects.toMatchObject({
      message: `The commit ${head} of this run could not be found in the repository`,
      hint: 'Run the workflow for a commit that was pushed to this repository.',
    })
  })

  test('the error advises the permission if the token may not read the repository', async () => {
    const { hub, head, repository } = await history()
    hub.fault({ path: /\/(compare|commits)\//, times: 9, effect: { status: 404, ...forbidden } })
    await expect(findMergeBase({ commit: head, baseBranch: 'gone' }, repository)).rejects.toMatchObject({
      message: expect.stringMatching(/could not be found: GitHub refused it \(404: Not Found\)$/),
      hint: expect.stringMatching(/^Add "contents: read"/),
    })
  })
})

describe('an answer of another shape', () => {
  const answers = [
    { merge_base_commit: { sha: 7 }, base: { ref: 'main' }, head: { sha: 7 } },
    { merge_base_commit: { sha: 'x?ref=y' }, base: { ref: 7 }, head: { sha: 'a'.repeat(40) } },
    { merge_base_commit: null, base: [], head: null },
    [],
  ]
  const answered = async (body: unknown): Promise<Repository> => {
    const octokit = getOctokit('token', { request: { fetch: async () => Response.json(body) } })
    const retries = { clock, signal: new AbortController().signal, log: () => undefined }
    return {
      octokit,
      owner: 'acme',
      repo: 'lookml',
      serverUrl: 'https://github.com',
      token: 'token',
      ...retries,
    }
  }

  test.each(answers)('the merge base is not read from %j', async body => {
    const found = findMergeBase({ commit: 'b'.repeat(40), baseBranch: 'main' }, await answered(body))
    await expect(found).rejects.toThrow("GitHub's answer is not a valid comparison of commits")
  })

  test.each(answers)('the base branch of a pull request is not read from %j', async body => {
    const named = { inputs: { comment: { pullRequest: 7 } }, run: { payload: {} } } as unknown as RunContext
    const found = readBase(named, await answered(body))
    await expect(found).rejects.toThrow("GitHub's answer is not a valid pull request")
  })
})
