/** The three column families of voicemail as they are here: what the catalogue has, or a refusal. */

import type { Target } from '../../../domain/finding.ts'
import type { CqlClient } from '../../../platform/cql/client.ts'
import { describeFamily, quotedName, type CqlColumn } from '../../../platform/cql/column-family.ts'
import { plainTypes } from '../../../platform/cql/values.ts'
import type { Clock } from '../../../platform/time/clock.ts'
import { familyMissing, familyUnfit } from '../failures.ts'
import { storeDefaults, type CassandraSettings, type StoreColumns } from './settings.ts'

export interface StoreSite {
  readonly client: CqlClient
  readonly settings: CassandraSettings
  readonly ttlDays: number
  readonly clock: Clock
}

export interface MessageFamily {
  readonly table: string
  /** As a statement names it. */
  readonly name: string
  /** Together they name a row. */
  readonly key: readonly CqlColumn[]
  readonly values: readonly CqlColumn[]
  /** Says of which message a row is. */
  readonly message: CqlColumn
}

export interface VoicemailStore {
  readonly messages: MessageFamily & { readonly callers: readonly CqlColumn[] }
  readonly bytes: MessageFamily & { readonly content: CqlColumn }
  readonly mailboxes: MessageFamily
}

/** Source: Feature Server, GDPR support. */
const documentedFamilies = ['mailmessage', 'message_bytes', 'mailboxmessages'] as const

/** A row goes as a whole. */
export function targetOf({ table }: Pick<MessageFamily, 'table'>): Target {
  return { table, column: '*' }
}

export async function describeStore(site: StoreSite, signal: AbortSignal): Promise<VoicemailStore> {
  const { columns = {} } = site.settings
  const [mailmessage, messageBytes, mailboxMessages] = documentedFamilies
  const messages = messagesIn(await shapeOf(site, mailmessage, signal), columns)
  const bytes = soundsIn(await shapeOf(site, messageBytes, signal), columns)
  const mailboxes = mailboxesIn(await shapeOf(site, mailboxMessages, signal), columns, messages.message)
  for (const { table, message } of [bytes, mailboxes]) {
    if (message.type === messages.message.type) continue
    throw familyUnfit(table, 'message', `it has another type than in \`${mailmessage}\``)
  }
  return { messages, bytes, mailboxes }
}

function messagesIn(shape: FamilyShape, { mailmessage = {} }: StoreColumns): VoicemailStore['messages'] {
  const id = { written: mailmessage.message, setting: 'message', among: shape.key }
  const named = mailmessage.callers?.map((name) => columnNamed(shape, name))
  const callers = named ?? shape.all.filter(({ name, type }) => isText(type) && callerName.test(name))
  if (callers.length === 0) {
    throw familyUnfit(shape.table, 'callers', 'no column is known by its name to hold the caller')
  }
  return { ...shape, message: pick(shape, id, isMessage(shape)), callers }
}

/** The bytes are read by the message: it has to be the whole partition. */
function soundsIn(shape: FamilyShape, { message_bytes: written = {} }: StoreColumns): VoicemailStore['bytes'] {
  const id = { written: written.message, setting: 'message', among: shape.key }
  const message = pick(shape, id, isMessage(shape))
  const [partition, ...others] = partitionsOf(shape)
  if (partition !== message || others.length > 0) {
    throw familyUnfit(shape.table, 'message', 'its rows are not named by the message')
  }
  const content = { written: written.bytes, setting: 'bytes', among: shape.values }
  return { ...shape, message, content: pick(shape, content, ({ type }) => type === 'blob') }
}

function mailboxesIn(
  shape: FamilyShape,
  { mailboxmessages = {} }: StoreColumns,
  id: CqlColumn,
): VoicemailStore['mailboxes'] {
  const wanted = { written: mailboxmessages.message, setting: 'message', among: shape.all }
  const isId = ({ name, type }: CqlColumn): boolean => type === id.type && (name === id.name || /message/i.test(name))
  return { ...shape, message: pick(shape, wanted, isId) }
}

interface FamilyShape extends Omit<MessageFamily, 'message'> {
  readonly all: readonly CqlColumn[]
}

/** What cannot be written back as it was, or has no time to live that can be read, is refused. */
async function shapeOf({ client, settings }: StoreSite, table: string, signal: AbortSignal): Promise<FamilyShape> {
  const { keyspace = storeDefaults.keyspace } = settings
  const all = await describeFamily(client, { keyspace, table }, signal)
  if (all.length === 0) throw familyMissing(table)
  const odd = all.find(({ type, role }) => !plainTypes.has(type) || role === 'static')
  if (odd !== undefined) throw familyUnfit(table, odd.name, 'it is of a type that cannot be written back for certain')
  const values = all.filter(({ role }) => role === 'regular')
  if (values.length === 0) throw familyUnfit(table, '*', 'it has no column whose time to live can be read')
  const key = all.filter(({ role }) => role === 'partition' || role === 'clustering')
  return { table, name: `${quotedName(keyspace)}.${quotedName(table)}`, key, values, all }
}

const isText = (type: string): boolean => type === 'text' || type === 'ascii'
const callerName = /(^|[_-])(ani|cli|from)([_-]|$)|caller|calling|phone|^ani|^from/i

function partitionsOf({ key }: FamilyShape): readonly CqlColumn[] {
  return key.filter(({ role }) => role === 'partition')
}

/** A key that says so, or the partition where it is one column. */
function isMessage(shape: FamilyShape): (column: CqlColumn) => boolean {
  const named = shape.key.filter(({ name }) => /message/i.test(name))
  const [only, ...others] = partitionsOf(shape)
  return (column) => (named.length > 0 ? named.includes(column) : others.length === 0 && column === only)
}

interface SoughtColumn {
  /** As the settings name it. */
  readonly written: string | undefined
  /** What the settings call it. */
  readonly setting: string
  readonly among: readonly CqlColumn[]
}

/** The one that the settings name, or the only one that fits. */
function pick(
  shape: FamilyShape,
  { written, setting, among }: SoughtColumn,
  fits: (column: CqlColumn) => boolean,
): CqlColumn {
  if (written !== undefined) return columnNamed(shape, written)
  const [first, ...others] = among.filter(fits)
  if (first === undefined || others.length > 0) {
    throw familyUnfit(shape.table, setting, `${others.length > 0 ? 'several columns' : 'no column'} may be it`)
  }
  return first
}

function columnNamed({ table, all }: FamilyShape, name: string): CqlColumn {
  const column = all.find((one) => one.name === name)
  if (column === undefined) throw familyUnfit(table, name, 'there is no such column')
  return column
}
