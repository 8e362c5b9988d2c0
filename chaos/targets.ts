import type { Dice } from './chance.ts'

const everywhere = [
  'dashboards/42',
  'dashboards/42?Region=EMEA',
  'dashboards/thelook::overview',
  'lookml_dashboards/thelook::inventory',
  'looks/7',
  'looks/8',
  'queries/AbC123xyz',
  'explore/thelook/orders?qid=kQ7topStates',
] as const
const newer = ['dashboard_elements/19', 'dashboards/Xk3nR8vQ2mTz5pLw9sYd1B'] as const

/** One to six targets of all kinds and formats, as items of the input's YAML list; no name is another job's too. */
export function drawTargets(
  { between, happens, oneOf }: Dice,
  job: number,
  version: '4.0' | '3.1',
): string[] {
  const addresses = version === '3.1' ? everywhere : ([...everywhere, ...newer] as const)
  return Array.from({ length: between(1, 6) }, (_, index) => {
    const address = happens(0.03) ? missing : oneOf(addresses)
    const format = /dashboards\//.test(address) && happens(0.25) ? 'pdf' : oneOf(['png', 'png', 'jpg'])
    const size = `width: ${between(20, 90) * 10}, height: ${between(20, 60) * 10}`
    return `- { target: '${address}', name: ${job + 1}${index + 1}-${nameOf(address)}, format: ${format}, ${size} }`
  })
}

/** A dashboard that the simulated Looker does not have. */
const missing = 'dashboards/404'
export const isMissing = (target: string) => target === missing

const nameOf = (address: string) => address.replace(/\W+/g, '-').toLowerCase()
