/** What the operator should know before a run: logs that cannot be read or masked, patterns that match nothing. */

import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import { removeLeftovers } from '../../platform/files/atomic-write.ts'
import { wayOf } from './erase.ts'
import { listLogFiles, type FilePatterns, type LogFile } from './reading/file-list.ts'
import type { LogFilesSettings } from './settings.ts'

/** For a forget also the rights to mask; what a killed rewriting has left beside the logs is removed then. */
export async function checkLogs(
  patterns: FilePatterns,
  settings: LogFilesSettings,
  forAction: 'export' | 'forget',
): Promise<readonly Complaint[]> {
  const files = await listLogFiles(patterns).catch(asComplaint)
  if (files instanceof StepFailed) return [error(patterns.root, files.message)]
  if (files.length === 0) {
    return [warning(patterns.root, 'no log matches `paths`; check the patterns and the rights of the folders')]
  }
  const complaints: Complaint[] = []
  for (const file of files) complaints.push(...(await checkLog(file, settings, forAction)))
  if (forAction === 'forget') await removeCopies(files)
  return complaints
}

async function checkLog(
  log: LogFile,
  settings: LogFilesSettings,
  forAction: 'export' | 'forget',
): Promise<readonly Complaint[]> {
  if (!(await may(log.path, constants.R_OK)))
    return [error(log.name, 'the log may not be read; give the right to read it')]
  if (forAction === 'export') return []
  if (log.kind === 'zip')
    return [warning(log.name, 'values in zip archives are reported, not masked; mask or remove the archive')]
  const way = wayOf(log.name, settings)
  if (typeof way === 'object') return [warning(log.name, way.reason)]
  const place = way === 'in-place' ? log.path : dirname(log.path)
  return (await may(place, constants.W_OK))
    ? []
    : [error(log.name, 'the log may not be masked; give the right to write it')]
}

function asComplaint(failure: unknown): StepFailed {
  if (failure instanceof StepFailed) return failure
  throw failure
}

async function removeCopies(files: readonly LogFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) await removeLeftovers(folder).catch(() => 0)
}

async function may(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  )
}

function warning(place: string, message: string): Complaint {
  return { severity: 'warning', place, message, remedy: null }
}

function error(place: string, message: string): Complaint {
  return { severity: 'error', place, message, remedy: null }
}
