import type { Baseline, Compared, Comparison, Published, Rectangle, Result } from '../../../src/model.ts'
import { outlines } from '../../../src/report/page/comparison.ts'
import { type ReportFacts, reportPage } from '../../../src/report/page/page.ts'
import { linksOf } from '../../../testkit/pages/github-markdown.ts'
import { type Element, elements, entryText, parsed, type Tree, wordsOf } from '../../../testkit/pages/html.ts'
import { beside, changed, main, second } from '../../../testkit/pictures/changes.ts'
import { dashboard, failed, published, rendered, tile } from '../../../testkit/results.ts'

const at = new Date('2026-11-24T10:00:00Z')

async function pageOf(results: readonly Result<Published>[], more: Partial<ReportFacts> = {}, most?: number) {
  const facts = { title: 'Looker snapshots', host: 'acme.cloud.looker.com', at, ...more }
  let page = ''
  for await (const piece of reportPage(results, facts, async path => Buffer.from(path), most)) page += piece
  return page
}
const treeOf = async (...args: Parameters<typeof pageOf>) => parsed(await pageOf(...args))

const compared = (name: string, comparison?: Comparison, about: Partial<Compared> = {}) =>
  rendered({
    target: dashboard({ name }),
    path: `/out/${name}.png`,
    ...(comparison && { comparison }),
    ...about,
  })
const unchanged = (about: { baseline?: Baseline; changedPixels?: number } = {}): Comparison => ({
  status: 'unchanged',
  baseline: main,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
  ...about,
})
const fresh: Comparison = { status: 'new', ref: 'main' }
const refused: Comparison = {
  status: 'incomparable',
  baseline: main,
  error: { message: 'PDFs that differ cannot be compared', hint: 'Set format: png.' },
}

const articles = (tree: Tree) => elements(tree, 'article')
const namesIn = (tree: Tree) => articles(tree).map(article => wordsOf(elements(article, 'h2')[0] as Element))
const classed = (tree: Tree, name: string, of: string) =>
  elements(tree, name).filter(({ properties }) => [properties.className].flat().includes(of))
const badges = (tree: Tree) => classed(tree, 'p', 'badge').map(wordsOf)
const factsIn = (tree: Tree) =>
  elements(tree, 'dl').flatMap(list =>
    elements(list, 'div').map(fact =>
      [...elements(fact, 'dt'), ...elements(fact, 'dd')].map(wordsOf).join(': '),
    ),
  )
const masthead = (tree: Tree) => wordsOf(elements(tree, 'header')[0] as Element)
const sourceOf = ({ properties }: Element) =>
  Buffer.from(String(properties.src).replace(/^.*base64,/, ''), 'base64').toString()

describe('a page with comparisons', () => {
  const every = [
    compared('same', unchanged()),
    compared('fresh', fresh),
    compared('paper', refused),
    failed({ target: dashboard({ name: 'lost' }) }),
    compared('one', changed()),
    compared('plain'),
    compared('two', changed()),
  ]

  test('the report page with comparisons has the same order of targets as the comment, failed targets first', async () => {
    expect(namesIn(await treeOf(every))).toEqual(['lost', 'one', 'two', 'fresh', 'paper', 'plain', 'same'])
  })

  test('the report page with comparisons has the number of each result at the top, and a link to the first failed target', async () => {
    const tree = await treeOf(every)
    expect(masthead(tree)).toMatch(
      /^Looker snapshots 1 failed, 2 changed, 1 new, 2 not compared, 1 unchanged 6 of 7 targets rendered by acme\.cloud\.looker\.com · 24 November/,
    )
    expect(linksOf(elements(tree, 'header')[0] as Element)).toEqual(['#lost'])
    expect(articles(tree)[0]?.properties.id).toBe('lost')
    const some = await treeOf([compared('a', changed()), compared('b', fresh), compared('c', unchanged())])
    expect(masthead(some)).toMatch(/snapshots 1 changed, 1 new, 1 unchanged 3 targets rendered/)
  })

  test('the index of the report page links to all targets, and marks all targets except unchanged targets', async () => {
    const nav = elements(await treeOf(every), 'nav')[0] as Element
    expect(elements(nav, 'li').map(wordsOf)).toEqual([
      'lost failed',
      'one changed',
      'two changed',
      'fresh new',
      'paper not compared',
      'plain not compared',
      'same',
    ])
    expect(linksOf(nav)).toEqual(['#lost', '#one', '#two', '#fresh', '#paper', '#plain', '#same'])
  })

  test('the report page without comparisons has the order of the targets, and no code for comparisons', async () => {
    const results = [failed(), compared('b'), compared('a')]
    const page = await pageOf(results)
    expect(namesIn(parsed(page))).toEqual(['dashboards/42', 'b', 'a'])
    expect(masthead(parsed(page))).toContain('2 of 3 targets rendered by acme.cloud.looker.com, 1 failed')
    expect(page).not.toMatch(/badge|figcaption/)
  })
})

