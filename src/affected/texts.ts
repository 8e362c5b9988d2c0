import { parseJson } from '../runtime/json.ts'

/** The files of a commit that Looker reads. */
export interface CommitTexts {
  commit: string
  /** The mode and hash of every file, by path. The version of a link includes the version of its target. */
  versions: ReadonlyMap<string, string>
  /** The text of every LookML file that could be read, by path. */
  lookml: ReadonlyMap<string, string>
  /** LookML files that could not be read: path → reason, for people. */
  unread: ReadonlyMap<string, string>
  /** Links to folders and to other repositories. They may add LookML. */
  folderLinks: ReadonlySet<string>
}

export const isLookml = (path: string) => /\.(?:lkml|lookml)$/i.test(path)
export const isDashboardFile = (path: string) => /\.dashboard\.(?:lkml|lookml)$/i.test(path)

/**
 * Whether a file never matters, even if LookML names it. Looker shows neither plain texts nor source code of other
 * programs.
 */
export const isNeverNamed = (path: string) =>
  /(?:^|\/)(?:\.git(?:ignore|keep)|\.editorconfig|CODEOWNERS|LICENSE)$|^\.github\/.*\.ya?ml$|\.(?:md|py)$/i.test(
    path,
  )

/** Returns the words that can be names, in any alphabet. Characters that are not UTF-8 are read as letters. */
export const wordsIn = (text: string): string[] => text.split(notInWord).filter(word => word !== '')

/** One character, because a repetition over a long text would use up the stack of V8's regular expressions. */
const notInWord = /[^\p{L}\p{M}\p{N}\p{So}_]/u

/** Returns all keys and texts in a value, one per line. Texts may contain JSON, such as custom fields. */
export function textWithin(value: unknown): string {
  const texts: string[] = []
  const open = [value]
  for (let one = open.pop(); open.length > 0 || one !== undefined; one = open.pop()) {
    if (typeof one === 'string') {
      texts.push(one)
      const parsed = /^\s*[[{]/.test(one) ? parseJson(one) : undefined
      if (typeof parsed === 'object') open.push(parsed)
    } else if (typeof one === 'object' && one !== null) {
      if (!Array.isArray(one)) texts.push(...Object.keys(one))
      open.push(...Object.values(one))
    }
  }
  return texts.join('\n')
}

/** Lets other work of the process continue. Rejects if the work has to end. */
export type Pause = () => Promise<void>
