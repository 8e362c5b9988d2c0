/* The LookML of a shop: a model with two Explores, views that are joined, extended and refined, two dashboards. */

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
}
`

const users = `view: users {
  extends: [people]
  sql_table_name: shop.users ;;

  dimension: state { type: string sql: \${TABLE}.state ;; }

  measure: active_customers { type: count }
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

/** The files of the project `thelook`, by their paths. */
export const shopLookml = {
  'thelook.model.lkml': model,
  'views/order_items.view.lkml': orderItems,
  'views/users.view.lkml': users,
  'views/people.view.lkml': people,
  'explores/users.explore.lkml': usersExplore,
  'dashboards/sales_overview.dashboard.lookml': salesOverview,
  'dashboards/customers.dashboard.lookml': customers,
  'README.md': 'The LookML of a shop.\n',
} satisfies Record<string, string>
