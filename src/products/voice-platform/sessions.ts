/** Sessions that a pass came across, and whose they are: by a call record, or only mentioned in a text. */

import { ownerName } from '../../domain/effect.ts'
import type { Owner } from '../../domain/finding.ts'
import type { TableRole } from './tables.ts'

export interface SessionOwner {
  readonly owner: Owner
  /** A call record names the person: what hangs on the session is the person's. */
  readonly isOwn: boolean
}

export class Sessions {
  readonly #sessions = new Map<string, Map<string, SessionOwner>>()

  get size(): number {
    return this.#sessions.size
  }

  note(session: string, owners: readonly Owner[], role: TableRole): void {
    const known = this.#sessions.get(session) ?? new Map<string, SessionOwner>()
    this.#sessions.set(session, known)
    for (const owner of owners) known.set(ownerName(owner), { owner, isOwn: role === 'record' })
  }

  names(): readonly string[] {
    return [...this.#sessions.keys()]
  }

  ownersOf(session: string): readonly SessionOwner[] {
    return [...(this.#sessions.get(session)?.values() ?? [])]
  }
}
