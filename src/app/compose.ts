/** The only place where real things are built: databases, journal, history, products, log and clock. */

import { noCheckpoint, type Checkpoint } from '../domain/checkpoint.ts'
import type { Fence } from '../domain/fence.ts'
import type { Product, ProductSession } from '../domain/product.ts'
import { createLog, type Log, type LogSink } from '../platform/log/log.ts'
import { awaited } from '../platform/sql/awaited.ts'
import { checkpointed } from '../platform/sql/checkpointed.ts'
import type { Database } from '../platform/sql/database.ts'
import { createOwnFile } from '../platform/sql/own-file.ts'
import { openDatabase } from '../platform/sql/open.ts'
import { systemClock, type Clock } from '../platform/time/clock.ts'
import { toldWaits, untoldWaits, type LongWait, type Waits } from '../platform/time/waits.ts'
import { toolsUnder, type Tools } from '../platform/tools.ts'
import { products } from '../products/index.ts'
import type { DeclaredEntry } from '../stages/answering/declared.ts'
import type { OwnTableSettings } from '../platform/sql/own-tables.ts'
import type { Findings } from '../records/findings/findings.ts'
import type { History } from '../records/history/history.ts'

import { checkpointedAnswers, checkpointedFindings, checkpointedSession } from './checkpointed.ts'
import type { Answers } from './context.ts'
import { isFile } from './folders.ts'
import type { Journal } from '../records/journal/journal.ts'
import { openOwnFindings, openOwnHistory, openOwnJournal } from './memories.ts'
import { placeOf, stateDirectory } from './places.ts'
import { withReleases, type Releases } from './release.ts'
import { openDocuments, type Documents } from '../stages/validation/documents.ts'
import { openedWithDays } from './undated.ts'
import { openSeal } from './seal.ts'
import type { ProductEntry, Settings, TenantSettings } from './settings/settings.ts'
import { once, oncePerName } from './once.ts'
import { outOfScope } from './out-of-scope.ts'
import { tenantsUsing } from './tenants-using.ts'
import { undeclaredDatabase, unknownProduct, withoutFile } from './failures.ts'

/** Everything real, opened when it is first asked for. */
export interface Services {
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
  readonly tools: Tools
  readonly history: () => Promise<History>
  readonly findings: () => Promise<Findings>
  readonly journal: () => Promise<Journal>
  readonly seal: () => ReturnType<typeof openSeal>
  /** Where the answers of a tenant go. */
  readonly answers: (tenant: TenantSettings) => Promise<Answers>
  /** Told what is waited for. */
  readonly waits: Waits
  /** Reads what was submitted without keeping the thread. */
  readonly documents: Documents
  /** The systems of a tenant that are not searched. */
  readonly declaredIn: (tenant: TenantSettings) => readonly DeclaredEntry[]
  /** Ids of the products that have to be done before this one erases. */
  readonly waitsFor: (product: string) => readonly string[]
  /** The caller closes it. With a fence its databases take nothing any more once the lease is lost. */
  readonly openProduct: (tenant: TenantSettings, entry: ProductEntry, fence?: Fence) => Promise<ProductSession>
}

/** Who is told what happens while the services are used. */
interface Listeners {
  /** Told whenever something becomes lasting. */
  readonly checkpoint: Checkpoint
  /** Told of a wait that lasts, and null when it is over. */
  readonly onWait?: (wait: LongWait | null, log: Log) => void
}

/** Builds the services, has the work done with them, and releases everything that was opened. */
export async function withServices<T>(
  settings: Settings,
  sink: LogSink,
  work: (services: Services) => Promise<T>,
  { checkpoint = noCheckpoint, onWait }: Partial<Listeners> = {},
): Promise<T> {
  const log = createLog(settings.log.level, sink)
  return withReleases(log, (releases) => {
    const waits = onWait === undefined ? untoldWaits : openWaits(onWait, log, releases)
    return work(build({ settings, log, checkpoint, waits }, releases))
  })
}

type ServiceParts = Pick<Services, 'settings' | 'log' | 'waits'> & Pick<Listeners, 'checkpoint'>

function openWaits(tell: NonNullable<Listeners['onWait']>, log: Log, releases: Releases): Waits {
  const over = new AbortController()
  releases.add(async () => {
    over.abort()
  })
  const told = (wait: LongWait | null): void => {
    tell(wait, log)
  }
  return toldWaits(systemClock, told, over.signal)
}

