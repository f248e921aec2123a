/** Attacks of chance on a daemon that works for two tenants, and what came of them. */

import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { systemClock } from '../../src/platform/time/clock.ts'
import { openUploader } from '../drop-folder/uploading.ts'
import { startWatching, type Watching } from '../drop-folder/watching.ts'
import { chanceFrom, type Chance } from '../soak/random.ts'
import { startSftpServer, type SftpServer } from '../support/sftp-server.ts'
import { swap, uploadCommands } from './attacks.ts'
import { harmIn, ownPhone, prepare, requestOf, submitVictims, type Harm, type Places } from './site.ts'

export interface Plan {
  readonly seed: number
  readonly uploads: number
  readonly swaps: number
}

export async function attacked(plan: Plan): Promise<Harm> {
  const server = await startSftpServer()
  const home = mkdtempSync(join(tmpdir(), 'lethe-hostile-'))
  try {
    const own = await server.makeUploadFolder('acme/gdpr')
    for (const name of ['GDPR_Submit', 'GDPR_Result']) await server.makeUploadFolder(`acme/gdpr/${name}`)
    const victim = await server.makeUploadFolder('orion/gdpr')
    const places = { home, own, victim, outside: join(own, '..', '..', 'outside') }
    prepare(places)
    const watching = await startWatching(home)
    submitVictims(places)
    await Promise.all([uploading(server, places, plan), swapping(places, plan)])
    const faults = await atLast(places, watching)
    const { code, err } = await watching.stop()
    const harm = harmIn(places)
    const ended = code === 0 && !err.includes('unexpected') ? [] : [`the daemon ended with ${String(code)}: ${err}`]
    const all = [...faults, ...ended, ...harm.faults]
    process.stdout.write(
      `hostile: seed ${plan.seed}, ${plan.uploads} uploads, ${plan.swaps} swaps; ${harm.answers} answers, ` +
        `${harm.bytes} bytes looked through: ${all.length} faults\n`,
    )
    return { ...harm, faults: all }
  } finally {
    await server.stop()
    rmSync(home, { recursive: true })
  }
}

const uploadsAtOnce = 25

async function uploading(server: SftpServer, places: Places, { seed, uploads }: Plan): Promise<void> {
  const chance = chanceFrom(seed)
  const sender = await openUploader(server)
  try {
    for (let from = 0; from < uploads; from += uploadsAtOnce) {
      const commands: string[] = []
      for (let n = from; n < Math.min(uploads, from + uploadsAtOnce); n += 1) {
        const aim = { places, chance, n }
        commands.push(...(await uploadCommands(aim, sender.remote, (content) => sender.local('upload', content))))
      }
      // Each is tried, whatever became of those before it.
      await sender.batch(...commands.map((command) => (command.startsWith('-') ? command : `-${command}`)))
      clearResults(places, chance)
    }
  } finally {
    await sender.close()
  }
}

/** Now and then the cheat clears away what stands in his folder, so that it does not grow for ever. */
function clearResults({ own }: Places, chance: Chance): void {
  if (!chance.happens(0.1)) return
  try {
    const results = join(own, 'GDPR_Result')
    // Through a link that was swapped in just now, this process would clear away what is the victim's.
    if (lstatSync(results).isSymbolicLink()) return
    for (const name of readdirSync(results))
      if (chance.happens(0.5)) rmSync(join(results, name), { recursive: true, force: true })
  } catch {
    // Swapped just now.
  }
}

async function swapping(places: Places, { seed, uploads, swaps }: Plan): Promise<void> {
  const chance = chanceFrom(seed + 1)
  for (let n = uploads; n < uploads + swaps; n += 1) {
    const takeBack = swap({ places, chance, n })
    await systemClock.sleep(chance.below(30))
    takeBack()
    await systemClock.sleep(chance.below(20))
  }
}

/** So many looks without a single answer: thousands of files may have to be answered first. */
const patience = 600

/** When nobody attacks any more, the next honest request is answered, and the victim's are all. */
async function atLast({ own, victim }: Places, watching: Watching): Promise<readonly string[]> {
  const name = 'forget-26052018-last.json'
  writeFileSync(join(own, 'GDPR_Submit', name), requestOf('acme-last', ownPhone(1)))
  const isDone = (): boolean => watching.filesNamed(name).some(({ outcome }) => outcome === 'done')
  const answers = (): number => readdirSync(victim).filter((one) => one.endsWith('-execution-log.json')).length
  const looks = { left: patience, files: 0 }
  for (; looks.left > 0 && !(isDone() && answers() === 40); looks.left -= 1) {
    // What is tried again and again, since its place is taken, is no progress.
    const files = new Set(watching.files().map(({ fileName, sha256 }) => `${sha256} ${fileName}`)).size
    if (files > looks.files) Object.assign(looks, { left: patience, files })
    await systemClock.sleep(200)
  }
  return [
    ...(isDone() ? [] : [`the last honest request has no answer: ${JSON.stringify(watching.filesNamed(name))}`]),
    ...(answers() === 40 ? [] : [`the victim has ${answers()} answers`]),
  ]
}
