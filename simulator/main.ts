import { parseArgs } from 'node:util'
import { startSimulator } from './server.ts'

const usage = `A simulated Looker on 127.0.0.1.

  npm run simulator -- [options]

  --port <number>            default 8080; 0 takes any free port
  --slots <number>           render tasks drawn at once, default 2
  --render-seconds <number>  how long a task takes, default 3
  --token-seconds <number>   how long a token lives, default 3600
  --project <id>=<path>      a LookML project and its git repository; may be given more than once
  --help

While it runs, faults can be added, dashboards changed, commits deployed, and branches checked out:

  curl <url>/simulator/faults -d '{"on": "create", "target": "42", "effect": {"status": 429}}'
  curl <url>/simulator/faults -d '{"on": "results", "times": 2, "effect": {"cut": true}}'
  curl <url>/simulator/faults -X DELETE
  curl <url>/simulator/edits -d '{"dashboard": "42", "changes": [{"measure": "Revenue", "times": 0.9}]}'
  curl <url>/simulator/edits -d '{"dashboard": "42", "changes": [{"tile": "Revenue by region", "as": "column"}]}'
  curl <url>/simulator/edits -X DELETE
  curl <url>/simulator/deploys -d '{"project": "thelook", "ref": "my-branch"}'
  curl <url>/simulator/branches -d '{"project": "thelook", "branch": "my-branch", "user": "1"}'

simulator/model.ts lists the faults and the changes.
`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    slots: { type: 'string', default: '2' },
    'render-seconds': { type: 'string', default: '3' },
    'token-seconds': { type: 'string', default: '3600' },
    project: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stdout.write(usage)
} else {
  const simulator = await startSimulator({
    port: numberOption('port'),
    slots: numberOption('slots'),
    renderSeconds: numberOption('render-seconds'),
    tokenSeconds: numberOption('token-seconds'),
    projects: values.project.map(projectOf),
  })
  process.stdout.write(`A simulated Looker listens. Ctrl+C ends it.

LOOKERSDK_BASE_URL=${simulator.url}
LOOKERSDK_CLIENT_ID=${simulator.clientId}
LOOKERSDK_CLIENT_SECRET=${simulator.clientSecret}
`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => simulator.close())
}

function projectOf(option: string): { id: string; repository: string } {
  const [, id, repository] = /^([^=]+)=(.+)$/.exec(option) ?? []
  if (id && repository) return { id, repository }
  process.stderr.write(`--project takes <id>=<path of a git repository>, not "${option}"\n`)
  process.exit(2)
}

function numberOption(name: 'port' | 'slots' | 'render-seconds' | 'token-seconds'): number {
  const number = Number(values[name])
  if (values[name] !== '' && number >= 0) return number
  process.stderr.write(`--${name} takes a number, not "${values[name]}"\n`)
  process.exit(2)
}
