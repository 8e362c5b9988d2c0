import { setTimeout as sleep } from 'node:timers/promises'
import type { PullRequestScene } from '../../testkit/scene.ts'
import { accept, base, first, headline, openGate, otherCommit, second } from './gate-scene.ts'

/*
 * Runs the built action with `fail-on-change`, and GitHub stores no results. No label can then accept the changes, so no
 * headline may ask for the accept label.
 */

const noLabel = 'No label can accept it, because the results could not be stored.'
const unpublished = 'No picture is published: set images to branch, or artifact to zip.'
const excludeBranch = 'Exclude images-branch from branch protections and rulesets'
const labelAdvice = /add the label|was added before|add it again/

/** Returns the paragraph with the next step in the only comment. */
const nextStep = async ({ github, number }: PullRequestScene) => {
  const comments = await github.comments(number)
  expect(comments).toHaveLength(1)
  return /^## .*\n\n<p>(.*)<\/p>$/m.exec(comments[0]?.body ?? '')?.[1]
}

const writes = ({ github, number }: PullRequestScene) =>
  github.requests.filter(
    ({ method, path }) =>
      ['POST', 'PATCH'].includes(method) && new RegExp(`/issues/(${number}/)?comments`).test(path),
  ).length

describe('results that no run can store', () => {
  test.concurrent('a protected images branch is the next step instead of the accept label, before and after the label', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await scene.github.protectBranch('looker-snapshots')
    const red = await gate.push(first)
    expect(red.code).toBe(1)
    expect(red.errors.at(-1)).toContain(`Look at it. ${noLabel} ${excludeBranch}`)
    expect(red.errors.at(-1)).not.toMatch(labelAdvice)
    expect(red.summary).toContain(noLabel)
    expect(red.summary).not.toMatch(labelAdvice)
    expect(await nextStep(scene)).toContain(`Look at it. ${noLabel} ${excludeBranch}`)
    // The refusal of the pictures was known before the comment was written.
    expect(writes(scene)).toBe(1)

    scene.fault({ on: 'results', effect: { bytes: first } })
    const labelled = await gate.label(accept)
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain(noLabel)
    expect(labelled.errors.at(-1)).not.toMatch(labelAdvice)
    expect(await nextStep(scene)).not.toMatch(labelAdvice)
  })

  test.concurrent('the label can accept the changes after the images branch is no longer protected', async () => {
    await using gate = await openGate()
    const { scene } = gate
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } }
    scene.github.fault({ method: 'POST', path: /\/git\/trees$/, times: 2, effect: refused })
    const red = await gate.push(first)
    expect(red.errors.at(-1)).toContain(`${noLabel} Add "contents: write" to the job's permissions`)

    scene.fault({ on: 'results', effect: { bytes: first } })
    const early = await gate.label(accept)
    expect(early.errors.at(-1)).toContain('Remove the label and add it again')
    await gate.unlabel(accept)
    expect((await gate.label(accept)).code).toBe(0)
  })

  test.concurrent('the missing permission is the next step if the token may not even upload pictures', async () => {
    await using gate = await openGate()
    const { github } = gate.scene
    const token = await github.tokenWith({ contents: 'read', 'pull-requests': 'write' })
    const red = await gate.push(first, { inputs: { 'github-token': token } })
    expect(red.errors.at(-1)).toContain(`${noLabel} Add "contents: write" to the job's permissions`)
    expect(await nextStep(gate.scene)).toMatch(/could not be stored\. Add .*contents: write/)
    expect(red.warnings.join()).toMatch(/so a label cannot accept them: GitHub refused it \(403/)
    expect(red.warnings.join()).not.toContain('please report it')
  })

  test.concurrent.each([
    [401, 'Bad credentials', 'Remove github-token'],
    [403, 'Repository access blocked', "The repository's page says why"],
    [451, 'Repository unavailable due to DMCA takedown', "The repository's page says why"],
  ])(
    'the next step helps if GitHub refuses every upload with status %i (%s)',
    async (status, message, hint) => {
      await using gate = await openGate()
      const effect = { status, body: { message } }
      gate.scene.github.fault({ method: 'POST', path: /\/git\/blobs$/, times: 99, effect })
      const red = await gate.push(first)
      expect(red.errors.at(-1)).toContain(`${noLabel} ${hint}`)
      expect(await nextStep(gate.scene)).toContain(`could not be stored. ${hint.replace("'", '&#39;')}`)
      expect(red.warnings.join()).not.toContain('please report it')
    },
  )

  test.concurrent('the headline of the comment is written again if only the results could not be stored', async () => {
    await using gate = await openGate({ images: 'none' })
    const { scene } = gate
    await scene.github.protectBranch('looker-snapshots')
    const red = await gate.push(first)
    expect(red.errors.at(-1)).toContain(`${unpublished} ${noLabel} ${excludeBranch}`)
    expect(red.summary).toContain(noLabel)
    expect(await nextStep(scene)).toContain(`${unpublished} ${noLabel} ${excludeBranch}`)
  })

  test.concurrent('the headline of the comment is written again if GitHub refused only the pictures', async () => {
    await using gate = await openGate()
    const { scene } = gate
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } }
    scene.github.fault({ method: 'POST', path: /\/git\/trees$/, effect: refused })
    const red = await gate.push(first)
    expect(red.errors.at(-1)).toContain('To accept it, add the label looker-accepted.')
    expect(red.summary).toContain('To accept it, add the label looker-accepted.')
    expect(await nextStep(scene)).toBe('Look at it. To accept it, add the label looker-accepted.')
    expect((await gate.label(accept)).code).toBe(0)
  })

  test.concurrent('a branch of another program is the next step instead of the accept label', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await scene.github.setBranch('pages', await scene.github.ref('heads/main'))
    const red = await gate.push(first, { inputs: { 'images-branch': 'pages' } })
    expect(red.errors.at(-1)).toContain(
      `${noLabel} Set images-branch to a branch that contains only pictures.`,
    )
    expect(await nextStep(scene)).not.toMatch(labelAdvice)
  })

  test.concurrent('an acceptance that is out of date does not ask for the label if the new results could not be stored', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    await scene.github.protectBranch('looker-snapshots')
    const red = await gate.push(second, { labels: [accept], sha: otherCommit })
    expect(red.errors.at(-1)).toContain('Look at it again. No label can accept the new changes, because')
    expect(red.errors.at(-1)).not.toMatch(labelAdvice)
  })

  test.concurrent('the headline of a newer run stays if an older run of the same commit cannot store its results', async () => {
    await using gate = await openGate({ images: 'none' })
    const { scene } = gate
    await scene.github.protectBranch('looker-snapshots')
    // The first run waits after it has written the comment, before it stores its results.
    const { promise: isNewerDone, resolve } = Promise.withResolvers<void>()
    const pull = /\/pulls\/\d+$/
    scene.github.fault({ method: 'GET', path: pull, effect: { until: isNewerDone } })
    const older = gate.push(first)
    while (!scene.github.requests.some(({ path }) => pull.test(path))) await sleep(50)
    await gate.push(base)
    const ofNewer = await headline(scene)
    resolve()
    expect((await older).errors.at(-1)).toContain(noLabel)
    expect(ofNewer).toMatch(/^No change in 1 Look/)
    expect(await headline(scene)).toBe(ofNewer)
  })

  test.concurrent('the comment of several jobs asks for no label if only one job cannot store its results', async () => {
    await using gate = await openGate({ images: 'none', targets: 'looks/7\nlooks/8' })
    const { scene } = gate
    const shard = (index: number) => ({
      id: 1_700_000_000,
      inputs: { shard: `${index}/2` },
      job: { strategy: { 'job-index': index, 'job-total': 2 }, matrix: { index } },
    })
    await gate.push(first, shard(0))
    expect(await nextStep(scene)).toContain('add the label looker-accepted')
    await scene.github.protectBranch('looker-snapshots')
    await gate.push(first, shard(1))
    expect(await headline(scene)).toMatch(/^2 of 2 Looks changed/)
    expect(await nextStep(scene)).toBe(
      `${unpublished} ${noLabel.replace('it', 'them')} ${excludeBranch}, or set images-branch to a ref such as refs/looker/snapshots.`,
    )
  })

  test.concurrent('the comment of a run without changes is written once if nothing could be stored', async () => {
    await using gate = await openGate({ images: 'none' })
    const { scene } = gate
    await scene.github.protectBranch('looker-snapshots')
    const green = await gate.push(base)
    expect(green.code).toBe(0)
    expect(green.warnings.at(-1)).toContain('The results could not be stored')
    expect(writes(scene)).toBe(1)
  })
})
