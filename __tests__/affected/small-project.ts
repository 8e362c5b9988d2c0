import type { Change, Files } from './select.ts'

/* A project with the model `thelook`, the view `orders`, and an Explore that shows this view. */

export const model =
  'connection: "db"\ninclude: "/**/*.lkml"\ninclude: "/**/*.dashboard.lookml"\nexplore: orders {}\n'
export const orders = `view: orders {\n  dimension: id { sql: \${TABLE}.id ;; }\n}\n`
export const changedOrders = orders.replace('TABLE}.id', 'TABLE}.order_id')
export const project: Files = { 'thelook.model.lkml': model, 'views/orders.view.lkml': orders }

type More = Omit<Change, 'base' | 'head'>

/** Returns a change from `base` to `head`. Files that `head` does not list stay the same. */
export const change = (base: Files, head: Files, more: More = {}): Change => ({
  base: { ...project, ...base },
  head: { ...project, ...base, ...head },
  ...more,
})

/** Changes the view `orders`. `files` are the other files of both commits. */
export const ordersChange = (files: Files, more?: More) =>
  change(files, { 'views/orders.view.lkml': changedOrders }, more)

/** Looker's answer that dashboard 42 has a tile with these Explores. */
export const shows = (...explores: string[]) => ({ tiles: { 42: [explores] } })

export const tileLines = ['    explore: orders', '    type: single_value', '    fields: [orders.count]']
export const dashboard = (...lines: string[]) =>
  ['- dashboard: sales', '  title: Sales', '  elements:', '  - name: a', ...lines, ''].join('\n')
