/**
 * Returns the defaults that `action.yml` declares. The runner applies them to absent inputs, but not to inputs that are
 * set to an empty text. Only the runner can evaluate expressions: `github.…` is also in the environment, all other
 * expressions are left out.
 */
export function readActionDefaults(
  actionYml: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const evaluate = (expression: string) => {
    const name = /^github\.(\w+)$/.exec(expression.trim())?.[1]
    return (name && env[`GITHUB_${name.toUpperCase()}`]) ?? ''
  }
  const evaluateAll = (value: string) =>
    value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression))
  return Object.fromEntries(
    declaredInputs(actionYml).map(([name, declaration]) => [name, evaluateAll(readDefault(declaration))]),
  )
}

/** Splits the inputs of our own `action.yml` without a YAML parser. A test compares this with a real parser. */
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
