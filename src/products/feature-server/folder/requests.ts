/** Requests in the vendor's form. Each has a receipt that names it, stands whole or not at all, and is put there once. */

import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import type { RunContext } from '../../../domain/product.ts'
import type { Action } from '../../../domain/request.ts'
import { fingerprintWith } from '../../../platform/crypto/fingerprint.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import { removeLeftovers, writeAtomically } from '../../../platform/files/atomic-write.ts'
import { openFolder, within } from '../../../platform/files/folder.ts'
import { dayIn } from '../../../platform/time/days.ts'
import { folderUnreadable, requestUnwritten } from '../failures.ts'
import { askedMemory, type AskedMemory } from './asked.ts'
import { timeZoneOf, type TaskSite } from './site.ts'

export interface Requests {
  /** Null: it was never asked for. */
  readonly askedAt: (receipt: string) => Promise<Date | null>
  readonly ask: (receipt: string, action: Action, forms: readonly string[]) => Promise<void>
}

/** Makes receipts: the same for a number throughout a run, and nobody's who does not know the run's secret. */
export type ReceiptOf = (normal: string, generation: number) => string

/** A number may be asked about in several Feature Servers. */
export function receiptsOf({ settings: { requests } }: TaskSite, { salt, action }: RunContext): ReceiptOf {
  const print = fingerprintWith(salt)
  return (normal, generation) => receiptFrom(print(JSON.stringify([requests, action, normal, generation])))
}

function receiptFrom(print: string): string {
  return Buffer.from(print, 'base64url').toString('hex')
}

const requestName = /^(?:forget|export)-\d{8}-lethe-(?<receipt>[0-9a-f]{32})\.json$/

/** Null for a file that is no request of ours. */
export function receiptIn(fileName: string): string | null {
  return requestName.exec(fileName)?.groups?.['receipt'] ?? null
}

/** Looks into the folder once: it may hold many thousands. */
export async function openRequests(site: TaskSite): Promise<Requests> {
  const memory = askedMemory(site.memory)
  const standing = await standingIn(site.settings.requests)
  let isClean = false
  return {
    askedAt: (receipt) => askedAt(site, memory, { receipt, name: standing.get(receipt) }),
    ask: async (receipt, action, forms) => {
      const name = nameOn(site, action, receipt)
      try {
        if (!isClean) await removeLeftovers(site.settings.requests)
        isClean = true
        const options = { mode: 0o640, token: randomToken() }
        await writeAtomically(join(site.settings.requests, name), options, async (output) => {
          output.write(bodyOf(receipt, forms))
        })
      } catch (error) {
        throw requestUnwritten(error)
      }
      standing.set(receipt, name)
      await memory.note(receipt, site.clock.now())
    },
  }
}

/** Names by receipt. */
async function standingIn(path: string): Promise<Map<string, string>> {
  try {
    const names = await within(await openFolder(path), (folder) => readdir(folder.to()))
    const receipts = names.flatMap((name): readonly [string, string][] => {
      const receipt = receiptIn(name)
      return receipt === null ? [] : [[receipt, name]]
    })
    return new Map(receipts)
  } catch (error) {
    throw folderUnreadable('requests')(error)
  }
}

/** Of a request that stands there unremembered, since Lethe was ended in between, its file says when that was. */
async function askedAt(
  { settings }: TaskSite,
  memory: AskedMemory,
  { receipt, name }: { readonly receipt: string; readonly name: string | undefined },
): Promise<Date | null> {
  const remembered = await memory.recall(receipt)
  if (remembered !== null || name === undefined) return remembered
  const status = await lstat(join(settings.requests, name)).catch(() => null)
  if (status === null) return null
  await memory.note(receipt, status.mtime)
  return status.mtime
}

/** Named by the day on which it is put there: older releases take the requests of the last day alone. */
function nameOn(site: TaskSite, action: Action, receipt: string): string {
  const [year, month, day] = dayIn(timeZoneOf(site), site.clock.now()).split('-')
  return `${action}-${day}${month}${year}-lethe-${receipt}.json`
}

/** The on-premises form: one consumer, whose number stands there in each form. */
function bodyOf(receipt: string, forms: readonly string[]): string {
  const consumer = forms.map((phone) => ({ phone }))
  return `${JSON.stringify({ caseid: receipt, consumers: [{ consumer }] }, null, 2)}\n`
}
