import { parseArgs } from 'node:util'
import type { Plan } from './plan.ts'
import { planStory, planTargets, storyNames } from './stories.ts'

export interface Looker {
  url: string
  clientId: string
  clientSecret: string
}

export interface Options {
  /** The user's own Looker. If undefined, the demo uses the simulated Looker. */
  looker?: Looker
  plans: readonly Plan[]
}

export const usage = `Shows what Looker Snapshot does for a pull request: runs the built action as GitHub's runner does, and makes a page of the results.

  npm run demo                                    three stories on a simulated Looker
  npm run demo -- --story one-instance            one of them: ${storyNames.join(', ')}
  npm run demo -- dashboards/7 'looks/3'          your targets on the simulated Looker

To render from your own Looker, set LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET:

  npm run demo -- 'dashboards/42?Region=EMEA' looks/7

A target is an address from Looker's address bar, as a whole URL or only its path.
GitHub is always simulated: only your Looker gets requests from this machine.
The result is in demo/out/: index.html and the files that it links to.`

/** A message for the terminal, without a stack. */
export class UsageError extends Error {}

const variables = ['LOOKERSDK_BASE_URL', 'LOOKERSDK_CLIENT_ID', 'LOOKERSDK_CLIENT_SECRET'] as const

/**
 * Reads the options of the command line. Returns undefined if the user asks for help.
 * @throws UsageError
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const looker = readLooker(env)
  if (positionals.length === 0) {
    if (looker)
      throw new UsageError(
        `Which targets should ${looker.url} render? For example: npm run demo -- dashboards/42 looks/7`,
      )
    return { plans: readStories(values.story).map(planStory) }
  }
  if (values.story !== undefined)
    throw new UsageError('A story has targets of its own. Leave out either --story or the targets.')
  const targets = positionals.map(target => `- ${quoted(target)}\n`).join('')
  return { ...(looker && { looker }), plans: [planTargets(targets)] }
}

function readStories(wanted: string | undefined) {
  const found = storyNames.filter(name => wanted === undefined || wanted === name)
  if (found.length === 0)
    throw new UsageError(`There is no story "${wanted}". The stories are: ${storyNames.join(', ')}.`)
  return found
}

const quoted = (target: string) => (/^[a-z][\w/?=&%+.:-]*\w$/i.test(target) ? target : JSON.stringify(target))

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, story: { type: 'string' } },
    })
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
    `To render from your own Looker, set ${missing.join(' and ')} as well. To use the simulated one, unset the others.`,
  )
}