function build({ settings, log, checkpoint, waits }: ServiceParts, releases: Releases): Services {
  const database = oncePerName(async (name) =>
    awaited(checkpointed(await openDeclared(settings, name, releases), checkpoint), waits),
  )
  const tools: Tools = {
    database,
    tenantsUsing: (name) => tenantsUsing(settings, name),
    clock: systemClock,
    log,
    stateDirectory: stateDirectory(settings),
  }
  const { history, findings } = recordsOf(settings, database, checkpoint)
  const documents = openDocuments(systemClock)
  releases.add(documents.close)
  const journal = once(() => openOwnJournal({ settings, checkpoint, waits }, releases))
  const seal = once(async () => openSeal(stateDirectory(settings), await journal(), log))
  return {
    settings,
    clock: systemClock,
    log,
    tools,
    history,
    findings,
    journal,
    seal,
    documents,
    waits,
    waitsFor: (product) => searchedProduct(product)?.after ?? [],
    declaredIn: (tenant) => tenant.products.flatMap(declaredEntries),
    answers: async (tenant) => {
      const place = { ...placeOf(settings, tenant), seal: await seal() }
      const { answersOf } = await import('./pass/answers.ts')
      const given = { clock: systemClock, documents, outOfScope: outOfScope(settings, tenant) }
      return checkpointedAnswers(answersOf(tenant.name, place, given), checkpoint)
    },
    openProduct: async (tenant, entry, fence) =>
      checkpointedSession(await openEntry(tenant, entry, toolsUnder(tools, fence)), checkpoint),
  }
}

function recordsOf(
  settings: Settings,
  databaseNamed: Tools['database'],
  checkpoint: Checkpoint,
): Pick<Services, 'history' | 'findings'> {
  const tables = ownTables(settings)
  const database = () => databaseNamed(settings.history.database)
  const history = once(async () => openOwnHistory(tables, await database()))
  const findings = once(async () =>
    checkpointedFindings(await openOwnFindings(tables, await database(), await history()), checkpoint),
  )
  return { history, findings }
}

async function openDeclared(settings: Settings, name: string, releases: Releases): Promise<Database> {
  const declared = Object.hasOwn(settings.databases, name) ? settings.databases[name] : undefined
  if (declared === undefined) throw undeclaredDatabase(name)
  const { filename } = declared
  // SQLite would make the file, and an empty database looks like one in which nobody is found.
  if (filename !== undefined && name !== settings.history.database && !isFile(filename)) throw withoutFile(name)
  if (name === settings.history.database) createOwnFile(declared)
  const opened = await openDatabase(name, declared)
  releases.add(() => opened.close())
  return opened
}

/** On SQLite our tables are always made: the file is Lethe's own, or lies on this machine with everything in it. */
export function ownTables(settings: Settings): OwnTableSettings {
  const { client = 'better-sqlite3', schema } = settings.databases[settings.history.database] ?? {}
  const create = settings.history.create || client === 'better-sqlite3'
  return { client, create, ...(schema === undefined ? {} : { schema }) }
}

async function openEntry(tenant: TenantSettings, entry: ProductEntry, tools: Tools): Promise<ProductSession> {
  const product = searchedProduct(entry.product)
  if (product === undefined) throw unknownProduct(entry.product)
  return openedWithDays(product, await product.open(entry.settings, tenant, tools))
}

function searchedProduct(id: string): Product<Tools> | undefined {
  const product = Object.hasOwn(products, id) ? products[id] : undefined
  return product !== undefined && 'open' in product ? product : undefined
}

/** A part of a product that is searched has a name behind that of the entry. */
function declaredEntries({ product: id, name, settings }: ProductEntry): readonly DeclaredEntry[] {
  const product = Object.hasOwn(products, id) ? products[id] : undefined
  if (product === undefined) return []
  if ('disposition' in product) return [{ name, disposition: product.disposition(settings) }]
  const parts = Object.entries(product.declares?.(settings) ?? {})
  return parts.map(([part, disposition]) => ({ name: `${name}/${part}`, disposition }))
}

/** Whether the entry is searched; the others are declared. */
export function isSearched({ product }: Pick<ProductEntry, 'product'>): boolean {
  return searchedProduct(product) !== undefined
}

/** Whether what the entry finds are places in texts. */
export function isText({ product }: Pick<ProductEntry, 'product'>): boolean {
  return searchedProduct(product)?.isText === true
}
