import { setTimeout as sleep } from 'node:timers/promises'
import type { Simulator } from '../simulator/model.ts'
import type { PlannedTarget } from './plan/targets.ts'

/** Renders a dashboard or a Look directly on the simulated Looker, without the proxies. */
export async function renderReference(
  looker: Simulator,
  commit: string,
  { target, format, width, height }: PlannedTarget,
): Promise<Buffer> {
  await looker.project('thelook').deploy(commit)
  const token = await logIn(looker)
  const [kind = '', id = ''] = target.split('/')
  const body = kind === 'dashboards' ? '{}' : undefined
  const call = (method: string, path: string, body?: string) =>
    fetch(`${looker.url}/api/4.0/render_tasks/${path}`, {
      method,
      headers: { authorization: `token ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body }),
    })
  const size = `width=${width}&height=${height}`
  const created = await call('POST', `${kind}/${encodeURIComponent(id)}/${format}?${size}`, body)
  const task = (await created.json()) as { id: string }
  for (;;) {
    const results = await call('GET', `${task.id}/results`)
    if (results.status === 200) return Buffer.from(await results.arrayBuffer())
    await results.arrayBuffer()
    await sleep(50)
  }
}

async function logIn({ url, clientId, clientSecret }: Simulator): Promise<string> {
  const key = new URLSearchParams({ client_id: clientId, client_secret: clientSecret })
  const answer = await fetch(`${url}/api/4.0/login`, { method: 'POST', body: key })
  return ((await answer.json()) as { access_token: string }).access_token
}
