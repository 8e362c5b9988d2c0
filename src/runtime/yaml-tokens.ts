import { Lexer } from 'yaml'
import { withThousands } from './text.ts'

/**
 * The maximum number of tokens (words and punctuation marks) and escapes. The parser takes up to 15 µs for each of
 * them, so it takes at most 1.4 s. A LookML dashboard file of 256 KB has about 80,000 tokens.
 */
const maxYamlTokens = 90_000

/**
 * Yields the tokens of a YAML text.
 * @throws the error that `refuse` makes of a description such as `more than 90,000 words and punctuation marks`
 */
export function* boundedTokens(text: string, refuse: (excess: string) => Error): Generator<string> {
  let tokens = text.match(/\\/g)?.length ?? 0
  for (const token of new Lexer().lex(text)) {
    tokens += 1
    if (tokens > maxYamlTokens)
      throw refuse(`more than ${withThousands(maxYamlTokens)} words and punctuation marks`)
    yield token
  }
}
