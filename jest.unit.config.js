import config from './jest.config.js'

/*
 * `npm run unit`: the tests of the code alone, which also run on Windows. Leaves out tests that run the built action,
 * git or a browser, and tests of the repository's own files.
 */
const folders = ['scenarios', 'chaos', 'demo', 'probe', 'simulator', 'testkit']
const ofRepository = ['english', 'layout', 'licenses', 'metadata', 'workflows']

/** @type {import('jest').Config} */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...folders.map(name => `__tests__[\\\\/]${name}[\\\\/]`),
    ...ofRepository.map(name => `__tests__[\\\\/]${name}\\.test\\.ts$`),
    '\\.browser\\.test\\.ts$',
  ],
}
