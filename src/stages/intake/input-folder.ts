/** The folder in which a tenant's request files arrive, held open while it is looked at. */

import { join } from 'node:path'

import { openFolder, openSubfolder, within, type Folder } from '../../platform/files/folder.ts'
import { inputFolderFailed } from '../failures.ts'

export type Layout = 'shared' | 'submit-result'

export interface InputPlace {
  /** Absolute, and without a link in it. */
  readonly directory: string
  readonly layout: Layout
}

/** Source of the folder names: Engage cloud, Submit File Location. */
const submitFolder = 'GDPR_Submit'

export function inputFolderOf(directory: string, layout: Layout): string {
  return layout === 'shared' ? directory : join(directory, submitFolder)
}

/**
 * Throws StepFailed when there is none. Who may write into `directory` could put a link, or another folder, under the
 * documented name: what is read then is read from the one that was opened, and never through a link.
 */
export async function openInput({ directory, layout }: InputPlace): Promise<Folder> {
  try {
    const folder = await openFolder(directory)
    return layout === 'shared' ? folder : await within(folder, (parent) => openSubfolder(parent, submitFolder))
  } catch (error) {
    throw inputFolderFailed(isNoFolder(error) ? 'is not a folder' : 'cannot be listed', error)
  }
}

export async function withInput<T>(place: InputPlace, work: (folder: Folder) => Promise<T>): Promise<T> {
  return within(await openInput(place), work)
}

function isNoFolder(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTDIR' || error.code === 'ELOOP')
}
