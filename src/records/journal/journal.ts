/** Lethe's own memory: which file is where in its life, how far each product of a run got, who works for a tenant. */

import type { Database } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { noteBeginning, noteSealMark, readAbout } from './about.ts'
import { acknowledge } from './operator/acknowledgements.ts'
import { askToCancel, askToRetry, askToRetryFile } from './operator/asks.ts'
import { writeConfirmation } from './operator/confirmations.ts'
import { journalDamaged } from './damage.ts'
import { openHolders } from './holders.ts'
import { whileHolding, type Lease } from './holding.ts'
import { leaseOwners, seekLease, type LeaseAsker } from './lease.ts'
import { migrateJournal } from './migrate.ts'
import { insertDecision } from './operator/plans.ts'
import type { Journal, JournalOptions, Turn } from './port.ts'
import { readers } from './reading.ts'
import { writers } from './writing.ts'

export type { Journal, JournalOptions } from './port.ts'

/** The journal closes `database`. */
export async function openJournal(database: Database, options: JournalOptions): Promise<Journal> {
  const { client, clock, id: owner, lease: rules, worker } = options
  await migrateJournal(database, client)
  await noteBeginning(database, clock)
  const holders = openHolders(rules.locks, owner)
  const { expiryMs } = rules
  const asker = { owner, expiryMs, hasEnded: holders.hasEnded, holding: new Set<string>(), seen: new Map(), clock }
  return {
    withLease: async (turn, work) => {
      holders.announce()
      return await inTurn(database, asker, turn, work)
    },
    ...readers(database),
    ...asks(database, clock),
    ...writers(database, { clock, worker }),
    about: async () => (await readAbout(database)) ?? damaged(),
    noteSealMark: (mark) => noteSealMark(database, mark),
    close: async () => {
      // That files of others stay there is no reason to fail: whoever comes next finds them.
      await holders.close(() => leaseOwners(database)).catch(() => {})
      await database.close()
    },
  }
}

type AskOfRun = 'acknowledge' | 'askCancel' | 'askRetry' | 'askRetryFile' | 'confirm' | 'decide'

function asks(database: Database, clock: Clock): Pick<Journal, AskOfRun> {
  return {
    acknowledge: (runId, acknowledgement) => database.transaction((trx) => acknowledge(trx, runId, acknowledgement)),
    confirm: (runId, product, confirmation) =>
      database.transaction((trx) => writeConfirmation(trx, runId, product, confirmation)),
    decide: (runId, decision) => database.transaction((trx) => insertDecision(trx, runId, decision)),
    askCancel: (runId) => database.transaction((trx) => askToCancel(trx, runId, clock.now())),
    askRetry: (runId) => database.transaction((trx) => askToRetry(trx, runId, clock.now())),
    askRetryFile: (tenant, name) => database.transaction((trx) => askToRetryFile(trx, tenant, name)),
  }
}

async function inTurn<T>(
  database: Database,
  asker: LeaseAsker,
  turn: Turn,
  work: (lease: Lease) => Promise<T>,
): Promise<T | 'busy'> {
  const grant = await seekLease(database, asker, turn)
  if (grant === null) return 'busy'
  const { holding, clock, expiryMs } = asker
  holding.add(turn.tenant)
  try {
    return await whileHolding({ database, clock, expiryMs, signal: turn.signal }, grant, work)
  } finally {
    holding.delete(turn.tenant)
  }
}

function damaged(): never {
  throw journalDamaged()
}
