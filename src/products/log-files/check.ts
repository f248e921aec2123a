/** What the operator should know before a run: logs that cannot be read or masked, patterns that match nothing. */

import { access, constants, open } from 'node:fs/promises'
import { dirname } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import { removeLeftovers } from '../../platform/files/atomic-write.ts'
import { onDisk } from '../../platform/files/byte-names.ts'
import { wayOf } from './erase.ts'
import { columnsOf } from './messages/header.ts'
import { keyNamed } from './messages/keys.ts'
import { excerptsOf } from '../../platform/files/scan/excerpt.ts'
import { listLogs, type FilePatterns, type LogFile } from '../../platform/files/scan/file-list.ts'
import { closeLog, openLog } from '../../platform/files/scan/open-log.ts'
import { codeOf } from '../../platform/files/scan/scan-messages.ts'
import { headSize, whyNoText } from '../../platform/files/scan/is-text.ts'
import type { LogFilesSettings } from './settings.ts'

/** For a forget also the rights to mask; what a killed rewriting has left beside the logs is removed then. */
export async function checkLogs(
  patterns: FilePatterns,
  settings: LogFilesSettings,
  forAction: 'export' | 'forget',
): Promise<readonly Complaint[]> {
  const listing = await listLogs(patterns).catch(asStepFailed)
  if (listing instanceof StepFailed) return [error(patterns.root, listing.message)]
  const { files, empty } = listing
  const flaws: Flaw[] = []
  for (const file of files) {
    flaws.push(...(await flawsOf(file, settings, forAction).catch((failure: unknown) => [unreadable(file, failure)])))
  }
  if (forAction === 'forget') await removeCopies(files)
  return [...empty.map(allowedEmpty), ...complaintsOf(patterns.root, flaws)]
}

function allowedEmpty(pattern: string): Complaint {
  const message = 'no log matches it, which `mayBeEmpty` allows; nobody is found there'
  return { severity: 'warning', place: pattern, message, remedy: null }
}

/** What is wrong with a log. */
interface Flaw {
  readonly severity: Complaint['severity']
  readonly path: string
  readonly rule: string
  /** What mends it, before the path. */
  readonly remedy: string
}

async function flawsOf(
  log: LogFile,
  settings: LogFilesSettings,
  forAction: 'export' | 'forget',
): Promise<readonly Flaw[]> {
  const { path } = log
  const head = await headOf(path)
  if (head === 'gone') return []
  if (head === 'unreadable')
    return [{ severity: 'error', path, rule: 'a log may not be read; give the right to read it', remedy: 'chmod u+r' }]
  const noText = log.kind === 'plain' ? whyNoText(head, settings.encoding) : null
  if (noText !== null) return [{ severity: 'error', path, rule: noText, remedy: '#' }]
  const unnamed = columnFlaws(log, settings)
  return forAction === 'export' ? unnamed : [...unnamed, ...(await maskingFlaws(log, settings))]
}

/** It became something else while it was looked at. */
function unreadable({ path }: LogFile, failure: unknown): Flaw {
  return { severity: 'error', path, rule: asStepFailed(failure).message, remedy: '#' }
}

/** A key that the first line does not name has no values there: nobody would notice a wrong name. */
function columnFlaws(log: LogFile, { format, columns, keys, delimiter, encoding }: LogFilesSettings): readonly Flaw[] {
  if (format !== 'delimited' || columns !== undefined || keys.length === 0 || log.kind !== 'plain') return []
  const open = openLog(log, encoding)
  if (open === null) return []
  try {
    const { size } = open.identity
    const named = size === 0 ? keys : columnsOf(excerptsOf(open.near, size, open.encoding), delimiter)
    const known = named?.map(keyNamed)
    const lacking = keys.filter((key) => known?.includes(keyNamed(key)) === false)
    if (lacking.length === 0) return []
    const rule = `the first line of a log names no column ${lacking.join(', ')}, so no such values are found in it; correct \`keys\` or name the \`columns\``
    return [{ severity: 'warning', path: log.path, rule, remedy: '#' }]
  } finally {
    closeLog(open)
  }
}

async function maskingFlaws(log: LogFile, settings: LogFilesSettings): Promise<readonly Flaw[]> {
  const { path } = log
  const warned = (rule: string): readonly Flaw[] => [{ severity: 'warning', path, rule, remedy: '#' }]
  if (log.kind === 'zip') return warned('values in zip archives are reported, not masked; mask or remove the archive')
  const way = wayOf(log.name, settings)
  if (typeof way === 'object') return warned(way.reason)
  const place = way === 'in-place' ? path : dirname(path)
  if (await may(place, constants.W_OK)) return []
  return [
    {
      severity: 'error',
      path: place,
      rule: 'a log may not be masked; give the right to write it',
      remedy: 'chmod u+w',
    },
  ]
}

/** `gone`: rotated or removed since the folder was listed, which is no flaw. */
async function headOf(path: string): Promise<Uint8Array | 'gone' | 'unreadable'> {
  const file = await open(onDisk(path), 'r').catch((error: unknown) =>
    codeOf(error) === 'ENOENT' ? 'gone' : 'unreadable',
  )
  if (typeof file === 'string') return file === 'gone' ? 'gone' : 'unreadable'
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(headSize), 0, headSize, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const mostNamed = 20

/** One complaint for each rule. Names of logs may be personal: they stand in the remedy, which no log of ours is told. */
function complaintsOf(place: string, flaws: readonly Flaw[]): readonly Complaint[] {
  return [...new Set(flaws.map(({ rule }) => rule))].flatMap((rule) => {
    const alike = flaws.filter((flaw) => flaw.rule === rule)
    const [first] = alike
    if (first === undefined) return []
    const lines = alike.slice(0, mostNamed).map(({ remedy, path }) => `${remedy} ${quoted(path)}`)
    if (alike.length > mostNamed) lines.push(`# and ${alike.length - mostNamed} more`)
    const message = `${rule} (${alike.length} here; \`lethe doctor\` names them)`
    return [{ severity: first.severity, place, message, remedy: lines.join('\n') }]
  })
}

/** As one word of a shell; bytes that are no UTF-8 only with a dollar before the quotes. */
function quoted(path: string): string {
  const word = `'${path.replaceAll("'", `'\\''`)}'`
  return typeof onDisk(path) === 'string' ? word : `$${word}`
}

function asStepFailed(failure: unknown): StepFailed {
  if (failure instanceof StepFailed) return failure
  throw failure
}

async function removeCopies(files: readonly LogFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) await removeLeftovers(folder).catch(() => 0)
}

async function may(path: string, mode: number): Promise<boolean> {
  return await access(onDisk(path), mode).then(
    () => true,
    () => false,
  )
}

function error(place: string, message: string): Complaint {
  return { severity: 'error', place, message, remedy: null }
}
