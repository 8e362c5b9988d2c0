import type { EChartsCoreOption } from 'echarts'
import type { LineTile, Measure, SplitTile, Unit } from '../content/catalogue.ts'
import type { Figures } from './figures.ts'
import { fontName, formatNumber } from './text.ts'
import type { Theme } from './theme.ts'

type Option = EChartsCoreOption

export interface Scene {
  width: number
  height: number
  theme: Theme
  figures: Figures
}

/** What echarts draws for a tile. */
export function optionOf(tile: LineTile | SplitTile, scene: Scene): Option {
  switch (tile.kind) {
    case 'line':
      return lines(tile.measures, scene)
    case 'area':
      return areas(tile, scene)
    case 'bar':
    case 'column':
      return bars(tile, scene)
    case 'donut':
      return donut(tile, scene)
  }
}

function lines(measures: Measure[], scene: Scene): Option {
  const { figures, theme } = scene
  return {
    ...axes(scene, measures[0]?.unit ?? 'count', measures.length > 1),
    series: measures.map((measure, place) => ({
      type: 'line',
      name: measure.name,
      data: figures.series(measure),
      showSymbol: false,
      lineStyle: {
        width: place === 0 ? 2.5 : 2,
        type: measure.name === 'Previous period' ? [5, 4] : 'solid',
      },
      areaStyle: place === 0 ? { opacity: theme.dark ? 0.18 : 0.1 } : undefined,
    })),
  }
}

function areas({ measure, by }: SplitTile, scene: Scene): Option {
  const { figures } = scene
  const parts = figures.split(measure, by)
  return {
    ...axes(scene, measure.unit, true),
    series: parts.map(part => ({
      type: 'line',
      name: part.name,
      data: figures.series(measure, part),
      stack: 'all',
      showSymbol: false,
      lineStyle: { width: 1.5 },
      areaStyle: { opacity: 0.55 },
    })),
  }
}

/** A time axis below, a value axis at the left, a legend on top where there is more than one series. */
function axes({ theme, figures, height }: Scene, unit: Unit, legend: boolean): Option {
  return {
    grid: { left: 4, right: 2, top: legend ? 34 : 12, bottom: 4, ...withLabels },
    ...(legend
      ? { legend: { top: 0, left: 0, ...legendLook, textStyle: { color: theme.text, fontSize: 11 } } }
      : {}),
    xAxis: { type: 'category', boundaryGap: false, data: figures.periods, ...axisLook(theme) },
    yAxis: valueAxis(theme, unit, height),
  }
}

const withLabels = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }
const legendLook = { icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 14 }

function axisLook(theme: Theme): Option {
  return {
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, margin: 9 },
    splitLine: { show: false },
  }
}

function valueAxis(theme: Theme, unit: Unit, length: number): Option {
  return {
    type: 'value',
    splitNumber: length < 180 ? 3 : 4,
    axisLine: { show: false },
    axisLabel: {
      color: theme.muted,
      fontSize: 11,
      formatter: (value: number) => formatNumber(value, unit, 1000),
    },
    splitLine: { lineStyle: { color: theme.line } },
  }
}

/** Bars lie down with their numbers behind them, columns stand with theirs on top. */
function bars({ kind, measure, by }: SplitTile, scene: Scene): Option {
  const { theme, figures, width, height } = scene
  const parts = figures.split(measure, by).slice(0, 10)
  const flat = kind === 'bar'
  const room = flat ? width * 0.3 : (width * 0.8) / parts.length
  const names = {
    ...axisLook(theme),
    type: 'category',
    data: parts.map(part => part.name),
    inverse: flat,
    axisLabel: { color: theme.text, fontSize: 11, interval: 0, width: room, overflow: 'truncate' },
  }
  const values = { ...valueAxis(theme, measure.unit, flat ? width / 2 : height), show: !flat }
  const formatter = ({ value }: { value: number }): string => formatNumber(value, measure.unit)
  const position = flat ? 'right' : 'top'
  return {
    grid: { left: 4, right: flat ? 52 : 8, top: flat ? 4 : 24, bottom: 4, ...withLabels },
    xAxis: flat ? values : names,
    yAxis: flat ? names : values,
    series: [
      {
        type: 'bar',
        data: parts.map(part => part.value),
        barMaxWidth: 46,
        barCategoryGap: '38%',
        itemStyle: { borderRadius: flat ? [0, 4, 4, 0] : [4, 4, 0, 0] },
        label: { show: true, position, color: theme.text, fontSize: 11, textBorderWidth: 0, formatter },
      },
    ],
  }
}

/** A ring with its legend beside it, or below where the tile is narrow. */
function donut({ measure, by }: SplitTile, scene: Scene): Option {
  const { theme, figures } = scene
  const parts = figures.split(measure, by).slice(0, 8)
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  const share = (name: string): string => {
    const value = parts.find(part => part.name === name)?.value ?? 0
    return `${name}  ${Math.round((value / total) * 100)}%`
  }
  const ring = placeRing(scene)
  const [left, top] = ring.center
  return {
    legend: {
      ...legendLook,
      ...ring.legend,
      formatter: share,
      textStyle: { color: theme.text, fontSize: 11.5 },
    },
    title: {
      text: formatNumber(total, measure.unit),
      left,
      top,
      textAlign: 'center',
      textVerticalAlign: 'middle',
      padding: 0,
      textStyle: middleLook(theme, ring.radius),
    },
    series: [
      {
        type: 'pie',
        center: ring.center,
        radius: [ring.radius * 0.62, ring.radius],
        data: parts,
        label: { show: false },
        itemStyle: { borderColor: theme.card, borderWidth: 2 },
      },
    ],
  }
}

interface Ring {
  radius: number
  center: [x: number, y: number]
  legend: object
}

/** The ring and its legend stand in the middle together, as far as the longest label is known. */
function placeRing({ width, height }: Scene): Ring {
  if (width > height * 1.15) {
    const radius = Math.min(width * 0.27, height / 2 - 6)
    const x = radius + Math.max(8, (width - radius * 2 - 150) / 2)
    const legend = { left: x + radius + 26, top: 'middle', orient: 'vertical' }
    return { radius, center: [x, height / 2], legend }
  }
  const radius = Math.min(width * 0.4, height * 0.32)
  const legend = { left: 'center', top: radius * 2 + 20, orient: 'horizontal' }
  return { radius, center: [width / 2, radius + 6], legend }
}

const middleLook = (theme: Scene['theme'], radius: number) => ({
  color: theme.text,
  fontSize: radius < 60 ? 13 : 17,
  fontWeight: 'bold',
  fontFamily: fontName,
})
