export function titleCase(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function snakeCase(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
}
