import type { EChartsCoreOption } from 'echarts'
import type { Figures } from './figures.ts'
import type { Theme } from './theme.ts'

/** What echarts is told. */
export type Option = EChartsCoreOption

/** The room of a chart, and what it is drawn from. */
export interface Scene {
  width: number
  height: number
  theme: Theme
  figures: Figures
}

export const legendLook = { icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 14 }
