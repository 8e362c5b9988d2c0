/** The unit of a number, which decides how the number is formatted. */
export type Unit = 'money' | 'count' | 'percent' | 'days'

export interface Measure {
  name: string
  unit: Unit
  /** The approximate number for 90 days without filters. */
  level: number
  /**
   * How the numbers of parts add up. A flow (orders) is the sum of its parts over time, and over all other dimensions.
   * A stock (customers) is the sum of its parts over all dimensions except time. A rate (a share or an average) is
   * never the sum of its parts.
   */
  adds: 'flow' | 'stock' | 'rate'
  /** Whether a higher number is worse. */
  bad?: boolean
}

/** A dimension and its values. Each value is one part of a measure's number. */
export interface Split {
  /** The dimension's label and a hash of its SQL. The simulator computes the sizes of the parts from this text. */
  key: string
  values: readonly (string | number | null)[]
  isTime: boolean
}

interface Common {
  title: string
  /** The width of the tile in columns. A page has twelve columns. */
  span: number
  /** The index of the tab that contains the tile. */
  tab: 0 | 1
  /** The tile's Explore in the model thelook. */
  explore?: string
  /** The tile's name in the file of a LookML dashboard. */
  name?: string
  /** The dimensions that the tile shows or filters, by label. Undefined if the numbers do not come from LookML. */
  splits?: Record<string, Split>
  /** Maps the label of a dimension to a filter expression. */
  filters?: Record<string, string>
  /** Maps the name of a dashboard filter to the label of the filtered dimension. */
  listen?: Record<string, string>
}

export type SingleTile = Common & { kind: 'single'; measure: Measure }
export type LineTile = Common & { kind: 'line'; measures: Measure[] }
export type SplitTile = Common & {
  kind: 'area' | 'bar' | 'column' | 'donut'
  measure: Measure
  /** The label of the dimension that splits the measure. */
  by: string
}
export type TableTile = Common & {
  kind: 'table'
  measures: Measure[]
  by: string
  /** The label of the pivoted dimension. The first measure has a column for each value of this dimension. */
  pivot?: string
}
export type Tile = SingleTile | LineTile | SplitTile | TableTile

export interface Filter {
  name: string
  /** The default value of the filter. An empty text matches every value. */
  value: string
}

export interface Charts {
  title: string
  tiles: Tile[]
  /** The filters of a LookML dashboard. Undefined for other dashboards, which all have the same filters. */
  filters?: Filter[]
}

const flow = (name: string, unit: Unit, level: number): Measure => ({ name, unit, level, adds: 'flow' })
const stock = (name: string, unit: Unit, level: number): Measure => ({ name, unit, level, adds: 'stock' })
const rate = (name: string, unit: Unit, level: number): Measure => ({ name, unit, level, adds: 'rate' })
const bad = (measure: Measure): Measure => ({ ...measure, bad: true })

const single = (measure: Measure, span = 3): Tile => ({
  kind: 'single',
  title: measure.name,
  measure,
  span,
  tab: 0,
})

const from = (explore: string, tiles: Tile[]): Tile[] => tiles.map(tile => ({ ...tile, explore }))

const revenue = flow('Revenue', 'money', 2_370_000)
const orders = flow('Orders', 'count', 34_500)
const activeCustomers = stock('Active customers', 'count', 18_400)
const retentionRate = rate('Retention rate', 'percent', 83.6)
const unitsInStock = stock('Units in stock', 'count', 64_200)
const stockValue = stock('Stock value', 'money', 1_920_000)
const sessions = flow('Sessions', 'count', 412_000)
const spend = bad(flow('Spend', 'money', 490_000))

export const sales = from('order_items', [
  single(revenue),
  single(orders),
  single(rate('Average order value', 'money', 68.4)),
  single(rate('Gross margin', 'percent', 47.2)),
  {
    kind: 'line',
    title: 'Revenue over time',
    measures: [revenue, { ...revenue, name: 'Previous period', level: 2_150_000 }],
    span: 8,
    tab: 0,
  },
  { kind: 'donut', title: 'Revenue by category', measure: revenue, by: 'Category', span: 4, tab: 0 },
  { kind: 'bar', title: 'Revenue by region', measure: revenue, by: 'Region', span: 4, tab: 1 },
  { kind: 'area', title: 'Orders by channel', measure: orders, by: 'Channel', span: 4, tab: 1 },
  { kind: 'table', title: 'Top products', measures: [orders, revenue], by: 'Product', span: 4, tab: 1 },
])

