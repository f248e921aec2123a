/** From hits to findings: who they belong to, the message around them, the values that belong to the person too. */

import type { Finding, Owner } from '../../domain/finding.ts'
import type { ByteNeedle } from '../../platform/match/bytes/needles.ts'
import { boundsOf, messageAround, type Message } from './messages/message.ts'
import { withoutStrangers, type StrangerPlace } from './messages/strangers.ts'
import type { KeyValue } from './messages/key-value.ts'
import { keyNamed } from './messages/keys.ts'
import type { RowShape } from './messages/row.ts'
import type { ReadValues } from './messages/values.ts'
import { decodeText, textOf, type ReadExcerpt } from '../../platform/files/scan/excerpt.ts'
import { checksum, type Hit } from '../../platform/files/scan/hits.ts'
import type { Format } from './settings.ts'
import { changedWhileSearched, messageTooLong } from './failures.ts'

/** The column of what was found in the text itself rather than under a key. */
export const lineColumn = 'line'

export interface FindPlan {
  readonly needles: readonly ByteNeedle[]
  readonly format: Format
  readonly action: 'export' | 'forget'
  /** Whether anybody has keys at all. */
  readonly withKeys: boolean
  /** Keys whose values are the subject's, as `keyNamed` makes them. */
  readonly keysOf: (subjectKey: string) => ReadonlySet<string>
}

/** A log that is being searched. */
export interface SearchedLog {
  readonly table: string
  readonly read: ReadExcerpt
  /** Null when the format has no keys, or no subject has one. */
  readonly values: ReadValues | null
  /** Of a delimited log whose columns are known. */
  readonly row: RowShape | null
  readonly locate: (offset: number, length: number) => string
}

/** Takes the hits of a log in ascending order and gives the findings, message by message. */
export interface Collector {
  /** Findings of the messages that are complete by now. */
  readonly add: (hits: readonly Hit[]) => readonly Finding[]
  /** Those of the last message. */
  readonly end: () => readonly Finding[]
  /** Numbers of the needles that were hit. */
  readonly seen: ReadonlySet<number>
}

export function collectFindings(log: SearchedLog, plan: FindPlan): Collector {
  const seen = new Set<number>()
  const { take, end } =
    log.values === null && plan.action === 'forget' ? takeValues(log, plan) : takeMessages(log, plan)
  const add = (hits: readonly Hit[]): readonly Finding[] => {
    const findings: Finding[] = []
    for (const hit of hits) {
      seen.add(hit.needle)
      take(hit, findings)
    }
    return findings
  }
  return { add, end, seen }
}

interface Taking {
  readonly take: (hit: Hit, findings: Finding[]) => void
  readonly end: () => readonly Finding[]
}

/** Without keys the message does not matter. */
function takeValues(log: SearchedLog, plan: FindPlan): Taking {
  const target = { table: log.table, column: lineColumn }
  const take = (hit: Hit, findings: Finding[]): void => {
    const { bytes } = log.read(hit.offset, hit.offset + hit.length)
    refuseChanged(hit, bytes, { start: 0, end: bytes.length })
    const content = decodeText(bytes)
    const locator = log.locate(hit.offset, hit.length)
    for (const owner of plan.needles[hit.needle]?.owners ?? []) findings.push({ owner, target, locator, content })
  }
  return { take, end: () => [] }
}

function takeMessages(log: SearchedLog, plan: FindPlan): Taking {
  const bounds = boundsOf(plan.format, log.values !== null, log.row)
  let group: { readonly hits: Hit[]; readonly message: Message } | null = null
  const end = (): readonly Finding[] => {
    const findings = group === null ? [] : findingsInMessage(group.hits, group.message, log, plan)
    group = null
    return findings
  }
  const take = (hit: Hit, findings: Finding[]): void => {
    if (group === null || !isInside(hit, group.message)) {
      for (const finding of end()) findings.push(finding)
      group = { hits: [], message: messageAround(log.read, hit.offset, bounds) }
    }
    group.hits.push(hit)
  }
  return { take, end }
}

function isInside(hit: Hit, { excerpt, start, end }: Message): boolean {
  return hit.offset >= excerpt.offsetOf(start) && hit.offset <= excerpt.offsetOf(end)
}

