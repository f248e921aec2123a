/** Which request files are due: by the day in their name, or because they were due before and are not answered yet. */

import type { Clock } from '../../platform/time/clock.ts'
import { isToday } from '../../stages/intake/file-name.ts'
import type { Candidate } from '../../stages/intake/listing.ts'
import type { Look } from '../../stages/intake/settle.ts'
import type { FileIdentity } from '../../records/journal/entries.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface DueRules {
  readonly tenant: Pick<TenantSettings, 'pickup' | 'timeZone'>
  readonly clock: Clock
  /** Files that the journal knows and that are not answered. */
  readonly waiting: () => Promise<readonly Pick<FileIdentity, 'name' | 'sha256'>[]>
}

/** What is due in one round over the folder. */
export interface DueRound {
  /** Worth a look. */
  readonly candidates: readonly Candidate[]
  readonly isDue: (fileName: string, sha256: string) => boolean
  /** To be told of every look, so that an upload stays due that is not complete by midnight. */
  readonly noteLook: (fileName: string, kind: Look['kind']) => void
}

/**
 * With `pickup: today` a file must be dated today when it is first seen. From then on it stays due until it is answered:
 * a forget waits for the night, and longer for an export of the same person.
 */
export class DueFiles {
  readonly #rules: DueRules
  /** Uploads that were seen on their day and are not complete yet. */
  readonly #underWay = new Set<string>()

  constructor(rules: DueRules) {
    this.#rules = rules
  }

  async begin(candidates: readonly Candidate[]): Promise<DueRound> {
    if (this.#rules.tenant.pickup === 'changed') return { candidates, isDue: () => true, noteLook: () => {} }
    const ofToday = new Set(candidates.filter((one) => this.#isOfToday(one)).map(({ fileName }) => fileName))
    const waiting = await this.#rules.waiting()
    const names = new Set(waiting.map(({ name }) => name))
    const contents = new Set(waiting.map(({ name, sha256 }) => `${sha256} ${name}`))
    return {
      candidates: candidates.filter(({ fileName }) => ofToday.has(fileName) || names.has(fileName)),
      // Other content under the name of a file that waits is another file, and today is not its day.
      isDue: (fileName, sha256) => ofToday.has(fileName) || contents.has(`${sha256} ${fileName}`),
      noteLook: (fileName, kind) => {
        if (kind === 'waiting' && ofToday.has(fileName)) this.#underWay.add(fileName)
        else this.#underWay.delete(fileName)
      },
    }
  }

  /** A name without a date is refused, on whatever day. */
  #isOfToday({ name, fileName }: Candidate): boolean {
    const { tenant, clock } = this.#rules
    return !name.ok || this.#underWay.has(fileName) || isToday(name.name.date, tenant.timeZone, clock.now())
  }
}
