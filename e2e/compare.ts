import assert from 'node:assert/strict'
import { drawn, png } from '../testkit/pictures/pictures.ts'
import type { Act } from './act.ts'
import { openStage } from './stage.ts'

/* A push records baselines, and a pull request is compared with them. The workflow's repository contains the action. */

export async function compareWithBaseBranch(act: Act): Promise<void> {
  await using stage = await openStage(act, 'compare.yml')
  const { github, looker, pull } = stage
  const push = await stage.run('push', github.pushPayload(), '5001')
  assert.deepEqual([push.code, push.jobs.flatMap(job => [...job.errors, ...job.warnings])], [0, []])
  const main = (await github.ref('heads/main')) ?? ''
  const recorded = await github.tree((await github.ref('heads/looker-snapshots')) ?? '')
  assert.equal(
    recorded.filter(
      ({ path }) =>
        path.startsWith('baselines/main-') && path.includes('/look-') && path.includes(main.slice(0, 8)),
    ).length,
    2,
  )

  const bytes = png(drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>'))
  looker.fault({ on: 'results', target: '8', effect: { bytes } })
  const compared = await stage.run('pull_request', pull.payload, '5002')

  assert.equal(compared.code, 0)
  const [job] = compared.jobs
  assert.equal(job?.outputs.looker?.changed, '1')
  assert.ok(job?.said.includes('looks-7 is unchanged,eight is changed'))
  const [comment, ...others] = await github.comments(pull.number)
  assert.deepEqual(others, [])
  assert.match(comment?.body ?? '', /^## 1 of 2 \w+ changed since the baseline: /m)
}
