import { readFileSync } from 'node:fs'
import { bundleAssets } from '../../../scripts/report-assets.ts'

test("the report's CSS and browser code are up to date: `npm run assets` writes them", () =>
  expect(readFileSync('src/report/page/bundled-assets.ts', 'utf8')).toBe(bundleAssets()))
