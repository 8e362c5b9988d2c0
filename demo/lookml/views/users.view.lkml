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

  dimension: reason {
    sql: ${TABLE}.reason ;;
  }

  dimension_group: created {
    type: time
    timeframes: [date, month]
    sql: ${TABLE}.created_at ;;
  }

  measure: customers_lost {
    type: count
    filters: [reason: "-NULL"]
  }

  measure: retention_rate {
    type: number
    sql: 1 - ${churn_rate} ;;
    value_format_name: percent_1
  }

  measure: churn_rate {
    type: number
    sql: ${customers_lost} / COUNT(*) ;;
    value_format_name: percent_1
  }

  measure: q1_cohort {
    type: average
    sql: ${TABLE}.stayed_q1 ;;
    value_format_name: percent_1
  }

  measure: q2_cohort {
    type: average
    sql: ${TABLE}.stayed_q2 ;;
    value_format_name: percent_1
  }

  measure: q3_cohort {
    type: average
    sql: ${TABLE}.stayed_q3 ;;
    value_format_name: percent_1
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
