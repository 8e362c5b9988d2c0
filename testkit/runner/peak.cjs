/*
 * Loaded before the process that is measured: writes its peak resident memory, in bytes, to PEAK_FILE.
 *
 * On Linux the kernel's own high-water mark of this program is read. What getrusage tells would begin at
 * the size of the process that started it, as a fork shares its parent's memory until it executes.
 */
const { readFileSync, writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(peak())))

function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
}
