/** Replaces `${env:NAME}` and `${file:PATH}` by what they refer to; plain text where a secret belongs is a problem. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import type { SettingsProblem } from '../../domain/errors.ts'
import { codeOf } from '../../platform/sql/failure.ts'

import { isRecord, under } from './pointer.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Resolved {
  readonly value: unknown
  readonly problems: readonly SettingsProblem[]
}

interface SecretWalk {
  readonly environment: Environment
  readonly baseDirectory: string
  readonly problems: SettingsProblem[]
}

const reference = /^\$\{(env|file):([^}]*)\}$/

/** Settings of these names never stand in the file as plain text. */
const secret =
  /^(password|passphrase|secret)$|(Password|Passphrase|Secret|[aA]piKey|[aA]ccessKey|[pP]rivateKey|[tT]oken)$/

/** Settings of these names may be references although their plain text is no secret. */
const account = /^(user|username|userName|login|token|accountName|keyId)$/

export function resolveSecrets(document: unknown, environment: Environment, baseDirectory: string): Resolved {
  const walk: SecretWalk = { environment, baseDirectory, problems: [] }
  const value = visit(document, '', { name: '', walk })
  return { value, problems: walk.problems }
}

interface SettingPlace {
  /** The key it stands under; the list's key for the items of a list. */
  readonly name: string
  readonly walk: SecretWalk
}

function visit(value: unknown, pointer: string, place: SettingPlace): unknown {
  if (typeof value === 'string') return visitText(value, pointer, place)
  if (Array.isArray(value)) return value.map((item: unknown, index) => visit(item, under(pointer, index), place))
  if (!isRecord(value)) return value
  const members = Object.entries(value).map(([name, inner]) => {
    return [name, visit(inner, under(pointer, name), { name, walk: place.walk })] as const
  })
  return Object.fromEntries(members)
}

function visitText(text: string, pointer: string, { name, walk }: SettingPlace): string {
  const complain = (message: string) => {
    walk.problems.push({ pointer, message })
  }
  const [, source, target] = reference.exec(text) ?? []
  if (source === undefined || target === undefined) {
    if (/\$\{(env|file):/.test(text)) complain('a reference must be the whole value: write `${env:NAME}` alone')
    else if (secret.test(name) && text !== '') complain(`\`${name}\` must not be plain text: ${howToRefer}`)
    return text
  }
  if (!secret.test(name) && !account.test(name)) {
    complain(`references are for secrets only, and \`${name}\` is none: write the value itself`)
    return text
  }
  return source === 'env' ? fromEnvironment(target, walk, complain) : fromFile(target, walk, complain)
}

const howToRefer = 'write `${env:NAME}` or `${file:PATH}` and put the secret there'

/** Stands for a secret that could not be read, so that no second problem arises from its absence. */
const missing = '?'

type Complain = (message: string) => void

function fromEnvironment(name: string, walk: SecretWalk, complain: Complain): string {
  const value = walk.environment[name]
  if (value !== undefined && value !== '') return value
  complain(`the environment variable \`${name}\` is not set: set it before starting`)
  return missing
}

function fromFile(path: string, walk: SecretWalk, complain: Complain): string {
  const file = resolve(walk.baseDirectory, path)
  try {
    // Editors and `echo` end a file with a line break that no password has.
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    if (value !== '') return value
    complain(`the file of this reference, \`${file}\`, is empty: write the secret into it`)
  } catch (error) {
    complain(unread(file, codeOf(error)))
  }
  return missing
}

function unread(file: string, code: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return `the file of this reference, \`${file}\`, cannot be read, since there is none: make it, or correct the path`
  }
  if (code === 'EISDIR') return `the file of this reference, \`${file}\`, is a folder: name the file in it`
  return `the file of this reference, \`${file}\`, cannot be read by the user Lethe runs as: check its rights`
}
