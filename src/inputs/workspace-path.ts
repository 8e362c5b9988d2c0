import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { InputProblem, quoted, type Read } from './parsers.ts'

/** Reads a path that stays inside the workspace, links followed; gives it absolute. */
export const workspacePath =
  (workspace: string): Read<string> =>
  text => {
    if (text.includes('\0') || text.length > maxLength)
      throw new InputProblem(`${quoted(text)} is no path`, instead)
    const path = resolve(workspace, text)
    if (isInside(workspace, path) && isInside(real(workspace), real(path))) return path
    throw new InputProblem(`${quoted(text)} leads out of the workspace`, instead)
  }

const instead = 'write a path below the repository, such as looker-snapshots'
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
