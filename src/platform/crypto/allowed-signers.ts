/** Who may sign, as OpenSSH's allowed_signers files say it (ssh-keygen(1), ALLOWED SIGNERS): people, their keys, and for what and how long. */

import { patternOf } from './principals.ts'
import { readSshKey } from './ssh-key.ts'

export interface AllowedSigner {
  /** Names as the file has them; the first one is what the person is called. */
  readonly principals: readonly string[]
  readonly fingerprint: string
  /** Patterns with `*` and `?`, `!` before one that is excluded; null: for whatever purpose. */
  readonly namespaces: readonly string[] | null
  readonly validAfter: Date | null
  readonly validBefore: Date | null
}

export interface SignersReading {
  readonly signers: readonly AllowedSigner[]
  /** By line, from 1: what is wrong with it, as a sentence without the line's content. */
  readonly problems: readonly { readonly line: number; readonly message: string }[]
}

export function readAllowedSigners(text: string): SignersReading {
  const signers: AllowedSigner[] = []
  const problems: { line: number; message: string }[] = []
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = written.trim()
    if (line === '' || line.startsWith('#')) continue
    const signer = signerIn(line)
    if (typeof signer === 'string') problems.push({ line: index + 1, message: signer })
    else signers.push(signer)
  }
  return { signers, problems }
}

/** Whether the key may sign for that purpose at that time. */
export function maySign(signer: AllowedSigner, namespace: string, at: Date): boolean {
  const { namespaces, validAfter, validBefore } = signer
  if (validAfter !== null && at < validAfter) return false
  if (validBefore !== null && at >= validBefore) return false
  return namespaces === null || isListed(namespaces, namespace)
}

function isListed(patterns: readonly string[], text: string): boolean {
  const isMatch = (pattern: string): boolean => patternOf(pattern).test(text)
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  return !excluded.some(isMatch) && patterns.some((pattern) => !pattern.startsWith('!') && isMatch(pattern))
}

/** Or what is wrong. */
function signerIn(line: string): AllowedSigner | string {
  const words = wordsOf(line)
  if (words === null) return 'a quotation mark is not closed'
  const [names = '', ...rest] = words
  const principals = names
    .replaceAll('"', '')
    .split(',')
    .filter((name) => name !== '')
  if (principals.length === 0) return 'it must begin with a name'
  const isOption = isKeyType(rest[0]) ? '' : (rest[0] ?? '')
  const [type, encoded] = isOption === '' ? rest : rest.slice(1)
  if (type === undefined || encoded === undefined) return 'behind the name must stand the kind of key and the key'
  const key = readSshKey(Buffer.from(encoded, 'base64'))
  if (key === null || key.type !== type) return 'its key cannot be read, or is of a kind that does not sign decisions'
  const options = optionsIn(isOption)
  if (typeof options === 'string') return options
  return { principals, fingerprint: key.fingerprint, ...options }
}

function isKeyType(word: string | undefined): boolean {
  return word !== undefined && /^(?:ssh-|ecdsa-|sk-)/.test(word)
}

type SignerOptions = Pick<AllowedSigner, 'namespaces' | 'validAfter' | 'validBefore'>

/** Or what is wrong. */
function optionsIn(written: string): SignerOptions | string {
  let options: SignerOptions = { namespaces: null, validAfter: null, validBefore: null }
  for (const option of split(written, ',')) {
    const [name = '', ...rest] = option.split('=')
    const quoted = rest.join('=')
    if (rest.length > 0 && !/^"[^"]*"$/.test(quoted)) return 'the value of an option must stand in quotation marks'
    const value = quoted.slice(1, -1)
    const time = readTime(value)
    switch (name.toLowerCase()) {
      case '':
        break
      case 'namespaces':
        options = { ...options, namespaces: value.split(',').filter((pattern) => pattern !== '') }
        break
      case 'valid-after':
        if (time === null) return '`valid-after` must be a time such as 20260131 or 20260131120000Z'
        options = { ...options, validAfter: time }
        break
      case 'valid-before':
        if (time === null) return '`valid-before` must be a time such as 20260131 or 20260131120000Z'
        options = { ...options, validBefore: time }
        break
      case 'cert-authority':
        return '`cert-authority` is not taken: list the keys of the people themselves'
      default:
        return 'it has an option that nobody knows; known are `namespaces`, `valid-after` and `valid-before`'
    }
  }
  return options
}

const timeForm = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(Z)?$/

/** Without `Z` in the time zone of the machine, as ssh-keygen reads it. */
function readTime(written: string): Date | null {
  const found = timeForm.exec(written)
  if (found === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part || 0))
  const parts = [year, month - 1, day, hour, minute, second] as const
  const isUtc = found[7] !== undefined
  const time = isUtc ? new Date(Date.UTC(...parts)) : new Date(...parts)
  const told = isUtc ? [time.getUTCMonth(), time.getUTCDate()] : [time.getMonth(), time.getDate()]
  // A date runs over: the 31st of a short month is a day of the next one.
  return told[0] === month - 1 && told[1] === day ? time : null
}

/** At blanks outside of quotation marks; null where one is not closed. */
function wordsOf(line: string): readonly string[] | null {
  const words = split(line, ' ').filter((word) => word !== '')
  return words.some((word) => word.split('"').length % 2 === 0) ? null : words
}

/** Outside of quotation marks; a tab counts as a blank. */
function split(text: string, mark: ',' | ' '): readonly string[] {
  const parts = ['']
  let isQuoted = false
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted
    const isMark = !isQuoted && (sign === mark || (mark === ' ' && sign === '\t'))
    if (isMark) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${sign}`)
  }
  return parts
}
