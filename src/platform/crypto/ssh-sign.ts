/** Has OpenSSH's own ssh-keygen sign a text: keys with passphrases, in agents and on devices are its business, and never read here. */

import { spawn } from 'node:child_process'

/** `no-program`: there is no ssh-keygen. `refused`: it has not signed. */
export type Signing =
  { readonly kind: 'signed'; readonly signature: string } | { readonly kind: 'no-program' | 'refused' }

interface Signature {
  /** Path of the private key, or of the public one where an agent has the other. */
  readonly key: string
  readonly namespace: string
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
