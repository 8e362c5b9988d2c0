import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import type { Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

/** Reads a path that stays inside the workspace, links followed; gives it absolute. */
export const workspacePath =
  (workspace: string): Parse<string> =>
  text => {
    if (text.includes('\0') || text.length > maxLength)
      throw new InputProblem(`${quoted(text)} is no path`, hint)
    const path = resolve(workspace, text)
    if (isInside(workspace, path) && isInside(real(workspace), real(path))) return path
    throw new InputProblem(`${quoted(text)} leads out of the workspace`, hint)
  }

/**
 * The same for a file to read, which may be no link. A link in the repository may lead to what is not one of its files,
 * `.git/config` say, and the problems of a list show lines of it.
 */
export const workspaceFile =
  (workspace: string): Parse<string> =>
  text => {
    const path = workspacePath(workspace)(text)
    if (real(path) === resolve(real(workspace), relative(workspace, path))) return path
    throw new InputProblem(
      `${quoted(text)} is a symbolic link, or below one`,
      'name the file that it leads to',
    )
  }

const hint = 'write a path below the repository, such as looker-snapshots'
/** Linux takes no longer path. */
const maxLength = 4096

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`)
}

/** The path with the links in the part of it that exists followed. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return resolve(real(dirname(path)), relative(dirname(path), path))
}
