import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

/*
 * For `node --import`: the action's clock (`src/runtime/clock.ts`) goes CLOCK_SPEED times as fast, so that minutes of
 * waiting take seconds. Timers of requests keep their time.
 */

const speed = Number(process.env.CLOCK_SPEED)
const { setTimeout: sleep } = timers
timers.setTimeout = (milliseconds, ...more) => sleep(milliseconds / speed, ...more)
syncBuiltinESMExports()

const now = performance.now.bind(performance)
performance.now = () => now() * speed
