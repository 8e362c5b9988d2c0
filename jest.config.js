import { availableParallelism } from 'node:os'

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/jest.environment.js',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/build', '<rootDir>/dist'],
  testTimeout: 120_000,
  globalSetup: '<rootDir>/jest.setup.js',
  setupFilesAfterEnv: ['<rootDir>/jest.arrays.js'],
  testSequencer: '<rootDir>/jest.sequencer.js',
  // Each scenario runs one or two processes that mostly wait, so more files than cores run at the same time.
  maxConcurrency: 3,
  maxWorkers: 2 * availableParallelism(),
}
