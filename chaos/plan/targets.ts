import type { Dice } from './chance.ts'

export interface PlannedTarget {
  target: string
  name: string
  format: 'png' | 'jpg' | 'pdf'
  width: number
  height: number
}

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

/** Targets for plans with `deploy` or `dev-mode`. */
const inProject = [
  'dashboards/thelook::sales_overview',
  'dashboards/thelook::sales_overview',
  'dashboards/thelook::customers',
  'dashboards/42',
  'looks/7',
] as const

/** A dashboard that the simulated Looker does not have. */
const missing = 'dashboards/404'
export const isMissing = (target: string) => target === missing

const catalogues = { '3.1': everywhere, '4.0': [...everywhere, ...newer], project: inProject } as const

/** Chooses one to six targets of all kinds and formats. Names are unique among the jobs. */
export function drawTargets(
  { between, happens, oneOf }: Dice,
  job: number,
  catalogue: keyof typeof catalogues,
): PlannedTarget[] {
  const addresses = catalogues[catalogue]
  return Array.from({ length: between(1, 6) }, (_, index) => {
    const target = happens(0.03) ? missing : oneOf(addresses)
    const isDashboard = target.includes('dashboards/')
    return {
      target,
      name: `${job + 1}${index + 1}-${target.replace(/\W+/g, '-').toLowerCase()}`,
      // Inputs such as fail-on-change are refused if all targets are PDFs.
      format: isDashboard && index > 0 && happens(0.25) ? 'pdf' : oneOf(['png', 'png', 'jpg']),
      width: between(20, 90) * 10,
      height: between(20, 60) * 10,
    }
  })
}

export const toList = (targets: readonly PlannedTarget[]): string =>
  targets.map(target => `- ${JSON.stringify(target)}`).join('\n')
