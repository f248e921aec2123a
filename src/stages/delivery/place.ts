/** Where the answers to a request file go and what they are called. */

import { lstat, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'

/** A tenant's directory and how it is laid out. */
export interface Place {
  readonly directory: string
  /** `shared`: answers beside the request files; `submit-result`: in the folder `GDPR_Result` below the directory. */
  readonly layout: 'shared' | 'submit-result'
  /** Access rights of the answers, e.g. 0o640. */
  readonly mode: number
}

/** Source: Engage cloud, Result File Retrieval Location. */
const resultFolder = 'GDPR_Result'

export function folderOfAnswers(place: Pick<Place, 'directory' | 'layout'>): string {
  return place.layout === 'shared' ? place.directory : join(place.directory, resultFolder)
}

export function executionLogName(requestName: string): string {
  return `${stemOf(requestName)}-execution-log.json`
}

export function archiveName(requestName: string): string {
  return `${stemOf(requestName)}-archive.zip`
}

function stemOf(requestName: string): string {
  // A separator would lead the answer out of the folder; intake never hands one in.
  if (basename(requestName) !== requestName) throw new Error('a request file name with a folder in it')
  // A name that ends in `.JSON` is refused, and the refusal must not stand where the answer to `.json` stands.
  return requestName.replace(/\.json$/, '')
}

/**
 * The folder of the answers, made when it is missing. It must be a real folder: whoever may upload could lay a link
 * there, and the answers would be written wherever it leads.
 */
export async function prepareFolder(place: Place): Promise<string> {
  const folder = folderOfAnswers(place)
  if (place.layout === 'shared') return folder
  try {
    await mkdir(folder, { mode: place.mode | searchable(place.mode) }).catch(ignoreExisting)
    if ((await lstat(folder)).isDirectory()) return folder
  } catch (cause) {
    throw folderFailed(`\`${resultFolder}\` could not be made below the tenant's directory; check its rights`, cause)
  }
  throw folderFailed(`\`${resultFolder}\` is not a folder; remove what stands in its place`)
}

/** Null when there is none yet, or something else stands in its place. */
export async function existingFolder(place: Place): Promise<string | null> {
  const folder = folderOfAnswers(place)
  if (place.layout === 'shared') return folder
  const status = await lstat(folder).catch(() => null)
  return status?.isDirectory() === true ? folder : null
}

/** Who may read a folder's files must be able to enter it. */
function searchable(mode: number): number {
  return 0o300 | ((mode & 0o444) >> 2)
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}

function folderFailed(message: string, cause?: unknown): StepFailed {
  return new StepFailed('file', message, { retryable: true, cause })
}