describe('a changed target', () => {
  test('a changed target in the report has the size of the change and the baseline', async () => {
    const tree = await treeOf([compared('a', changed())])
    expect(badges(tree)).toEqual(['Changed'])
    expect(factsIn(tree)).toEqual([
      'Changed: 1,234 pixels, 0.4 %',
      'Target: Dashboard',
      'Format: PNG',
      'Asked for: 1260 × 900 px',
      'File size: 212 KB',
      'Render time: 12.3 s',
      'Compared with: main at 1a2b3c4, recorded 2026-11-20 09:15 UTC, 4 days earlier by run 12',
    ])
  })

  test('a changed target in the report has a note about another possible cause of the change', async () => {
    const baseline = { ...main, release: '26.10.1' }
    const page = await pageOf([compared('a', changed({ baseline }))], { release: '26.12.3' })
    const facts = factsIn(parsed(page))
    expect(facts.at(-2)).toMatch(/earlier by run 12, Looker 26\.10\.1$/)
    expect(facts.at(-1)).toBe(
      'Note: The baseline is from Looker 26.10.1, and Looker is now 26.12.3, which may draw differently.',
    )
  })

  test('a changed target in the report mentions areas of another shade, and explains blue in the difference image', async () => {
    const tree = await treeOf([
      compared('a', changed({ shadedPixels: 9424 })),
      compared('b', changed({ changedPixels: 0, changedShare: 0, shadedPixels: 9424 })),
    ])
    expect(factsIn(tree).filter(fact => fact.startsWith('Changed'))).toEqual([
      'Changed: 1,234 pixels, 0.4 %, and 9,424 pixels of another shade',
      'Changed: 9,424 pixels of another shade',
    ])
    expect(
      elements(tree, 'figcaption')
        .map(wordsOf)
        .filter(words => words.startsWith('Difference')),
    ).toEqual([
      'Difference changed pixels are red, areas whose shade changed are blue',
      'Difference areas whose shade changed are blue',
    ])
  })

  test('a changed target in the report lists the ignored rectangles, and explains the hatching', async () => {
    const ignore = [
      { x: 0, y: 0, width: 1260, height: 40 },
      { x: 10, y: 20, width: 30, height: 40 },
    ]
    const tree = await treeOf([compared('a', changed(), { target: dashboard({ ignore }) })])
    expect(factsIn(tree).at(-1)).toBe('Ignored: 0, 0, 1260, 40; 10, 20, 30, 40')
    expect(elements(tree, 'figcaption').map(wordsOf)).toContain(
      'Difference changed pixels are red, ignored rectangles are hatched',
    )
  })

  test('a changed target in the report links to the second instance if the before picture is from that instance', async () => {
    const tree = await treeOf([compared('a', changed({ baseline: second }))])
    expect(factsIn(tree)).toContain('Compared with: staging.cloud.looker.com')
    expect(linksOf(elements(tree, 'dl')[0] as Element)).toEqual(['https://staging.cloud.looker.com'])
  })

  test('a changed target in the report has both sizes of the picture if the sizes differ', async () => {
    const sizes = { before: { width: 1260, height: 900 }, after: { width: 1260, height: 1100 } }
    const tree = await treeOf([compared('a', changed({ sizes }))])
    expect(factsIn(tree).slice(1, 5)).toEqual([
      'Size: was 1260 × 900, is 1260 × 1100',
      'Target: Dashboard',
      'Format: PNG',
      'Asked for: 1260 × 900 px',
    ])
    expect(factsIn(tree).join()).not.toContain('Drawn')
    expect(elements(tree, 'img').map(({ properties: { width, height } }) => [width, height])).toEqual([
      [1260, 900],
      [1260, 1100],
      [1260, 1100],
    ])
    expect(wordsOf(elements(tree, 'figcaption')[2] as Element)).toMatch(
      /parts that only one picture has are pale red$/,
    )
  })

  test('a changed target in the report shows before, after and difference in one figure, each with a caption', async () => {
    const tree = await treeOf([compared('a', changed({ before: beside('/out/was.jpg', { format: 'jpg' }) }))])
    const [figure] = classed(tree, 'figure', 'compare')
    expect(elements(figure as Element, 'figcaption').map(wordsOf)).toEqual([
      'Before main at 1a2b3c4',
      'After',
      'Difference changed pixels are red',
    ])
    const images = elements(figure as Element, 'img')
    expect(images.map(sourceOf)).toEqual(['/out/was.jpg', '/out/a.png', '/out/difference.png'])
    expect(images.map(({ properties }) => properties.dataName)).toEqual([
      'a, before',
      'a, after',
      'a, difference',
    ])
    expect(images.map(({ properties }) => String(properties.src).slice(0, 15))).toEqual([
      'data:image/jpeg',
      'data:image/png;',
      'data:image/png;',
    ])
  })

  test('a changed target in the report has views and sliders that are hidden until a script handles them', async () => {
    const tree = await treeOf([compared('a', changed()), compared('b', changed())])
    const groups = elements(tree, 'fieldset')
    expect(groups.map(({ properties }) => properties.hidden)).toEqual([true, true])
    const names = groups.map(group => elements(group, 'input').map(({ properties }) => properties.name))
    expect(names).toEqual([Array(4).fill('a-view'), Array(4).fill('b-view')])
    const checked = groups.map(group => elements(group, 'input').map(({ properties }) => properties.checked))
    expect(checked).toEqual(Array(2).fill([true, undefined, undefined, undefined]))
    expect(classed(tree, 'div', 'swipe').every(({ properties }) => properties.hidden)).toBe(true)
    expect(classed(tree, 'div', 'fade').every(({ properties }) => properties.hidden)).toBe(true)
    const ranges = elements(tree, 'input').filter(({ properties }) => properties.type === 'range')
    const labels = ['Divider: before on the left, after on the right', 'Fade from before to after']
    expect(ranges.map(({ properties }) => properties.ariaLabel)).toEqual([...labels, ...labels])
  })

  test('a changed target in the report shows only the after picture if the before file is not a picture', async () => {
    const tree = await treeOf([compared('a', changed({ before: beside('/out/was.pdf', { format: 'pdf' }) }))])
    expect(elements(tree, 'img').map(sourceOf)).toEqual(['/out/a.png'])
    expect(badges(tree)).toEqual(['Changed'])
  })

  test('the pictures of changed targets are read one at a time, in the order of the report page', async () => {
    const read: string[] = []
    const facts = { title: 't', host: 'h', at, files: new Map() }
    let text = ''
    for await (const piece of reportPage([compared('a', changed())], facts, async path => {
      read.push(path)
      return Buffer.from(path)
    })) {
      text += piece
      expect(read.length - text.split('<img').length + 1).toBeLessThanOrEqual(1)
    }
    expect(read).toEqual(['/out/before.png', '/out/a.png', '/out/difference.png'])
  })
})

