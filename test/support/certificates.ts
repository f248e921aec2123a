/** Certificates of a test's own, made by OpenSSL. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** An authority (`ca.pem`), and a server's and a client's certificate by it, for `localhost`; keys beside them. */
export async function certify(folder: string): Promise<void> {
  const openssl = (...words: readonly string[]) => promisify(execFile)('openssl', [...words], { cwd: folder })
  const fresh = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const
  await openssl(...fresh, '-x509', '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2')
  for (const name of ['server', 'client']) {
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost'] as const
    await openssl(...fresh, ...subject, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'] as const
    await openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`, '-days', '2')
  }
}
