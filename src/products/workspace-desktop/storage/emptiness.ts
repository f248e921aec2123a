/** Whether a record location is there and holds anything: one whose share is not mounted looks like agents without favorites. */

import { constants } from 'node:fs'
import { access } from 'node:fs/promises'

import type { StepFailed } from '../../../domain/errors.ts'
import type { Complaint } from '../../../domain/product.ts'
import { onDisk } from '../../../platform/files/byte-names.ts'
import { unreadable } from '../failures.ts'
import type { RecordLocation } from './record-location.ts'

export async function isReachable(root: string): Promise<boolean> {
  return await access(onDisk(root), constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

const noProfile = 'holds no profile; check that the share is mounted and `files` fits, or set `mayBeEmpty`'

export function empty({ root }: RecordLocation): StepFailed {
  return unreadable(`the record location \`${root}\` ${noProfile}`)
}

export function emptiness({ root, mayBeEmpty }: RecordLocation): Complaint {
  const allowed = 'holds no profile, which `mayBeEmpty` allows; nobody is found there'
  const told = mayBeEmpty
    ? ({ severity: 'warning', message: allowed } as const)
    : ({ severity: 'error', message: noProfile } as const)
  return { ...told, place: root, remedy: null }
}
