import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

/*
 * `node --import` loads this file. It makes the action's clock (`src/runtime/time.ts`) CLOCK_SPEED times as fast, so
 * that minutes of waiting take seconds. It does not change the timers of requests.
 */

const speed = Number(process.env.CLOCK_SPEED)
const { setTimeout: sleep } = timers
timers.setTimeout = (milliseconds, ...more) => sleep(milliseconds / speed, ...more)
syncBuiltinESMExports()

const now = performance.now.bind(performance)
performance.now = () => now() * speed
