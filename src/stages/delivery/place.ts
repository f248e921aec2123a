/** Where the answers to a request file go and what they are called. */

import { chmod, mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

import type { Seal } from '../../platform/crypto/seal.ts'
import { openFolder, openSubfolder, within, type Folder } from '../../platform/files/folder.ts'
import { resultFolderFailed } from '../failures.ts'

/** A tenant's directory and how it is laid out. */
export interface Place {
  readonly directory: string
  /** `shared`: answers beside the request files; `submit-result`: in the folder `GDPR_Result` below the directory. */
  readonly layout: 'shared' | 'submit-result'
  /** Access rights of the answers, e.g. 0o640. */
  readonly mode: number
  /** Asked last before an answer appears; when it rejects, the answer does not. */
  readonly mayAppear?: () => Promise<void>
}

/** A place for execution logs, which are known by a seal as Lethe's own. */
export interface SealedPlace extends Place {
  readonly seal: Seal
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

export function planName(requestName: string): string {
  return `${stemOf(requestName)}-plan.json`
}

export function approvalName(requestName: string): string {
  return `${stemOf(requestName)}-approval.json`
}

function stemOf(requestName: string): string {
  // A separator would lead the answer out of the folder; intake never hands one in.
  if (basename(requestName) !== requestName) throw new Error('a request file name with a folder in it')
  // A name that ends in `.JSON` is refused, and the refusal must not stand where the answer to `.json` stands.
  return requestName.replace(/\.json$/, '')
}

/**
 * The folder of the answers, made when it is missing, and held open. It must be a real folder: whoever may upload could
 * lay a link there, or swap it while an answer is being written, and the answer would stand wherever that leads.
 */
export async function openOutput(place: Place): Promise<Folder> {
  try {
    const directory = await openFolder(place.directory)
    return place.layout === 'shared' ? directory : await within(directory, (folder) => openResults(folder, place.mode))
  } catch (cause) {
    throw isNoFolder(cause) ? resultFolderFailed(notAFolder, cause) : resultFolderFailed(cannotBeOpened, cause)
  }
}

/** Null when there is none yet, or something else stands in its place. */
export async function openExisting({ directory, layout }: Place): Promise<Folder | null> {
  try {
    const folder = await openFolder(directory)
    return layout === 'shared' ? folder : await within(folder, (parent) => openSubfolder(parent, resultFolder))
  } catch {
    return null
  }
}

async function openResults(directory: Folder, mode: number): Promise<Folder> {
  const isMade = await mkdir(directory.to(resultFolder)).then(() => true, ignoreExisting)
  const folder = await openSubfolder(directory, resultFolder)
  // The process's umask has narrowed it.
  if (isMade) await chmod(folder.to(), mode | searchable(mode))
  return folder
}

const notAFolder = `\`${resultFolder}\`, or a part of the way to it, is not a folder; remove what stands in its place`
const cannotBeOpened =
  "the folder of the answers cannot be opened or made below the tenant's directory; check its rights"

function isNoFolder(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTDIR' || error.code === 'ELOOP')
}

/** Who may read a folder's files must be able to enter it. */
function searchable(mode: number): number {
  return 0o300 | ((mode & 0o444) >> 2)
}

function ignoreExisting(error: unknown): false {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  return false
}
