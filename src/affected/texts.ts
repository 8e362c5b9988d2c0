/** The files of a commit, as far as Looker reads them. */
export interface CommitTexts {
  commit: string
  /** What tells one version of a file from another (mode and blob name), for every file, by path. */
  versions: ReadonlyMap<string, string>
  /** The text of every LookML file that could be read, by path. */
  lookml: ReadonlyMap<string, string>
  /** LookML files that could not be read: path → why, in words for people. */
  unread: ReadonlyMap<string, string>
  /** Links to folders and to other repositories, which may bring LookML in. */
  folderLinks: ReadonlySet<string>
}

export const isLookml = (path: string) => /\.(?:lkml|lookml)$/i.test(path)
export const isDashboardFile = (path: string) => /\.dashboard\.(?:lkml|lookml)$/i.test(path)

/** Lets other work of the process go on; rejects if the work is to end. */
export type Pause = () => Promise<void>
