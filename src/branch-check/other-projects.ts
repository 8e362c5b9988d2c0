import { asActionError } from '../errors.ts'
import type { Looker } from '../looker/connect.ts'
import { readObject } from '../looker/http.ts'
import type { Fault } from '../model.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { isProjectId, NoDevelopError } from './dev-project.ts'
import type { QueryRunner } from './run-queries.ts'

/*
 * Models of other LookML projects. Such a project may import this one. In development mode, its LookML comes from the
 * API user's own copy, which may be old, so the project needs a temporary branch at production's commit.
 */

/** The projects of models that this project does not define, by model. The value is a fault if the project is unknown. */
export type OtherProjects = ReadonlyMap<string, string | Fault>

export const otherProjectIds = (projects: OtherProjects): string[] => [
  ...new Set([...projects.values()].filter(project => typeof project === 'string')),
]

interface ModelsOptions {
  /** The project of `dev-mode`. Its models are left out. */
  project: string
  looker: Looker
  clean: Secrets['clean']
  signal: AbortSignal
}

/** Sends an administrative call for each model. */
export async function findOtherProjects(
  models: readonly string[],
  options: ModelsOptions,
): Promise<OtherProjects> {
  const found = await Promise.all(
    models.map(async model => [model, await findProject(model, options)] as const),
  )
  return new Map(found.filter(([, project]) => project !== options.project))
}

async function findProject(
  model: string,
  { looker: { host, session }, clean, signal }: ModelsOptions,
): Promise<string | Fault> {
  const read = readObject(host, 'LookML model', ({ project_name: name }) =>
    isProjectId(name) && clean(name) === name ? name : undefined,
  )
  const path = `/lookml_models/${encodeURIComponent(model.toWellFormed())}`
  const call = { method: 'GET', path, query: { fields: 'project_name' } } as const
  try {
    return (await session.send(call, read, signal)) ?? unknownProject(model, 'the name is missing')
  } catch (error) {
    signal.throwIfAborted()
    return unknownProject(model, asActionError(error).message)
  }
}

const unknownProject = (model: string, reason: string): Fault => ({
  message: `Looker does not name the LookML project of the model ${model} (${reason}), so the model cannot be checked on a branch`,
  hint: `Give the API user's role access to the model ${model}. If production does not have this model, correct the tiles.`,
})

/** @param error the reason why the project has no temporary branch */
export function unavailableProject(project: string, error: unknown): Fault {
  const { message, hint } = asActionError(error)
  return {
    message: `The LookML project ${project} could not be checked out at production's commit: ${message}`,
    hint:
      error instanceof NoDevelopError
        ? `Give the API user's role the permission develop for the models of the project ${project}.`
        : hint,
  }
}

/** Returns the reason why a model cannot be queried on a branch. Returns undefined if it can be queried. */
export function modelFault(
  model: string,
  projects: OtherProjects,
  unavailable: ReadonlyMap<string, unknown>,
): Fault | undefined {
  const project = projects.get(model)
  if (typeof project !== 'string') return project
  return unavailable.has(project) ? unavailableProject(project, unavailable.get(project)) : undefined
}

/** Sends no queries of models that have a fault. */
export function withoutFaultyModels(
  runner: QueryRunner,
  faultOf: (model: string) => Fault | undefined,
): QueryRunner {
  const unless = <T>(fault: Fault | undefined, ask: () => Promise<T>) =>
    fault ? Promise.resolve({ kind: 'unknown', error: fault } as const) : ask()
  return {
    sql: body => unless(faultOf(body.model), () => runner.sql(body)),
    results: body => unless(faultOf(body.model), () => runner.results(body)),
  }
}
