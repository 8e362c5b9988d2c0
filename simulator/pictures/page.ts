import type { Filter, Tile } from '../content/catalogue.ts'
import { applyChanges } from '../content/edits.ts'
import { dashboardOfElement } from '../content/elements.ts'
import { canonicalId, dashboardTabs, makeUpDashboard, makeUpTile, tabIdsOf } from '../content/made-up.ts'
import type { PictureSpec } from '../model.ts'
import { valuesOf } from '../queries/filters.ts'
import { type Figures, figuresOfQuery, filtersInForce, makeFigures } from './figures.ts'
import { heightToFill } from './paper.ts'
import { drawLabel, roundToTenth, shorten, widthOf } from './text.ts'
import { type Theme, themeOf } from './theme.ts'
import { drawTile, type TileContext, tileHeight } from './tiles.ts'

/** A horizontal strip of the page. A page break never cuts a strip. */
export interface Block {
  height: number
  /** An SVG whose upper left corner is at 0, 0. */
  svg: string
}

export interface Page {
  width: number
  blocks: Block[]
  theme: Theme
  title: string
}

const gap = 12

/** Composes a page from strips. The page has at least the requested height. */
export function composePage(spec: PictureSpec): Page {
  const theme = themeOf(spec.theme)
  const context: TileContext = { theme, figures: figuresOf(spec), longTables: spec.longTables }
  if (isDashboardPicture(spec)) return composeDashboard(spec, context)
  const tile = spec.content?.tiles[0] ?? makeUpTile(spec.kind, canonicalId(spec.kind, spec.contentId))
  const svg = drawTile(tile, spec.width, spec.height, contextOf(tile, context), 't')
  return { width: spec.width, blocks: [{ height: spec.height, svg }], theme, title: tile.title }
}

/**
 * If a tile's numbers come from LookML, they are the results of the tile's query. Such a tile has the same numbers on
 * every dashboard.
 */
function contextOf(tile: Tile, context: TileContext): TileContext {
  return tile.splits ? { ...context, figures: figuresOfQuery(tile, context.figures.filters) } : context
}

const isDashboardPicture = ({ kind }: PictureSpec): boolean =>
  kind === 'dashboards' || kind === 'lookml_dashboards'

/** A tile that is rendered alone has the same numbers as on its dashboard. */
function figuresOf(spec: PictureSpec): Figures {
  const { kind, contentId, dashboardFilters } = spec
  const owner = kind === 'dashboard_elements' ? dashboardOfElement(contentId) : undefined
  if (isDashboardPicture(spec) || owner !== undefined)
    return makeFigures(
      canonicalId('dashboards', owner ?? contentId),
      filtersInForce(dashboardFilters, spec.content?.filters),
    )
  return makeFigures(`${kind}/${canonicalId(kind, contentId)}`, [])
}

/** Stacks the blocks from top to bottom. The SVG is at least `least` pixels high. */
export function stackBlocks(blocks: Block[], { width, theme }: Page, least: number): string {
  let y = 0
  const parts = blocks.map(block => {
    const part = `<g transform="translate(0 ${y})">${block.svg}</g>`
    y += block.height
    return part
  })
  const height = Math.max(y, least)
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${theme.page}"/>${parts.join('')}</svg>`
}

function composeDashboard(spec: PictureSpec, context: TileContext): Page {
  const { title, tiles } = spec.content ?? makeUpDashboard(spec.contentId)
  const { width, tabIds } = spec
  const chosen = tabIdsOf(spec.contentId).map(id => tabIds === null || tabIds.includes(id))
  const head = drawHeading(
    title,
    context.figures.filters,
    tabIds === null ? [] : chosen,
    width,
    context.theme,
  )
  const shown = applyChanges(tiles, spec.changes).filter(tile => chosen[tile.tab])
  const rows = rowsOf(shown, width, spec.dashboardStyle === 'single_column')
  const tall = rowHeight(rows, heightToFill(spec) - head.height, context)
  const blocks = rows.map((row, place) => drawRow(row, width, tall, context, place))
  return { width, blocks: [head, ...blocks], theme: context.theme, title }
}

interface Placed {
  tile: Tile
  /** The index of the tile's first column. The page has twelve columns. */
  from: number
  span: number
}

/**
 * Places tiles in rows of twelve columns, from left to right. Tiles are wider on a narrow page, and the last tile of a
 * row fills the row.
 */
