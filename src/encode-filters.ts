import type { Filters } from './model.ts'

/** Returns the value of Looker's `dashboard_filters`: a URL query with percent-encoded names and values. */
export function encodeFilters(filters: Filters): string {
  return [...filters]
    .map(pair => pair.map(side => encodeURIComponent(side.toWellFormed())).join('='))
    .join('&')
}
