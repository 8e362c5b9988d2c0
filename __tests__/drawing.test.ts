import { hashOf } from '../src/acceptance/stored-targets.ts'
import type { BranchCheck, Drawing, TileCheck } from '../src/branch-report.ts'
import { renderSoleComment } from '../src/comment/fit-and-fold.ts'
import { headlineOf } from '../src/headline.ts'
import type { Changed, Compared, Comparison, Published, Result, Sidecar } from '../src/model.ts'
import { outputsOf } from '../src/outputs.ts'
import { withholdDetails } from '../src/public-log.ts'
import { renderSummary } from '../src/publish/summary.ts'
import { type ReportFacts, reportPage } from '../src/report/page/page.ts'
import { filePaths, findGated, noApiCalls } from '../src/results.ts'
import { changeOfResult, factsOf } from '../src/verdict-facts.ts'
import { dashboard, failed, rendered } from '../testkit/results.ts'

/*
 * Tests the comment, the report, the summary and the outputs for a changed LookML dashboard. In some tests, the
 * dashboard was drawn. In others, the drawing failed.
 */

const at = new Date('2026-11-23T18:40:12Z')
const size = { width: 1260, height: 900 }
const baseline = { kind: 'commit', ref: 'main', sha: 'ffac537e6cbbf934b08745a378932722df287a53' } as const
const png = (path: string): Sidecar => ({ path, format: 'png', bytes: 10, sha256: '' })
const changed: Changed = {
  status: 'changed',
  baseline,
  changedPixels: 1234,
  changedShare: 0.00109,
  shadedPixels: 0,
  sizes: { before: size, after: size },
  areas: [],
  before: png('/work/a.before.png'),
  difference: png('/work/a.difference.png'),
}
const unchanged: Comparison = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
}
const incomparable: Comparison = {
  status: 'incomparable',
  error: { message: 'The merge base could not be rendered', hint: 'Look.' },
}
const drawn: Drawing = { modelTiles: [], textHash: 'text' }
const undrawn: Drawing = {
  ...drawn,
  problem: { message: 'The API user has no personal folder', hint: 'Use another.' },
}
const sameTile: TileCheck = {
  title: 'Orders',
  explore: 'thelook::orders',
  sql: 'same',
  numbers: 'unchanged',
  queries: [],
}
const changedTile: TileCheck = { ...sameTile, title: 'Revenue', sql: 'changed', numbers: 'changed' }
const imageUrl = (path: string) => `https://github.com/acme/lookml/blob/x${path}?raw=true`

/** Returns a dashboard with a branch check. It has the picture of production and the drawing of the branch. */
const checked = (check: Partial<BranchCheck>, about: Partial<Compared> = {}): Result<Published> =>
  rendered(
    {
      target: dashboard({ kind: 'lookml_dashboard', id: 'thelook::sales', title: 'Sales' }),
      title: 'Sales',
      path: '/work/a.png',
      check: { tiles: [sameTile], ...check },
      ...about,
    },
    {
      images: new Map(
        ['a', 'a.before', 'a.difference', 'a.production']
          .map(name => `/work/${name}.png`)
          .map(path => [path, imageUrl(path)]),
      ),
    },
  )
const production = png('/work/a.production.png')
const withPictures = checked({ drawing: drawn }, { comparison: changed, production })

const facts = { host: 'acme.looker.com', run: { url: 'https://github.com/r', id: 7, attempt: 1 }, at }
const comment = (result: Result<Published>) => renderSoleComment([result], facts)

async function report(result: Result<Published>): Promise<string> {
  const about: ReportFacts = { title: 'Looker snapshots', host: 'acme.looker.com', at }
  let page = ''
  for await (const piece of reportPage([result], about, async path => Buffer.from(path))) page += piece
  return page
}

