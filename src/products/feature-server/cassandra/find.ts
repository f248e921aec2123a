/** Finds messages by the numbers of their callers, and what hangs on each: its bytes, and its places in mailboxes. */

import type { Evaluation, Owner } from '../../../domain/finding.ts'
import type { RunContext, Subjects } from '../../../domain/product.ts'
import type { CqlRow } from '../../../platform/cql/client.ts'
import { asField } from '../../../platform/match/identifier-index.ts'
import { needlesOf, type Needles } from '../../../platform/match/needles.ts'
import { fieldsOf, locatorOf, rowOf, scanned, timedRows } from './rows.ts'
import { messageText, soundOf } from './sound.ts'
import { describeStore, targetOf, type MessageFamily, type StoreSite, type VoicemailStore } from './store.ts'

export async function* findMessages(site: StoreSite, subjects: Subjects, run: RunContext): AsyncIterable<Evaluation> {
  run.signal.throwIfAborted()
  const needles = needlesOf(subjects)
  const owners = needles.of(['phone']).flatMap((needle) => needle.owners)
  if (owners.length === 0) return
  const store = await describeStore(site, run.signal)
  const found = new Set<string>()
  for await (const one of valuesIn(site, store, needles, run.signal)) {
    if (one.owner !== null) found.add(JSON.stringify([one.owner, one.target]))
    yield one
  }
  for (const target of [store.messages, store.bytes, store.mailboxes].map(targetOf)) {
    for (const owner of owners) {
      if (!found.has(JSON.stringify([owner, target]))) yield { owner, target, locator: null, content: null }
    }
  }
}

async function* valuesIn(
  site: StoreSite,
  store: VoicemailStore,
  needles: Needles,
  signal: AbortSignal,
): AsyncIterable<Evaluation> {
  const byMessage = new Map<string, ReadonlySet<Owner>>()
  for await (const { locator, message, owners } of ownMessages(site, store, needles, signal)) {
    yield* wholeRow(site, store.messages, { locator, owners }, signal)
    const known = byMessage.get(message) ?? new Set<Owner>()
    const others = new Set([...owners].filter((owner) => !known.has(owner)))
    yield* sound(site, store, { message, owners: others }, signal)
    byMessage.set(message, new Set([...known, ...others]))
  }
  for await (const { locator, message } of placesInMailboxes(site, store, signal)) {
    const owners = byMessage.get(message)
    if (owners !== undefined) yield* wholeRow(site, store.mailboxes, { locator, owners }, signal)
  }
}

async function* sound(
  site: StoreSite,
  store: VoicemailStore,
  { message, owners }: Omit<OwnMessage, 'locator'>,
  signal: AbortSignal,
): AsyncIterable<Evaluation> {
  const content = owners.size === 0 ? null : await soundOf(site, store, message, signal)
  if (content === null) return
  for (const owner of owners) yield { owner, target: targetOf(store.bytes), locator: message, content }
}

export interface OwnMessage {
  readonly locator: string
  readonly message: string
  readonly owners: ReadonlySet<Owner>
}

/** One pass over all messages for all numbers. */
export async function* ownMessages(
  { client }: StoreSite,
  { messages }: VoicemailStore,
  needles: Needles,
  signal: AbortSignal,
): AsyncIterable<OwnMessage> {
  const columns = [...messages.key, messages.message, ...messages.callers]
  for await (const row of scanned(client, messages, columns, signal)) {
    signal.throwIfAborted()
    const named = messages.callers.flatMap(({ name }) => needles.mentions(textIn(row, name), ['phone'], asField))
    const owners = new Set(named.flatMap(({ needle }) => needle.owners))
    if (owners.size === 0) continue
    yield { locator: locatorOf(messages, row), message: messageText(row.get(messages.message.name) ?? null), owners }
  }
}

export async function* placesInMailboxes(
  { client }: StoreSite,
  { mailboxes }: VoicemailStore,
  signal: AbortSignal,
): AsyncIterable<Omit<OwnMessage, 'owners'>> {
  for await (const row of scanned(client, mailboxes, [...mailboxes.key, mailboxes.message], signal)) {
    yield { locator: locatorOf(mailboxes, row), message: messageText(row.get(mailboxes.message.name) ?? null) }
  }
}

/** Gone by now: nobody's. */
async function* wholeRow(
  site: StoreSite,
  family: MessageFamily,
  { locator, owners }: Omit<OwnMessage, 'message'>,
  signal: AbortSignal,
): AsyncIterable<Evaluation> {
  const wanted = rowOf(family, locator)
  if (wanted === null) return
  for await (const { values } of timedRows(site, wanted, signal)) {
    const content = { kind: 'document', fields: fieldsOf(family, values) } as const
    for (const owner of owners) yield { owner, target: targetOf(family), locator, content }
  }
}

function textIn(row: CqlRow, column: string): string {
  const value = row.get(column)
  return typeof value === 'string' ? value : ''
}
