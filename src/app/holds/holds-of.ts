/** The legal holds of a tenant: those of the list that the settings name, and those that were added by command. */

import { basename } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import type { NotedHold } from '../../domain/hold.ts'
import { companyNumbers, namesNobody } from '../../platform/match/own-numbers.ts'
import { findFindingTable } from '../../records/findings/finding-table.ts'
import { notedHolds } from '../../records/findings/holds/noted-holds.ts'
import { readHoldFile, type HoldList } from '../../stages/holds/hold-file.ts'
import { readHoldTable } from '../../stages/holds/hold-table.ts'
import type { HoldRules } from '../../stages/holds/read-terms.ts'
import { products as known } from '../../products/index.ts'
import { isSearched, type Services } from '../compose.ts'
import type { TenantHolds } from './tenant-holds.ts'
import { holdsUnreadable } from '../failures.ts'
import { isFile, writtenAt } from '../folders.ts'
import { stateDirectory } from '../places.ts'
import { presentSeal } from '../seal.ts'
import { markedHolds } from './hold-marks.ts'
import type { ProductEntry, TenantSettings } from '../settings/settings.ts'

/** Throws StepFailed where one of them cannot be read: whoever it holds, nobody may be erased. */
export async function holdsOf(services: Services, tenant: TenantSettings): Promise<TenantHolds> {
  const { holds, problems } = await listedHolds(services, tenant)
  const { noted, fingerprint, problems: others } = await standingByCommand(services, tenant)
  const told = [...problems, ...others]
  if (told.length > 0) throw holdsUnreadable(told)
  return { holds: [...holds, ...noted], fingerprint, isNobodys: nobodysIn(tenant) }
}

/** With all that is wrong with it. */
export async function listedHolds(services: Services, tenant: TenantSettings): Promise<HoldList> {
  const { source } = tenant.holds
  const rules = rulesOf(tenant)
  if (source === null) return { holds: [], problems: [] }
  if ('file' in source) return await readSettled(source.file, services, (file) => readHoldFile(file, rules))
  try {
    return await readHoldTable(await services.tools.database(source.database), source, rules)
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return { holds: [], problems: [`\`${source.table}\`: ${error.message}`] }
  }
}

export function rulesOf({ holds: { answer }, products, ...tenant }: TenantSettings): HoldRules {
  const { country, dialingPrefixes, timeZone } = tenant
  const lasting = products.filter(hasLastingRows)
  return {
    country,
    dialingPrefixes,
    timeZone,
    answer,
    products: [...new Set(lasting.flatMap(({ name, product }) => [name, product]))],
  }
}

export interface HoldsByCommand extends Pick<TenantHolds, 'fingerprint'> {
  readonly noted: readonly NotedHold[]
  readonly problems: readonly string[]
}

/** Those that nobody has taken away. Makes nothing: neither a record nor a secret, where there is none. */
export async function standingByCommand(services: Services, tenant: TenantSettings): Promise<HoldsByCommand> {
  const all = await notedByCommand(services, tenant)
  const noted = all.filter(({ released }) => released === null)
  const lost = problemsOfLost(await markedHolds(stateDirectory(services.settings), tenant.name), all)
  if (noted.length === 0) return { noted, problems: lost, fingerprint: (text) => text }
  const seal = await presentSeal(stateDirectory(services.settings))
  const problems = [...lost, ...problemsOfNoted(noted, seal?.mark ?? null)]
  return { noted, problems, fingerprint: seal?.fingerprint ?? ((text) => text) }
}

/** Released ones too. */
export async function notedByCommand(
  { settings, tools }: Services,
  tenant: TenantSettings,
): Promise<readonly NotedHold[]> {
  const { database: name } = settings.history
  const filename = settings.databases[name]?.filename
  if (filename !== undefined && !isFile(filename)) return []
  const table = await findFindingTable(await tools.database(name))
  return table === null ? [] : await notedHolds(table, tenant)
}

/** The state folder knows of more holds than the record: that one was lost, or is another one. */
function problemsOfLost(marked: readonly string[], noted: readonly NotedHold[]): readonly string[] {
  const known = new Set(noted.map(({ id }) => id))
  const lost = marked.filter((id) => !known.has(id))
  if (lost.length === 0) return []
  return [
    `the record (\`LETHE_FINDING\`) lacks the hold(s) ${lost.join(', ')} that were added by command: put its copy back, or ` +
      'release them and add them anew',
  ]
}

/** Null: there is no secret. What another one made nobody can tell apart: such a hold would have vanished without a word. */
function problemsOfNoted(noted: readonly NotedHold[], mark: string | null): readonly string[] {
  const others = noted.filter((hold) => hold.mark !== mark)
  if (others.length === 0) return []
  const ids = others.map(({ id }) => id).join(', ')
  return [
    `the hold(s) ${ids} were added with another \`secret\` of the state folder, and nobody can tell whom they hold: put ` +
      'back its copy, or release them and add them anew',
  ]
}

/** Whether a row of the entry can be named for ever. */
function hasLastingRows(entry: ProductEntry): boolean {
  const product = known[entry.product]
  return isSearched(entry) && product !== undefined && !('placesMove' in product)
}

function nobodysIn({ guard, ownNumbers }: TenantSettings): TenantHolds['isNobodys'] {
  const [isNobodys, isCompanys] = [namesNobody(guard.neverAPerson), companyNumbers({ ownNumbers })]
  return (identifier) => isNobodys(identifier) || (identifier.kind === 'phone' && isCompanys(identifier.normal))
}

/** Looks at a file that is being written until it rests: half of a list would let the other half go. */
async function readSettled(
  file: string,
  { clock, settings: { settleMs } }: Services,
  read: (file: string) => Promise<HoldList>,
): Promise<HoldList> {
  for (let [look, seen]: [number, number | null] = [1, null]; ; look += 1) {
    const before = writtenAt(file)
    const list = await read(file)
    const isOld = before === null || clock.now().getTime() - before >= settleMs
    if ((isOld || before === seen) && writtenAt(file) === before) return list
    if (look === mostLooks) return { holds: [], problems: [beingWritten(file)] }
    seen = before
    await clock.sleep(settleMs)
  }
}

function beingWritten(file: string): string {
  return `\`${basename(file)}\` is being written; write it elsewhere and rename it`
}

const mostLooks = 10