export const retention = from('users', [
  single(activeCustomers, 4),
  single(retentionRate, 4),
  single(bad(rate('Churn rate', 'percent', 4.3)), 4),
  {
    kind: 'area',
    title: 'Active customers by segment',
    measure: activeCustomers,
    by: 'Segment',
    span: 6,
    tab: 0,
  },
  {
    kind: 'line',
    title: 'Retention by cohort',
    measures: [78, 71, 64].map((level, index) => rate(`Q${index + 1} cohort`, 'percent', level)),
    span: 6,
    tab: 0,
  },
  {
    kind: 'bar',
    title: 'Why customers leave',
    measure: flow('Customers lost', 'count', 790),
    by: 'Reason',
    span: 4,
    tab: 1,
  },
  {
    kind: 'table',
    title: 'Customers by state',
    measures: [activeCustomers, retentionRate, rate('Lifetime value', 'money', 412)],
    by: 'State',
    span: 8,
    tab: 1,
  },
])

export const inventory = from('inventory_items', [
  single(unitsInStock),
  single(stockValue),
  single(bad(rate('Days of supply', 'days', 41))),
  single(bad(rate('Out of stock', 'percent', 2.8))),
  { kind: 'column', title: 'Units by warehouse', measure: unitsInStock, by: 'Warehouse', span: 7, tab: 0 },
  { kind: 'donut', title: 'Stock value by category', measure: stockValue, by: 'Category', span: 5, tab: 0 },
  {
    kind: 'table',
    title: 'Stock by product',
    measures: [unitsInStock, stockValue, rate('Days of supply', 'days', 41)],
    by: 'Product',
    span: 6,
    tab: 1,
  },
  {
    kind: 'line',
    title: 'Units received and shipped',
    measures: [flow('Received', 'count', 41_200), flow('Shipped', 'count', 39_800)],
    span: 6,
    tab: 1,
  },
])

export const marketing = from('events', [
  single(spend),
  single(sessions),
  single(rate('Conversion rate', 'percent', 2.7)),
  single(bad(rate('Cost per order', 'money', 14.2))),
  {
    kind: 'line',
    title: 'New and returning sessions',
    measures: [flow('New', 'count', 263_000), flow('Returning', 'count', 149_000)],
    span: 7,
    tab: 0,
  },
  { kind: 'column', title: 'Spend by channel', measure: spend, by: 'Channel', span: 5, tab: 0 },
  { kind: 'area', title: 'Sessions by channel', measure: sessions, by: 'Channel', span: 6, tab: 1 },
  {
    kind: 'table',
    title: 'Campaign results by state',
    measures: [sessions, orders, spend],
    by: 'State',
    span: 6,
    tab: 1,
  },
])

/** All measures of the catalogue, without duplicates. */
export const measures: Measure[] = [...sales, ...retention, ...inventory, ...marketing]
  .flatMap(tile => ('measures' in tile ? tile.measures : [tile.measure]))
  .filter((measure, place, all) => all.findIndex(({ name }) => name === measure.name) === place)

const dimensionValues: Record<string, string[]> = {
  Region: ['North America', 'EMEA', 'APAC', 'Latin America'],
  State: [
    ...['California', 'Texas', 'New York', 'Florida', 'Washington', 'Illinois', 'Oregon', 'Colorado'],
    ...['Georgia', 'Ohio', 'Virginia', 'Arizona', 'Michigan', 'Utah', 'Nevada', 'Maine', 'Iowa', 'Kansas'],
  ],
  Category: ['Outerwear', 'Jeans', 'Sweaters', 'Shoes', 'Accessories', 'Dresses'],
  Channel: ['Search', 'Email', 'Social', 'Direct'],
  Segment: ['Loyal', 'Returning', 'New'],
  Warehouse: ['Chicago', 'Memphis', 'Houston', 'Los Angeles', 'Newark', 'Savannah'],
  Reason: ['Price', 'Delivery', 'Quality', 'Fit', 'Other'],
  Product: ['Classic', 'Alpine', 'Harbor', 'Studio', 'Trail', 'Metro'].flatMap(line =>
    ['Parka', 'Chinos', 'Pullover', 'Sneaker', 'Tote'].map(thing => `${line} ${thing}`),
  ),
}

export const valuesOfDimension = (label: string): string[] =>
  dimensionValues[label] ?? ['A', 'B', 'C', 'D', 'E'].map(letter => `${label} ${letter}`)
