/*
 * Renders dashboards with Looker's own SDK, as a user would without the action. The script follows Looker's examples
 * for TypeScript (downloadDashboard.ts and waitForRender in https://github.com/looker-open-source/sdk-codegen). It
 * renders one dashboard after the other, polls the task every half second, reads the result into memory, and writes the
 * file.
 *
 * Reads the variable SAMPLE_DASHBOARDS, which contains ids with commas between them, and the SDK's own variables
 * LOOKERSDK_*.
 */
import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { LookerNodeSDK } from '@looker/sdk-node'

const sdk = LookerNodeSDK.init40()

async function download(dashboardId) {
  const size = { width: 1260, height: 900 }
  const request = { dashboard_id: dashboardId, result_format: 'png', body: {}, ...size }
  const { id } = await sdk.ok(sdk.create_dashboard_render_task(request))
  await rendered(id)
  const picture = await sdk.ok(sdk.render_task_results(id))
  await writeFile(`dashboard-${dashboardId}.png`, picture, 'binary')
}

async function rendered(taskId) {
  for (;;) {
    const { status, status_detail: detail } = await sdk.ok(sdk.render_task(taskId))
    if (status === 'success') return
    if (status === 'failure') throw new Error(`Render failed: ${detail}`)
    await sleep(500)
  }
}

for (const id of process.env.SAMPLE_DASHBOARDS.split(',')) await download(id)
await sdk.authSession.logout()
