import type { EChartsCoreOption } from 'echarts'
import type { Figures } from './figures.ts'
import type { Theme } from './theme.ts'

export type Option = EChartsCoreOption

export interface Scene {
  width: number
  height: number
  theme: Theme
  figures: Figures
}

export const legendStyle = { icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 14 }
