import type { Change, Files } from './select.ts'

/* A project with the model `thelook`, the view `orders` and an Explore of that view. */

export const model =
  'connection: "db"\ninclude: "/**/*.lkml"\ninclude: "/**/*.dashboard.lookml"\nexplore: orders {}\n'
export const orders = `view: orders {\n  dimension: id { sql: \${TABLE}.id ;; }\n}\n`
export const changedOrders = orders.replace('TABLE}.id', 'TABLE}.order_id')
export const project: Files = { 'thelook.model.lkml': model, 'views/orders.view.lkml': orders }

type More = Omit<Change, 'base' | 'head'>

/** A change of files in the project. The files of the base are also in the head, unless the head has other versions. */
export const change = (base: Files, head: Files, more: More = {}): Change => ({
  base: { ...project, ...base },
  head: { ...project, ...base, ...head },
  ...more,
})

/** A change of the view `orders`. The files are in both commits. */
export const ordersChange = (files: Files, more?: More) =>
  change(files, { 'views/orders.view.lkml': changedOrders }, more)

/** Answers that the dashboard 42 has a tile of these Explores. */
export const shows = (...explores: string[]) => ({ tiles: { 42: [explores] } })

export const tileLines = ['    explore: orders', '    type: single_value', '    fields: [orders.count]']
export const dashboard = (...lines: string[]) =>
  ['- dashboard: sales', '  title: Sales', '  elements:', '  - name: a', ...lines, ''].join('\n')
