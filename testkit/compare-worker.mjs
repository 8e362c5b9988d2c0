// The thread that compares, from its sources. Plain JavaScript, so that a worker can start with it whatever runs the
// tests; where Node does not read TypeScript itself, tsx is told to.
if (!process.features.typescript) {
  const { register } = await import('tsx/esm/api')
  register()
}
await import('../src/compare/diff/worker.ts')
