import type { Target } from '../model.ts'

/** The same target on the second instance: its picture is the one before. */
export const toSecondInstance =
  (base: URL) =>
  (target: Target): Target => ({
    ...target,
    url: base.origin + target.url.slice(new URL(target.url).origin.length),
    file: `${target.name}.before.${target.output.format}`,
  })
