import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { probe, tableOf } from './probe.ts'

const usage = `Asks a real Looker what its documentation leaves open, and prints a Markdown table for an issue.

  npm run probe -- --project <id> --head <commit or branch> --dashboard <id> --tile <title> [--tile-name <name>]

Set LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET. The API user needs develop, explore and see_sql.
The commit has to change the results of the tile. For a LookML dashboard (model::name) it should change the dashboard's
file, too. --tile-name is the tile's name in LookML.

The probe makes at most 20 calls beside log-in and log-out. It checks out a temporary branch for the API user, which
Looker pushes to the repository, and restores the branch that was checked out. The table has no field names and no data.
`

process.exitCode = await main()

async function main(): Promise<number> {
  const options = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      project: options,
      head: options,
      dashboard: options,
      tile: options,
      'tile-name': options,
      help: { type: 'boolean' },
    },
  })
  const { project, head, dashboard, tile, 'tile-name': tileName } = values
  const {
    LOOKERSDK_BASE_URL: url,
    LOOKERSDK_CLIENT_ID: clientId,
    LOOKERSDK_CLIENT_SECRET: clientSecret,
  } = process.env
  if (values.help || !project || !head || !dashboard || !tile || !url || !clientId || !clientSecret) {
    console.log(usage)
    return values.help ? 0 : 2
  }
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort())
  const wait = (milliseconds: number) => sleep(milliseconds, undefined, { signal: interruption.signal })
  const key = { url: url.replace(/\/+$/, ''), clientId, clientSecret }
  const effects = { sleep: wait, signal: interruption.signal }
  const findings = await probe(key, { project, head, dashboard, tile, tileName }, effects)
  const { failure, leftBehind } = findings
  console.log(tableOf(findings))
  if (failure !== undefined) console.error(`\nThe probe ended early: ${failure}`)
  for (const words of leftBehind) console.error(`\n${words}`)
  return failure !== undefined || leftBehind.length > 0 ? 1 : 0
}
