/** A text of any length: `start`, then any number of copies of `piece`, then `end`. */
export interface Shape {
  start: string
  piece: string
  end: string
}

export const textOfShape = ({ start, piece, end }: Shape, length: number): string =>
  start + piece.repeat(Math.ceil(length / piece.length)) + end

/** Pieces that make a careless parser or regular expression take quadratic time if they are repeated. */
export const hostilePieces: readonly string[] = [
  ...[' ', '\t', '\n', '\r\n', '\r', ' \n', '\u00a0', '\u2028', '\u200b', '\u202e', '\ufeff', '\ud800'],
  ...['a', '0', 'é', '👩‍👩‍👧', 'a ', ' a', 'a\n', 'a: ', 'a:', ': ', 'a: b\n', '- ', '- a\n', '-', '--', '_'],
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '[]',
    '{}',
    '[0, ',
    '[0,9],',
    '(0,',
    'NOT (',
    '{a: ',
    '[[',
    '}]',
    ',',
    ', ',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\"',
    '`',
    '``',
    "''",
    '"a" ',
    '#',
    ' #',
    '# ',
    '#a',
    ' # a',
    '&',
    '&a ',
    '*a ',
    '!',
    '|',
    '>',
  ],
  ...[
    '%',
    '%20',
    '%e0',
    '=',
    'a=b&',
    '?',
    '/',
    '//',
    'a/',
    '../',
    '.',
    '@',
    ';',
    ';;',
    '$',
    '${',
    '$' + '{a}',
    '@{',
    '@{a}',
  ],
  ...[
    '<',
    '>',
    '</',
    '<a',
    '<a>',
    '<script',
    '<style>',
    '<!--',
    '-->',
    '<p',
    '::',
    '##[',
    '::a::',
    '-- ',
    '/*',
    '*/',
  ],
  ...[
    'view: a ',
    'view: a {',
    'view: +a {}',
    'sql: a ;;',
    'sql: ',
    'constant: a { value: "',
    'dashboard: a\n',
    'w-',
    'www.',
  ],
  ...[
    '<!-- part {',
    '<!-- rest 1 -->\n',
    '<!-- running [] -->\n',
    '<!-- running [',
    '<!-- /running -->\n',
    '] -->\n',
    '<!-- looker-snapshot {',
    '<!-- captions {',
    '} -->\n',
    'https://a/',
    'dashboards/42 ',
    'dashboards/42\n',
    'looks/7,',
    '1, ',
    '1\n',
  ],
]

/** Measurements below this CPU time are mostly noise. */
const noiseMs = 10
const tries = 6

/** Creates data of this size, and returns the function to measure. */
export type Preparation = (size: number) => () => unknown

/**
 * Returns the factor by which the CPU time grows when the size doubles: about 2 for a linear function, about 4 for a
 * quadratic function. Compares the shortest of several measurements, because other processes only add time.
 */
export async function growthOf(prepare: Preparation, size: number, most: number): Promise<number> {
  let [least, leastDouble] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const growth = () => (leastDouble + noiseMs) / (least + noiseMs)
  for (let attempt = 0; attempt < tries; attempt += 1) {
    leastDouble = Math.min(leastDouble, await workOf(prepare(2 * size)))
    if (leastDouble + noiseMs <= most * noiseMs) return 1
    least = Math.min(least, await workOf(prepare(size)))
    if (growth() <= most) break
  }
  return growth()
}

async function workOf(action: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await action()
  return process.cpuUsage(before).user / 1000
}