describe('the facts about a target', () => {
  const factsOf = async (result: Result<Published>) => factsIn(await treeOf([result]))

  test('the report says that a target without a picture was checked', async () => {
    const tiles = [{ title: 'Orders', explore: 'shop::orders', numbers: 'changed', queries: [] }] as const
    const check = { numbers: 'changed', tiles } as const
    const result = {
      status: 'checked',
      target: dashboard(),
      apiCalls: 3,
      check,
      affectedBy: ['a.lkml'],
    } as const
    expect(await factsOf(result)).toEqual([
      'Status: Checked without a picture',
      'Target: Dashboard',
      'Affected by: a.lkml',
    ])
  })

  test.each([
    ['its title', { title: 'Sales <b>' }, 'Tile of Sales <b>'],
    ['its id', {}, 'Tile of dashboard 7'],
  ])('the report names the dashboard of a tile by %s', async (_, title, words) => {
    const board = { id: '7', url: 'https://acme.cloud.looker.com/dashboards/7', ...title }
    expect(await factsOf(rendered({ target: tile({ dashboard: board }) }))).toContain(`Target: ${words}`)
  })

  test('the report shows the kind and no format of a folder that failed', async () => {
    const folder = {
      kind: 'folder',
      source: 'folders/9',
      name: 'folders-9',
      url: 'https://x',
      id: '9',
    } as const
    expect(await factsOf(failed({ target: folder }))).toEqual(['Status: Failed', 'Target: folder'])
  })

  test.each<[number | undefined, string[]]>([
    [undefined, []],
    [0, ['Noise between two renders: none']],
    [1200, ['Noise between two renders: 1,200 pixels, not counted as changed']],
  ])(
    'the report shows the noise of a changed target if the number of noise pixels is %p',
    async (noisePixels, facts) => {
      const comparison = changed(noisePixels === undefined ? {} : { noisePixels })
      const all = await factsOf(compared('a', comparison))
      expect(all.filter(fact => fact.startsWith('Noise'))).toEqual(facts)
    },
  )

  test('the report shows the number of changed areas of a target', async () => {
    const area = { x: 0, y: 0, width: 9, height: 9 }
    const facts = await factsOf(compared('a', changed({ areas: [area, { ...area, x: 50 }] })))
    expect(facts[0]).toBe('Changed: 1,234 pixels, 0.4 %, in 2 places')
  })

  test.each([
    [0, undefined],
    [1, 'Difference: 1 pixel differs, within the tolerance'],
    [2, 'Difference: 2 pixels differ, within the tolerance'],
  ])(
    'the report describes the difference of an unchanged target, in pixels: %d',
    async (changedPixels, fact) => {
      const facts = await factsOf(compared('a', unchanged({ changedPixels })))
      expect(facts.find(text => text.startsWith('Difference'))).toBe(fact)
    },
  )

  test('the report says that the baseline of a change was rendered in the same run', async () => {
    const baseline = { kind: 'commit', ref: 'main', sha: main.sha } as const
    expect(await factsOf(compared('a', changed({ baseline })))).toContain(
      'Compared with: main at 1a2b3c4, rendered in this run',
    )
  })

  test('the report names the baseline of a target that could not be compared', async () =>
    expect(await factsOf(compared('a', refused))).toContain(
      'To be compared with: main at 1a2b3c4, recorded 2026-11-20 09:15 UTC, 4 days earlier by run 12',
    ))
})

