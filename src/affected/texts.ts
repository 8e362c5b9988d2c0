import { parseJson } from '../runtime/json.ts'

/** The files of a commit, as far as Looker reads them. */
export interface CommitTexts {
  commit: string
  /** For every file, by path: its mode and its hash. That of a link also has those of the file that it leads to. */
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

/** Files that no parameter of LookML can name with any use: Looker shows neither texts nor the code of other programs. */
export const isNeverNamed = (path: string) =>
  /(?:^|\/)(?:\.git(?:ignore|keep)|\.editorconfig|CODEOWNERS|LICENSE)$|^\.github\/.*\.ya?ml$|\.(?:md|py)$/i.test(
    path,
  )

/** Words that can be names, in any alphabet. Characters that are not UTF-8 are read as letters. */
export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}\p{So}_]+/gu) ?? []

/** All keys and texts in a value, one on a line. Texts may be JSON themselves, as custom fields are. */
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

/** Lets other work of the process go on; rejects if the work is to end. */
export type Pause = () => Promise<void>
