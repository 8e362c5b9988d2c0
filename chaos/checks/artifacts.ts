import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type StoredArtifact, unzip } from '../../testkit/artifacts.ts'
import type { Evidence } from '../run.ts'
import { jobId } from '../stage.ts'
import { type Check, unless } from './all.ts'
import { bytesOf, renderedOf } from './files.ts'

/** Artifacts hold what was rendered, whole; what is not there is told of. */
export const checkArtifacts: Check = evidence => {
  const { plan, stage, job, earlier } = evidence
  const stored = stage.artifacts.artifacts.filter(
    ({ id, jobId: of }) => !earlier.has(id) && of === jobId(job),
  )
  const name = plan.jobs.length > 1 ? `looker-snapshots-${job}` : 'looker-snapshots'
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
  const { told, cancelled } = evidence
  const { 'artifact-id': id, 'artifact-digest': digest } = told.outputs
  const rendered = renderedOf(told)
  const wrong = stored.filter(artifact => artifact.name !== name || !isArchiveOf(evidence, artifact))
  const linked = stored.find(artifact => String(artifact.id) === id)
  return [
    ...unless(wrong.length === 0, `An archive is not what was rendered: ${wrong.map(each => each.name)}`),
    ...unless(!id || linked !== undefined, `There is no artifact ${id}`),
    ...unless(!linked || linked.hash === `sha256:${digest}`, `The digest of ${id} is another`),
    ...unless(
      id !== '' || rendered.length === 0 || cancelled !== undefined || tellsOf(told.errors, 'artifact'),
      'The archive is missing without a word',
    ),
  ]
}

function isArchiveOf({ told }: Evidence, { bytes }: StoredArtifact): boolean {
  const files = unzip(bytes)
  const rendered = renderedOf(told)
  return (
    files.size === rendered.length &&
    rendered.every(result => files.get(basename(result.file ?? ''))?.equals(bytesOf(told, result)) === true)
  )
}

function checkSingles({ plan, told, cancelled }: Evidence, stored: StoredArtifact[]): string[] {
  const rendered = renderedOf(told)
  const named = (name: string) => rendered.find(({ file = '' }) => basename(file) === name)
  const wrong = stored.filter(({ name, bytes }) => {
    const result = named(name)
    return result === undefined || !bytes.equals(bytesOf(told, result))
  })
  const missing = rendered.filter(
    ({ artifactUrl, file = '' }) => artifactUrl === undefined && !tellsOf(told.errors, basename(file)),
  )
  const lost = rendered.filter(
    ({ artifactUrl: url }) => url !== undefined && !stored.some(({ id }) => url.endsWith(`/artifacts/${id}`)),
  )
  const wanted = plan.inputs.artifact === 'files' && cancelled === undefined
  return [
    ...unless(wrong.length === 0, `Artifacts are not what was rendered: ${wrong.map(({ name }) => name)}`),
    ...unless(
      !wanted || missing.length === 0,
      `No artifact, and no word: ${missing.map(({ name }) => name)}`,
    ),
    ...unless(
      lost.length === 0,
      `There are no such artifacts: ${lost.map(({ artifactUrl }) => artifactUrl)}`,
    ),
  ]
}

function checkReport({ plan, told, cancelled }: Evidence, stored: StoredArtifact[], page: string): string[] {
  const url = told.outputs['report-url']
  const wanted =
    plan.inputs.report === 'true' && plan.inputs.artifact !== 'none' && renderedOf(told).length > 0
  const isPage = ({ bytes }: StoredArtifact) =>
    bytes.equals(readFileSync(join(told.workspace, 'looker-snapshots', page)))
  return [
    ...unless(stored.every(isPage), 'The report that was uploaded is not the one on the disk'),
    ...unless(
      !url || stored.some(({ id }) => url.endsWith(`/artifacts/${id}`)),
      `There is no report at ${url}`,
    ),
    ...unless(
      !wanted ||
        url !== '' ||
        cancelled !== undefined ||
        tellsOf(told.warnings, page) ||
        tellsOf(told.warnings, 'were over'),
      'The report is missing without a word',
    ),
  ]
}

/** GitHub makes two of an artifact whose second finalization it is asked for (actions/upload-artifact#531). */
function checkDoubles({ stage }: Evidence, stored: StoredArtifact[]): string[] {
  const unanswered = stage
    .passed()
    .filter(({ operation, strike }) => operation === 'FinalizeArtifact' && strike !== undefined).length
  const names = stored.map(({ name }) => name)
  const doubles = names.filter((name, index) => names.indexOf(name) !== index)
  return unless(doubles.length <= unanswered, `Artifacts are there twice: ${doubles.join(', ')}`)
}

export const tellsOf = (messages: readonly string[], what: string) =>
  messages.some(message => message.toLowerCase().includes(what.toLowerCase()))
