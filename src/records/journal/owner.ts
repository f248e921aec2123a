/** Who holds a lease: this process, told apart from any other that ever had or will have its number. */

import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'

export interface LeaseOwner {
  /** Random, one per opened journal. */
  readonly id: string
  readonly host: string
  readonly pid: number
  /** When the process was started, in the system's own measure; null where the system does not tell. */
  readonly born: string | null
}

export type Liveness = 'alive' | 'dead' | 'unknown'

export async function thisProcess(id: string): Promise<LeaseOwner> {
  return { id, host: hostname(), pid: process.pid, born: await birthOf(process.pid) }
}

/** Whether the owner's process still runs. Only the own host can be asked; a reused process number is not mistaken for it. */
export async function livenessOf(owner: Omit<LeaseOwner, 'id'>): Promise<Liveness> {
  if (owner.host !== hostname()) return 'unknown'
  if (!isRunning(owner.pid)) return 'dead'
  const born = await birthOf(owner.pid)
  if (born === null || owner.born === null) return 'unknown'
  return born === owner.born ? 'alive' : 'dead'
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Boot and start time of a process from /proc; null on other systems. */
async function birthOf(pid: number): Promise<string | null> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses and may hold blanks; the start time is the 20th after it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const start = fields[18]
    // A zombie has ended already; nobody has asked for its exit code yet.
    if (state === 'Z') return 'ended'
    if (start === undefined) return null
    return `${boot} ${start}`
  } catch {
    return null
  }
}
