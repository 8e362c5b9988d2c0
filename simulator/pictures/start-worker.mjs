// The thread that draws. Plain JavaScript, so that a worker can start with it whatever runs the simulator
// (tsx, jest, Node 24): where Node does not read TypeScript itself, tsx is told to.
if (!process.features.typescript) {
  const { register } = await import('tsx/esm/api')
  register()
}
await import('./draw-worker.ts')