describe('the space for pictures in the page', () => {
  test('the report page contains all three pictures of a change, or no picture if all three do not fit', async () => {
    const results = [compared('a', changed(), { bytes: 1000 }), compared('b', unchanged(), { bytes: 500 })]
    expect(elements(await treeOf(results, {}, 3500), 'img')).toHaveLength(4)
    const tree = await treeOf(results, {}, 2999)
    expect(elements(tree, 'img').map(sourceOf)).toEqual(['/out/b.png'])
    expect(wordsOf(tree)).toContain('3 pictures did not fit into this page')
  })

  test('the report page links to the published files if it has no space for the pictures', async () => {
    const url = 'https://github.com/acme/lookml/actions/runs/1/artifacts/9'
    const before = beside('/out/before.png', {
      imageUrl: 'https://github.com/acme/lookml/blob/x.png?raw=true',
    })
    const files = new Map([['/out/a.png', { id: 9, url }]])
    const result = published(compared('a', changed({ before })), { files })
    const [article] = articles(await treeOf([result], {}, 0))
    expect(entryText(article as Element)).toMatch(
      /The file did not fit into this page\. Open the picture \/ Beside it: Before$/,
    )
    expect(linksOf(article as Element).slice(1)).toEqual([url, before.imageUrl])
  })
})

