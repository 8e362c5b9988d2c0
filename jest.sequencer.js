import TestSequencer from '@jest/test-sequencer'

/** Runs two files that mostly wait, then one that mostly computes, and so on, so that the cores are evenly busy. */
export default class Mixed extends TestSequencer {
  sort(tests) {
    const waits = ({ path }) => /__tests__.(scenarios|chaos|testkit)./.test(path)
    const sorted = super.sort(tests)
    const waiting = sorted.filter(waits)
    const computing = sorted.filter(test => !waits(test))
    const mixed = []
    while (waiting.length + computing.length > 0)
      mixed.push(...waiting.splice(0, 2), ...computing.splice(0, 1))
    return mixed
  }
}
