/** What somebody may try who can write into one tenant's folder: over SFTP, and on the machine itself. */

import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Chance } from '../soak/random.ts'
import { ownPhone, requestOf, secretFile, victimRequest, type Places } from './site.ts'

/** How many files of the victim there are to aim at. */
const targets = 40

interface Aim {
  readonly places: Places
  readonly chance: Chance
  readonly n: number
}

const stemOf = (n: number): string => `${n % 4 === 0 ? 'export' : 'forget'}-25052018-${n}`
const answerNames = (n: number): readonly [string, ...string[]] => [
  `${stemOf(n)}-execution-log.json`,
  `${stemOf(n)}-archive.zip`,
]

function aimAt({ places, chance }: Aim): string {
  return chance.happens(0.3)
    ? join(places.outside, secretFile)
    : join(places.victim, victimRequest(chance.below(targets)))
}

/** Contents that are no honest request, and one that is. */
function contentOf({ chance, n }: Pick<Aim, 'chance' | 'n'>): string {
  const honest = requestOf(`acme-${n}`, ownPhone(n))
  return chance.oneOf([
    () => honest,
    () => honest.slice(0, -2),
    () => '['.repeat(5_000),
    () => `{"${'k'.repeat(2_000)}": 1, ${honest.slice(1)}`,
    () => requestOf(`acme-${n}`, ...Array.from({ length: 200 }, () => '\u001b[31m7815550123\u202e')),
    () => `${' '.repeat(100_000)}${honest}`,
    () => honest.replace('"caseid"', '"__proto__": {"phone": 1}, "caseid"'),
  ])()
}

/** Commands of one upload; `local` puts the content on the sender's machine. */
export async function uploadCommands(
  aim: Aim,
  remote: (path: string) => string,
  local: (content: string) => Promise<string>,
): Promise<readonly string[]> {
  const { places, chance, n } = aim
  const inbox = join(places.own, 'GDPR_Submit')
  const at = (...names: readonly string[]): string => `"${remote(join(inbox, ...names))}"`
  const put = async (name: string): Promise<string> => `put "${await local(contentOf(aim))}" ${at(name)}`
  const name = `${stemOf(n)}.json`
  const answer = remote(join(places.own, 'GDPR_Result', chance.oneOf(answerNames(n))))
  return chance.oneOf([
    async () => [await put(name)],
    async () => [await put('part'), `rename ${at('part')} ${at(name)}`, await put(name)],
    () => Promise.resolve([`ln -s "${aimAt(aim)}" ${at(name)}`]),
    () => Promise.resolve([`ln -s "${remote(aimAt(aim))}" ${at(name)}`]),
    async () => [await put(name), `-ln -s "${aimAt(aim)}" "${answer}"`],
    async () => [`-ln -s "${places.victim}" "${answer}"`, await put(name)],
    async () => [await put(name), `-mkdir "${answer}"`],
    async () => [await put(name), `-rm ${at(name)}`, `ln -s "${aimAt(aim)}" ${at(name)}`],
    async () => [`-mkdir ${at(name)}`, await put('inner'), `-rename ${at('inner')} ${at(name, name)}`],
    async () => [await put(name), `-rename ${at(name)} ${at('away')}`, `-rename ${at('away')} ${at(name)}`],
  ])()
}

type Swap = (aim: Aim) => () => void

/** Puts a link in the place of something; the returned function puts it back. */
function swapped(path: string, target: string): () => void {
  const aside = `${path}.aside`
  renameSync(path, aside)
  symlinkSync(target, path)
  return () => {
    rmSync(path)
    renameSync(aside, path)
  }
}

const nothing = (): void => {}

const swaps: readonly [Swap, ...Swap[]] = [
  ({ places }) => swapped(join(places.own, 'GDPR_Submit'), places.victim),
  ({ places }) => swapped(join(places.own, 'GDPR_Result'), places.victim),
  ({ places }) => swapped(join(places.own, 'GDPR_Result'), places.outside),
  ({ places }) => swapped(places.own, places.victim),
  (aim) => {
    const path = join(aim.places.own, 'GDPR_Submit', `${stemOf(aim.n)}.json`)
    writeFileSync(path, contentOf(aim))
    return swapped(path, aimAt(aim))
  },
  (aim) => {
    const path = join(aim.places.own, 'GDPR_Submit', `${stemOf(aim.n)}.json`)
    writeFileSync(path, contentOf(aim))
    rmSync(path)
    // Not a request of the victim: the system itself (`fs.protected_hardlinks`) lets nobody but its owner name it twice.
    linkSync(join(aim.places.outside, secretFile), path)
    return nothing
  },
  (aim) => {
    const { places, chance, n } = aim
    symlinkSync(aimAt(aim), join(places.own, 'GDPR_Result', chance.oneOf(answerNames(n))))
    writeFileSync(join(places.own, 'GDPR_Submit', `${stemOf(n)}.json`), contentOf(aim))
    return nothing
  },
  (aim) => {
    const path = join(aim.places.own, 'GDPR_Result', `.lethe-${String(aim.n)}.tmp`)
    symlinkSync(aimAt(aim), path)
    return nothing
  },
  ({ places, n }) => {
    mkdirSync(join(places.own, 'GDPR_Result', `${stemOf(n)}-execution-log.json`, 'inner'), { recursive: true })
    return nothing
  },
]

/** One swap on the machine itself; the returned function takes it back. */
export function swap(aim: Aim): () => void {
  try {
    return aim.chance.oneOf(swaps)(aim)
  } catch (error) {
    // The place is taken already: by an answer, or by an attack before this one.
    if (error instanceof Error && 'code' in error) return nothing
    throw error
  }
}
