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
  - name: revenue_by_category
    title: Revenue by category
    model: thelook
    explore: order_items
    type: looker_pie
    fields: [order_items.category, order_items.revenue]
    sorts: [order_items.revenue desc]
