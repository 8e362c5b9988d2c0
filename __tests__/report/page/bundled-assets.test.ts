import { readFileSync } from 'node:fs'
import { bundleAssets } from '../../../scripts/report-assets.ts'

test("the report's CSS and browser code are those of the assets; `npm run assets` makes them so", () =>
  expect(readFileSync('src/report/page/bundled-assets.ts', 'utf8')).toBe(bundleAssets()))
