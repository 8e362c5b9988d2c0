import * as echarts from 'echarts/dist/echarts.esm.min.mjs'
import type { LineTile, SplitTile } from '../content/catalogue.ts'
import { optionOf } from './options.ts'
import type { Scene } from './scene.ts'
import { fontName, widthOf } from './text.ts'

// without a canvas echarts guesses how wide a text is, and labels end up over one another
echarts.setPlatformAPI({
  measureText: (text, font = '12px') => ({
    width: widthOf(text, Number(/([\d.]+)px/.exec(font)?.[1] ?? 12), /bold/.test(font) ? 'bold' : 'regular'),
  }),
})

/** A chart as the inside of an SVG; `name` keeps its ids apart from those of the page's other charts. */
export function drawChart(tile: LineTile | SplitTile, scene: Scene, name: string): string {
  const { width, height, theme } = scene
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  const textStyle = { fontFamily: fontName, fontSize: 11, color: theme.muted, textBorderWidth: 0 }
  chart.setOption({ animation: false, color: theme.series, textStyle, ...optionOf(tile, scene) })
  const svg = chart.renderToSVGString()
  chart.dispose()
  // echarts numbers its ids through the whole process; its style sheet is for pointers
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/zr\d+-/g, `${name}-`)
    .replace(/^<svg[^>]*>|<\/svg>$/g, '')
}
