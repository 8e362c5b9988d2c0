import TestSequencer from '@jest/test-sequencer'

/** Scenarios and chaos first: they wait a lot, and what only computes fills the time behind them. */
export default class WaitingFirst extends TestSequencer {
  sort(tests) {
    const waits = ({ path }) => /__tests__.(scenarios|chaos|testkit)./.test(path)
    const sorted = super.sort(tests)
    return [...sorted.filter(waits), ...sorted.filter(test => !waits(test))]
  }
}
