import { htmlEscape as html } from 'escape-goat'
import { actionReference } from '../../scripts/action-reference.ts'
import { latestOf, type Run, type Story } from '../model.ts'
import { targetsFile } from '../plan.ts'
import type { LogLine } from '../read-log.ts'

export function showWorkflow(story: Story): string {
  return `<p class="say">The files in the repository:</p>
<div class="sources">
${source('.github/workflows/snapshots.yml', jobOf(story))}
${source(targetsFile, latestOf(story).files[targetsFile] ?? '')}
</div>`
}

const source = (file: string, yaml: string) =>
  `<figure class="card">${html`<figcaption><code>${file}</code></figcaption>`}<pre class="code">${highlight(yaml.trimEnd())}</pre></figure>`

// The workflow refers to secrets by name, because users may share the page.
function jobOf({ looker, plan: { inputs, pull, pushes } }: Story): string {
  const more = Object.entries(inputs).map(([name, value]) => `          ${name}: ${value}\n`)
  return `name: Snapshots
on:
${triggersOf(pushes)}${concurrencyOf(inputs)}permissions:
  contents: write # for the pictures
${pull ? '  pull-requests: write # for the comment\n' : ''}jobs:
  snapshot:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: ${actionReference()}
        with:
          base-url: ${looker.url}
          client-id: \${{ secrets.LOOKER_CLIENT_ID }}
          client-secret: \${{ secrets.LOOKER_CLIENT_SECRET }}
          targets-file: ${targetsFile}
${more.join('')}`
}

function triggersOf(pushes: Story['plan']['pushes']): string {
  const events = new Set(pushes.map(({ event }) => event))
  return [
    events.has('push') ? '  push: { branches: [main] } # records\n' : '',
    events.has('pull_request') ? '  pull_request:\n' : '',
    events.has('schedule') ? '  schedule: [{ cron: "0 6 * * 1" }] # Mondays at six, UTC\n' : '',
  ].join('')
}

/**
 * Returns the setting that allows only one run of the workflow at a time. An API user can check out only one branch at
 * a time, and a staging instance has only one deployment.
 */
function concurrencyOf(inputs: Story['plan']['inputs']): string {
  if (inputs['dev-mode']) return 'concurrency: { group: looker-dev-mode, queue: max } # one run at a time\n'
  return inputs.deploy ? 'concurrency: { group: looker-staging, queue: max } # one run at a time\n' : ''
}

function highlight(yaml: string): string {
  return html(yaml)
    .replaceAll(/(^|\s)(#.*)$/gm, '$1<i>$2</i>')
    .replaceAll(/^(\s*(?:- )?(?:\{ )?)([\w-]+)(?=: |:$)/gm, '$1<b>$2</b>')
}

export function showOutputs(values: Record<string, string>): string {
  const rows = Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<tr><th><code>${name}</code></th><td><pre>${pretty(value)}</pre></td></tr>`)
  return `<h4>Outputs</h4>
<table class="card outputs">${rows.join('')}</table>`
}

function pretty(value: string): string {
  return /^[[{]/.test(value) ? JSON.stringify(JSON.parse(value), null, 2) : value
}

/** As on GitHub, the log and its groups are folded. */
export function showLogs(runs: readonly Run[]): string {
  const folded = runs.map(
    ({ id, message, log }) =>
      `<details class="card log">${html`<summary>Run ${id}, “${message}”: ${log.length} lines</summary>`}${linesOf(log)}</details>`,
  )
  return `<h4>Log</h4>\n${folded.join('\n')}`
}

function linesOf(lines: readonly LogLine[]): string {
  const groups: { title?: LogLine; lines: LogLine[] }[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (line.kind === 'group') groups.push({ title: line, lines: [] })
    else if (last && (line.depth === 1) === (last.title !== undefined)) last.lines.push(line)
    else groups.push({ lines: [line] })
  }
  const body = groups.map(({ title, lines }) => {
    const shown = lines.map(({ kind, text }) => html`<div class="${kind}">${text || ' '}</div>`).join('')
    return title ? `${html`<details><summary>${title.text}</summary>`}${shown}</details>` : shown
  })
  return body.join('')
}
