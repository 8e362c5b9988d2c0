view: order_items {
  sql_table_name: shop.order_items ;;

  dimension: category {
    type: string
    sql: ${TABLE}.category ;;
  }

  measure: orders {
    type: count_distinct
    sql: ${TABLE}.order_id ;;
  }

  measure: revenue {
    type: sum
    sql: ${TABLE}.sale_price ;;
    value_format_name: usd_0
  }
}
