- dashboard: shop_overview
  title: Shop overview
  layout: newspaper
  elements:
  - name: revenue
    title: Revenue
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.revenue]
    width: 6
  - name: orders
    title: Orders
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.orders]
    width: 6
  - name: average_order_value
    title: Average order value
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.average_order_value]
    width: 6
  - name: gross_margin
    title: Gross margin
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.gross_margin]
    width: 6
  - name: revenue_over_time
    title: Revenue over time
    model: thelook
    explore: order_items
    type: looker_line
    fields: [order_items.created_date, order_items.revenue]
    width: 16
  - name: revenue_by_category
    title: Revenue by category
    model: thelook
    explore: order_items
    type: looker_pie
    fields: [order_items.category, order_items.revenue]
    width: 8
  - name: revenue_by_region
    title: Revenue by region
    model: thelook
    explore: order_items
    type: looker_bar
    fields: [order_items.region, order_items.revenue]
    width: 8
  - name: orders_by_category
    title: Orders by category
    model: thelook
    explore: order_items
    type: looker_area
    fields: [order_items.created_date, order_items.category, order_items.orders]
    width: 8
  - name: orders_by_state
    title: Orders by state
    model: thelook
    explore: order_items
    type: looker_grid
    fields: [users.state, order_items.orders]
    width: 8
  - name: revenue_by_category_and_region
    title: Revenue by category and region
    model: thelook
    explore: order_items
    type: looker_grid
    fields: [order_items.category, order_items.region, order_items.revenue]
    pivots: [order_items.region]
    sorts: [order_items.category]
    total: true
    row_total: right
    width: 24
