/** `order_items` as people read it: `Order items`. */
export function titleCase(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `Order items` as LookML has it: `order_items`. */
export function snakeCase(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
}
