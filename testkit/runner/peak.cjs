/*
 * This file is preloaded into the measured process. At the end, it writes the peak resident memory in bytes to PEAK_FILE.
 *
 * On Linux, reads the kernel's peak for this program (VmHWM). The value of getrusage would include the memory of the
 * parent process, because a fork shares it until `exec`.
 */
const { readFileSync, writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(peak())))

function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
}
