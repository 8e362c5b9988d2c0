view: users {
  sql_table_name: shop.users ;;

  dimension: id {
    primary_key: yes
    sql: ${TABLE}.id ;;
  }

  dimension: state {
    sql: ${TABLE}.state ;;
  }

  dimension: segment {
    sql: ${TABLE}.segment ;;
  }

  measure: active_customers {
    type: count
  }

  measure: lifetime_value {
    type: average
    sql: ${TABLE}.lifetime_value ;;
    value_format_name: usd
  }
}
