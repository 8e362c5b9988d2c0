import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { paint } from '../simulator/pictures/paint.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

/** The paths of three pictures. The bench compares `before` with `slightly` and with `wholly`. */
export interface Pictures {
  before: string
  /** The same dashboard for another region. Its charts and numbers differ. */
  slightly: string
  /** The same dashboard with inverted colours. */
  wholly: string
}

/** Draws the dashboards. Each picture is 1920 pixels wide. */
export async function drawPictures(height: number): Promise<Pictures> {
  const folder = temporaryFolder()
  const write = (name: string, picture: PNG): string => {
    const path = join(folder, `${name}.png`)
    writeFileSync(path, PNG.sync.write(picture))
    return path
  }
  const before = await dashboard(height, null)
  const slightly = write('slightly', await dashboard(height, 'Region=EMEA'))
  const paths = { before: write('before', before), slightly }
  for (let i = 0; i < before.data.length; i++)
    if (i % 4 !== 3) before.data[i] = 255 - (before.data[i] as number)
  return { ...paths, wholly: write('wholly', before) }
}

async function dashboard(height: number, dashboardFilters: string | null): Promise<PNG> {
  const bytes = await paint({
    kind: 'dashboards',
    contentId: '42',
    format: 'png',
    width: 1920,
    height,
    dashboardFilters,
    dashboardStyle: null,
    tabIds: null,
    pdfPaperSize: null,
    pdfLandscape: false,
    longTables: false,
    theme: null,
  })
  return PNG.sync.read(Buffer.from(bytes))
}