function rowsOf(tiles: Tile[], width: number, singleColumn: boolean): Placed[][] {
  const rows: Placed[][] = []
  let row: Placed[] = []
  let from = 0
  for (const tile of tiles) {
    const span = singleColumn ? 12 : spanOf(tile, width)
    if (from + span > 12 && row.length > 0) {
      rows.push(row)
      ;[row, from] = [[], 0]
    }
    row.push({ tile, from, span })
    from += span
  }
  if (row.length > 0) rows.push(row)
  for (const last of rows.map(placed => placed.at(-1))) if (last) last.span = 12 - last.from
  return rows
}

function spanOf({ kind, span }: Tile, width: number): number {
  if (width >= 1000) return span
  if (kind === 'single') return width >= 720 ? span : 6
  return width < 600 || span > 6 ? 12 : 6
}

/** Returns the height of each row of charts. With this height, the page has about the requested height. */
function rowHeight(rows: Placed[][], room: number, context: TileContext): number {
  const charts = rows.filter(row => row.some(({ tile }) => tile.kind !== 'single'))
  const singles = (rows.length - charts.length) * (tileHeight({ kind: 'single' } as Tile, context, 0) + gap)
  const each = (room - singles) / charts.length - gap
  return Math.floor(Math.min(460, Math.max(250, each)))
}

function drawRow(row: Placed[], width: number, tall: number, context: TileContext, place: number): Block {
  const column = (width - 2 * gap - 11 * gap) / 12
  const heights = row.map(({ tile }) => tileHeight(tile, contextOf(tile, context), tall))
  const drawn = row.map(({ tile, from, span }, index) => {
    const x = roundToTenth(gap + from * (column + gap))
    const across = roundToTenth(span * column + (span - 1) * gap)
    const svg = drawTile(
      tile,
      across,
      heights[index] as number,
      contextOf(tile, context),
      `t${place}-${index}`,
    )
    return `<g transform="translate(${x} 0)">${svg}</g>`
  })
  return { height: Math.max(...heights) + gap, svg: drawn.join('') }
}

/** Draws the title, the filters with their current values, and the tabs. `tabs` has true for each chosen tab. */
function drawHeading(title: string, filters: Filter[], tabs: boolean[], width: number, theme: Theme): Block {
  const size = width < 600 ? 18 : 22
  const top = drawLabel(shorten(title, width - 32, size, 'bold'), {
    x: 16,
    y: 36,
    size,
    colour: theme.text,
    weight: 'bold',
  })
  const chips = drawChips(filters, width, theme)
  const bar = tabs.length > 0 ? drawTabBar(tabs, 58 + chips.height, width, theme) : ''
  const height = 54 + chips.height + (bar ? 44 : 0)
  const band = `<rect width="${width}" height="${height}" fill="${theme.card}"/><path d="M0 ${height - 0.5}H${width}" stroke="${theme.line}"/>`
  return { height: height + gap, svg: band + top + chips.svg + bar }
}

/** Draws the filters. If the filters do not fit on one line, they continue on the next line. */
function drawChips(filters: Filter[], width: number, theme: Theme): Block {
  let [x, y] = [16, 54]
  const parts: string[] = []
  for (const { name, value } of filters) {
    const told = shorten(
      value === '' ? 'any value' : valuesOf(value).join(', '),
      Math.min(320, width - 130),
      12,
    )
    const start = widthOf(name, 12, 'bold') + 20
    const across = start + widthOf(told, 12) + 12
    if (x + across > width - 16 && x > 16) [x, y] = [16, y + 36]
    parts.push(
      `<rect x="${roundToTenth(x)}" y="${y}" width="${roundToTenth(across)}" height="28" rx="14" fill="${theme.chip}" stroke="${theme.line}"/>`,
      drawLabel(name, { x: x + 12, y: y + 18.5, size: 12, colour: theme.text, weight: 'bold' }),
      drawLabel(told, {
        x: x + start,
        y: y + 18.5,
        size: 12,
        colour: value === '' ? theme.muted : theme.text,
      }),
    )
    x += across + 8
  }
  return { height: filters.length > 0 ? y - 54 + 42 : 0, svg: parts.join('') }
}

function drawTabBar(tabs: boolean[], y: number, width: number, theme: Theme): string {
  let x = 16
  const parts = dashboardTabs.map((tab, place) => {
    const chosen = tabs[place] ?? false
    const across = widthOf(tab.label, 13, 'bold')
    const at = x
    x += across + 28
    const line = `<rect x="${roundToTenth(at)}" y="${y + 33}" width="${roundToTenth(across)}" height="3" rx="1.5" fill="${theme.series[0]}"/>`
    const colour = chosen ? theme.text : theme.muted
    return drawLabel(tab.label, { x: at, y: y + 22, size: 13, colour, weight: 'bold' }) + (chosen ? line : '')
  })
  return `<path d="M0 ${y - 3.5}H${width}" stroke="${theme.line}"/>${parts.join('')}`
}
