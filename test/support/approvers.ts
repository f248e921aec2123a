/** People who decide about plans, with keys that the real ssh-keygen makes and signs with. */

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Approver {
  /** Path of the private key. */
  readonly key: string
  /** Kind and key, as the approvers' file has them. */
  readonly publicKey: string
}

export function newApprover(folder: string, name: string): Approver {
  const key = join(folder, `key-of-${name}`)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key])
  return { key, publicKey: readFileSync(`${key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ') }
}

/** The settings' line that lets them decide; `signers` are lines of the file. */
export function letDecide(folder: string, signers: readonly string[], more = ''): string {
  writeFileSync(join(folder, 'approvers'), `${signers.join('\n')}\n`)
  return `approval: { approvers: ./approvers${more === '' ? '' : `, ${more}`} }`
}

export function signedBy({ key }: Approver, text: string, namespace = 'approval@lethe'): string {
  const options = ['-q', '-Y', 'sign', '-n', namespace, '-f', key]
  return execFileSync('ssh-keygen', options, { input: text, stdio: ['pipe', 'pipe', 'ignore'] }).toString()
}

/** The hash that stands in the plan of a file. */
export function planHashIn(place: (name: string) => string, stem: string): string {
  const plan: unknown = JSON.parse(readFileSync(place(`${stem}-plan.json`), 'utf8'))
  return String(Reflect.get(Object(plan), 'plan'))
}

export interface WrittenDecision {
  readonly plan: string
  readonly decision?: string
  readonly reason?: string
  readonly at?: string
}

export function decisionText({
  plan,
  decision = 'approve',
  reason,
  at = '2026-03-01T12:00:00Z',
}: WrittenDecision): string {
  return `${JSON.stringify({ plan, decision, reason, at })}\n`
}

/** Beside the request; without a signature when `signature` is null. */
export function dropDecision(
  place: (name: string) => string,
  stem: string,
  { text, signature }: { readonly text: string; readonly signature: string | null },
): void {
  writeFileSync(place(`${stem}-approval.json`), text)
  if (signature !== null) writeFileSync(place(`${stem}-approval.json.sig`), signature)
}
