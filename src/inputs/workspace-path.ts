import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { type Parse, refuseTricks } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

/**
 * Returns the absolute path. Refuses a path that leads out of the workspace or into git's own folder, directly or
 * through a symbolic link.
 */
export const workspacePath =
  (workspace: string): Parse<string> =>
  text => {
    refuseTricks(text)
    if (/\p{Cc}/u.test(text) || text.length > maxPathLength)
      throw new InputProblem(`${quoted(text)} is not a path`, hint)
    const path = resolve(workspace, text)
    const ways = [relative(workspace, path), relative(realPath(workspace), realPath(path))]
    if (!ways.every(isInside)) throw new InputProblem(`${quoted(text)} leads out of the workspace`, hint)
    if (ways.some(isInGitFolder))
      throw new InputProblem(`${quoted(text)} leads into .git, the folder of git itself`, hint)
    return path
  }

/**
 * Reads the path of a file, as `workspacePath` does. Refuses all symbolic links. A link may point to a file such as
 * `.git/config`, and messages would quote lines of that file.
 */
export const workspaceFile =
  (workspace: string): Parse<string> =>
  text => {
    const path = workspacePath(workspace)(text)
    if (realPath(path) === resolve(realPath(workspace), relative(workspace, path))) return path
    throw new InputProblem(
      `${quoted(text)} is a symbolic link, or inside a symbolic link`,
      'write the path of the file itself',
    )
  }

const hint = 'write a path below the repository, such as looker-snapshots'

/** The maximum length of a path on Linux. */
const maxPathLength = 4096

const isInside = (way: string): boolean => !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`)

/** Some file systems ignore case. Windows ignores dots and spaces at the end of a name. */
const isInGitFolder = (way: string): boolean => way.split(sep).some(name => /^\.git[. ]*$/i.test(name))

/** Resolves symbolic links. The end of the path need not exist. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return resolve(realPath(dirname(path)), relative(dirname(path), path))
}
