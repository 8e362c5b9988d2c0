- dashboard: sales_overview
  title: Sales overview
  layout: newspaper
  elements:
  - name: revenue
    title: Revenue
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.revenue]
    width: 8
  - name: orders
    title: Orders
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.orders]
    width: 8
  - name: gross_margin
    title: Gross margin
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.gross_margin]
    width: 8
  - name: orders_over_time
    title: Orders over time
    model: thelook
    explore: order_items
    type: looker_line
    fields: [order_items.created_date, order_items.orders]
    width: 14
  - name: revenue_by_category
    title: Revenue by category
    model: thelook
    explore: order_items
    type: looker_pie
    fields: [order_items.category, order_items.revenue]
    sorts: [order_items.revenue desc]
    width: 10
