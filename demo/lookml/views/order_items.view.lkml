view: order_items {
  sql_table_name: shop.order_items ;;

  dimension: user_id {
    hidden: yes
    sql: ${TABLE}.user_id ;;
  }

  dimension_group: created {
    type: time
    timeframes: [date, week, month]
    sql: ${TABLE}.created_at ;;
  }

  dimension: category {
    sql: ${TABLE}.category ;;
  }

  dimension: region {
    sql: ${TABLE}.region ;;
  }

  dimension: channel {
    sql: ${TABLE}.channel ;;
  }

  dimension: campaign {
    sql: ${TABLE}.campaign ;;
  }

  dimension: product {
    sql: ${TABLE}.product_name ;;
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

  measure: previous_period {
    type: sum
    sql: ${TABLE}.sale_price_before ;;
    value_format_name: usd_0
  }

  measure: average_order_value {
    type: number
    sql: ${revenue} / ${orders} ;;
    value_format_name: usd
  }

  measure: gross_margin {
    type: number
    sql: 1 - SUM(${TABLE}.cost) / SUM(${TABLE}.sale_price) ;;
    value_format_name: percent_1
  }
}
