import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { paint } from '../simulator/pictures/paint.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

/** The paths of a picture and of two pictures to compare it with. */
export interface Pictures {
  before: string
  /** Shows the same dashboard for another region, so charts and numbers differ. */
  slightly: string
  /** All colours are inverted. */
  wholly: string
}

/** Draws dashboards with a width of 1920 pixels. */
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
