import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type StoredArtifact, unzip } from '../../testkit/github/artifacts.ts'
import type { Evidence } from '../evidence.ts'
import { jobIdOf } from '../stage.ts'
import { type Check, mentions, mustHold } from './check.ts'
import { namesOf, renderedOf } from './files.ts'

/** Checks that the artifacts contain exactly the rendered files. A message must name each missing artifact. */
export const checkArtifacts: Check = evidence => {
  const { plan, stage, job, index, earlierArtifacts } = evidence
  const stored = stage.artifacts.artifacts.filter(
    ({ id, jobId }) => !earlierArtifacts.has(id) && jobId === jobIdOf(index),
  )
  const name = job.matrix ? `looker-snapshots-snapshot-${job.matrix.index}` : 'looker-snapshots-snapshot'
  const page = `${name}.html`
  const reports = stored.filter(artifact => artifact.name === page)
  const others = stored.filter(artifact => artifact.name !== page)
  const kind = plan.inputs.artifact
  return [
    ...(kind === 'zip' ? checkArchive(evidence, others, name) : checkSingles(evidence, others)),
    ...checkReport(evidence, reports, page),
    ...checkDoubles(evidence, stored),
  ]
}

function checkArchive(evidence: Evidence, stored: StoredArtifact[], name: string): string[] {
  const { outcome, cancelled } = evidence
  const { 'artifact-id': id, 'artifact-digest': digest } = outcome.outputs
  const rendered = renderedOf(outcome)
  const wrong = stored.filter(artifact => artifact.name !== name || !isArchiveOf(evidence, artifact))
  const linked = stored.find(artifact => String(artifact.id) === id)
  return [
    ...mustHold(
      wrong.length === 0,
      `An archive differs from the rendered files: ${wrong.map(each => each.name)}`,
    ),
    ...mustHold(!id || linked !== undefined, `There is no artifact ${id}`),
    ...mustHold(!linked || linked.hash === `sha256:${digest}`, `The digest of ${id} is wrong`),
    ...mustHold(
      id !== '' || rendered.length === 0 || cancelled !== undefined || mentions(outcome.errors, 'artifact'),
      'The archive is missing, and no message says so',
    ),
  ]
}

function isArchiveOf({ outcome }: Evidence, { bytes }: StoredArtifact): boolean {
  const files = unzip(bytes)
  const names = namesOf(outcome)
  return (
    files.size === names.length &&
    names.every(name => files.get(name)?.equals(onDisk(outcome, name)) === true)
  )
}

const onDisk = ({ workspace }: Evidence['outcome'], name: string) =>
  readFileSync(join(workspace, 'looker-snapshots', name))

function checkSingles({ plan, outcome, cancelled }: Evidence, stored: StoredArtifact[]): string[] {
  const rendered = renderedOf(outcome)
  const names = namesOf(outcome)
  const wrong = stored.filter(
    ({ name, bytes }) => !names.includes(name) || !bytes.equals(onDisk(outcome, name)),
  )
  const missing = rendered.filter(
    ({ artifactUrl, file = '' }) => artifactUrl === undefined && !mentions(outcome.errors, basename(file)),
  )
  const lost = rendered.filter(
    ({ artifactUrl: url }) => url !== undefined && !stored.some(({ id }) => url.endsWith(`/artifacts/${id}`)),
  )
  const wanted = plan.inputs.artifact === 'files' && cancelled === undefined
  return [
    ...mustHold(
      wrong.length === 0,
      `Artifacts differ from the rendered files: ${wrong.map(({ name }) => name)}`,
    ),
    ...mustHold(
      !wanted || missing.length === 0,
      `Artifacts are missing, and no message says so: ${missing.map(({ name }) => name)}`,
    ),
    ...mustHold(
      lost.length === 0,
      `These artifacts do not exist: ${lost.map(({ artifactUrl }) => artifactUrl)}`,
    ),
  ]
}

function checkReport(
  { plan, outcome, cancelled }: Evidence,
  stored: StoredArtifact[],
  page: string,
): string[] {
  const url = outcome.outputs['report-url']
  const wanted =
    plan.inputs.report === 'true' && plan.inputs.artifact !== 'none' && renderedOf(outcome).length > 0
  const isPage = ({ bytes }: StoredArtifact) => bytes.equals(onDisk(outcome, page))
  return [
    ...mustHold(stored.every(isPage), 'The report that was uploaded is not the one on the disk'),
    ...mustHold(
      !url || stored.some(({ id }) => url.endsWith(`/artifacts/${id}`)),
      `There is no report at ${url}`,
    ),
    ...mustHold(
      !wanted ||
        url !== '' ||
        cancelled !== undefined ||
        mentions(outcome.warnings, page) ||
        mentions(outcome.warnings, 'was reached'),
      'The report is missing, and no message says so',
    ),
  ]
}

/**
 * Finds artifacts that exist twice. GitHub may create a second artifact if an upload is finalized twice
 * (https://github.com/actions/upload-artifact/issues/531).
 */
function checkDoubles({ stage }: Evidence, stored: StoredArtifact[]): string[] {
  const unanswered = stage
    .observed()
    .filter(({ operation, fault }) => operation === 'FinalizeArtifact' && fault !== undefined).length
  const names = stored.map(({ name }) => name)
  const doubles = names.filter((name, index) => names.indexOf(name) !== index)
  return mustHold(doubles.length <= unanswered, `Artifacts are there twice: ${doubles.join(', ')}`)
}
