/** Why a target may look another way: each names the file, and what it has to do with the target. */

export const tiles = (path: string, count: number) =>
  `${path}, which ${count === 1 ? 'a tile uses' : `${count} tiles use`}`
export const query = (path: string) => `${path}, which its query uses`
export const defines = (path: string) => `${path}, which defines this dashboard`
export const mayDefine = (path: string) => `${path}, which may define this dashboard, or one that it extends`
export const isExtended = (path: string) => `${path}, which this dashboard extends`
export const mayBeExtended = (path: string) => `${path}, which this dashboard may extend`
export const everything = (path: string) => `${path}, which may change everything in the project`
export const unexplained = (path: string) =>
  `${path}, which none of the targets' Explores names, and which may therefore change any of them`
export const unknownChanges = (why: string) => `${why}: any of them may change this target`
export const unreadable = 'Looker did not tell what this target is made of: any file may change it'
