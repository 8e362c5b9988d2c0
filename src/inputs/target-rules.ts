import type { ApiVersion } from '../model.ts'
import type { TargetUrl } from './looker-url.ts'
import { InputProblem, quoted } from './problem.ts'
import type { OwnSettings } from './target-settings.ts'

/** What holds for every target of the list; undefined parts could not be read, which was reported. */
export interface TargetContext {
  base: URL | undefined
  version: ApiVersion | undefined
  common: OwnSettings
}

/** What Looker could not render, or would render differently than asked. */
export function ruleProblems(
  address: TargetUrl,
  own: OwnSettings,
  { version, common }: TargetContext,
): InputProblem[] {
  return [
    ...formatProblems(address, own, own.format ?? common.format),
    ...collectionOnly(own),
    ...(version === '3.1' ? versionProblems(address, own) : []),
  ]
}

export const isDashboard = ({ kind }: Pick<TargetUrl, 'kind'>) =>
  kind === 'dashboard' || kind === 'lookml_dashboard'

function formatProblems(address: TargetUrl, own: OwnSettings, format: OwnSettings['format']): InputProblem[] {
  const isSet = (name: keyof OwnSettings) => own[name] !== undefined
  const problems: InputProblem[] = []
  if (!isDashboard(address)) {
    if (format === 'pdf')
      problems.push(
        new InputProblem('Looker makes a PDF of dashboards only', 'set format to png or jpg for it'),
      )
    for (const name of forDashboards.filter(isSet))
      problems.push(new InputProblem(`${name} is for dashboards only`, 'leave it out'))
  }
  if (format === 'pdf' && isSet('ignore'))
    problems.push(new InputProblem('ignore is for pictures, not for PDFs', 'leave it out'))
  if (format !== 'pdf')
    for (const name of forPdf.filter(isSet))
      problems.push(new InputProblem(`${name} is for format pdf only`, 'leave it out, or set format to pdf'))
  return problems
}

function versionProblems({ kind, id, theme }: TargetUrl, own: OwnSettings): InputProblem[] {
  const names = sinceVersion4.filter(name => own[name] ?? (name === 'theme' && theme))
  const problems = names.map(name => new InputProblem(`${name} needs api-version 4.0`, 'leave it out'))
  if (kind === 'dashboard_element')
    problems.push(new InputProblem('dashboard elements need api-version 4.0', 'render the dashboard'))
  if ((kind === 'dashboard' || kind === 'look') && !/^\d+$/.test(id))
    problems.push(
      new InputProblem(
        `in API 3.1 the id ${quoted(id)} would have to be a number`,
        'write the number that the API knows it by',
      ),
    )
  return problems
}

/** Settings that are for collections, where the target is none. */
function collectionOnly(own: OwnSettings): InputProblem[] {
  const problems: InputProblem[] = []
  if (own.recursive !== undefined)
    problems.push(new InputProblem('recursive is for folders only', 'leave it out'))
  if (own.tiles) problems.push(new InputProblem('tiles is for dashboards only', 'leave it out'))
  if (own.except)
    problems.push(new InputProblem('except is for folders, boards, models and tiles only', 'leave it out'))
  return problems
}

export const forDashboards = [
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'pdf-landscape',
  'long-tables',
  'theme',
  'tab-ids',
] as const
export const forPdf = ['pdf-paper-size', 'pdf-landscape'] as const
/** Only API 4.0 takes these (published descriptions of both versions). */
export const sinceVersion4 = ['theme', 'long-tables', 'tab-ids'] as const
