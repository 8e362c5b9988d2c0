import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * Writes the report's CSS and browser code as strings into a module: `src/report/page/assets/*` →
 * `src/report/page/bundled-assets.ts`. The report then reads no files, neither in tests nor in the bundle. `npm run
 * assets` and `npm run build` run this script.
 */

const folder = join(import.meta.dirname, '../src/report/page')

/** Returns a module with a constant for each asset, such as `pageCss` for `page.css`. */
export function bundleAssets(): string {
  const assets = join(folder, 'assets')
  const constants = readdirSync(assets)
    .sort()
    .map(
      file =>
        `export const ${nameOf(file)} =\n  ${JSON.stringify(readFileSync(join(assets, file), 'utf8'))}\n`,
    )
  return `// Made from assets/ by scripts/report-assets.ts: edit those files, then \`npm run assets\`.\n\n${constants.join('\n')}`
}

const nameOf = (file: string) => file.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase())

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(folder, 'bundled-assets.ts'), bundleAssets())
