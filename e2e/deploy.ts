import assert from 'node:assert/strict'
import { shopLookml } from '../testkit/looker/shop-lookml.ts'
import type { Act } from './act.ts'
import { openStage } from './stage.ts'

/*
 * Deploys a pull request's LookML, then deploys the previous commit again. A change fails the step until a reviewer
 * adds the accept label.
 */

const view = 'views/order_items.view.lkml'
const netRevenue = shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`)

export async function acceptChangeOfLookml(act: Act): Promise<void> {
  await using stage = await openStage(act, 'deploy.yml', {
    lookml: shopLookml,
    pull: { branch: 'net-revenue', files: { [view]: netRevenue } },
  })
  const { github, looker, pull } = stage
  const project = looker.project('thelook')
  const before = project.deployed?.ref
  const refused = await stage.run('pull_request', pull.payload, '6001')

  assert.equal(refused.code, 1)
  assert.match(refused.jobs[0]?.errors.join('\n') ?? '', /changed: Sales overview\./)
  const deployed = project.deploys.map(({ ref }) => ref)
  assert.deepEqual(deployed, [before, pull.sha, before])
  const [comment, ...others] = await github.comments(pull.number)
  assert.deepEqual(others, [])
  assert.match(comment?.body ?? '', /^## 1 of 2 \w+ changed: /m)

  await github.setLabels(pull.number, ['looker-accepted'])
  const labelled = withLabel(pull.payload, 'looker-accepted')
  const accepted = await stage.run('pull_request', labelled, '6002')

  assert.deepEqual([accepted.code, accepted.jobs.flatMap(({ errors }) => errors)], [0, []])
  assert.deepEqual(
    project.deploys.map(({ ref }) => ref),
    deployed,
  )
  assert.equal(project.deployed?.ref, before)
}

function withLabel(payload: object, name: string): object {
  const { pull_request } = payload as { pull_request: object }
  const label = { name }
  const sender = { login: 'ada' }
  const pull = { ...pull_request, labels: [label], updated_at: new Date().toISOString() }
  return { ...payload, action: 'labeled', label, sender, pull_request: pull }
}
