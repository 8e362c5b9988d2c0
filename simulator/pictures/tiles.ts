import * as echarts from 'echarts/dist/echarts.esm.min.mjs'
import type { LineTile, Measure, SingleTile, SplitTile, TableTile, Tile } from '../content/catalogue.ts'
import type { Figures } from './figures.ts'
import { optionOf } from './options.ts'
import type { Scene } from './scene.ts'
import {
  drawLabel,
  fontName,
  formatNumber,
  type Label,
  pickFitting,
  roundToTenth,
  shorten,
  widthOf,
} from './text.ts'
import type { Theme } from './theme.ts'

export interface TileContext {
  theme: Theme
  figures: Figures
  longTables: boolean
}

const padding = 16
const titleHeight = 40
const tableRowHeight = 26

/** Returns the height of a tile. With `longTables`, a table is high enough for all of its rows. */
export function tileHeight(tile: Tile, { figures, longTables }: TileContext, rowHeight: number): number {
  if (tile.kind === 'single') return 112
  if (tile.kind !== 'table' || !longTables) return rowHeight
  return Math.max(
    rowHeight,
    titleHeight + tableRowHeight * (tableOf(tile, figures).rows.length + 1) + padding,
  )
}

/** Draws a tile as a card. The card's upper left corner is at 0, 0. */
export function drawTile(
  tile: Tile,
  width: number,
  height: number,
  context: TileContext,
  name: string,
): string {
  const { theme } = context
  const card = `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.card}" stroke="${theme.line}"/>`
  if (tile.kind === 'single') return card + drawSingle(tile, width, height, context)
  const room = width - 2 * padding
  const title = drawLabel(shorten(tile.title, room, 13.5, 'bold'), {
    x: padding,
    y: 27,
    size: 13.5,
    colour: theme.text,
    weight: 'bold',
  })
  const inside = { width: room, height: height - titleHeight - 14, theme, figures: context.figures }
  const body =
    tile.kind === 'table'
      ? drawTable(tile, room, height - titleHeight - 8, context)
      : drawChart(tile, inside, name)
  return `${card}${title}<g transform="translate(${padding} ${titleHeight})">${body}</g>`
}

function drawSingle(
  { title, measure }: SingleTile,
  width: number,
  height: number,
  context: TileContext,
): string {
  const { theme, figures } = context
  const { value, change } = figures.single(measure)
  const room = width - 2 * padding
  const worse = change < 0 !== (measure.bad ?? false)
  const arrow = `${change < 0 ? '▼' : '▲'} ${Math.abs(change)}%`
  const middle = height / 2 + 14
  const than = widthOf(arrow, 12, 'bold') + 6
  return [
    drawLabel(shorten(title, room, 12.5), { x: padding, y: 28, size: 12.5, colour: theme.muted }),
    drawLabel(formatNumber(value, measure.unit), {
      x: padding,
      y: middle,
      size: 28,
      colour: theme.text,
      weight: 'bold',
    }),
    drawLabel(arrow, {
      x: padding,
      y: middle + 25,
      size: 12,
      colour: worse ? theme.bad : theme.good,
      weight: 'bold',
    }),
    drawLabel(pickFitting(['vs previous period', 'vs previous'], room - than, 11.5), {
      x: padding + than,
      y: middle + 25,
      size: 11.5,
      colour: theme.muted,
    }),
    sparkline(
      figures.series(measure),
      width,
      middle,
      context,
      widthOf(formatNumber(value, measure.unit), 28, 'bold'),
    ),
  ].join('')
}

/** Draws the measure's values as a small line next to the number. Draws nothing if there is not enough space. */
function sparkline(
  values: number[],
  width: number,
  middle: number,
  { theme }: TileContext,
  taken: number,
): string {
  const across = Math.min(96, width - 2 * padding - taken - 20)
  if (across < 40) return ''
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const points = values.map((value, place) => {
    const x = width - padding - across + (place / (values.length - 1)) * across
    return `${roundToTenth(x)},${roundToTenth(middle - 2 - ((value - least) / (most - least || 1)) * 28)}`
  })
  const colour = theme.series[0]
  const ends = `${roundToTenth(width - padding)},${middle + 4} ${roundToTenth(width - padding - across)},${middle + 4}`
  return (
    `<polygon points="${points.join(' ')} ${ends}" fill="${colour}" fill-opacity="0.12"/>` +
    `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>`
  )
}

interface Row {
  name: string
  values: number[]
}

type Column = Pick<Measure, 'name' | 'unit'>

