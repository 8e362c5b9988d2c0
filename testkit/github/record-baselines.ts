import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commitBaselines } from '../../src/images-branch/baselines.ts'
import { openBranch } from '../../src/images-branch/branch.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import type { Rendered, Target } from '../../src/model.ts'
import { systemClock as clock } from '../../src/runtime/time.ts'
import { temporaryFolder } from '../runner/folders.ts'
import { given } from '../runner/inputs.ts'
import type { Stage } from '../stage.ts'
import { calls } from './calls.ts'

interface Recording {
  /** The action's inputs. The keys of the baselines depend on these inputs. */
  inputs: Record<string, string>
  /** One file for each target of `inputs`. */
  files: readonly Buffer[]
  /** The branch for which baselines are recorded. The default is `main`. */
  branch?: string
  commit?: string
  /** The default is the simulator's release. */
  release?: string
  /** The time of the recording. The default is now. */
  at?: Date
}

/** Records the baselines that a run for a branch would record, but in less time. */
export async function recordBaselines(
  { looker, github }: Pick<Stage, 'looker' | 'github'>,
  { inputs, files, branch = 'main', commit = usualCommit, release = '26.12.3', at = new Date() }: Recording,
): Promise<void> {
  const { looker: instance, targets } = readInputs(given({ 'base-url': looker.url, ...inputs }))
  const { octokit, at: place } = calls(github, github.token)
  const names = { owner: place.owner, repo: place.repo, serverUrl: 'https://github.com' }
  const repository = { octokit, ...names, token: github.token, clock, log: () => undefined }
  const { signal } = new AbortController()
  const stored = await commitBaselines(
    openBranch(async () => ({ ...repository, signal }), 'heads/looker-snapshots'),
    {
      branch,
      host: instance.base.host,
      recording: { run: 1_658_821_493, attempt: 1, at, commit, release },
      rendered: (targets as Target[]).map((target, index) => rendered(target, files[index])),
      message: `Pictures of ${branch}`,
    },
  )
  if (stored.count !== files.length) throw new Error(`${stored.count} of ${files.length} files are recorded`)
}

/** The commit of a job if the scenario does not set a commit. */
const usualCommit = 'ffac537e6cbbf934b08745a378932722df287a53'

function rendered(target: Target, file: Buffer = Buffer.alloc(0)): Rendered {
  const path = join(temporaryFolder(), `picture.${target.output.format}`)
  writeFileSync(path, file)
  const unknown = { sha256: '', renderTaskId: '', apiCalls: 0 }
  return { status: 'success', target, path, bytes: file.length, seconds: 0.2, ...unknown }
}
