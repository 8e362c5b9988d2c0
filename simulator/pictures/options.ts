import type { LineTile, Measure, SplitTile, Unit } from '../content/catalogue.ts'
import { describeRing } from './donut.ts'
import { legendStyle, type Option, type Scene } from './scene.ts'
import { formatNumber, widthOf } from './text.ts'
import type { Theme } from './theme.ts'

export function optionOf(tile: LineTile | SplitTile, scene: Scene): Option {
  switch (tile.kind) {
    case 'line':
      return lineChart(tile.measures, scene)
    case 'area':
      return areaChart(tile, scene)
    case 'bar':
    case 'column':
      return barChart(tile, scene)
    case 'donut':
      return describeRing(tile, scene)
  }
}

function lineChart(measures: Measure[], scene: Scene): Option {
  const { figures, theme } = scene
  return {
    ...axes(scene, measures[0]?.unit ?? 'count', measures.length > 1 ? measures : []),
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

function areaChart({ measure, by }: SplitTile, scene: Scene): Option {
  const { figures } = scene
  const parts = figures.split(measure, by)
  return {
    ...axes(scene, measure.unit, parts),
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

/**
 * Returns the axes and the legend. The time axis is at the bottom, and the value axis is at the left. With several
 * series, the legend is at the top.
 */
function axes({ theme, figures, width, height }: Scene, unit: Unit, series: { name: string }[]): Option {
  const legendWidth = series.reduce((sum, { name }) => sum + widthOf(name, 11) + 29, 0)
  const lines = Math.ceil(legendWidth / width)
  return {
    grid: { left: 4, right: 2, top: 12 + 22 * lines, bottom: 4, ...withLabels },
    ...(lines > 0
      ? { legend: { top: 0, left: 0, ...legendStyle, textStyle: { color: theme.text, fontSize: 11 } } }
      : {}),
    xAxis: { type: 'category', boundaryGap: false, data: figures.periods, ...axisStyle(theme) },
    yAxis: valueAxis(theme, unit, height),
  }
}

const withLabels = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }

function axisStyle(theme: Theme): Option {
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

/** Draws horizontal bars with numbers at their ends, or vertical columns with numbers on top. */
function barChart({ kind, measure, by }: SplitTile, scene: Scene): Option {
  const { theme, figures, width, height } = scene
  const parts = figures.split(measure, by).slice(0, 10)
  const flat = kind === 'bar'
  const room = flat ? width * 0.3 : (width * 0.8) / parts.length
  const names = {
    ...axisStyle(theme),
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