describe('the state of a checked dashboard', () => {
  test.each([
    ['drawn and changed', checked({ drawing: drawn }, { comparison: changed }), 'changed'],
    ['drawn and unchanged', checked({ drawing: drawn }, { comparison: unchanged }), 'unchanged'],
    [
      'drawn and unchanged, with changed tiles',
      checked({ drawing: drawn, tiles: [changedTile] }, { comparison: unchanged }),
      'changed',
    ],
    ['drawn only on the head', checked({ drawing: drawn }, { comparison: incomparable }), 'incomparable'],
    ['not drawn', checked({ drawing: undrawn }), 'incomparable'],
    ['not drawn, with changed tiles', checked({ drawing: undrawn, tiles: [changedTile] }), 'changed'],
    ['new', checked({ drawing: drawn, isNew: true }), 'new'],
    ['checked without a picture', checked({}), 'unchanged'],
  ] as const)('a checked dashboard has the correct state if it is %s', (_, result, state) => {
    expect(changeOfResult(result)).toBe(state)
    const isGated = (status: 'changed' | 'incomparable') => findGated([result], status).length === 1
    expect(isGated('changed')).toBe(state === 'changed')
    expect(isGated('incomparable')).toBe(state === 'incomparable')
  })

  test('the headline does not say "no change" if a changed dashboard could not be drawn', () => {
    const headline = headlineOf(factsOf([checked({ drawing: undrawn })], { unaffected: 0 }))
    expect(headline.words).toBe(
      '1 dashboard could not be compared: Sales (The API user has no personal folder)',
    )
  })
})

describe('an acceptance', () => {
  const hash = (check: Partial<BranchCheck>, about?: Partial<Compared>) => hashOf(checked(check, about))

  test('an acceptance is lost if the drawn picture of a dashboard changes', () => {
    const [one, other] = ['aa', 'bb'].map(sha256 => hash({ drawing: drawn }, { comparison: changed, sha256 }))
    expect(one).not.toBe(other)
  })

  test('an acceptance is kept if only the picture of production changes', () => {
    const [one, other] = ['aa', 'bb'].map(sha256 => hash({}, { sha256 }))
    expect(one).toBe(other)
  })

  test('an acceptance is lost if the LookML of a dashboard without a drawn picture changes', () => {
    const [one, other] = ['aa', 'bb'].map(textHash => hash({ drawing: { ...undrawn, textHash } }))
    expect(one).not.toBe(other)
  })

  test('an acceptance is kept if the bytes of an unchanged picture differ', () => {
    const [one, other] = ['aa', 'bb'].map(sha256 =>
      hash({ drawing: drawn, tiles: [changedTile] }, { comparison: unchanged, sha256 }),
    )
    expect(one).toBe(other)
  })
})

describe('the comment on a changed LookML dashboard', () => {
  test('the comment on a changed LookML dashboard shows the drawn pictures, and folds a small picture of production', () => {
    const body = comment(withPictures)
    expect(body).toContain('alt="Sales, before"')
    expect(body).toMatch(
      /<details><summary>Production now<\/summary>\n<p><a href="[^"]*a\.production\.png[^>]*><img [^>]*width="400">/,
    )
    expect(body).not.toContain(
      '"https://github.com/acme/lookml/blob/x/work/a.production.png?raw=true" alt="Sales, after"',
    )
  })

  test('the comment on a changed LookML dashboard names the tiles that show the model of production', () => {
    const body = comment(
      checked({ drawing: { ...drawn, modelTiles: ['Revenue', 'Orders'] } }, { comparison: changed }),
    )
    expect(body).toContain(
      'The picture uses production&#39;s model, so it does not show the changed numbers of Revenue, Orders',
    )
  })

  test('the comment on a changed LookML dashboard gives the reason and the next step if no picture could be drawn', () => {
    const body = comment(checked({ drawing: undrawn }))
    expect(body).toContain('Not drawn: The API user has no personal folder. Use another.')
    expect(body).toContain('Production now')
  })

  test('the comment on a changed LookML dashboard shows the picture of a new dashboard', () => {
    const isNew = { status: 'new', ref: 'main', sha: baseline.sha } as const
    const body = comment(checked({ drawing: drawn, isNew: true }, { comparison: isNew }))
    expect(body).toContain('alt="Sales"')
    expect(body).toContain('New: main at ffac537 does not have it')
    expect(body).not.toContain('Production now')
  })
})

