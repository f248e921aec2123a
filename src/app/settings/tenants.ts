/** Checks that no two tenants get in each other's way: each has its own name, key and folders. */

import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import type { SettingsProblem } from '../../domain/errors.ts'
import { folderOfAnswers } from '../../stages/delivery/place.ts'
import { inputFolderOf } from '../../stages/intake/input-folder.ts'

import { items, member, under } from './pointer.ts'

/** Works on settings of any shape. */
export function checkTenants(document: unknown, baseDirectory: string): readonly SettingsProblem[] {
  return [...checkNames(document), ...checkKeys(document), ...checkDirectories(document, baseDirectory)]
}

function checkNames(document: unknown): readonly SettingsProblem[] {
  return repeated(document, 'name', 'another tenant has this name already: every tenant needs its own', (name) =>
    typeof name === 'string' ? name.toLowerCase() : null,
  )
}

/** The history has one table, and nothing but this key says in it whose a person's rows are. */
function checkKeys(document: unknown): readonly SettingsProblem[] {
  const message =
    'another tenant has this key already, and the history could not tell the rows of the two apart: give each its own, ' +
    'or settings of its own with another history'
  return repeated(document, 'tenantKey', message, (key) => (typeof key === 'number' ? String(key) : null))
}

function repeated(
  document: unknown,
  setting: string,
  message: string,
  identityOf: (value: unknown) => string | null,
): readonly SettingsProblem[] {
  const seen = new Set<string>()
  return items(member(document, 'tenants')).flatMap((tenant, index) => {
    const identity = identityOf(member(tenant, setting))
    if (identity === null) return []
    if (seen.has(identity)) return [{ pointer: under('', 'tenants', index, setting), message }]
    seen.add(identity)
    return []
  })
}

function checkDirectories(document: unknown, baseDirectory: string): readonly SettingsProblem[] {
  const owned = new Set<string>()
  return items(member(document, 'tenants')).flatMap((tenant, index) => {
    const directory = member(tenant, 'directory')
    if (typeof directory !== 'string' || directory === '') return []
    const pointer = under('', 'tenants', index, 'directory')
    const real = realDirectory(resolve(baseDirectory, directory))
    if (real === null) return [{ pointer, message: noFolder(resolve(baseDirectory, directory)) }]
    const folders = foldersOf(real, member(tenant, 'layout'))
    const isShared = folders.some((folder) => owned.has(folder))
    for (const folder of folders) owned.add(folder)
    return isShared ? [{ pointer, message: sharedFolder }] : []
  })
}

/** Whether it is a folder of some tenant for requests or answers, by whatever name. */
export function inboxesIn(document: unknown, baseDirectory: string): (path: string) => boolean {
  const inboxes = items(member(document, 'tenants')).flatMap((tenant) => {
    const directory = member(tenant, 'directory')
    const real = typeof directory === 'string' ? realDirectory(resolve(baseDirectory, directory)) : null
    return real === null ? [] : foldersOf(real, member(tenant, 'layout'))
  })
  return (path) => inboxes.includes(realPath(path))
}

function noFolder(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined
    ? `there is no such folder: \`${path}\`: create it, or correct the path`
    : `there is no such folder: \`${path}\` is a file: name a folder`
}

const sharedFolder =
  'another tenant uses this folder already, or the one for its requests or answers below it: give each its own'

/** One tenant's folder for requests may be another one's directory. */
function foldersOf(directory: string, written: unknown): readonly string[] {
  const layout = written === 'submit-result' ? 'submit-result' : 'shared'
  return [
    ...new Set([directory, inputFolderOf(directory, layout), folderOfAnswers({ directory, layout })].map(realPath)),
  ]
}

/** A folder that is not there yet will be made where its name stands. */
function realPath(path: string): string {
  return realDirectory(path) ?? join(realDirectory(dirname(path)) ?? dirname(path), basename(path))
}

export function realDirectory(path: string): string | null {
  try {
    const real = realpathSync(path)
    return statSync(real).isDirectory() ? real : null
  } catch {
    return null
  }
}
