import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasGit } from '../testkit/looker/lookml-repository.ts'
import type { Run, Story } from './model.ts'
import { type Options, readOptions, UsageError, usage } from './options.ts'
import { renderPage } from './page/page.ts'
import { filesAfter, type Plan, type Push, pushesOf } from './plan.ts'
import { runAction } from './run-action.ts'
import { saveFiles } from './save-files.ts'
import { hasLookml, type Stage, setStage } from './stage.ts'

/*
 * The demo: what the action makes of a pull request, on this machine.
 *
 * start.mjs installs what is missing and starts this file. options.ts reads the command line, plan.ts says what
 * happens in the repository, stage.ts sets up a simulated Looker and GitHub, run-action.ts runs dist/index.js for
 * each push as GitHub's runner does. save-files.ts then writes what the links lead to, and page/ the page that shows
 * it: demo/out/index.html.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'demo', 'out')
/** The later of two runs has the larger id. */
const firstRun = 1658821493

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options) process.exitCode = await demonstrate(options)
  else console.log(usage)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

/** Runs the action for each push and shows what came of it; gives the last run's exit code. */
async function demonstrate(options: Options): Promise<number> {
  if (!existsSync(join(root, 'dist', 'index.js')))
    throw new UsageError('dist/ is missing. Run: npm run build')
  const { plan, inputs, looker: own } = options
  if (hasLookml(plan) && !hasGit)
    throw new UsageError('The demo keeps its LookML in a git repository. Install git, then try again')
  await using stage = await setStage(plan, own)
  const deployedBefore = stage.project?.deployed?.ref
  const { runs, code } = await runAll(options, stage)
  const [first, ...others] = runs
  // Inputs that could not be read, say: there are no results, and the log above tells why.
  if (!first || runs.some(({ results }) => results.length === 0)) return code || 1
  const { looker, simulated, github, pull } = stage
  const story: Story = {
    looker: { url: looker.url, simulated },
    deployedBefore,
    repository: github.repository,
    pull,
    plan,
    inputs,
    runs: [first, ...others],
  }
  await writeFile(join(out, 'index.html'), renderPage(story, await saveFiles(story, github, out)))
  console.log(describeResult(others.at(-1) ?? first))
  return code
}

async function runAll({ plan, inputs }: Options, stage: Stage) {
  let interrupted = false
  // Ctrl+C reaches the action, too: stay, to show how it ends.
  process.on('SIGINT', () => {
    interrupted = true
  })
  const runs: Run[] = []
  let code = 0
  for (const [place, push] of pushesOf(plan).entries()) {
    console.log(`${place > 0 ? '\n' : ''}${describePush(push, stage, plan)}\n`)
    // As a job's workspace, it begins empty; the last one's stays, for people to look into.
    await rm(out, { recursive: true, force: true })
    await mkdir(out, { recursive: true })
    const job = { id: String(firstRun + place), workspace: out, inputs, files: filesAfter(plan, push) }
    const acted = await runAction(stage, push, job)
    runs.push(acted.run)
    code = acted.code
    // Where a part could not be rendered, the pull request shows what becomes of it.
    if (interrupted || acted.run.results.every(({ status }) => status === 'failure')) break
  }
  return { runs, code }
}

function describePush(push: Push, { pull }: Stage, { recording }: Plan): string {
  const where = push === recording ? `a push to ${pull.base}` : `pull request #${pull.number}`
  return `Running dist/index.js as GitHub's runner does, for ${where}, “${push.message}”`
}

function describeResult({ comment, outputs, results }: Run): string {
  const folder = relative(process.cwd(), out)
  const done = results.filter(result => result.status === 'success').length
  const changed = outputs.changed ? `, ${outputs.changed} changed` : ''
  const why =
    done < results.length ? `; the ${comment ? 'comment' : 'job summary'} says why the rest was not` : ''
  return [
    '',
    `The step's status is ${outputs.status ?? 'failure'}: ${done} of ${results.length} rendered${changed}${why}.`,
    '',
    `The pull request, and all the rest, for your browser:  ${join(folder, 'index.html')}`,
    ...(done > 0
      ? [`The rendered files:                                    ${join(folder, outputs.directory ?? '')}`]
      : []),
  ].join('\n')
}
