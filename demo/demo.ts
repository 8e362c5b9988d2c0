import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasGit } from '../testkit/looker/lookml-repository.ts'
import { headlineOf, latestOf, type Run, type Story } from './model.ts'
import { type Looker, type Options, readOptions, UsageError, usage } from './options.ts'
import { renderPage, type ShownStory } from './page/page.ts'
import { filesAfter, hasLookml, type Plan, type Push } from './plan.ts'
import { runAction } from './run-action.ts'
import { saveFiles } from './save-files.ts'
import { type Stage, setStage } from './stage.ts'

/*
 * The demo runs the action for a pull request, and shows the results. No real Looker or GitHub is needed.
 *
 * start.mjs installs missing packages and starts this file. options.ts reads the command line. stories.ts plans the
 * events in the repository. stage.ts starts a simulated Looker and a simulated GitHub. For each event, run-action.ts runs
 * dist/index.js as GitHub's runner does. page/ writes the page demo/out/index.html, and save-files.ts writes the files
 * to which the page links.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'demo', 'out')
const page = join(out, 'index.html')
/** The id of the first workflow run. Each later run has a larger id. */
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

/** Runs each story and writes the page. Returns the last exit code of the action. */
async function demonstrate({ plans, looker }: Options): Promise<number> {
  if (!existsSync(join(root, 'dist', 'index.js')))
    throw new UsageError('dist/ is missing. Run: npm run build')
  if (plans.some(hasLookml) && !hasGit)
    throw new UsageError('The demo keeps its LookML in a git repository. Install git, then try again')
  console.log(
    'Looker Snapshot shows what a pull request changes in Looker: numbers, broken tiles, pictures.\n',
  )
  await rm(out, { recursive: true, force: true })
  const interruption = watchInterruption()
  const shown: ShownStory[] = []
  let code = 0
  for (const plan of plans) {
    if (interruption.happened) break
    const played = await playStory(plan, looker, interruption)
    code = played.code || code
    if (played.story) shown.push(played.story)
  }
  const [first] = shown
  // If a story has no results, the log on the terminal explains why.
  if (!first) return code || 1
  await writeFile(page, renderPage(shown))
  for (const { story } of shown) console.log(describeResult(story))
  console.log(`\nThe page with everything, for your browser: ${relative(process.cwd(), page)}`)
  return code
}

/**
 * Records whether the user has pressed Ctrl+C. The key also interrupts the action. The demo continues, so that users
 * can see how the action ends.
 */
function watchInterruption(): { happened: boolean } {
  const interruption = { happened: false }
  process.on('SIGINT', () => {
    interruption.happened = true
  })
  return interruption
}

async function playStory(plan: Plan, own: Looker | undefined, interruption: { happened: boolean }) {
  await using stage = await setStage(plan, own)
  const deployedBefore = stage.project?.deployed?.ref
  const { runs, code } = await runAll(plan, stage, interruption)
  const [first, ...others] = runs
  if (!first || runs.some(({ results }) => results.length === 0)) return { code }
  const { looker, simulated, github, pull } = stage
  const story: Story = {
    plan,
    looker: { url: looker.url, simulated },
    deployedBefore,
    repository: github.repository,
    pull,
    runs: [first, ...others],
  }
  return { code, story: { story, local: await saveFiles(story, github, out) } }
}

async function runAll(plan: Plan, stage: Stage, interruption: { happened: boolean }) {
  const workspace = join(out, plan.name)
  const runs: Run[] = []
  let code = 0
  for (const [place, push] of plan.pushes.entries()) {
    console.log(`${describePush(plan, push, stage)}\n`)
    // Each job begins with an empty workspace, and leaves its files there. The files of the last job remain after the
    // demo.
    await rm(workspace, { recursive: true, force: true })
    await mkdir(workspace, { recursive: true })
    const job = {
      id: String(firstRun + place),
      workspace,
      inputs: plan.inputs,
      files: filesAfter(plan, push),
    }
    const acted = await runAction(stage, push, job)
    console.log('')
    runs.push(acted.run)
    code = acted.code
    if (interruption.happened || acted.run.results.every(({ status }) => status === 'failure')) break
  }
  return { runs, code }
}

function describePush({ title }: Plan, { event, message }: Push, { pull }: Stage): string {
  const cause =
    event === 'pull_request'
      ? `pull request #${pull?.number}, “${message}”`
      : event === 'push'
        ? `a push to main, “${message}”`
        : `the schedule “${message}”`
  return `${title}: running dist/index.js for ${cause}`
}

function describeResult(story: Story): string {
  const folder = join(relative(process.cwd(), out), story.plan.name)
  return `${story.plan.title}: ${headlineOf(latestOf(story))}. Files: ${folder}`
}
