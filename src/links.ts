/** Where the step's archive, or each target's file, can be downloaded. */
export interface ArtifactLink {
  id: number
  url: string
  /** sha256 of the artifact, in hex. */
  digest?: string
}

/** Where what was rendered can be found; maps are by a file's absolute path. */
export interface Links {
  /** The archive of all files. */
  archive?: ArtifactLink
  /** Files that are artifacts of their own. */
  files: ReadonlyMap<string, ArtifactLink>
  /** Pictures that a comment can show. */
  images: ReadonlyMap<string, string>
  /** The release's page, and its assets. */
  release?: string
  assets: ReadonlyMap<string, string>
  /** The page with everything. */
  report?: ArtifactLink
}
