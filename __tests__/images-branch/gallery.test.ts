import {
  type Caption,
  type GalleryFacts,
  type GalleryPicture,
  galleryWriter,
  parseCaptions,
  renderGallery,
} from '../../src/images-branch/gallery.ts'
import { baselineKey } from '../../src/images-branch/picture-names.ts'
import fc from '../../testkit/fast-check.ts'
import { hostileJson, hostileText, runs, spoiled } from '../../testkit/hostile.ts'
import { linksOf, mentionsOf, renderedTree, skeleton, textOf } from '../../testkit/pages/github-markdown.ts'
import { rendered, tile } from '../../testkit/results.ts'

const commit = 'ffac537e6cbbf934b08745a378932722df287a53'
const hash = '0123456789abcdef'
const picture = (id: string, about: Partial<GalleryPicture> = {}): GalleryPicture => {
  const key = `dashboard-${id}-${hash}`
  const at = new Date('2026-11-20T18:40:12Z')
  return { key, format: 'png', path: `baselines/main-ab/${key}.png`, at, commit, run: 12, ...about }
}
const facts: GalleryFacts = {
  branch: 'main',
  repositoryUrl: 'https://github.com/acme/lookml',
  captions: new Map(),
  heading: '# Pictures',
  about: 'This branch is for pictures.',
}
const withCaptions = (captions: Record<string, Caption>): GalleryFacts => ({
  ...facts,
  captions: new Map(Object.entries(captions).map(([id, caption]) => [`dashboard-${id}-${hash}`, caption])),
})
const words = (page: string) => textOf(renderedTree(page)).replace(/\s+/g, ' ').trim()