describe('an unchanged target', () => {
  test('the report says that it found no change if a branch check compared only SQL and numbers', async () => {
    const headings = async (result: Result<Compared>) =>
      elements(await treeOf([published(result)]), 'h2')
        .map(wordsOf)
        .filter(words => /change/i.test(words))
    expect(await headings(rendered({ check: { tiles: [] } }))).toEqual(['No change found'])
    expect(await headings(compared('a', unchanged()))).toEqual(['Unchanged'])
  })

  test('an unchanged target in the report has a short note about the baseline, and shows its picture', async () => {
    const tree = await treeOf([compared('a', unchanged())])
    expect(badges(tree)).toEqual(['Unchanged since main at 1a2b3c4'])
    expect(factsIn(tree)).not.toContainEqual(expect.stringMatching(/^Difference/))
    expect(elements(tree, 'img').map(sourceOf)).toEqual(['/out/a.png'])
    expect(badges(await treeOf([compared('a', unchanged({ baseline: second }))]))).toEqual([
      'The same on staging.cloud.looker.com',
    ])
  })

  test.each([
    [12, 'Difference: 12 pixels differ, within the tolerance'],
    [1, 'Difference: 1 pixel differs, within the tolerance'],
  ])(
    'an unchanged target in the report mentions the number of different pixels: %d',
    async (changedPixels, fact) => {
      expect(factsIn(await treeOf([compared('a', unchanged({ changedPixels }))]))).toContain(fact)
    },
  )
})

