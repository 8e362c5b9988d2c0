import fc from '../../testkit/fast-check.ts'
import { runs } from '../../testkit/hostile.ts'
import { change, filesOf, Meaning, models, type Project, targets } from './random-project.ts'
import { type Change, type Described, select } from './select.ts'

/**
 * Returns the change with Looker's answers, and all targets. A target has changed if its meaning in the base differs
 * from its meaning in the head.
 */
function scenario({ base, head }: { base: Project; head: Project }) {
  const before = new Map(models.map(model => [model, new Meaning(base, model)]))
  const after = new Map(models.map(model => [model, new Meaning(head, model)]))
  const explores: Record<string, Described> = {}
  const tiles: Record<string, string[][]> = {}
  const all: { id: string; isChanged: boolean }[] = []
  for (const { model, explore } of targets.explores) {
    const { paths, views } = before.get(model)?.describe(explore) ?? { paths: [], views: [] }
    explores[`${model}::${explore}`] = { paths, views: new Set(views) }
    const id = `looks/${model}.${explore}`
    tiles[id] = [[`${model}::${explore}`]]
    all.push({ id, isChanged: before.get(model)?.explore(explore) !== after.get(model)?.explore(explore) })
  }
  for (const { model, name } of targets.dashboards) {
    const id = `${model}::${name}`
    const told = before.get(model)?.tilesOf(name)
    if (told) tiles[id] = told.map(explore => [explore])
    all.push({ id, isChanged: before.get(model)?.dashboard(name) !== after.get(model)?.dashboard(name) })
  }
  const told: Change = { base: filesOf(base), head: filesOf(head), explores, tiles }
  return { all, told }
}

describe('the selection of affected targets in random projects', () => {
  test('the selection misses no affected target of a random project', () =>
    fc.assert(
      fc.asyncProperty(change, async change => {
        const { all, told } = scenario(change)
        const { targets } = await select(
          all.map(({ id }) => id),
          told,
        )
        const missed = all.filter(({ isChanged }, index) => isChanged && targets[index]?.reasons.length === 0)
        expect(missed).toEqual([])
      }),
      runs(60),
    ))

  test('the selection misses no affected target of a random project if a file or an answer of Looker cannot be read', () =>
    fc.assert(
      fc.asyncProperty(change, fc.nat(20), async (change, number) => {
        const { all, told } = scenario(change)
        const ids = all.map(({ id }) => id)
        const known = await select(ids, told)
        const files = Object.keys(told.head)
        for (const less of [
          { ...told, explores: {} },
          { ...told, tiles: {} },
          { ...told, unread: [files[number % files.length] ?? ''] },
        ]) {
          const { targets } = await select(ids, less)
          const lost = ids.filter(
            (_, index) => known.targets[index]?.reasons.length && !targets[index]?.reasons.length,
          )
          expect(lost).toEqual([])
        }
      }),
      runs(10),
    ))

  test('no target of a random project is affected if only the layout of the LookML changes', () =>
    fc.assert(
      fc.asyncProperty(change, async ({ base }) => {
        const { all, told } = scenario({ base, head: base })
        const head = Object.fromEntries(
          Object.entries(told.head).map(([path, text]) => [
            path,
            path.endsWith('.dashboard.lookml') ? text : `# x\n${text}\n\n# y`,
          ]),
        )
        const { targets } = await select(
          all.map(({ id }) => id),
          { ...told, head },
        )
        expect(targets.filter(({ reasons }) => reasons.length > 0)).toEqual([])
      }),
      runs(20),
    ))
})