describe('the gallery', () => {
  test('the gallery shows each picture below its title, with its date, commit, run and release', () => {
    const named = withCaptions({ 42: { title: 'Sales overview', beside: ['Region: EMEA'] } })
    const page = renderGallery([picture('42', { release: '26.12.3' })], named)
    const tree = renderedTree(page)

    expect(words(renderGallery([picture('42'), picture('43')], named))).toContain(
      'Pictures 2 pictures of main, as last recorded.',
    )
    expect(words(page)).toBe(
      'Pictures 1 picture of main, as last recorded. Sales overview Region: EMEA 2026-11-20 18:40 UTC · commit ffac537 · run · Looker 26.12.3 About this branch This branch is for pictures.',
    )
    const entry = 'td[vAlign,width](h3(sub()) p(a[href](img[alt,src]()) br() sub(a[href]() a[href]())))'
    expect(skeleton(tree)).toContain(`table(tbody(tr(${entry})))`)
    expect(linksOf(tree)).toEqual([
      `baselines/main-ab/dashboard-42-${hash}.png`,
      `https://github.com/acme/lookml/commit/${commit}`,
      'https://github.com/acme/lookml/actions/runs/12',
    ])
    expect(page).toContain('alt="Sales overview, Region: EMEA"')
  })

  test('the gallery shows two pictures side by side, sorted by title, with each dashboard before its tiles', () => {
    const named = withCaptions({
      1: { title: 'Zoo', beside: [] },
      2: { title: 'Revenue', beside: ['Tile of Sales'], dashboard: 'Sales' },
      3: { title: 'sales', beside: [] },
      4: { title: 'Customers', beside: [] },
      5: { title: 'Orders', beside: ['Tile of Sales'], dashboard: 'Sales' },
    })
    const page = renderGallery(
      ['1', '2', '3', '4', '5'].map(id => picture(id)),
      named,
    )
    const titles = [...page.matchAll(/<h3>(\w+)/g)].map(([, title]) => title)

    expect(titles).toEqual(['Customers', 'sales', 'Orders', 'Revenue', 'Zoo'])
    expect(skeleton(renderedTree(page)).match(/ ?tr\(td\S+\(/g)).toHaveLength(3)
  })

  test('the gallery links to a PDF, and names a picture by its key if its title is unknown', () => {
    const page = renderGallery([picture('finance-pack', { format: 'pdf', path: 'baselines/a/b.pdf' })], facts)

    expect(words(page)).toContain('dashboard-finance-pack Open the PDF2026-11-20')
    expect(linksOf(renderedTree(page))).toContain('baselines/a/b.pdf')
    expect(page).not.toContain('<img')
  })

  test.each([
    [40, 40, 0],
    [41, 40, 1],
    [300, 40, 260],
  ])(
    'the gallery of %d baselines shows %d pictures, and the number of links to other pictures is %d',
    (all, shown, listed) => {
      const page = renderGallery(
        Array.from({ length: all }, (_, id) => picture(String(id))),
        facts,
      )

      expect(page.match(/<img /g)).toHaveLength(shown)
      expect(page.match(/<li>/g)?.length ?? 0).toBe(listed)
      expect(words(page).includes(`and ${listed} more`)).toBe(listed > 0)
    },
  )

  test('the gallery lists other pictures with their filters', () => {
    const pictures = Array.from({ length: 41 }, (_, id) => picture(String(id)))
    const page = renderGallery(pictures, withCaptions({ 40: { title: 'Zoo', beside: ['Region: <b>'] } }))
    expect(page).toContain('">Zoo</a> · Region: &lt;b&gt; · ')
  })

  test("the gallery of thousands of baselines stays within GitHub's limit, and gives the number of omitted pictures", () => {
    const many = Array.from({ length: 3000 }, (_, id) => picture(String(id)))
    const page = renderGallery(many, facts)

    expect(page.length).toBeLessThan(512_000)
    expect(words(page)).toMatch(/and \d{3,4} more in the folder of the branch/)
  })

  test('the gallery keeps the captions of stored baselines, and deletes other captions', () => {
    const named = withCaptions({
      1: { title: 'One -->', beside: ['Region: <b>'] },
      2: { title: 'Two', beside: [], dashboard: 'Sales' },
      3: { title: 'Three', beside: [] },
    })
    const page = renderGallery([picture('1'), picture('2')], named)

    expect(parseCaptions(page)).toEqual(new Map([...named.captions].slice(0, 2)))
  })
})

test('the gallery sorts pictures with the same title by their subtitles', () => {
  const named = withCaptions({
    1: { title: 'Sales', beside: ['Region: West'] },
    2: { title: 'Sales', beside: ['Region: East'] },
    3: { title: 'Sales', beside: [] },
  })
  const page = renderGallery([picture('1'), picture('2'), picture('3')], named)
  expect(
    [...page.matchAll(/<h3>([^<]*)(?: <sub>Region: (\w+)<\/sub>)?<\/h3>/g)].map(found => found[2]),
  ).toEqual([undefined, 'East', 'West'])
})

test('the gallery shortens long titles and subtitles, and shows at most 20 subtitles', () => {
  const named = withCaptions({ 1: { title: 'a'.repeat(300), beside: Array(30).fill('b'.repeat(300)) } })
  const [caption] = parseCaptions(renderGallery([picture('1')], named)).values()
  expect(caption?.title).toHaveLength(200)
  expect(caption?.beside.map(words => words.length)).toEqual(Array(20).fill(200))
})

describe('the front page of the images branch', () => {
  const host = 'acme.cloud.looker.com'
  const sales = rendered({ title: 'Sales' })
  const orders = rendered({
    title: 'Orders',
    target: tile({ dashboard: { id: '42', title: 'Sales', url: '' } }),
  })
  const untitled = rendered({ title: 'Stock', target: tile({ id: '20', dashboard: { id: '43', url: '' } }) })
  const writer = ({
    ref = 'heads/looker-snapshots',
    branch = 'main',
    url = 'https://github.com/a/b',
    isDown = false,
  } = {}) => {
    const lines: string[] = []
    const run = { payload: { repository: { default_branch: 'main' } }, repository: url && { url } }
    const context = {
      run,
      inputs: { looker: { base: new URL(`https://${host}`) } },
      world: { print: (line: string) => lines.push(line) },
    }
    const repository = () => (isDown ? Promise.reject(new Error('GitHub is down')) : Promise.resolve({}))
    const write = galleryWriter(context as never, { ref, repository } as never, {
      branch,
      rendered: [sales, orders, untitled],
    })
    return { write, lines }
  }

  test('the front page of the images branch shows the titles of this run, and the dashboards of tiles', async () => {
    const { write, lines } = writer()
    const targets = [sales, orders, untitled].map(({ target }) => target)
    const pictures = targets.map(target => ({ ...picture('1'), attempt: 1, key: baselineKey(target, host) }))
    const page = (await write?.(undefined, pictures)) ?? ''
    expect(words(page)).toContain('3 pictures of main')
    expect([...parseCaptions(page).values()].map(({ title, dashboard }) => [title, dashboard])).toEqual([
      ['Stock', 'Dashboard 43'],
      ['Sales', undefined],
      ['Orders', 'Sales'],
    ])
    expect(lines).toEqual([])
  })

  test('the front page of the images branch is not written for another branch, another ref or an unknown repository', () => {
    expect(writer().write).toBeDefined()
    expect(writer({ branch: 'release' }).write).toBeUndefined()
    expect(writer({ ref: 'looker/snapshots' }).write).toBeUndefined()
    expect(writer({ url: '' }).write).toBeUndefined()
  })

  test('the log gives the reason if the front page of the images branch cannot be read', async () => {
    const { write, lines } = writer({ isDown: true })
    expect(await write?.(undefined, [])).toBeUndefined()
    expect(lines).toEqual(['README.md of the images branch was not changed: GitHub is down'])
  })
})

test.each([
  ['no captions', '# Pictures'],
  ['captions that are not JSON', '<!-- captions {a} -->'],
  [
    'captions of the wrong form',
    '<!-- captions {"a": 7, "b": {"title": "B"}, "c": {"title": 1, "beside": []}} -->',
  ],
])('no captions are read from a page with %s', (_, page) => expect(parseCaptions(page).size).toBe(0))

test('the gallery shows any title as plain text, and the title can be read again', () =>
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (title, words, dashboard) => {
      const plain = renderGallery([picture('1')], withCaptions({ 1: { title: 'a', beside: ['b'] } }))
      const page = renderGallery([picture('1')], withCaptions({ 1: { title, beside: [words], dashboard } }))
      const tree = renderedTree(page)
      expect(skeleton(tree)).toBe(skeleton(renderedTree(plain)))
      expect(mentionsOf(tree)).toEqual([])
      const again = renderGallery([picture('1')], { ...facts, captions: parseCaptions(page) })
      expect(parseCaptions(again)).toEqual(parseCaptions(page))
    }),
    runs(150),
  ))

test('the gallery leaves out captions that a person has damaged', () =>
  fc.assert(
    fc.property(
      fc.oneof(spoiled({ a: { title: 'A', beside: ['b'], dashboard: 'c' } }), hostileJson, hostileText),
      found => {
        const captions = parseCaptions(`# Pictures\n<!-- captions ${JSON.stringify(found)} -->\n`)
        for (const { title, beside } of captions.values())
          expect([title, ...beside].every(text => typeof text === 'string')).toBe(true)
        renderGallery([picture('1')], { ...facts, captions })
      },
    ),
    runs(200),
  ))
