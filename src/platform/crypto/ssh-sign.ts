/** Has OpenSSH's own ssh-keygen make keys and sign texts: passphrases, agents and devices are its business, and never read here. */

import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** `no-program`: there is no ssh-keygen. `refused`: it has not signed. */
export type Signing =
  { readonly kind: 'signed'; readonly signature: string } | { readonly kind: 'no-program' | 'refused' }

interface Signature {
  /** Path of the private key, or of the public one where an agent has the other. */
  readonly key: string
  readonly namespace: string
}

/** Without a passphrase, for a sandbox; the public half, or null where there is no ssh-keygen. */
export async function makeSshKey(path: string): Promise<string | null> {
  const options = ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]
  const made = await new Promise((resolve) => {
    const child = spawn('ssh-keygen', options, { stdio: 'ignore' })
    child.on('error', () => {
      resolve(false)
    })
    child.on('close', (code) => {
      resolve(code === 0)
    })
  })
  return made === true ? (await readFile(`${path}.pub`, 'utf8')).trim() : null
}

/** Asks for a passphrase on the terminal where one is needed. */
export function signWithSshKey(text: string, { key, namespace }: Signature): Promise<Signing> {
  return new Promise((resolve) => {
    const child = spawn('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', key], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const printed: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => printed.push(piece))
    child.on('error', () => {
      resolve({ kind: 'no-program' })
    })
    child.on('close', (code) => {
      const signature = Buffer.concat(printed).toString()
      resolve(code === 0 ? { kind: 'signed', signature } : { kind: 'refused' })
    })
    // A program that ends before it has read everything is told by how it ended.
    child.stdin.on('error', () => {})
    child.stdin.end(text)
  })
}
