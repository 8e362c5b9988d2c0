- dashboard: categories
  title: Categories
  layout: newspaper
  elements:
  - name: revenue_by_category
    title: Revenue by category
    model: thelook
    explore: order_items
    type: looker_column
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
