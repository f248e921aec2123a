/** Checks the files of those who may approve: each is there, can be read, and stands where no sender can write. */

import { readFileSync, realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'

import type { SettingsProblem } from '../../domain/errors.ts'
import { readAllowedSigners } from '../../platform/crypto/allowed-signers.ts'

import { items, member, under } from './pointer.ts'
import { realDirectory } from './tenants.ts'

/** Works on settings of any shape. */
export function checkApprovers(document: unknown, baseDirectory: string): readonly SettingsProblem[] {
  const tenants = items(member(document, 'tenants'))
  const folders = tenants.flatMap((tenant) => {
    const directory = member(tenant, 'directory')
    return typeof directory === 'string' ? (realDirectory(resolve(baseDirectory, directory)) ?? []) : []
  })
  return tenants.flatMap((tenant, index) => {
    const file = member(member(tenant, 'approval'), 'approvers')
    if (typeof file !== 'string' || file === '') return []
    const pointer = under('', 'tenants', index, 'approval', 'approvers')
    return problemsOf(resolve(baseDirectory, file), folders).map((message) => ({ pointer, message }))
  })
}

function problemsOf(file: string, folders: readonly string[]): readonly string[] {
  const real = realPath(file)
  const text = real === null ? null : readText(real)
  if (real === null || text === null) return [`the file \`${file}\` cannot be read: create it, or correct the path`]
  if (folders.some((folder) => isWithin(folder, real))) return [reachable]
  const { signers, problems } = readAllowedSigners(text)
  if (signers.length + problems.length === 0)
    return ['names nobody: write a line for each approver, as ssh-keygen(1) has it']
  return problems.map(({ line, message }) => `line ${line} of the file: ${message}`)
}

const reachable =
  "must stand outside of every tenant's folder: whoever may drop files there would name the approvers; move it"

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep)
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
