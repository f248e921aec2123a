/** Profiles in a shared network folder, one folder per agent. */

import { unlink } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

import { StepFailed } from '../../../domain/errors.ts'
import type { Complaint } from '../../../domain/product.ts'
import { randomToken } from '../../../platform/crypto/random.ts'
import { onDisk } from '../../../platform/files/byte-names.ts'
import { mayReplace, replaceFile } from '../../../platform/files/replace-file.ts'
import type { Favorite } from '../favorites/favorite.ts'
import { isShortened, shortName } from '../locator.ts'
import { emptiness, empty, isReachable } from './emptiness.ts'
import { unreadable } from '../failures.ts'
import { Failures } from './failure-count.ts'
import { asStep, contentWithout, openProfile, openRecorded } from './profile-file.ts'
import type { ProfileText } from './profile-text.ts'
import { profilesAtOnce, readAhead } from './read-ahead.ts'
import type { RecordLocation } from './record-location.ts'
import type { ProfileChange, Store, StoredProfile } from './store.ts'
import { codeOf, walkProfiles, type Walked } from './walk.ts'

/** No source gives it a name; the history shows this one. */
const folderTarget = { table: 'WDE_RECORD_LOCATION', column: 'FAVORITE' } as const

const attempts = 3
/** Rights are looked at in so many profiles before a run. */
const sampleSize = 100

const deferrals = {
  busy: 'a profile is held by another process',
  'read-only': 'a profile may not be changed; give the right to write it',
  changed: 'a profile keeps changing while it is rewritten',
} as const

export class FolderStore implements Store {
  readonly target = folderTarget
  readonly #locations: readonly RecordLocation[]
  readonly #base: string
  readonly #isProfile: (path: string) => boolean
  readonly #read: ProfileText

  constructor(locations: readonly RecordLocation[], isProfile: (path: string) => boolean, read: ProfileText) {
    this.#locations = locations
    this.#base = commonFolder(locations.map(({ root }) => root))
    this.#isProfile = isProfile
    this.#read = read
  }

  async *profiles(signal: AbortSignal): AsyncIterable<StoredProfile> {
    const failures = new Failures()
    let number = 0
    for await (const opened of readAhead(this.#profiles(), profilesAtOnce, (one) => openProfile(one, this.#read))) {
      signal.throwIfAborted()
      number += 1
      if (opened.ok) yield opened.file.stored
      else failures.note(`number ${number} in the order of the paths: ${opened.why}`)
    }
    failures.throwIfAny(number)
  }

  async find(name: string): Promise<StoredProfile | null> {
    const walked = await this.#locate(name)
    const file = walked === null ? null : await openRecorded(walked, this.#read)
    if (file === null) return null
    if (typeof file === 'string') throw unreadable(deferrals[file])
    return file.stored
  }

  async remove(name: string, choose: (stored: StoredProfile) => ReadonlySet<Favorite>): Promise<ProfileChange> {
    const walked = await this.#locate(name)
    for (let attempt = 1; walked !== null; attempt++) {
      // Asked before reading: what another process holds may be half written.
      const may = await asStep(() => mayReplace(walked.path))
      const file = may === 'yes' ? await openRecorded(walked, this.#read) : may
      if (file === null || file === 'gone') break
      if (typeof file === 'string') return deferred(file)
      const gone = choose(file.stored)
      if (gone.size === 0) return { kind: 'done' }
      const content = contentWithout(file, gone, this.#read)
      const end = await asStep(() => replaceFile(walked.path, file.version, content, randomToken()))
      if (end === 'replaced') return { kind: 'done' }
      if (end === 'gone') break
      if (end !== 'changed' || attempt === attempts) return deferred(end)
    }
    await this.#requireShare(walked)
    return { kind: 'done' }
  }

  async check(forAction: 'export' | 'forget'): Promise<readonly Complaint[]> {
    const notes: Complaint[] = []
    for (const location of this.#locations) {
      if (!location.mayBeEmpty && !(await isReachable(location.root)))
        return told(1, 'error', 'the folder is missing or may not be read; mount the share')
      if (!(await this.#holdsAny(location))) notes.push(emptiness(location))
    }
    return forAction === 'forget' ? [...notes, ...(await this.#checkWriting())] : notes
  }

  async #checkWriting(): Promise<readonly Complaint[]> {
    let [looked, locked] = [0, 0]
    for await (const { kind, path } of this.#everything()) {
      // A write that was killed left a copy of somebody's profile.
      if (kind === 'leftover') await unlink(onDisk(path)).catch(() => {})
      if (kind !== 'profile' || ++looked > sampleSize) continue
      if ((await asStep(() => mayReplace(path))) === 'read-only') locked += 1
    }
    return told(locked, 'warning', `of the first ${sampleSize} profiles may not be changed; give the right to write`)
  }

  async *#profiles(): AsyncIterable<Walked> {
    for await (const walked of this.#walk()) if (walked.kind !== 'leftover') yield walked
  }

  /** Every location must hold a profile: one whose share is not mounted would look like agents without favorites. */
  async *#walk(): AsyncIterable<Walked> {
    for (const location of this.#locations) {
      let profiles = 0
      for await (const walked of this.#within(location)) {
        if (walked.kind !== 'leftover') profiles += 1
        yield walked
      }
      if (profiles === 0 && !location.mayBeEmpty) throw empty(location)
    }
  }

  async *#everything(): AsyncIterable<Walked> {
    for (const location of this.#locations) yield* this.#within(location)
  }

  async *#within(location: RecordLocation): AsyncIterable<Walked> {
    if (location.mayBeEmpty && !(await isReachable(location.root))) return
    try {
      for await (const walked of walkProfiles({ location, isProfile: this.#isProfile })) {
        yield { ...walked, name: relative(this.#base, walked.path).split(sep).join('/') }
      }
    } catch (error) {
      if (error instanceof StepFailed) throw error
      throw unreadable(`the record location cannot be read (${codeOf(error)}); mount the share`, error)
    }
  }

  async #holdsAny(location: RecordLocation): Promise<boolean> {
    for await (const { kind } of this.#within(location)) if (kind !== 'leftover') return true
    return false
  }

  /** What a locator calls so; null when there is no such profile. */
  async #locate(name: string): Promise<Walked | null> {
    if (!isShortened(name)) {
      // The history is a table that others may write: its paths must not lead out of the location.
      return name.split('/').includes('..') ? null : { name, path: join(this.#base, name), kind: 'profile' }
    }
    for await (const walked of this.#profiles()) if (shortName(walked.name) === name) return walked
    return null
  }

  /** Where a profile is gone its whole share may be: then nothing counts as erased. */
  async #requireShare(gone: Pick<Walked, 'path'> | null): Promise<void> {
    const around = this.#locations.filter(({ root }) => gone === null || gone.path.startsWith(`${root}${sep}`))
    for (const location of around) {
      if (!location.mayBeEmpty && !(await this.#holdsAny(location))) throw empty(location)
    }
  }
}

function deferred(end: keyof typeof deferrals): ProfileChange {
  return { kind: 'deferred', reason: deferrals[end] }
}

function told(count: number, severity: Complaint['severity'], what: string): readonly Complaint[] {
  if (count === 0) return []
  const message = severity === 'error' ? what : `${count} ${what}`
  return [{ severity, place: '`recordLocation`', message, remedy: null }]
}

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...rest] = folders.map((folder) => folder.split(sep))
  const different = first.findIndex((part, i) => rest.some((other) => other[i] !== part))
  return (different < 0 ? first : first.slice(0, different)).join(sep) || sep
}
