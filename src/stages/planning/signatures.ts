/** Who has signed a decision, by the file of those who may. Pure. */

import { maySign, readAllowedSigners, type AllowedSigner } from '../../platform/crypto/allowed-signers.ts'
import { readSshSignatures, type SshSignature } from '../../platform/crypto/ssh-signature.ts'

/** What signatures have to be made for: `ssh-keygen -Y sign -n approval@lethe`. */
export const approvalNamespace = 'approval@lethe'

export interface Signer {
  readonly principals: readonly string[]
  readonly fingerprint: string
  /** The signature alone, armored: whatever stood around it is left out. */
  readonly armored: string
}

export interface SignaturesRead {
  readonly signers: readonly Signer[]
  /** Of each signature that does not count, as the end of `a signature …`. */
  readonly problems: readonly string[]
}

export interface SignedText {
  readonly document: string
  /** Armored, one after the other. */
  readonly signature: string
}

export function signersOf({ document, signature }: SignedText, approvers: string, now: Date): SignaturesRead {
  const allowed = readAllowedSigners(approvers).signers
  const signatures = readSshSignatures(signature)
  if (signatures.length === 0) return { signers: [], problems: ['is missing'] }
  const read = signatures.map((one) => signerOf(one, { document: Buffer.from(document), allowed, now }))
  return {
    signers: read.filter((one) => typeof one !== 'string'),
    problems: read.filter((one) => typeof one === 'string'),
  }
}

interface Signed {
  readonly document: Buffer
  readonly allowed: readonly AllowedSigner[]
  readonly now: Date
}

/** Or what is wrong. */
function signerOf(signature: SshSignature | null, { document, allowed, now }: Signed): Signer | string {
  if (signature === null) return 'cannot be read, or is by a kind of key that does not sign decisions'
  if (signature.namespace !== approvalNamespace)
    return `was made for another purpose: sign with \`-n ${approvalNamespace}\``
  if (!signature.isOf(document)) return 'is not of this file as it is: sign it again after it was changed'
  const { fingerprint } = signature.key
  const known = allowed.filter((one) => one.fingerprint === fingerprint)
  if (known.length === 0) return 'is by a key that `approval.approvers` does not name'
  const may = known.filter((one) => maySign(one, approvalNamespace, now))
  if (may.length === 0) return 'is by a key that may not sign this, or not now, as `approval.approvers` has it'
  return {
    principals: [...new Set(may.flatMap(({ principals }) => principals))],
    fingerprint,
    armored: signature.armored,
  }
}
