import { hash } from '../hash.ts'

export interface Theme {
  dark: boolean
  page: string
  card: string
  text: string
  muted: string
  line: string
  chip: string
  good: string
  bad: string
  series: string[]
}

const light = {
  dark: false,
  page: '#f3f5f8',
  card: '#ffffff',
  text: '#1f2a37',
  muted: '#64748b',
  line: '#e2e7ee',
  chip: '#eef2f7',
  good: '#0f8a5f',
  bad: '#c8363b',
}

const darkBase = {
  dark: true,
  page: '#0f151d',
  card: '#1a222d',
  text: '#e8edf3',
  muted: '#95a3b5',
  line: '#2c3745',
  chip: '#222d3a',
  good: '#3ecf97',
  bad: '#ff7b7f',
}

const palettes = [
  ['#3366d6', '#14a5b8', '#f0a03c', '#e0567a', '#7c5cd6', '#58a55c'],
  ['#0f766e', '#e07a3f', '#5b6fd8', '#c2417c', '#d9a514', '#4d9de0'],
  ['#7446c7', '#2aa198', '#e4604e', '#e5a823', '#3d7ddb', '#9a5b8f'],
]

const darkPalette = ['#6a9bff', '#3fd0d4', '#ffc066', '#ff86a3', '#ac93ff', '#86d68a']

/**
 * Returns the theme of an instance. A theme name with "dark", "night" or "black" gives a dark theme. Any other name
 * gives one of several palettes.
 */
export function themeOf(name: string | null): Theme {
  if (name !== null && /dark|night|black/i.test(name)) return { ...darkBase, series: darkPalette }
  const other = name === null || name === 'Looker' ? 0 : 1 + (hash(name) % (palettes.length - 1))
  return { ...light, series: palettes[other] as string[] }
}
