/** The compiled command as the benches run it: on a tenant of theirs, with its time and its largest resident set. */

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What the settings of every bench have in common; products are added. */
export const acme = {
  name: 'acme',
  tenantKey: 1,
  directory: './gdpr',
  country: 'US',
  timeZone: 'America/New_York',
} as const

export interface MeasuredCommand {
  readonly seconds: number
  /** Of its processors: what others do on the machine is not in it. */
  readonly cpuSeconds: number
  /** MiB. */
  readonly rss: number
  readonly stdout: string
}

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
/** Loaded before the command: its largest resident set, in KiB, and its time at work, as the last line of its standard error. */
const tellsUsage = `data:text/javascript,${encodeURIComponent(
  "process.once('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();" +
    'process.stderr.write(`\\npeak ${maxRSS} worked ${userCPUTime + systemCPUTime}\\n`) })',
)}`

/** Rejects when it ends with a code above `worst`. */
export async function measuredCommand(operands: readonly string[], worst = 0): Promise<MeasuredCommand> {
  const start = process.hrtime.bigint()
  const command = ['--import', tellsUsage, main, ...operands]
  const { stdout, stderr } = await ended(promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 28 }), worst)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const [, peak, worked] = /peak (\d+) worked (\d+)/.exec(stderr) ?? []
  return { seconds, cpuSeconds: Number(worked) / 1e6, rss: Math.round(Number(peak) / 1024), stdout }
}

interface Outputs {
  readonly stdout: string
  readonly stderr: string
}

async function ended(running: Promise<Outputs>, worst: number): Promise<Outputs> {
  try {
    return await running
  } catch (error) {
    const { code, stdout, stderr } = Object(error)
    if (typeof code !== 'number' || code > worst) throw error
    return { stdout: String(stdout), stderr: String(stderr) }
  }
}
