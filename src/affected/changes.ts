/** A file that differs between the merge base and the head. */
export interface ChangedFile {
  path: string
  /** The former path of a file that was renamed. */
  previousPath?: string
  /** The lines that changed, as in a unified diff; `unknown` where there are more than GitHub gives. */
  patch?: string | 'unknown'
}

/** All that differs, or why that is not known. */
export type Changes =
  | { files: readonly ChangedFile[] }
  /** In words for people: "more than 300 files changed". */
  | { unknown: string }

/**
 * How far a change of a file reaches in its project. A `dashboard` file makes LookML dashboards; a `source` is what
 * Explores are made of. `everything`: a model shares it with all its Explores. `unexplained`: nobody knows what uses
 * it. `nothing`: Looker does not read it.
 */
export type Reach = 'nothing' | 'dashboard' | 'source' | 'everything' | 'unexplained'

const notRead =
  /(^|\/)(\.github\/|\.git(ignore|attributes|keep)$|\.editorconfig$|CODEOWNERS$|LICENSE$)|\.md$/i
const ofProject = /(^|\/)(manifest|manifest_lock)\.lkml$|\.model\.(lkml|lookml)$/i

/** What a model shares with all its Explores, also where it stands in a file that a model includes. */
const shared =
  /^[ +-]\s*(datagroup|access_grant|named_value_format|map_layer|constant|connection|week_start_day|fiscal_month_offset|case_sensitive)\s*:/m
/** A file that is included now, or no longer, may refine what others have defined. */
const included = /^[+-]\s*(-\s*)?include\s*:/m

/** By the file's name, and by the lines that changed. */
export function reachOf(path: string, patch: ChangedFile['patch'] = ''): Reach {
  if (notRead.test(path)) return 'nothing'
  if (/\.dashboard\.lookml$/i.test(path)) return 'dashboard'
  if (ofProject.test(path)) return 'everything'
  if (!/\.(lkml|lookml)$/i.test(path)) return 'unexplained'
  return patch === 'unknown' || shared.test(patch) || included.test(patch) ? 'everything' : 'source'
}

/** Each changed path with its reach; a file that was renamed is two. */
export function reachesOf(files: readonly ChangedFile[]): Map<string, Reach> {
  const reaches = new Map<string, Reach>()
  for (const { path, previousPath = path, patch } of files)
    for (const own of [path, previousPath])
      if (reaches.get(own) !== 'everything') reaches.set(own, reachOf(own, patch))
  return reaches
}

/** GitHub lists no more changed files ("Compare two commits"). */
const maxFiles = 300

interface GitHubFile {
  filename: string
  previous_filename?: string
  /** Lines. */
  changes: number
  patch?: string
}

/** The changes, as GitHub lists the files of a comparison. */
export function changesOf(files: readonly GitHubFile[] | undefined): Changes {
  if (!files) return { unknown: 'GitHub did not tell which files changed' }
  if (files.length >= maxFiles) return { unknown: `GitHub lists no more than ${maxFiles} changed files` }
  return { files: files.map(changedFile) }
}

const changedFile = ({
  filename: path,
  previous_filename: previousPath,
  patch,
}: GitHubFile): ChangedFile => ({
  path,
  ...(previousPath !== undefined && { previousPath }),
  ...(patch !== undefined && { patch }),
})
