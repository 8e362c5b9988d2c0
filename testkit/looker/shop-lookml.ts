/**
 * The LookML of a shop: a model with four Explores, with joined, extended and refined views, and two dashboards. It has
 * every field that the simulated Looker's own dashboards use.
 */

const model = `connection: "warehouse"
include: "/views/*.view.lkml"
include: "/explores/*.explore.lkml"
include: "/dashboards/*.dashboard.lookml"

datagroup: nightly {
  sql_trigger: SELECT CURRENT_DATE ;;
}

explore: order_items {
  label: "Orders"
  join: customers {
    from: users
    sql_on: \${order_items.user_id} = \${customers.id} ;;
    relationship: many_to_one
  }
}
explore: inventory_items {}
explore: events {}
`

const orderItems = `view: order_items {
  sql_table_name: shop.order_items ;;

  dimension: user_id { hidden: yes type: number sql: \${TABLE}.user_id ;; }

  dimension_group: created {
    type: time
    timeframes: [date, week, month]
    sql: \${TABLE}.created_at ;;
  }

  dimension: category {
    type: string
    sql: \${TABLE}.category ;;
  }

  dimension: region { sql: \${TABLE}.region ;; }
  dimension: channel { sql: \${TABLE}.channel ;; }
  dimension: product { sql: \${TABLE}.product_name ;; }

  dimension: price { type: number sql: \${TABLE}.sale_price ;; }

  measure: orders {
    type: count_distinct
    sql: \${TABLE}.order_id ;;
  }

  measure: revenue {
    type: sum
    sql: \${price} ;;
    value_format_name: usd_0
  }

  measure: previous_period {
    type: sum
    sql: \${TABLE}.sale_price_before ;;
    value_format_name: usd_0
  }

  measure: average_order_value {
    type: number
    sql: \${revenue} / NULLIF(\${orders}, 0) ;;
    value_format_name: usd
  }

  measure: gross_margin {
    type: number
    sql: 1 - SUM(\${TABLE}.cost) / SUM(\${TABLE}.sale_price) ;;
    value_format_name: percent_1
  }
}
`

const users = `view: users {
  extends: [people]
  sql_table_name: shop.users ;;

  dimension: state { type: string sql: \${TABLE}.state ;; }
  dimension: segment { sql: \${TABLE}.segment ;; }
  dimension: reason { sql: \${TABLE}.reason ;; }
  dimension_group: created { type: time timeframes: [date, month] sql: \${TABLE}.created_at ;; }

  measure: active_customers { type: count }
  measure: customers_lost { type: count filters: [reason: "-NULL"] }
  measure: churn_rate { type: number sql: \${customers_lost} / COUNT(*) ;; value_format_name: percent_1 }
  measure: q1_cohort { type: number sql: AVG(\${TABLE}.stayed_q1) ;; value_format_name: percent_1 }
  measure: q2_cohort { type: number sql: AVG(\${TABLE}.stayed_q2) ;; value_format_name: percent_1 }
  measure: q3_cohort { type: number sql: AVG(\${TABLE}.stayed_q3) ;; value_format_name: percent_1 }
}
`

const people = `view: people {
  extension: required
  dimension: id { primary_key: yes type: number sql: \${TABLE}.id ;; }
  measure: lifetime_value { type: average sql: \${TABLE}.value ;; value_format_name: usd }
}
`

const usersExplore = `include: "/views/people.view.lkml"

explore: users {}

view: +users {
  measure: retention_rate { type: number sql: 0.8 ;; value_format_name: percent_1 }
}
`

const inventoryItems = `view: inventory_items {
  sql_table_name: shop.inventory_items ;;

  dimension_group: created { type: time timeframes: [date, month] sql: \${TABLE}.created_at ;; }
  dimension: warehouse { sql: \${TABLE}.warehouse ;; }
  dimension: category { sql: \${TABLE}.category ;; }
  dimension: product { sql: \${TABLE}.product_name ;; }

  measure: units_in_stock { type: sum sql: \${TABLE}.units ;; }
  measure: stock_value { type: sum sql: \${TABLE}.units * \${TABLE}.cost ;; value_format_name: usd_0 }
  measure: days_of_supply { type: average sql: \${TABLE}.days_of_supply ;; }
  measure: out_of_stock { type: number sql: AVG(\${TABLE}.is_out) ;; value_format_name: percent_1 }
  measure: received { type: sum sql: \${TABLE}.received ;; }
  measure: shipped { type: sum sql: \${TABLE}.shipped ;; }
}
`

const events = `view: events {
  sql_table_name: shop.events ;;

  dimension_group: created { type: time timeframes: [date, month] sql: \${TABLE}.created_at ;; }
  dimension: channel { sql: \${TABLE}.channel ;; }
  dimension: state { sql: \${TABLE}.state ;; }

  measure: sessions { type: count }
  measure: new { type: count filters: [state: "new"] }
  measure: returning { type: count filters: [state: "returning"] }
  measure: orders { type: count_distinct sql: \${TABLE}.order_id ;; }
  measure: spend { type: sum sql: \${TABLE}.spend ;; value_format_name: usd_0 }
  measure: conversion_rate { type: number sql: \${orders} / COUNT(*) ;; value_format_name: percent_1 }
  measure: cost_per_order { type: number sql: \${spend} / \${orders} ;; value_format_name: usd }
}
`

const salesOverview = `- dashboard: sales_overview
  title: Sales overview
  layout: newspaper
  elements:
  - name: revenue
    title: Revenue
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.revenue]
  - name: orders
    title: Orders
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.orders]
  - name: revenue_over_time
    title: Revenue over time
    model: thelook
    explore: order_items
    type: looker_line
    fields: [order_items.created_date, order_items.revenue]
  - name: revenue_by_category
    title: Revenue by category
    model: thelook
    explore: order_items
    type: looker_pie
    fields: [order_items.category, order_items.revenue]
    listen:
      Region: order_items.region
  - name: revenue_by_category_and_region
    title: Revenue by category and region
    explore: order_items
    type: looker_grid
    fields: [order_items.category, order_items.region, order_items.revenue]
    pivots: [order_items.region]
    sorts: [order_items.category]
    total: true
    row_total: right
    listen:
      Category: order_items.category
  filters:
  - name: Region
    title: Region
    type: field_filter
    default_value: ''
    model: thelook
    explore: order_items
    field: order_items.region
  - name: Category
    title: Category
    type: field_filter
    default_value: -Dresses
    model: thelook
    explore: order_items
    field: order_items.category
`

const customers = `- dashboard: customers
  title: Customers
  elements:
  - name: active_customers
    title: Active customers
    model: thelook
    explore: users
    type: single_value
    fields: [users.active_customers]
  - name: customers_by_state
    title: Customers by state
    model: thelook
    explore: users
    type: looker_grid
    width: 24
    fields: [users.state, users.active_customers, users.lifetime_value]
`

/** The files of the project `thelook`, by path. */
export const shopLookml = {
  'thelook.model.lkml': model,
  'views/order_items.view.lkml': orderItems,
  'views/users.view.lkml': users,
  'views/people.view.lkml': people,
  'views/inventory_items.view.lkml': inventoryItems,
  'views/events.view.lkml': events,
  'explores/users.explore.lkml': usersExplore,
  'dashboards/sales_overview.dashboard.lookml': salesOverview,
  'dashboards/customers.dashboard.lookml': customers,
  'README.md': 'The LookML of a shop.\n',
} satisfies Record<string, string>
