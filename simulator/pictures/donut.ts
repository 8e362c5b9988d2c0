import type { SplitTile } from '../content/catalogue.ts'
import { legendStyle, type Option, type Scene } from './scene.ts'
import { fontName, formatNumber } from './text.ts'

/** Describes a ring. Its legend is next to the ring, or below the ring in a narrow tile. */
export function describeRing({ measure, by }: SplitTile, scene: Scene): Option {
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
      ...legendStyle,
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

/** Places the ring and its legend in the middle of the tile. Leaves space for the longest label. */
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
