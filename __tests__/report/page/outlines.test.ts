import type { Published, Rectangle, Result } from '../../../src/model.ts'
import { outlines } from '../../../src/report/page/outlines.ts'
import { reportPage } from '../../../src/report/page/page.ts'
import { type Element, elements, parsed, wordsOf } from '../../../testkit/pages/html.ts'
import { changed } from '../../../testkit/pictures/changes.ts'
import { dashboard, rendered } from '../../../testkit/results.ts'

const size = { width: 1200, height: 800 }

/** The edges of each outline. */
const boxesOf = (svg: string) =>
  [...(/ d="([^"]*)"/.exec(svg)?.[1] ?? '').matchAll(/M(\d+) (\d+)H(\d+)V(\d+)H(\d+)Z/g)].map(
    ([, ...edges]) => edges.slice(0, 4).map(Number),
  )

describe('the outlines over a picture', () => {
  test.each<[string, Rectangle, number[]]>([
    ['around an area, with room', { x: 100, y: 200, width: 300, height: 50 }, [90, 190, 410, 260]],
    ['around a single pixel', { x: 600, y: 400, width: 1, height: 1 }, [590, 390, 611, 411]],
    ['in the upper left corner', { x: 3, y: 0, width: 5, height: 5 }, [0, 0, 18, 15]],
    ['in the lower right corner', { x: 1190, y: 795, width: 10, height: 5 }, [1180, 785, 1200, 800]],
    ['around all of it', { x: 0, y: 0, width: 1200, height: 800 }, [0, 0, 1200, 800]],
    [
      'around what it has of an area that is larger',
      { x: 0, y: 700, width: 1500, height: 300 },
      [0, 690, 1200, 800],
    ],
  ])('stand %s', (_, area, edges) => expect(boxesOf(outlines([area], size))).toEqual([edges]))

  test('leave out what only the larger picture has', () => {
    const below = { x: 0, y: 800, width: 1200, height: 100 }
    expect(boxesOf(outlines([below, { x: 60, y: 60, width: 10, height: 10 }], size))).toHaveLength(1)
    expect(outlines([below], size)).toBe('')
  })

  test('are drawn as a line and a wider one below it, in the pixels of the picture', () =>
    expect(outlines([{ x: 100, y: 200, width: 300, height: 50 }], size)).toMatch(
      /^<svg class="outlines" width="1200" height="800" viewBox="0 0 1200 800" aria-hidden="true"><path d="([^"]+)"\/><path d="\1"\/><\/svg>$/,
    ))
})

describe('a page with changes', () => {
  const area = (x: number) => ({ x, y: 60, width: 300, height: 50 })
  const target = (name: string, areas: readonly Rectangle[]) =>
    rendered({
      target: dashboard({ name }),
      title: `${name}"<`,
      path: `/${name}`,
      comparison: changed({ areas }),
    })
  const treeOf = async (results: readonly Result<Published>[], most?: number) => {
    const facts = { title: 't', host: 'h', at: new Date(0) }
    let page = ''
    for await (const piece of reportPage(results, facts, async path => Buffer.from(path), most)) page += piece
    return parsed(page)
  }
  const classed = (node: Element, name: string) => [node.properties.className].flat().includes(name)

  test('outlines them on all three pictures, and tells how many there are', async () => {
    const tree = await treeOf([target('a', [area(0), area(600)])])
    expect(elements(tree, 'svg').filter(svg => classed(svg, 'outlines'))).toHaveLength(3)
    expect(elements(tree, 'dl').map(wordsOf).join()).toContain('1,234 pixels, 0.4 %, in 2 places')
  })

  test('tells how to go through them, once a script is there to do it', async () => {
    const tree = await treeOf([target('a', [area(0), area(600)]), target('b', [area(0)])])
    const [way] = elements(tree, 'p').filter(p => classed(p, 'walkthrough'))
    expect(way?.properties.hidden).toBe(true)
    expect(wordsOf(way as Element)).toBe(
      'Show 3 changes, one by one Keys: n next change, p previous change, ← → before, after and difference, o outlines on or off',
    )
    const buttons = elements(tree, 'button').filter(button => classed(button, 'show'))
    expect(buttons.map(wordsOf)).toEqual(['Show 2 changes', 'Show the change'])
    expect(buttons.map(({ properties }) => properties.hidden)).toEqual([true, true])
  })

  test('names each target and its areas for the script, whatever it is called', async () => {
    const [figure] = elements(await treeOf([target('a', [area(7)])]), 'figure')
    expect([figure?.properties.dataName, figure?.properties.dataAreas]).toEqual(['a"<', '[[7,60,300,50]]'])
  })

  test.each<[string, Result<Published>[], number | undefined]>([
    ['nothing changed', [rendered({ comparison: { status: 'new', ref: 'main' } })], undefined],
    ['what changed had no room', [target('a', [area(0)])], 0],
    ['no area is known', [target('a', [])], undefined],
  ])('has nothing of it where %s', async (_, results, most) => {
    const tree = await treeOf(results, most)
    const words = elements(tree, 'svg').filter(svg => classed(svg, 'outlines'))
    expect([
      ...words,
      ...elements(tree, 'kbd'),
      ...elements(tree, 'label').filter(label => classed(label, 'outlining')),
    ]).toEqual([])
    expect(elements(tree, 'script').map(wordsOf).join()).not.toContain('next-change')
    expect(elements(tree, 'dialog').map(dialog => elements(dialog, 'button').length)).toEqual(
      most === 0 ? [] : [6],
    )
  })
})
