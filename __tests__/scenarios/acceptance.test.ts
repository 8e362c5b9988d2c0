import { drawn, png } from '../../testkit/pictures/pictures.ts'
import {
  accept,
  base,
  first,
  headline,
  gateInputs as inputs,
  openGate,
  otherCommit,
  otherUser,
  renders,
  second,
} from './gate-scene.ts'

/* Runs the built action with `fail-on-change`. A reviewer accepts changes with a label. */

describe('the gate', () => {
  test.concurrent('the failed step explains how to accept a change, and the accept label accepts the change without rendering', async () => {
    await using gate = await openGate()
    const { scene } = gate
    const red = await gate.push(first)
    expect(red.code).toBe(1)
    expect(red.errors.at(-1)).toContain('add the label looker-accepted')
    const requests = scene.looker.requests.length

    const accepted = await gate.label('Looker-Accepted')
    expect(accepted.code).toBe(0)
    expect(scene.looker.requests).toHaveLength(requests)
    expect(await headline(scene)).toMatch(/^1 Look changed, accepted by @&#8203;ada for commit \w{7}$/)
  })

  test.concurrent('the job summary of a label has the headline, and links to the comment and to the run that rendered', async () => {
    await using gate = await openGate()
    const id = 1_700_000_000
    const red = await gate.push(first, { id })
    const accepted = await gate.label(accept, { id: id + 1 })
    expect(accepted.summary).toMatch(/^## 1 Look changed, accepted by @&#8203;ada for commit \w{7}$/m)
    expect(accepted.summary).toContain(
      `Nothing was rendered. The results are in <a href="${red.outputs['comment-url']}">the comment</a> and in <a href="https://github.com/acme/lookml/actions/runs/${id}/attempts/1">the run that rendered</a>.`,
    )

    const inputs = { summary: 'false' }
    const silent = await gate.label('documentation', { id: id + 2, labels: [accept], inputs })
    expect(silent.summary).toBe('')
  })

  test.concurrent("the images branch's commits do not mention the pull request, so GitHub does not list them there", async () => {
    await using gate = await openGate()
    await gate.push(first)
    await gate.label(accept)
    const commits = await gate.scene.github.commitsOf('heads/looker-snapshots')
    const own = commits.filter(({ message }) => message.includes('for pull request'))
    expect(own).toHaveLength(3)
    for (const { message } of own) expect(message).not.toMatch(/#|GH-/)
  })

  test.concurrent('the step still fails after the accept label if a target failed, and explains that a label accepts no failures', async () => {
    await using gate = await openGate()
    const { scene } = gate
    const both = { targets: 'looks/7\nlooks/404' }
    const red = await gate.push(first, { inputs: both })
    expect(red.errors.at(-1)).toContain('1 could not be rendered. Look at it. To accept it, add the label')

    const accepted = await gate.label(accept, { inputs: both })
    expect(accepted.code).toBe(1)
    expect(accepted.errors.at(-1)).toContain(
      '@ada accepted the changes, but a label does not accept failures',
    )
    expect(await headline(scene)).toContain('but a label does not accept failures')
  })

  test.concurrent('an accepted picture that was not compared is not accepted if a later run finds a change', async () => {
    await using gate = await openGate()
    gate.scene.github.fault({ method: 'GET', path: /\/git\/blobs\//, times: 1, effect: { status: 404 } })
    const red = await gate.push(first)
    expect([red.code, red.results[0]?.comparison?.status]).toEqual([1, 'incomparable'])
    expect(red.errors.join()).toContain('(The baseline could not be read: GitHub does not find it)')
    expect((await gate.label(accept)).code).toBe(0)
    const later = await gate.push(first, { sha: 'b'.repeat(40), labels: [accept] })
    expect([later.code, later.results[0]?.comparison?.status]).toEqual([1, 'changed'])
    expect(later.errors.join()).toContain('1 Look changed after @ada accepted commit')
    const repeated = await gate.label('docs', { sha: 'b'.repeat(40), labels: [accept, 'docs'] })
    expect(repeated.log).toMatch(
      /Commit [0-9a-f]{7} is accepted by @ada\. The verdict of commit bbbbbbb is shown again, and nothing is rendered\./,
    )
  })

  test.concurrent('the step still fails after a label other than the accept label, and nothing is rendered', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const before = renders(gate.scene)
    const labelled = await gate.label('documentation')
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('add the label looker-accepted')
    expect(renders(gate.scene)).toBe(before)
  })

  test.concurrent('the step fails again after the accept label is removed', async () => {
    await using gate = await openGate()
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    expect((await gate.unlabel(accept)).code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed since the baseline: /)
  })

  test.concurrent('the accept label renders the targets and accepts no change if no results of the commit are stored', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const before = renders(gate.scene)
    gate.scene.fault({ on: 'results', effect: { bytes: first } })
    const labelled = await gate.label(accept, { sha: otherCommit })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('Remove the label and add it again')
    expect(renders(gate.scene)).toBe(before + 1)
  })

  test.concurrent('an acceptance whose label was removed stays removed, even if no results of the commit were stored at that time', async () => {
    await using gate = await openGate()
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    gate.scene.fault({ on: 'results', times: 2, effect: { bytes: first } })
    expect((await gate.unlabel(accept, { sha: otherCommit })).code).toBe(1)
    const labelled = await gate.label(accept, { sha: 'c'.repeat(40) })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('Remove the label and add it again')
  })

  test.concurrent('a step does not repeat the verdict of another step with the same comment key', async () => {
    await using gate = await openGate()
    const other = { inputs: { targets: 'looks/8' }, env: { GITHUB_ACTION: '__acme_looker-snapshot_2' } }
    const id = 1_700_000_000
    await gate.push(first, { id })
    expect((await gate.push(base, { id, ...other })).code).toBe(0)

    const labelled = await gate.label('documentation', { id: id + 1 })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('add the label looker-accepted')
    expect((await gate.label('documentation', { id: id + 1, ...other })).code).toBe(0)
    expect((await gate.label(accept, { id: id + 2 })).code).toBe(0)
  })

  test.concurrent('a step does not repeat the verdict of a job with another API user and the same comment key', async () => {
    await using gate = await openGate()
    const other = { inputs: { 'client-id': otherUser.clientId, 'client-secret': otherUser.clientSecret } }
    const id = 1_700_000_000
    await gate.push(first, { id })
    expect((await gate.push(base, { id, ...other })).code).toBe(0)
    expect(await gate.scene.github.comments(gate.scene.number)).toHaveLength(2)

    expect((await gate.label('documentation', { id: id + 1 })).code).toBe(1)
    expect((await gate.label('documentation', { id: id + 1, ...other })).code).toBe(0)
  })

  test.concurrent('a step does not repeat the verdict of a step that ignores a part of the pictures', async () => {
    await using gate = await openGate({ 'comment-key': 'looker' })
    const id = 1_700_000_000
    await gate.push(first, { id })
    await gate.push(first, { id, inputs: { 'max-changed-pixels': '100000' } })
    expect((await gate.label('documentation', { id: id + 1 })).code).toBe(1)
  })

  test.concurrent('the headline of a comment about a newer commit remains if a label accepts an older commit', async () => {
    await using gate = await openGate()
    const { scene } = gate
    const id = 1_700_000_000
    await gate.push(first, { id })
    // The run of the newer commit writes its comment, but cannot store its results.
    const message = 'Resource not accessible by integration'
    const refused = { status: 403, body: { message } }
    scene.github.fault({ method: 'POST', path: /\/git\/trees/, after: 1, effect: refused })
    await gate.push(second, { id: id + 2, sha: otherCommit })
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(0)
    expect(await headline(scene)).toBe('1 Look changed since the baseline: Weekly revenue')
  })

  test.concurrent('the step still fails if the accept label was added before the results were stored', async () => {
    await using gate = await openGate()
    const labelled = await gate.push(first, { labels: [accept] })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('Remove the label and add it again')
  })
})

const beforeResults = 'was added before these results, so it does not accept them'

describe('an accept label that is older than the results', () => {
  test.concurrent('an accept label does not accept the results of a later run of the same commit', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const labelRun = 1_700_000_000
    await gate.push(second, { id: labelRun + 1, labels: [accept] })

    const labelled = await gate.label(accept, { id: labelRun })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain(beforeResults)
    expect((await gate.label(accept, { id: labelRun + 2 })).code).toBe(0)
  })

  test.concurrent('an accept label does not accept the results of a run that was repeated later', async () => {
    await using gate = await openGate()
    const id = 1_700_000_000
    await gate.push(first, { id })
    const at = new Date()
    await new Promise(resolve => setTimeout(resolve, 1100)) // Times at GitHub have a precision of one second.
    await gate.push(second, { id, attempt: 2 })

    const labelled = await gate.label(accept, { id: id + 1, at })
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain(beforeResults)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed since the baseline: /)
    expect((await gate.label(accept, { id: id + 2 })).code).toBe(0)
  })

  test.concurrent('an accept label does not accept the results of the run that it started if the run is repeated', async () => {
    await using gate = await openGate()
    const id = 1_700_000_000
    gate.scene.fault({ on: 'results', effect: { bytes: first } })
    expect((await gate.label(accept, { id })).code).toBe(1)

    const repeated = await gate.label(accept, { id, attempt: 2 })
    expect(repeated.code).toBe(1)
    expect(repeated.errors.at(-1)).toContain(beforeResults)
    expect((await gate.label(accept, { id: id + 1 })).code).toBe(0)
  })

  test.concurrent('a repeated run of a label event keeps its earlier acceptance, but does not accept newer results', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const id = 1_700_000_000
    expect((await gate.label(accept, { id })).code).toBe(0)
    await gate.push(second, { id: id + 1, labels: [accept] })

    const repeated = await gate.label(accept, { id, attempt: 2 })
    expect(repeated.code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed after @&#8203;ada accepted commit /)
  })
})

describe('an acceptance', () => {
  test.concurrent('an acceptance is valid for a later commit only if the picture is the same', async () => {
    await using gate = await openGate()
    await gate.push(first)
    await gate.label(accept)
    const same = await gate.push(first, { labels: [accept], sha: otherCommit })
    expect(same.code).toBe(0)
    expect(await headline(gate.scene)).toContain('accepted by')

    const broken = await gate.push(second, { labels: [accept], sha: 'c'.repeat(40) })
    expect(broken.code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed after @&#8203;ada accepted commit /)
    expect(
      (await gate.label('documentation', { labels: [accept, 'documentation'], sha: 'c'.repeat(40) })).code,
    ).toBe(1)
  })

  test.concurrent('an acceptance is valid for a picture that equals the accepted picture within the tolerance', async () => {
    await using gate = await openGate({ 'max-changed-pixels': '100' })
    await gate.push(first)
    await gate.label(accept)
    const nearly = png(
      drawn(
        '<rect x="20" y="20" width="60" height="120" fill="#4285f4"/><rect x="100" y="100" width="5" height="5"/>',
      ),
    )
    expect((await gate.push(nearly, { labels: [accept], sha: otherCommit })).code).toBe(0)
  })

  test.concurrent('an acceptance is valid for each entry of a target that is listed twice, but not for changes that an entry ignores', async () => {
    const all = '{ target: looks/7, name: all }'
    const ignoring = '{ target: looks/7, name: partly, ignore: ["0, 0, 90, 140"] }'
    await using gate = await openGate({ concurrency: '1' })
    const twice = { targets: `- ${all}\n- ${ignoring}` }
    const push = (pictures: [Buffer, Buffer], options?: Parameters<typeof gate.push>[1]) => {
      gate.scene.fault({ on: 'results', effect: { bytes: pictures[0] } })
      return gate.push(pictures[1], { ...options, inputs: twice })
    }
    const hidden = png(
      drawn(
        '<rect x="20" y="20" width="60" height="20" fill="red"/><rect x="100" y="20" width="40" height="90"/>',
      ),
    )
    await push([first, hidden])
    expect((await gate.label(accept, { inputs: twice })).code).toBe(0)
    const again = { labels: [accept], sha: otherCommit }
    expect((await push([first, hidden], again)).code).toBe(0)

    const swapped = await push([hidden, first], { labels: [accept], sha: 'c'.repeat(40) })
    expect(swapped.code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed after @&#8203;ada accepted commit .*: all$/)
  })

  test.concurrent('an acceptance ends when the accept label is gone, even without an event for the removal', async () => {
    await using gate = await openGate()
    await gate.push(first)
    await gate.label(accept)
    expect((await gate.push(first, { sha: otherCommit })).code).toBe(1)
  })

  test.concurrent('an acceptance ends for a repeated run if the accept label is gone, even without an event for the removal', async () => {
    await using gate = await openGate()
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    const id = 1_700_000_000
    const pushed = { id, labels: [accept], sha: otherCommit }
    expect((await gate.push(first, pushed)).code).toBe(0)
    await gate.scene.github.setLabels(gate.scene.number, [])
    expect((await gate.push(first, { ...pushed, attempt: 2 })).code).toBe(1)
  })

  test.concurrent("the label of another pull request does not change the acceptance of the input pull-request's results", async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    const other = await scene.openPullRequest({ branch: 'other' })
    const event = { action: 'unlabeled', label: { name: accept }, sender: { login: 'bob' } }
    scene.fault({ on: 'results', effect: { bytes: first } })
    const outcome = await scene.run(
      { ...inputs, 'pull-request': String(scene.number) },
      {
        event: { name: 'pull_request', payload: { ...other.payload, ...event } },
        github: { run_id: '1700000000' },
      },
    )
    expect(outcome.code).toBe(0)
    expect(await headline(scene)).toMatch(/accepted by @&#8203;ada/)
  })

  test.concurrent('the error in a merge queue says that no label can accept the change', async () => {
    await using gate = await openGate()
    const { repository } = gate.scene.pull.payload as { repository: object }
    gate.scene.fault({ on: 'results', effect: { bytes: first } })
    const payload = { repository, merge_group: { base_ref: 'refs/heads/main' } }
    const outcome = await gate.scene.run(inputs, { event: { name: 'merge_group', payload } })
    expect(outcome.errors.at(-1)).toContain('No label can accept it in a merge queue.')
  })

  test.concurrent('another label ends an acceptance whose label was removed without an event', async () => {
    await using gate = await openGate()
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    expect((await gate.label('documentation')).code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed since the baseline: /)
  })

  test.concurrent('the step passes after another label that a person adds together with the accept label', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const labels = [accept, 'documentation']
    const [other, accepted] = await Promise.all([
      gate.label('documentation', { labels }),
      gate.label(accept, { labels }),
    ])
    expect([accepted.code, other.code]).toEqual([0, 0])
    expect(await headline(gate.scene)).toMatch(/accepted by @&#8203;ada/)
  })

  test.concurrent('an acceptance is not restored if the run of the accept label is repeated after the removal of the label', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const id = 1_700_000_000
    expect((await gate.label(accept, { id })).code).toBe(0)
    expect((await gate.unlabel(accept, { id: id + 1 })).code).toBe(1)

    const repeated = await gate.label(accept, { id, attempt: 2 })
    expect(repeated.code).toBe(1)
    expect(await headline(gate.scene)).not.toContain('accepted by')
  })

  test.concurrent('an acceptance is withdrawn if the accept label is removed while the acceptance is stored', async () => {
    await using gate = await openGate()
    await gate.push(first)
    const effect = { status: 200, body: { labels: [] } }
    gate.scene.github.fault({ method: 'GET', path: /\/pulls\/\d+$/, after: 1, effect })
    const labelled = await gate.label(accept)
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('add the label looker-accepted')
    expect((await gate.label('documentation', { labels: [accept, 'documentation'] })).code).toBe(1)
  })

  test.concurrent('an acceptance is not replaced by the results of an older run', async () => {
    await using gate = await openGate()
    await gate.push(first)
    await gate.label(accept)
    await gate.push(second, { id: 1, labels: [accept] })
    expect((await gate.label('documentation', { labels: [accept, 'documentation'] })).code).toBe(0)
  })

  test.concurrent('an acceptance without pictures in the repository is valid only for equal bytes', async () => {
    await using gate = await openGate({ images: 'none' })
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    expect((await gate.push(first, { labels: [accept], sha: otherCommit })).code).toBe(0)
    expect((await gate.push(second, { labels: [accept], sha: 'c'.repeat(40) })).code).toBe(1)
  })
})

test.concurrent('a label event sets the same outputs as the run with the stored results', async () => {
  await using gate = await openGate()
  const rendered = await gate.push(first)
  const labelled = await gate.label(accept)
  expect(labelled.outputs).toEqual({ ...rendered.outputs, files: '[]' })
  expect(rendered.outputs.changed).toBe('1')
})

test.concurrent('the step passes with the accept label if the comment cannot be changed, and a warning names the permission', async () => {
  await using gate = await openGate()
  await gate.push(first)
  const token = await gate.scene.github.tokenWith({ contents: 'write', 'pull-requests': 'read' })

  const accepted = await gate.label(accept, { inputs: { 'github-token': token } })
  expect(accepted.errors).toEqual([])
  expect(accepted.code).toBe(0)
  expect(accepted.warnings).toEqual([
    expect.stringMatching(/The comment could not be written.*Add "pull-requests: write"/),
  ])
})

test.concurrent('the stored results of closed pull requests are deleted, and accepted results of open pull requests are kept', async () => {
  await using gate = await openGate()
  const { scene } = gate
  const other = await scene.openPullRequest({ branch: 'other' })
  const stored = async () => {
    const files = await scene.github.tree((await scene.github.ref('heads/looker-snapshots')) ?? '')
    return new Set(files.flatMap(({ path }) => /^results\/(\d+)\//.exec(path)?.[1] ?? []))
  }
  scene.fault({ on: 'results', effect: { bytes: first } })
  await scene.run(inputs, { event: { name: 'pull_request', payload: other.payload } })
  await gate.push(first)
  await gate.label(accept)
  expect(await stored()).toEqual(new Set([String(scene.number), String(other.number)]))

  await scene.github.closePullRequest(other.number)
  await gate.push(first, { labels: [accept] })
  expect(await stored()).toEqual(new Set([String(scene.number)]))
  expect((await gate.label('documentation', { labels: [accept, 'documentation'] })).code).toBe(0)
})
