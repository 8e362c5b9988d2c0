import { maxQueries } from '../branch-report.ts'
import { type ActionError, toFault } from '../errors.ts'
import type { Fault } from '../model.ts'
import { type Depth, failsOnBoth, type PairAnswers, type QueryPair, type SideAnswers } from './check-tile.ts'
import { queriesOf } from './limit-queries.ts'
import type { ResultTable } from './query-result.ts'
import { type QueryAnswer, refusedModelHint } from './run-queries.ts'
import type { CheckSide } from './temporary-branch.ts'
import { type QueryBody, queryKey, type TileQuery } from './tile-queries.ts'

/** The answers of each side, by query key. */
export interface Answers {
  base: Map<string, SideAnswers>
  head: Map<string, SideAnswers>
  again: Map<string, QueryAnswer<ResultTable>>
  /** Production's answers to the queries that fail on both sides. */
  production: Map<string, QueryAnswer<unknown>>
  /** Undefined if unknown, or if no query needs it. */
  productionState?: ProductionState | undefined
}

/**
 * Whether production has the commit of the merge base, an older commit that the merge base contains, or another one, for
 * example a newer commit of the base branch.
 */
export type ProductionState = 'same' | 'older' | 'other'

interface AskedQueries {
  pairs: readonly QueryPair[]
  keys: Readonly<Record<CheckSide, ReadonlySet<string>>>
  answers: Answers
}

export function answersOf(
  { base, head }: QueryPair,
  { base: ofBase, head: ofHead, again }: Answers,
): PairAnswers {
  return {
    base: base && ofBase.get(queryKey(base.body)),
    head: head && ofHead.get(queryKey(head.body)),
    again: base && again.get(queryKey(base.body)),
  }
}

interface CompletionOptions {
  depth: Depth
  isConfirmed: boolean
  /** The reason why the check ended early. */
  problem: ActionError | undefined
  /** Whether the LookML of this side certainly defines the Explore. */
  definesExplore(side: CheckSide, id: { model: string; name: string }): boolean
}

/**
 * Returns a function that gives a query the answer `unknown`, with the reason, if it has no answer, if Looker refuses
 * its model or its Explore, or if it fails on both sides, runs in production, and may run on the base branch, too.
 */
export function answerCompleter(
  { pairs, keys, answers }: AskedQueries,
  { depth, isConfirmed, problem, definesExplore }: CompletionOptions,
): (pair: QueryPair) => PairAnswers {
  const unanswered = unknownAnswer(problem ? toFault(problem) : unansweredFault)
  const refusedModels = findRefusedModels({ pairs, answers })
  return pair => {
    const isOmitted = (['base', 'head'] as const).some(side => {
      const query = pair[side]
      return query && !keys[side].has(queryKey(query.body))
    })
    const unknown = isOmitted ? unknownAnswer(omittedFault) : unanswered
    const found = answersOf(pair, answers)
    const production = productionOf(pair, answers)
    const instead = failsOnBoth(found) && answerInstead(found, production ?? unknown, answers.productionState)
    const refusedOn = sidesOfRefusal(found, production)
    const isRefused = ({ model, view }: QueryBody) =>
      refusedOn.some(side => definesExplore(side, { model, name: view }))
    const complete = ({ body }: TileQuery, answer: SideAnswers | undefined): SideAnswers => ({
      sql:
        instead ||
        (refusedModels.has(body.model) && refusedModel(body.model)) ||
        (isRefused(body) && refusedExplore(body, refusedOn)) ||
        (answer?.sql ?? unknown),
      ...(depth !== 'sql' && { results: answer?.results ?? unknown }),
    })
    return {
      ...(pair.base && { base: complete(pair.base, found.base) }),
      ...(pair.head && { head: complete(pair.head, found.head) }),
      ...(isConfirmed && pair.base && { again: found.again ?? unknown }),
    }
  }
}

const unknownAnswer = (error: Fault) => ({ kind: 'unknown', error }) as const

const unansweredFault: Fault = { message: 'The query was not sent to Looker', hint: 'Run the job again.' }

const omittedFault: Fault = {
  message: `At most ${maxQueries} queries are run for each commit`,
  hint: 'Split the targets among several jobs with shard, and give each job its own API user.',
}

const productionOf = ({ head }: QueryPair, { production }: Answers) =>
  head && production.get(queryKey(head.body))

/** If the API user may not see SQL, Looker answers `forbidden` to a query that it can run. */
export const isRun = (answer: QueryAnswer<unknown> | undefined): boolean =>
  answer?.kind === 'answer' || answer?.kind === 'forbidden'

