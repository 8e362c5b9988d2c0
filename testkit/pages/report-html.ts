import type { Published, Result } from '../../src/model.ts'
import { type ReportFacts, reportPage } from '../../src/report/page/page.ts'

/** Returns the report as HTML. `files` contains the bytes of the report's pictures, by path. */
export async function reportHtml(
  results: readonly Result<Published>[],
  files: ReadonlyMap<string, Uint8Array>,
  about: Partial<ReportFacts> = {},
  mostBytes?: number,
): Promise<string> {
  const facts = {
    title: 'Looker snapshots',
    host: 'acme.cloud.looker.com',
    at: new Date(0),
    ...about,
  }
  const bytesOf = async (path: string) => files.get(path) as Uint8Array
  let page = ''
  for await (const piece of reportPage(results, facts, bytesOf, mostBytes)) page += piece
  return page
}
