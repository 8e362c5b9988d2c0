connection: "warehouse"
include: "/views/*.view.lkml"
include: "/dashboards/*.dashboard.lookml"

explore: order_items {
  label: "Orders"
  join: users {
    sql_on: ${order_items.user_id} = ${users.id} ;;
    relationship: many_to_one
    fields: [users.state]
  }
}

explore: users {
  label: "Customers"
}
