/** Sites of chance, one after the other, each with some passes while others change the data under it. */

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { withServices, type Services } from '../../src/app/compose.ts'
import { openContext } from '../../src/app/pass/open-context.ts'
import { processPass, scheduledScope } from '../../src/app/pass/scope.ts'
import { loadInstallation } from '../../src/app/settings/installation.ts'
import type { Checkpoint } from '../../src/domain/checkpoint.ts'
import { chanceFrom } from '../soak/random.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { askedFor, disturb, repair } from './faults.ts'
import { faultsIn } from './judge.ts'
import { createSite, personOf, spelled, type Site } from './site.ts'

export interface Verdict {
  readonly runs: number
  readonly succeeded: number
  readonly faults: readonly string[]
}

interface Counts {
  runs: number
  succeeded: number
  errors: number
  readonly disturbed: Map<string, number>
}

/** As many sites as it takes for so many runs; site `n` is that of `seed + n`, whatever came before. */
export async function playRuns({ seed, runs }: { readonly seed: number; readonly runs: number }): Promise<Verdict> {
  const counts: Counts = { runs: 0, succeeded: 0, errors: 0, disturbed: new Map() }
  const faults: string[] = []
  let sites = 0
  for (; counts.runs < runs; sites += 1) {
    if (sites > 0 && sites % 100 === 0) {
      process.stdout.write(`generated: ${sites} sites, ${counts.runs} runs so far, ${faults.length} faults\n`)
    }
    for (const fault of await playSite(seed + sites, counts)) {
      process.stdout.write(`site ${seed + sites}: ${fault}\n`)
      faults.push(`site ${seed + sites}: ${fault}`)
    }
  }
  const disturbed = [...counts.disturbed].map(([name, count]) => `${count} ${name}`).join(', ')
  process.stdout.write(
    `generated: seed ${seed}, ${sites} sites, ${counts.runs} runs, ${counts.succeeded} people told SUCCESS and searched for, ` +
      `${counts.errors} told ERROR (${disturbed}): ${faults.length} faults\n`,
  )
  return { runs: counts.runs, succeeded: counts.succeeded, faults }
}

const quiet = { write: () => {} } as const

/** Who may be hit. */
interface Watch {
  asked: readonly number[]
  /** Whoever is asked for in requests that are new. */
  fresh: readonly number[]
  isEarly: boolean
  isCalm: boolean
}

function playSite(seed: number, counts: Counts): Promise<readonly string[]> {
  const chance = chanceFrom(seed)
  return withFolder(async (folder) => {
    const site = createSite(folder, chance)
    const watch: Watch = { asked: [], fresh: [], isEarly: false, isCalm: false }
    const checkpoint: Checkpoint = (point, side) => {
      // A run that is new searches everywhere; a further attempt does not look again where all is done.
      if (point === 'journal:run') watch.isEarly = true
      if (point === 'product:erase') watch.isEarly = false
      const isEarly = watch.isEarly && side === 'after' && watch.fresh.length > 0
      const [first, ...others] = isEarly ? watch.fresh : watch.asked
      if (watch.isCalm || first === undefined || !chance.happens(0.06)) return
      const name = disturb(site, chance.oneOf([first, ...others]), isEarly)
      if (name !== null) counts.disturbed.set(name, (counts.disturbed.get(name) ?? 0) + 1)
    }
    const settings = loadInstallation(join(folder, 'lethe.yaml'), {})
    const passes = 2 + chance.below(3)
    return withServices(
      settings,
      quiet,
      async (services) => {
        const files: Asked[] = []
        for (let n = 0; n < passes; n += 1) {
          if (chance.happens(0.5)) repair(site)
          const fresh = submit(site, n)
          files.push(...fresh)
          watch.isEarly = false
          watch.fresh = fresh.filter(({ stem }) => stem.startsWith('forget')).flatMap(({ who }) => who)
          watch.asked = files.filter(({ stem }) => !isDone(site, stem)).flatMap(({ who }) => who)
          await pass(services, counts)
        }
        repair(site)
        watch.isCalm = true
        for (let more = 0; more < 2; more += 1) await pass(services, counts)
        return faultsIn(site, forgottenBy(site, files, counts))
      },
      { checkpoint },
    )
  })
}

interface Asked {
  readonly stem: string
  readonly who: readonly number[]
}

function submit(site: Site, pass: number): readonly Asked[] {
  const { chance } = site
  return Array.from({ length: 1 + chance.below(2) }, (_, n) => {
    const action = chance.happens(0.85) ? 'forget' : 'export'
    const stem = `${action}-2505201${pass}-${n}`
    const who = [...new Set([chance.below(askedFor.length), chance.below(askedFor.length)])].map(
      (i) => askedFor[i] ?? 0,
    )
    const consumers = who.map((one) => {
      const { phone, email } = personOf(one)
      return { consumer: [{ phone: spelled(chance, phone) }, { email }] }
    })
    writeFileSync(join(site.folder, 'gdpr', `${stem}.json`), JSON.stringify({ caseid: '1', consumers }))
    return { stem, who }
  })
}

async function pass(services: Services, counts: Counts): Promise<void> {
  const [tenant] = services.settings.tenants
  if (tenant === undefined) throw new Error('no tenant')
  const context = await openContext(services, tenant, { manner: 'once', only: null, notify: () => {} })
  const { runs } = await processPass({ ...context, backoffMs: [1] }, scheduledScope, new AbortController().signal)
  counts.runs += runs.length
}

function responsesOf(site: Site, stem: string): readonly string[] {
  const path = join(site.folder, 'gdpr', `${stem}-execution-log.json`)
  return existsSync(path) ? readExecutionLog(path).responses : []
}

function isDone(site: Site, stem: string): boolean {
  const responses = responsesOf(site, stem)
  return responses.length > 0 && responses.every((response) => response.startsWith('SUCCESS'))
}

/** Whoever was told SUCCESS by each request for his forgetting, for the number and the address. */
function forgottenBy(site: Site, files: readonly Asked[], counts: Counts): readonly number[] {
  const told = new Map<number, boolean>()
  for (const { stem, who } of files.filter((file) => file.stem.startsWith('forget'))) {
    const responses = responsesOf(site, stem)
    for (const [i, n] of who.entries()) {
      const isForgotten = [2 * i, 2 * i + 1].every((at) => responses[at]?.startsWith('SUCCESS') === true)
      told.set(n, isForgotten && (told.get(n) ?? true))
    }
  }
  const forgotten = [...told].filter(([, isForgotten]) => isForgotten).map(([n]) => n)
  counts.succeeded += forgotten.length
  counts.errors += told.size - forgotten.length
  return forgotten
}