describe('the comment on a checked dashboard', () => {
  const link = '<a href="https://acme.cloud.looker.com/dashboards/42">Sales</a>'
  const modelDrawn = { drawing: { ...drawn, modelTiles: ['Revenue'] } }

  test('the comment on a checked dashboard without a change is one line', () => {
    expect(comment(checked({}))).toContain(`<li>${link}: 1 tile, same SQL</li>\n`)
    expect(comment(checked(modelDrawn, { comparison: unchanged }))).toContain(
      `<li>${link}: 1 tile, same SQL; `,
    )
  })

  test('the comment on a checked dashboard says why the dashboard is affected, even if nothing changed', () => {
    const affected = '<p><sub>Affected by a.lkml</sub></p>'
    const about = { affectedBy: ['a.lkml'] }
    expect(comment(checked({ tiles: [changedTile] }, about))).toContain(affected)
    expect(comment(checked({ tiles: [changedTile] }))).not.toContain('Affected by')
    expect(comment(checked({}, about))).toContain(
      `<li>${link}: 1 tile, same SQL<br><sub>Affected by a.lkml</sub></li>\n`,
    )
  })

  test('the comment on a checked dashboard has the errors of its tiles only if the dashboard itself has no error', () => {
    const error = { message: 'The dashboard is gone.', hint: 'Add it.' }
    const failedWith = (tiles: TileCheck[]) => comment(failed({ title: 'Sales', error, check: { tiles } }))
    expect(failedWith([sameTile])).toContain(`<h3>${link}</h3>\n<p>❌ The dashboard is gone. Add it.</p>\n`)
    const broken: TileCheck = { ...sameTile, sql: 'broken', error: { message: 'No field x', hint: 'Add x.' } }
    expect(failedWith([broken])).not.toContain('The dashboard is gone')
    expect(failedWith([broken])).toContain('No field x')
  })

  test('the comment on a checked dashboard names the person who accepted its change', () => {
    const accepted = { login: 'ada', commit: 'abcdef0123456789', hash: '' }
    expect(comment(checked({ tiles: [changedTile], accepted }))).toContain(
      `<h3>${link}</h3>\n<p>✅ Accepted by @`,
    )
    expect(comment(checked({ tiles: [changedTile], accepted }))).toMatch(/ada for commit abcdef0<\/p>/)
  })

  test('the comment on a checked dashboard does not show a change between pictures of production', () =>
    expect(comment(checked({ tiles: [changedTile] }, { comparison: changed }))).not.toContain('Difference'))

  test('the comment on a checked dashboard has no picture if the drawing did not change', () => {
    expect(
      comment(checked({ drawing: drawn, tiles: [changedTile] }, { comparison: unchanged })),
    ).not.toContain('<img')
  })
})

describe('report, summary, outputs and files', () => {
  test('the report shows the drawn pictures of a dashboard, and folds the picture of production', async () => {
    const page = await report(withPictures)
    const embedded = (path: string) => Buffer.from(path).toString('base64')
    expect(page).toContain(embedded('/work/a.before.png'))
    const folded = page.slice(page.indexOf('<summary>Production now</summary>'))
    expect(folded).toContain(embedded('/work/a.production.png'))
    expect(folded).not.toContain(embedded('/work/a.png'))
  })

  test('the report folds the picture of production if it is the only picture of a dashboard', async () => {
    const page = await report(checked({ drawing: undrawn }))
    const folded = page.slice(page.indexOf('<summary>Production now</summary>'))
    expect(folded).toContain(Buffer.from('/work/a.png').toString('base64'))
    expect(page).toContain('Not drawn: The API user has no personal folder. Use another.')
  })

  test('the summary describes the changed tiles and the drawn picture of a dashboard', () => {
    const text = renderSummary([withPictures], { ...facts, directory: 'x', apiCalls: noApiCalls })
    expect(text).toContain('1 tile, same SQL<br><b>changed (1,234 pixels, 0.1 %)</b>')
    const without = renderSummary([checked({ drawing: undrawn })], {
      ...facts,
      directory: 'x',
      apiCalls: noApiCalls,
    })
    expect(without).toContain('not drawn: The API user has no personal folder')
  })

  test('the outputs contain the drawn picture, and the address of the picture of production', () => {
    const outputs = outputsOf(
      { results: [withPictures], links: {}, apiCalls: noApiCalls },
      { directory: '/work', workspace: '/work', name: 'x' },
    )
    expect(JSON.parse(outputs.results ?? '')[0]).toMatchObject({
      file: 'a.png',
      drawing: { productionModelTiles: [] },
      productionUrl: imageUrl('/work/a.production.png'),
      comparison: { status: 'changed' },
    })
    expect(outputs.changed).toBe('1')
  })

  test('the files of a target include the picture of production', () => {
    expect(filePaths(withPictures)).toContain('/work/a.production.png')
  })

  test('the outputs in a public repository contain no reasons and no titles of tiles', () => {
    const drawing = { ...undrawn, modelTiles: ['Secret revenue'] }
    const withheld = JSON.stringify(withholdDetails(checked({ drawing }), 0).check)
    expect(withheld).not.toMatch(/Secret|personal folder/)
    expect(withheld).toContain('problem')
  })
})
