import { readFileSync } from 'node:fs'
import { bundleAssets } from '../../../scripts/report-assets.ts'

test('the bundled CSS and browser code of the report are up to date', () =>
  expect(readFileSync('src/report/page/bundled-assets.ts', 'utf8')).toBe(bundleAssets()))
