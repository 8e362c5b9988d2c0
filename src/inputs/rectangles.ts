import type { Rectangle } from '../model.ts'
import { lines, type Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'
import type { Yaml } from './yaml.ts'

/** `x, y, width, height` in pixels, one rectangle a line; in a mapping also a list of numbers, or of such lists. */
export const rectangles = (value: Yaml): Rectangle[] => rectangleLines(value).map(rectangle)

function rectangleLines(value: Yaml): string[] {
  if (typeof value === 'string') return lines(value)
  if (!Array.isArray(value)) throw noRectangle(JSON.stringify(value))
  const isOne = value.every(item => typeof item === 'string' && /^\d+$/.test(item))
  return isOne ? [value.join(', ')] : value.flatMap(rectangleLines)
}

const rectangle: Parse<Rectangle> = text => {
  const numbers = text.split(',').map(number => number.trim())
  if (numbers.length !== 4 || !numbers.every(number => /^\d{1,6}$/.test(number))) throw noRectangle(text)
  const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number)
  if (width > 0 && height > 0) return { x, y, width, height }
  throw new InputProblem(`${quoted(text)} has no pixels`, 'give it a width and a height above 0')
}

const noRectangle = (found: string) =>
  new InputProblem(
    `${quoted(found)} is no rectangle`,
    'write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40',
  )