/** In a pivoted table, each value of the pivoted dimension has a column. */
function tableOf({ measures, by, pivot }: TableTile, figures: Figures): { columns: Column[]; rows: Row[] } {
  const [first, ...others] = measures
  if (!first) return { columns: [], rows: [] }
  const parts = figures.split(first, by)
  const { splitPart } = figures
  if (pivot !== undefined && splitPart) {
    const cells = parts.map(part => splitPart(first, part, pivot))
    const columns = (cells[0] ?? []).map(({ name }) => ({ name, unit: first.unit }))
    const rows = parts.map(({ name }, at) => ({ name, values: (cells[at] ?? []).map(({ value }) => value) }))
    return { columns, rows }
  }
  const further = others.map(
    measure => new Map(figures.split(measure, by).map(part => [part.name, part.value])),
  )
  const rows = parts.map(({ name, value }) => ({
    name,
    values: [value, ...further.map(column => column.get(name) ?? 0)],
  }))
  return { columns: measures, rows }
}

interface Columns {
  shown: Column[]
  /** The width of the first column. `value` is the width of each of the other columns. */
  name: number
  value: number
}

/** Returns the columns that fit into the width. In Looker, a reader would scroll to the remaining columns. */
function columnsIn(columns: readonly Column[], width: number): Columns {
  const shown = columns.slice(0, Math.max(1, Math.floor((width - 110) / 114)))
  const value = Math.min(140, (width - 110) / shown.length)
  return { shown, name: width - value * shown.length, value }
}

function drawTable(tile: TableTile, width: number, height: number, { theme, figures }: TileContext): string {
  const { columns: all, rows } = tableOf(tile, figures)
  const columns = columnsIn(all, width)
  const space = Math.max(1, Math.floor(height / tableRowHeight) - 1)
  // If not all rows fit, the last line shows the number of rows.
  const shown = rows.length <= space ? rows : rows.slice(0, space - 1)
  const head = {
    name: tile.by,
    values: columns.shown.map(({ name }) => shorten(name, columns.value - 12, 11.5, 'bold')),
  }
  const strips = shown.map(({ name, values }, place) => {
    const texts = columns.shown.map(({ unit }, column) => formatNumber(values[column] ?? 0, unit))
    const line = `<path d="M0 ${tableRowHeight}H${width}" stroke="${theme.line}"/>`
    const cells = drawCells({ name, values: texts }, columns, { size: 12, colour: theme.text })
    return `<g transform="translate(0 ${tableRowHeight * (place + 1)})">${cells}${line}</g>`
  })
  const rest = `${shown.length} of ${rows.length} rows`
  const y = tableRowHeight * (shown.length + 1) + 17.5
  return [
    `<rect width="${width}" height="${tableRowHeight}" rx="4" fill="${theme.chip}"/>`,
    drawCells(head, columns, { size: 11.5, colour: theme.muted, weight: 'bold' }),
    ...strips,
    shown.length < rows.length ? drawLabel(rest, { x: 8, y, size: 11, colour: theme.muted }) : '',
  ].join('')
}

type Pen = Pick<Label, 'size' | 'colour' | 'weight'>

function drawCells(row: { name: string; values: string[] }, { name, value }: Columns, pen: Pen): string {
  const first = drawLabel(shorten(row.name, name - 16, pen.size, pen.weight), { x: 8, y: 17.5, ...pen })
  const others = row.values.map((text, column) =>
    drawLabel(text, { x: name + value * (column + 1) - 8, y: 17.5, anchor: 'end', ...pen }),
  )
  return first + others.join('')
}

// echarts has no canvas here. Without this function, it would guess the width of texts, and labels would overlap.
echarts.setPlatformAPI({
  measureText: (text, font = '12px') => ({
    width: widthOf(text, Number(/([\d.]+)px/.exec(font)?.[1] ?? 12), /bold/.test(font) ? 'bold' : 'regular'),
  }),
})

/** Draws a chart, and returns the content of its SVG. `name` makes the SVG's ids unique on the page. */
function drawChart(tile: LineTile | SplitTile, scene: Scene, name: string): string {
  const { width, height, theme } = scene
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  const textStyle = { fontFamily: fontName, fontSize: 11, color: theme.muted, textBorderWidth: 0 }
  chart.setOption({ animation: false, color: theme.series, textStyle, ...optionOf(tile, scene) })
  const svg = chart.renderToSVGString()
  chart.dispose()
  // Replaces echarts' ids, because they depend on all charts that the process has drawn before. Removes the style
  // sheet, which has an effect only under a mouse pointer.
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/zr\d+-/g, `${name}-`)
    .replace(/^<svg[^>]*>|<\/svg>$/g, '')
}