describe('a target that could not be compared', () => {
  test('a target without a baseline is shown as new in the report', async () => {
    const tree = await treeOf([compared('a', fresh)])
    expect(badges(tree)).toEqual(['New: nothing recorded for main yet'])
    expect(elements(tree, 'img')).toHaveLength(1)
  })

  test('the report gives the reason and the next step for a target that could not be compared', async () => {
    const before = beside('/work/out/a.before.pdf', { format: 'pdf' })
    const tree = await treeOf([compared('a', { ...refused, before })])
    expect(badges(tree)).toEqual(['Not compared'])
    expect(entryText(articles(tree)[0] as Element)).toMatch(
      /PDFs that differ cannot be compared \/ Set format: png\. \/ Before: a\.before\.pdf$/,
    )
    expect(factsIn(tree)).toContainEqual(expect.stringMatching(/^To be compared with: main at 1a2b3c4/))
    expect(elements(tree, 'img').map(sourceOf)).toEqual(['/out/a.png'])
  })

  test('the report links to the published before file of a target that could not be compared', async () => {
    const before = beside('/out/a.before.png', { imageUrl: 'https://github.com/acme/lookml/blob/b.png' })
    const [article] = articles(await treeOf([compared('a', { ...refused, before })]))
    expect(linksOf(article as Element)).toContain(before.imageUrl)
  })

  test.each(['/out/<b>x</b>.png', '/out/"><img src=x>.png', 'C:\\out\\<i>.png'])(
    'the report shows the file name of an incomparable target as plain text: %s',
    async path => {
      const tree = await treeOf([compared('a', { ...refused, before: beside(path) })])
      expect(elements(tree, 'img')).toHaveLength(1)
      expect(wordsOf(tree)).toContain(`Before: ${path.split(/[\\/]/).at(-1)}`)
    },
  )

  test('the report has no link for an invalid address of a target that could not be compared', async () => {
    const baseline: Baseline = { kind: 'instance', url: 'javascript:alert(1)' }
    const before = beside('/out/b.png', { imageUrl: 'javascript:alert(1)' })
    const tree = await treeOf([
      compared('a', { ...refused, baseline, before }),
      compared('b', changed({ baseline })),
    ])
    expect(linksOf(tree).filter(link => !/^(https:|#|data:image)/.test(link))).toEqual([])
  })
})

const size = { width: 1200, height: 800 }

const boxesOf = (svg: string) =>
  [...(/ d="([^"]*)"/.exec(svg)?.[1] ?? '').matchAll(/M(\d+) (\d+)H(\d+)V(\d+)H(\d+)Z/g)].map(
    ([, ...edges]) => edges.slice(0, 4).map(Number),
  )

describe('the outline over a picture', () => {
  test.each<[string, Rectangle, number[]]>([
    ['around an area, with space between', { x: 100, y: 200, width: 300, height: 50 }, [90, 190, 410, 260]],
    ['around a single pixel', { x: 600, y: 400, width: 1, height: 1 }, [590, 390, 611, 411]],
    ['in the upper left corner', { x: 3, y: 0, width: 5, height: 5 }, [0, 0, 18, 15]],
    ['in the lower right corner', { x: 1190, y: 795, width: 10, height: 5 }, [1180, 785, 1200, 800]],
    ['around the whole picture', { x: 0, y: 0, width: 1200, height: 800 }, [0, 0, 1200, 800]],
    [
      'around the part of a larger area that is in the picture',
      { x: 0, y: 700, width: 1500, height: 300 },
      [0, 690, 1200, 800],
    ],
  ])('the outline of a change in the report is %s', (_, area, edges) =>
    expect(boxesOf(outlines([area], size))).toEqual([edges]),
  )

  test('a picture in the report has no outline of areas that only the larger picture has', () => {
    const below = { x: 0, y: 800, width: 1200, height: 100 }
    expect(boxesOf(outlines([below, { x: 60, y: 60, width: 10, height: 10 }], size))).toHaveLength(1)
    expect(outlines([below], size)).toBe('')
  })

  test('the outline of a change in the report is a line over a wider line, in pixels of the picture', () =>
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

  test('the report page outlines the changes on all three pictures, and contains the number of changes', async () => {
    const tree = await treeOf([target('a', [area(0), area(600)])])
    expect(elements(tree, 'svg').filter(svg => classed(svg, 'outlines'))).toHaveLength(3)
    expect(elements(tree, 'dl').map(wordsOf).join()).toContain('1,234 pixels, 0.4 %, in 2 places')
  })

  test('the report page explains the keys for changes only if scripts run', async () => {
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

  test('the report page contains each target and its changed areas for the script, whatever the name of the target is', async () => {
    const [figure] = elements(await treeOf([target('a', [area(7)])]), 'figure')
    expect([figure?.properties.dataName, figure?.properties.dataAreas]).toEqual(['a"<', '[[7,60,300,50]]'])
  })

  test.each<[string, Result<Published>[], number | undefined]>([
    ['no target changed', [rendered({ comparison: { status: 'new', ref: 'main' } })], undefined],
    ['there was no space for the changed pictures', [target('a', [area(0)])], 0],
    ['no area is known', [target('a', [])], undefined],
  ])('the report page has no data about changes if %s', async (_, results, most) => {
    const tree = await treeOf(results, most)
    const words = elements(tree, 'svg').filter(svg => classed(svg, 'outlines'))
    for (const controls of elements(tree, 'div').filter(div => classed(div, 'controls')))
      expect(wordsOf(controls)).toMatch(/Difference$/)
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
