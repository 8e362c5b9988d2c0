import { toFault } from '../errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { Looker } from '../looker/connect.ts'
import { readObject } from '../looker/http.ts'
import { logOut } from '../looker/session.ts'
import type { Fault } from '../model.ts'
import type { ApiCalls } from '../results.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { connectInDevMode, devProjectOf } from './dev-project.ts'
import { unavailableProject } from './other-projects.ts'
import { createQueryRunners, type QueryAnswer, queryTimeLimitMs, refusedModelHint } from './run-queries.ts'
import type { QueryBody } from './tile-queries.ts'

interface AccessOptions {
  /** The project of `dev-mode`, and then the other projects whose models the check uses. */
  projects: readonly [string, ...string[]]
  /** Queries whose SQL is requested, to find out whether the API user may query their models and see SQL. */
  samples: readonly QueryBody[]
  secrets: Secrets
}

interface DevAccess {
  problems: Fault[]
  apiCalls: ApiCalls
}

/** Checks the permissions that a branch check needs. Does not change anything and does not throw. */
export async function checkAccess(context: RunContext, options: AccessOptions): Promise<DevAccess> {
  const { world, deadlines } = context
  const dev = connectInDevMode(context, options.secrets, deadlines.check)
  try {
    return { problems: await findProblems(context, dev, options), apiCalls: dev.apiCalls }
  } catch (error) {
    return { problems: [toFault(error)], apiCalls: dev.apiCalls }
  } finally {
    await logOut([dev], world.cancelled)
  }
}

async function findProblems(
  { inputs, deadlines }: RunContext,
  { host, session, loggedIn }: Looker,
  { projects: [project, ...others], samples, secrets: { clean } }: AccessOptions,
): Promise<Fault[]> {
  const signal = deadlines.check
  const { send } = session
  await loggedIn
  const readBranch = (id: string) => devProjectOf({ id, host, send, clean }).checkedOut(signal)
  await readBranch(project)
  const unavailable = others.map(id =>
    readBranch(id).then(
      () => [],
      error => unavailableProject(id, error),
    ),
  )
  const limits = { concurrency: inputs.pace.concurrency, timeLimit: queryTimeLimitMs }
  const runner = createQueryRunners({ send, host, clean, signal, ...limits })()
  const answers = await Promise.all(
    samples.map(async sample => ({ sample, answer: await runner.sql(sample) })),
  )
  const isForbidden = answers.some(({ answer }) => answer.kind === 'forbidden')
  return [
    ...(await Promise.all(unavailable)).flat(),
    ...answers.flatMap(({ sample, answer }) => queryProblem(sample, answer) ?? []),
    ...(isForbidden ? [sqlProblem(inputs.branchCheck?.numbers === true)] : []),
    ...((await hasPersonalFolder({ host, session }, signal)) ? [] : [noPersonalFolder]),
  ]
}

/** @returns undefined if Looker answers the query, or if the API user may only not see SQL */
function queryProblem({ model }: QueryBody, answer: QueryAnswer<string>): Fault | undefined {
  if (answer.kind === 'answer' || answer.kind === 'forbidden') return undefined
  const { message, hint } = answer.error
  const isRefused = answer.kind === 'failing' && answer.mayBeRefused
  return {
    message: `A query of the model ${model} fails: ${message}`,
    hint: isRefused ? refusedModelHint(model) : hint,
  }
}

const sqlProblem = (isWithNumbers: boolean): Fault => ({
  message: 'The API user may not see SQL',
  hint: `Give the API user a role with the permission see_sql for the project's models.${
    isWithNumbers
      ? ' Until then, the results of every affected tile are compared, which takes more query calls.'
      : ' With numbers: false, results are not compared either.'
  }`,
})

const noPersonalFolder: Fault = {
  message: 'The API user has no personal folder, so changed LookML dashboards cannot be drawn',
  hint: 'Give the API user a role that may save dashboards, and let Looker create a personal folder for it. Numbers and SQL do not need this folder.',
}

/** Without a personal folder, `personal_folder_id` of `GET /user` is null (API 4.0). */
async function hasPersonalFolder(
  { host, session }: Pick<Looker, 'host' | 'session'>,
  signal: AbortSignal,
): Promise<boolean> {
  const read = readObject(host, 'user', ({ personal_folder_id: id }) => typeof id === 'string' && id !== '')
  return session.send({ method: 'GET', path: '/user', query: { fields: 'personal_folder_id' } }, read, signal)
}
