/** Why a target may look different: each names the file, and what it has to do with the target. */

export const tiles = (path: string, count: number) =>
  `${path}, which ${count === 1 ? 'a tile uses' : `${count} tiles use`}`
export const query = (path: string) => `${path}, which its query uses`
export const dashboard = (path: string) => `${path}, which defines this dashboard or one that it extends`
export const everything = (path: string) => `${path}, which may change everything in the project`
export const unexplained = (path: string) => `${path}, which anything in the project may use`
export const unknownChanges = (why: string) => `${why}: any of them may change this target`
export const unknownText = "The project's LookML could not be read: any changed file may change this target"
export const unreadable = 'Looker did not tell what this target is made of: any changed file may change it'
