import { parse } from 'yaml'

/**
 * The defaults that `action.yml` declares: the runner uses them for inputs that are absent, not for those given
 * empty. Its expressions are the runner's to evaluate; of them `github.…` stands in the environment too, and the
 * rest is left out.
 */
export function readActionDefaults(
  actionYml: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const { inputs } = parse(actionYml, { schema: 'failsafe' }) as {
    inputs: Record<string, { default?: string }>
  }
  const known = (expression: string) => {
    const name = /^github\.(\w+)$/.exec(expression.trim())?.[1]
    return (name && env[`GITHUB_${name.toUpperCase()}`]) ?? ''
  }
  const literal = (value = '') =>
    value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => known(expression))
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { default: value }]) => [name, literal(value)]),
  )
}
