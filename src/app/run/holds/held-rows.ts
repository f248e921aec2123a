/** Which rows of a product are not erased because of a legal hold, whoever asks: those that it names, and a held person's. */

import { isFinding, type Evaluation, type Owner, type RecordedFinding } from '../../../domain/finding.ts'
import type { HeldByHold, LegalHold } from '../../../domain/hold.ts'
import type { Subject } from '../../../domain/subject.ts'
import { keyOfSubject } from '../../../domain/subject-key.ts'
import { DigestSet } from '../../../platform/crypto/digest-set.ts'
import { identifierOf } from '../../../platform/match/identifier.ts'
import { holdReason, type HoldSet } from '../../../stages/holds/hold-set.ts'
import type { EnabledProduct } from '../../context.ts'
import { restingOf } from '../resting.ts'
import type { RunWork } from '../run-work.ts'

export type HoldOfRow = (finding: Pick<RecordedFinding, 'target' | 'locator'>) => HeldByHold | null

/**
 * A row in which somebody who is held stands is theirs as well, also where another's identifier led to it. Recorded rows
 * are compared with those of whom the run holds, with what a search finds of everybody else who is held, and, where a
 * fingerprint alone is known, with what stands in them.
 */
export async function holdsOnRows(
  work: RunWork,
  product: EnabledProduct,
  recorded: () => AsyncIterable<RecordedFinding>,
): Promise<HoldOfRow> {
  const { set } = work.holds
  if (set === null || set.isEmpty) return () => null
  const { rows, all } = await rowsRecorded(work, set, recorded)
  if (product.isText !== true && all.size > 0) await addRowsFound(work, { product, set, all, rows })
  return (finding) => {
    const { table } = finding.target
    const { locator } = finding
    const hold = set.ofRow([product.name, product.id], { table, locator }) ?? rows.get(nameOf(finding))
    if (hold === undefined) return null
    work.holds.hasRows = true
    return holdReason(hold, 'a row of it')
  }
}

interface RecordedRows {
  /** Names of all rows. */
  readonly all: DigestSet
  /** Those that are held, by name. */
  readonly rows: Map<string, LegalHold>
}

async function rowsRecorded(
  work: RunWork,
  set: HoldSet,
  recorded: () => AsyncIterable<RecordedFinding>,
): Promise<RecordedRows> {
  const [all, rows] = [new DigestSet(), new Map<string, LegalHold>()]
  for await (const finding of recorded()) {
    all.add(nameOf(finding))
    const hold = work.holds.holdOf(finding.owner) ?? holdIn(work, set, finding)
    if (hold !== null) rows.set(nameOf(finding), hold)
  }
  return { all, rows }
}

const longestCell = 400

/** What is no text of its own, or longer than an identifier, is read by searches alone. */
function holdIn({ context }: RunWork, set: HoldSet, { content }: RecordedFinding): LegalHold | null {
  if (set.hiddenKinds.length === 0) return null
  for (const cell of cellsOf(content)) {
    if (cell === null || cell.length > longestCell) continue
    for (const kind of set.hiddenKinds) {
      const identifier = identifierOf({ kind, consumerId: cell }, context.tenant)
      const hold = identifier === null ? null : set.ofPerson(identifier)
      if (hold !== null) return hold
    }
  }
  return null
}

function cellsOf(content: RecordedFinding['content']): readonly (string | null)[] {
  if (typeof content === 'string') return [content]
  return content.kind === 'document' ? Object.values(content.fields) : []
}

/** Searched for at once: as many as a run may have. */
const peopleAtOnce = 5000

async function addRowsFound(
  work: RunWork,
  { product, set, all, rows }: RecordedRows & { readonly product: EnabledProduct; readonly set: HoldSet },
): Promise<void> {
  const people = set.people.map((identifier, i) => heldSubject(work, identifier, i + 1))
  if (people.length === 0) return
  const { id: runId, action, salt } = work.record.run
  const signal = AbortSignal.any([work.signal, work.cancelled])
  const rest = restingOf(work.context, product, signal)
  const run = { runId, action, salt, again: false, isTrial: true, signal, rest } as const
  const session = await product.open()
  try {
    for (let from = 0; from < people.length; from += peopleAtOnce) {
      const found = session.find(people.slice(from, from + peopleAtOnce), run)
      for await (const one of found) addRow(work, { set, all, rows }, one)
    }
  } finally {
    await session.close()
  }
}

function addRow(work: RunWork, { set, all, rows }: RecordedRows & { readonly set: HoldSet }, one: Evaluation): void {
  if (!isFinding(one) || one.locator === null || !all.has(nameOf(one))) return
  const hold = holdOf(work, set, one.owner)
  if (hold !== null) rows.set(nameOf(one), hold)
}

function holdOf({ context }: RunWork, set: HoldSet, owner: Owner): LegalHold | null {
  const identifier = identifierOf(owner, context.tenant)
  return identifier === null ? null : set.ofPerson(identifier)
}

function heldSubject({ subjects }: RunWork, identifier: HoldSet['people'][number], position: number): Subject {
  const attachedKeys = [...new Set(subjects.flatMap((subject) => subject.attachedKeys))]
  return {
    key: keyOfSubject({ file: null, type: 'consumer', position }),
    type: 'consumer',
    identifiers: [identifier],
    attachedKeys,
  }
}

function nameOf({
  target,
  locator,
}: {
  readonly target: RecordedFinding['target']
  readonly locator: string | null
}): string {
  return JSON.stringify([target.table, locator])
}
