import { basename } from 'node:path'
import { releaseTag } from '../plan/plan.ts'
import { type Check, mentions, mustHold } from './check.ts'
import { bytesOf, renderedOf } from './files.ts'

/**
 * Checks that the release contains each rendered file exactly once and completely, or that a message names the missing
 * files.
 */
export const checkRelease: Check = async ({ plan, stage, outcome, cancelled }) => {
  if (!plan.inputs.release) return []
  const assets = await stage.github.assets(releaseTag)
  const rendered = renderedOf(outcome)
  const linked = rendered.filter(({ releaseUrl }) => releaseUrl !== undefined)
  const spoiled = linked.filter(result => {
    const own = assets.filter(({ label }) => label === basename(result.file ?? ''))
    return own.length !== 1 || !own[0]?.bytes.equals(bytesOf(outcome, result))
  })
  const silent = cancelled === undefined && !mentions(outcome.warnings, 'release')
  return [
    ...mustHold(
      spoiled.length === 0,
      `The release's ${spoiled.map(({ name }) => name)} differ from the rendered files`,
    ),
    ...mustHold(
      !silent || linked.length === rendered.length,
      'The release lacks files, and no message says so',
    ),
  ]
}
