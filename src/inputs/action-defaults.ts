/**
 * The defaults that `action.yml` declares: the runner uses them for inputs that are absent, not for those given
 * empty. Its expressions are the runner's to evaluate; of them `github.…` stands in the environment too, and the
 * rest is left out.
 */
export function readActionDefaults(
  actionYml: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const known = (expression: string) => {
    const name = /^github\.(\w+)$/.exec(expression.trim())?.[1]
    return (name && env[`GITHUB_${name.toUpperCase()}`]) ?? ''
  }
  const literal = (value = '') =>
    value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => known(expression))
  return Object.fromEntries(
    declaredInputs(actionYml).map(([name, declaration]) => [name, literal(readDefault(declaration))]),
  )
}

/** The inputs by their names, each with the lines below it. Our own file needs no parser: a test holds this against one. */
function declaredInputs(actionYml: string): [name: string, declaration: string][] {
  const [, inputs = ''] = /^inputs:\n((?: .*\n|\n)*)/m.exec(actionYml) ?? []
  return inputs
    .split(/^ {2}(?=[^\s#])/m)
    .slice(1)
    .map(input => [input.slice(0, input.indexOf(':')), input])
}

function readDefault(declaration: string): string {
  const text = /^ {4}default:(.*)$/m.exec(declaration)?.[1]?.trim() ?? ''
  if (text.startsWith('"')) return String(JSON.parse(text))
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text
}
