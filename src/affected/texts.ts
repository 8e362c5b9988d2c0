import { parseJson } from '../runtime/json.ts'
import { addAll } from '../runtime/lists.ts'

/** The files of a commit that Looker reads. */
export interface CommitTexts {
  commit: string
  /** The mode and hash of every file, by path. For a link, the value also includes the version of the link's target. */
  versions: ReadonlyMap<string, string>
  /** The text of every LookML file that could be read, by path. */
  lookml: ReadonlyMap<string, string>
  /** Why a LookML file could not be read, as a text for users, by path. */
  unread: ReadonlyMap<string, string>
  /** Links to folders and to other repositories. They may add LookML. */
  folderLinks: ReadonlySet<string>
  /** The links in `folderLinks` whose files are not in this repository. */
  outsideLinks: ReadonlySet<string>
  /** The texts of `.gitattributes`, by path. */
  attributes: ReadonlyMap<string, string>
}

/** See https://git-scm.com/docs/gitattributes. */
export const isAttributes = (path: string) => /(?:^|\/)\.gitattributes$/.test(path)

export const isLookml = (path: string) => /\.(?:lkml|lookml)$/i.test(path)
export const isDashboardFile = (path: string) => /\.dashboard\.(?:lkml|lookml)$/i.test(path)

/** Whether a LookML file may define dashboards. The file's name does not have to end with `.dashboard.lookml`. */
export const hasDashboards = (path: string, text: string) =>
  isDashboardFile(path) ||
  (/^\uFEFF?-[ \t]/m.test(text) &&
    /^\uFEFF?(?:-[ \t]{1,999}(?:\{\s{0,999})?| {1,999})["']?dashboard["']?\s*:/m.test(text))

/**
 * Finds the names of dashboards without parsing the YAML. The key `dashboard` does not have to be the first key of its
 * list item.
 */
export const dashboardNamesIn = (text: string): string[] =>
  [...text.matchAll(dashboardLine)].map(([, name = '']) => name.trim())

const dashboardLine =
  /^\uFEFF?(?:- {1,999}| {1,999})["']?dashboard["']?\s{0,9}:[ \t]{0,9}["']?([^\n"'#]{1,999})/gm

/** Whether Looker ignores a file, such as `README.md`, even if LookML mentions its name. */
export const isNeverNamed = (path: string) =>
  /(?:^|\/)(?:\.git(?:ignore|keep)|\.editorconfig|CODEOWNERS|LICENSE)$|^\.github\/.*\.ya?ml$|\.(?:md|py)$/i.test(
    path,
  )

/**
 * Returns the words that can be names, in any alphabet. U+FFFD and lone surrogates, which replace bytes that are not
 * UTF-8, count as letters.
 */
export const wordsIn = (text: string): string[] => text.split(notInWord).filter(word => word !== '')

/**
 * Matches a single character, because a repetition over a long text overflows the stack of V8's regular expressions.
 */
const notInWord = /[^\p{L}\p{M}\p{N}\p{So}\p{Cs}_]/u

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
      if (!Array.isArray(one)) addAll(texts, Object.keys(one))
      addAll(open, Object.values(one))
    }
  }
  return texts.join('\n')
}

/** Lets other work of the process continue. Rejects if the step has to end. */
export type Pause = () => Promise<void>

/** Returns a function that adds up units of work, and pauses after each `unitsPerPause` units. */
export function pauseAfter(unitsPerPause: number, pause: Pause): (units: number) => Promise<void> {
  let done = 0
  return async units => {
    done += units
    if (done < unitsPerPause) return
    done = 0
    await pause()
  }
}