interface OwnedPlace extends StrangerPlace {
  readonly owner: Owner
}

function findingsInMessage(
  hits: readonly Hit[],
  message: Message,
  log: SearchedLog,
  plan: FindPlan,
): readonly Finding[] {
  const mentions = hits.flatMap((hit) => mentionsOf(hit, message, plan))
  const subjects = new Set(mentions.map(({ owner }) => owner.subjectKey))
  const named = new Set([...subjects].flatMap((subjectKey) => [...plan.keysOf(subjectKey)]))
  const values = named.size > 0 && log.values !== null ? log.values(wholly(message), named) : []
  return [...subjects].flatMap((subjectKey) => {
    const own = mentions.filter(({ owner }) => owner.subjectKey === subjectKey)
    const keys = plan.keysOf(subjectKey)
    const theirs = values.filter(({ key }) => keys.has(keyNamed(key)))
    const others = mentions.filter(({ owner }) => owner.subjectKey !== subjectKey)
    return plan.action === 'export'
      ? exported(own, theirs, { message, others, log })
      : found(own, theirs, { message, others, log })
  })
}

function wholly(message: Message): Message {
  if (!message.whole) throw messageTooLong()
  return message
}

function mentionsOf(hit: Hit, { excerpt }: Message, plan: FindPlan): readonly OwnedPlace[] {
  const start = excerpt.placeOf(hit.offset)
  const end = excerpt.placeOf(hit.offset + hit.length)
  refuseChanged(hit, excerpt.bytes, { start, end })
  return (plan.needles[hit.needle]?.owners ?? []).map((owner) => ({ owner, start, end }))
}

/** The log was begun anew, or masked by somebody else: what stands there now is nothing of this person. */
function refuseChanged(hit: Hit, bytes: Uint8Array, { start, end }: StrangerPlace): void {
  if (checksum(bytes, start, end) === hit.sum) return
  throw changedWhileSearched()
}

interface Scene {
  readonly message: Message
  readonly others: readonly OwnedPlace[]
  readonly log: SearchedLog
}

/**
 * Values under keys as a whole; a mention inside of one is part of it. The others come after the keys: they are erased
 * in this order, and as long as a key stands the mention that leads to it must stand too.
 */
function found(own: readonly OwnedPlace[], values: readonly KeyValue[], scene: Scene): readonly Finding[] {
  const outside = own.filter(
    (mention) => !values.some((value) => value.start <= mention.start && mention.end <= value.end),
  )
  return [
    ...keyFindings(own, values, scene),
    ...outside.map((mention) => findingAt(mention, lineColumn, mention.owner, scene)),
  ]
}

function keyFindings(own: readonly OwnedPlace[], values: readonly KeyValue[], scene: Scene): readonly Finding[] {
  return values.flatMap((value) => {
    const inside = own.find((mention) => value.start <= mention.start && mention.end <= value.end)
    const owner = (inside ?? own[0])?.owner
    return owner === undefined ? [] : [findingAt(value, value.key, owner, scene)]
  })
}

function findingAt(place: StrangerPlace, column: string, owner: Owner, { message: { excerpt }, log }: Scene): Finding {
  const offset = excerpt.offsetOf(place.start)
  return {
    owner,
    target: { table: log.table, column },
    locator: log.locate(offset, excerpt.offsetOf(place.end) - offset),
    content: textOf(excerpt, place.start, place.end),
  }
}

/** The message once for each of the subject's identifiers in it, and the values under keys. */
function exported(own: readonly OwnedPlace[], values: readonly KeyValue[], scene: Scene): readonly Finding[] {
  const { message, others, log } = scene
  const places = [...own, ...values]
  const text = withoutStrangers(message.excerpt.bytes, message, places, others)
  const first = new Map(
    own.map((mention) => [`${mention.owner.kind} ${mention.owner.consumerId}`, mention] as const).reverse(),
  )
  const offset = message.excerpt.offsetOf(message.start)
  const locator = log.locate(offset, message.excerpt.offsetOf(message.end) - offset)
  const target = { table: log.table, column: lineColumn }
  const lines = [...first.values()].map(({ owner }) => ({ owner, target, locator, content: text }))
  return [...lines, ...keyFindings(own, values, scene)]
}