/**
 * Returns the answer of a query that fails on both sides, if production's answer says more. If production is older than
 * the merge base and Looker cannot write the SQL, a commit of the base branch is the cause. Otherwise the effect of the
 * pull request is unknown.
 * @returns undefined if the query fails in production, too
 */
function answerInstead(
  { base, head }: PairAnswers,
  production: QueryAnswer<unknown>,
  state: ProductionState | undefined,
): QueryAnswer<never> | undefined {
  if (production.kind === 'failing') return undefined
  if (production.kind === 'unknown') return production
  const reason = [head?.sql, head?.results].find(answer => answer?.kind === 'failing')
  if (state === 'older' && hasNoSql(base) && hasNoSql(head) && reason?.kind === 'failing')
    return { kind: 'failing', error: { message: reason.error.message, hint: `${undeployed} ${deployHint}` } }
  const words = reason?.kind === 'failing' ? ` (${reason.error.message})` : ''
  const { message, hint } = productionFaults[state ?? 'other']
  return unknownAnswer({ message: `${message}${words}`, hint })
}

/** Whether Looker says that the query does not fit the LookML. Another reason may be a refusal of the model. */
const hasNoSql = (answers: SideAnswers | undefined): boolean =>
  answers?.sql.kind === 'failing' && !answers.sql.mayBeRefused

const undeployed = 'Production is older than the merge base, and the query still runs there.'
const deployHint = 'Deploy the base branch to production in Looker, or correct the tile.'

const productionFaults: Record<ProductionState, Fault> = {
  older: {
    message: 'The query fails on both commits and runs in production, which is older than the merge base',
    hint: deployHint,
  },
  same: {
    message: 'The query fails on both commits and runs in production, which has the commit of the merge base',
    hint: 'Run the job again. If this happens each time, open the tile in Looker in development mode, and correct the LookML or the tile.',
  },
  other: {
    message:
      'Production has LookML that this branch lacks: the query runs in production and fails on both commits',
    hint: "Merge the base branch into the pull request's branch. If the base branch lacks this LookML, too, merge the branch that is in production. If the pull request's branch already contains production's commit, deploy the base branch to production in Looker, or correct the tile.",
  },
}

/**
 * Finds the models of which Looker refuses all queries, on both sides and in production. The API user then probably
 * lacks access to the model, and nothing was checked.
 */
function findRefusedModels({ pairs, answers }: Omit<AskedQueries, 'keys'>): ReadonlySet<string> {
  const models = new Set(queriesOf(pairs, 'head').map(({ body }) => body.model))
  const isRefused = (side: CheckSide, model: string) => {
    const own = pairs.filter(pair => pair[side]?.body.model === model)
    return own.length > 0 && own.every(pair => isRefusedOn(answersOf(pair, answers)[side]))
  }
  const runsInProduction = (model: string) =>
    pairs.some(pair => pair.head?.body.model === model && isRun(productionOf(pair, answers)))
  return new Set(
    [...models].filter(
      model => isRefused('base', model) && isRefused('head', model) && !runsInProduction(model),
    ),
  )
}

function isRefusedOn(answers: SideAnswers | undefined): boolean {
  const answer = answers?.sql.kind === 'forbidden' ? answers.results : answers?.sql
  return answer?.kind === 'failing' && answer.mayBeRefused === true
}

/**
 * Returns the sides on which Looker may have refused the query because the API user lacks rights: both sides, if Looker
 * refuses the query in production, too, or only the head. Otherwise the query has another error.
 */
function sidesOfRefusal(
  { base, head }: PairAnswers,
  production: QueryAnswer<unknown> | undefined,
): readonly CheckSide[] {
  if (!isRefusedOn(head)) return []
  if (!isRefusedOn(base)) return base === undefined || isRun(base.sql) ? ['head'] : []
  return production?.kind === 'failing' && production.mayBeRefused ? ['base', 'head'] : []
}

const refusedModel = (model: string): QueryAnswer<never> =>
  unknownAnswer({
    message: `Looker refuses all queries of the model ${model} on both commits`,
    hint: refusedModelHint(model),
  })

/**
 * Looker hides an Explore from users who lack a user attribute of its `required_access_grants`
 * (https://cloud.google.com/looker/docs/reference/param-explore-required-access-grants).
 */
const refusedExplore = ({ model, view }: QueryBody, { length }: readonly CheckSide[]): QueryAnswer<never> =>
  unknownAnswer({
    message: `Looker refuses a query of the Explore ${model}::${view} ${length > 1 ? 'on both commits' : 'only on the head'}, although the LookML defines this Explore`,
    hint: `Give the API user the user attributes that required_access_grants of the Explore, its views and its joins demand, and a role that contains the model ${model} and the permissions access_data and see_sql. If the LookML of the Explore has errors, correct them.`,
  })
