import { parseArgs } from 'node:util'
import { type Plan, planStory, planTargets } from './plan.ts'

export interface Looker {
  url: string
  clientId: string
  clientSecret: string
}

export interface Options {
  /** Missing: the simulated one. */
  looker?: Looker
  plan: Plan
  /** Of the action, beside how to log in and what to render. */
  inputs: Record<string, string>
}

export const usage = `Runs the built action as GitHub's runner does, for a push to main and for a pull request, and shows what comes of it.

  npm run demo                                    a simulated Looker, with targets that show what it can do
  npm run demo -- dashboards/7 'looks/3'          the simulated Looker, your targets

With LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET set, it renders from that Looker:

  npm run demo -- 'dashboards/42?Region=EMEA' looks/7

A target is what stands in Looker's address bar, as a whole URL or as its path.
GitHub is simulated in any case: nothing leaves this machine but the requests to your Looker.
The result is in demo/out/: index.html, and beside it all that its links lead to.`

/** A message for the person at the terminal, without a stack. */
export class UsageError extends Error {}

const variables = ['LOOKERSDK_BASE_URL', 'LOOKERSDK_CLIENT_ID', 'LOOKERSDK_CLIENT_SECRET'] as const

/** What the command line and the environment ask for; `undefined` where they ask for help. Throws UsageError. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const looker = readLooker(env)
  if (looker && positionals.length === 0) {
    throw new UsageError(
      `Which targets should ${looker.url} render? For example: npm run demo -- dashboards/42 looks/7`,
    )
  }
  const inputs = { compare: 'base' }
  if (positionals.length === 0)
    return { inputs: { ...inputs, deploy: 'thelook', 'only-affected': 'true' }, plan: planStory() }
  const targets = positionals.map(target => `- ${quoted(target)}\n`).join('')
  return { ...(looker && { looker }), inputs, plan: planTargets(targets) }
}

const quoted = (target: string) => (/^[a-z][\w/?=&%+.:-]*\w$/i.test(target) ? target : JSON.stringify(target))

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`)
  }
}

function readLooker(env: NodeJS.ProcessEnv): Looker | undefined {
  const [url, clientId, clientSecret] = variables.map(name => env[name])
  if (url && clientId && clientSecret) return { url, clientId, clientSecret }
  const missing = variables.filter(name => !env[name])
  if (missing.length === variables.length) return undefined
  throw new UsageError(
    `For a Looker of your own, set ${missing.join(' and ')}, too; for the simulated one, unset the others.`,
  )
}
