- dashboard: customers
  title: Customers
  layout: newspaper
  elements:
  - name: active_customers
    title: Active customers
    model: thelook
    explore: users
    type: single_value
    fields: [users.active_customers]
    width: 12
  - name: lifetime_value
    title: Lifetime value
    model: thelook
    explore: users
    type: single_value
    fields: [users.lifetime_value]
    width: 12
  - name: customers_by_state
    title: Customers by state
    model: thelook
    explore: users
    type: looker_grid
    fields: [users.state, users.active_customers, users.lifetime_value]
    width: 24
