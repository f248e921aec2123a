/** Redacts sessions by what was recorded of them: all rows of a session, in short transactions. */

import type { Knex } from 'knex'

import { erased, failed, gone, type Effect, type Fate } from '../../domain/effect.ts'
import type { RecordedFinding } from '../../domain/finding.ts'
import type { RunContext } from '../../domain/product.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'
import { removeFiles } from '../../platform/files/tree/recorded.ts'
import { effectsOn } from '../../platform/sql/engine/erase.ts'
import { eachAlone, placeOf } from '../../platform/sql/engine/erase-rows.ts'
import { withoutPartsOf, type WithoutParts } from '../../platform/sql/engine/parts/parts.ts'
import { bucketsOf, jsonOf, type Bucket, type RecordedRow } from '../../platform/sql/engine/recorded-rows.ts'
import { redactedValue, tokenOf } from '../../platform/sql/engine/redacted.ts'
import type { ResolvedColumn } from '../../platform/sql/engine/resolved.ts'
import { namingPlace } from '../../platform/sql/failure.ts'
import { readAhead } from '../../platform/streams/batches.ts'
import { fileColumn, rootIn } from './folders/find.ts'
import { retainedUntil } from './retention.ts'
import { asContent, keyIn, textsTogether } from '../../platform/sql/engine/ways/together.ts'
import { placeIn, voiceTables, type SessionColumn, type VoiceSite } from './site.ts'

/** A session has several rows, and a transaction locks few of them. */
const sessionsPerTransaction = 50

export async function* eraseSessions(
  site: VoiceSite,
  findings: AsyncIterable<RecordedFinding>,
  run: RunContext,
): AsyncIterable<Effect> {
  const tables = await voiceTables(site)
  const done = new DigestSet()
  const { folders = [] } = site.settings
  const inFolders: RecordedFinding[] = []
  const inTables = async function* (): AsyncIterable<RecordedFinding> {
    for await (const finding of findings) {
      if (finding.target.column === fileColumn) inFolders.push(finding)
      else yield finding
    }
  }
  for await (const bucket of readAhead(bucketsOf(inTables(), sessionsPerTransaction, async () => null))) {
    run.signal.throwIfAborted()
    const place = placeIn(tables, bucket.target)
    const { settings, clock } = site
    if (settings.mode === 'retention') {
      const basis = retainedUntil(place.one.role, settings.retention, clock.now())
      yield* effectsOn(bucket.target, bucket.rows, () => ({ kind: 'retained', basis }))
    } else yield* effectsOn(bucket.target, bucket.rows, await redactBucket({ ...site, done }, bucket, place, run))
  }
  yield* removeFiles(inFolders, rootIn(folders), run)
}

interface EraseSite extends VoiceSite {
  /** What this run has redacted: two people may have one call. */
  readonly done: DigestSet
}

async function redactBucket(
  { database, tenant, done }: EraseSite,
  { rows }: Bucket,
  { one, column }: SessionColumn,
  { again }: RunContext,
): Promise<(row: RecordedRow) => Fate> {
  const owners = rows.flatMap((row) => row.owners)
  const withoutParts = withoutPartsOf(owners, column, tenant)
  const fates = new Map<RecordedRow, Fate>()
  await eachAlone(
    rows,
    async (some) => {
      const place = { table: one.table, column, rows: some }
      const redacted = await namingPlace(placeOf(place), () =>
        database.transaction(async (trx) => {
          const sessions = [...new Set(some.map(({ locator }) => keyIn(locator)))]
          const texts = await textsTogether(trx, database, one.table, sessions)
          const verdicts = some.map((row) => {
            const present = texts.get(keyIn(row.locator))?.get(column) ?? []
            return { row, ...verdictOn(row, present, column, withoutParts) }
          })
          await write(trx, database, { one, column }, verdicts)
          return verdicts
        }),
      )
      for (const { row, fate } of redacted) {
        const name = `${placeOf(place)} ${keyIn(row.locator)}`
        const isOurs = again || (fate === gone && !done.add(name))
        if (fate === erased) done.add(name)
        fates.set(row, fate === gone && isOurs ? erased : fate)
      }
    },
    (row, reason) => fates.set(row, failed(reason)),
  )
  return (row) => fates.get(row) ?? gone
}

interface SessionVerdict {
  readonly fate: Fate
  /** What is written for a text of the session; equal texts are written alike. */
  readonly changes: ReadonlyMap<string, string | null>
}

/** What was recorded as a whole goes as a whole, and only as it was recorded; of what names the person only that goes. */
function verdictOn(
  { value, owners }: RecordedRow,
  present: readonly string[],
  column: ResolvedColumn,
  withoutParts: WithoutParts,
): SessionVerdict {
  const none = new Map<string, string | null>()
  if (present.length === 0) return { fate: gone, changes: none }
  const token = tokenOf(column, null)
  if (asContent(present) === value) {
    const isPart = column.map.kind === 'uri'
    const whole = present.map((text): [string, string | null] => [
      text,
      (isPart ? withoutParts(text, owners, token) : null) ?? redactedValue(column, null),
    ])
    return { fate: erased, changes: new Map(whole) }
  }
  if (!isMention(value, owners, withoutParts)) return { fate: failed(changed), changes: none }
  const changes = present.flatMap((text): readonly [string, string][] => {
    const left = withoutParts(text, owners, token)
    return left === null ? [] : [[text, left]]
  })
  return { fate: changes.length > 0 ? erased : gone, changes: new Map(changes) }
}

/** Whether only what names the person was recorded. */
function isMention(value: string, owners: RecordedRow['owners'], withoutParts: WithoutParts): boolean {
  return value.split(/\n|; /).every((line) => withoutParts(line, owners, mask) === mask)
}

const mask = '***'

const changed =
  'a session holds something else in this column than what was recorded; it is searched again at the next pass'

async function write(
  trx: Knex,
  { dialect, lockTimeoutMs }: VoiceSite['database'],
  { one: { table }, column }: SessionColumn,
  verdicts: readonly (SessionVerdict & { readonly row: RecordedRow })[],
): Promise<void> {
  const byText = new Map<string | null, Map<string, RecordedRow>>()
  for (const { row, changes } of verdicts) {
    for (const [from, to] of changes) {
      const rows = byText.get(to) ?? new Map<string, RecordedRow>()
      byText.set(to, rows.set(JSON.stringify([row.locator, from]), { ...row, value: from }))
    }
  }
  for (const [set, rows] of byText) {
    const named = { table: table.shape, keys: table.keys, column: column.shape, rows: jsonOf([...rows.values()]) }
    const change = { ...named, change: { set }, hold: null }
    const lock = dialect.lockFirst?.(trx, change, lockTimeoutMs)
    if (lock !== undefined) await lock
    await dialect.change(trx, change)
  }
}
