/** Puts the answers to a request file into the tenant's folder, each whole or not at all. */

import { join } from 'node:path'
import type { Writable } from 'node:stream'

import type { ErasePlan } from '../../domain/erase-plan.ts'
import type { ArchiveSource, UnreadBlob } from '../../domain/report.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import {
  removeLastingly,
  removeLeftovers,
  writeAtomically,
  type AtomicOptions,
} from '../../platform/files/atomic-write.ts'
import { within } from '../../platform/files/folder.ts'
import { readAnswer, type Answered, type Asking } from './read-answer.ts'
import { buildExecutionLog, type Processed } from './execution-log.ts'
import { BlobUnread } from './blob-file.ts'
import { fillArchive, leavingOut } from './export-archive.ts'
import type { ArchiveAbout } from './manifest.ts'
import {
  archiveName,
  executionLogName,
  folderOfAnswers,
  openExisting,
  openOutput,
  planName,
  type Place,
  type SealedPlace,
} from './place.ts'
import { planAt } from './read-plan.ts'
import { sealedRun } from './run-seal.ts'
import { rejectionText, type Rejection } from './rejection.ts'

/** Writes the execution log of a processed file, or writes it anew after a further attempt; returns its path. */
export async function writeExecutionLog(processed: Processed, place: SealedPlace): Promise<string> {
  const document = JSON.stringify(buildExecutionLog(processed, place.seal), null, 2)
  return await writeDocument(executionLogName(processed.request.fileName), document, place)
}

/** What the execution log of this very file says; null when there is none, or it is somebody else's. */
export async function findAnswer(asking: Asking, place: SealedPlace): Promise<Answered | null> {
  const folder = await openExisting(place)
  if (folder === null) return null
  return await within(folder, () => readAnswer(folder.to(executionLogName(asking.fileName)), asking, place.seal))
}

/** Answers a file that was refused with an execution log of all its problems; returns its path. */
export async function writeRejection(rejection: Rejection, place: SealedPlace): Promise<string> {
  return await writeDocument(executionLogName(rejection.fileName), rejectionText(rejection, place.seal), place)
}

/** Writes the archive of an export from rows in the order subject, product, table. */
export async function writeExportArchive(
  about: ArchiveAbout & { readonly fileName: string },
  source: ArchiveSource,
  place: Place,
): Promise<WrittenArchive> {
  const name = archiveName(about.fileName)
  const path = join(folderOfAnswers(place), name)
  return await within(await openOutput(place), async (folder) => {
    for (const unread: UnreadBlob[] = []; ;) {
      const more: UnreadBlob[] = []
      const leftOut = leavingOut(unread, (one) => more.push(one))
      try {
        const write = (output: Writable) => fillArchive(output, { source, leftOut }, about)
        await writeAtomically(folder.to(name), appearing(place), write)
        return { path, unread: [...unread, ...more] }
      } catch (error) {
        if (!(error instanceof BlobUnread)) throw error
        unread.push(error.unread)
      }
    }
  })
}

export interface WrittenArchive {
  readonly path: string
  /** What it lacks. */
  readonly unread: readonly UnreadBlob[]
}

/** Takes an archive away that an earlier attempt has delivered; does nothing when there is none. */
export async function withdrawExportArchive(fileName: string, place: Place): Promise<void> {
  await withdraw(archiveName(fileName), place)
}

async function withdraw(name: string, place: Place): Promise<void> {
  const folder = await openExisting(place)
  if (folder === null) return
  await within(folder, async () => {
    await place.mayAppear?.()
    await removeLastingly(folder.to(name))
  })
}

/**
 * The plan of a file of which something is held; one of an earlier attempt is replaced. False where something else has its
 * name, which is left alone: it may be a request.
 */
export async function writePlan(fileName: string, plan: ErasePlan, place: SealedPlace): Promise<boolean> {
  const name = planName(fileName)
  if ((await planAt(name, place)) === 'another') return false
  await writeDocument(name, JSON.stringify(sealedRun(place.seal, name, { ...plan }), null, 2), place)
  return true
}

/** Takes a plan away that nothing waits for any more; does nothing where there is none of ours. */
export async function withdrawPlan(fileName: string, place: SealedPlace): Promise<boolean> {
  const name = planName(fileName)
  if ((await planAt(name, place)) === 'ours') await withdraw(name, place)
  return true
}

/** Removes what a killed process left half written among the answers; returns how many files. Call it at the start. */
export async function clearLeftovers(place: Place): Promise<number> {
  const folder = await openExisting(place)
  return folder === null ? 0 : await within(folder, () => removeLeftovers(folder.to()))
}

async function writeDocument(name: string, document: string, place: Place): Promise<string> {
  await within(await openOutput(place), (folder) =>
    writeAtomically(folder.to(name), appearing(place), async (output) => {
      output.end(`${document}\n`)
    }),
  )
  return join(folderOfAnswers(place), name)
}

function appearing({ mode, mayAppear }: Place): AtomicOptions {
  return { mode, token: randomToken(), ...(mayAppear === undefined ? {} : { confirm: mayAppear }) }
}
