/** What of a request leads nowhere in this Info Mart although it is well formed, in sentences for operator and sender. */

import type { Subjects } from '../../domain/product.ts'
import { foldKey } from '../../platform/match/attached-key.ts'
import type { Database } from '../../platform/sql/database.ts'
import { isPlainKey } from '../../platform/text/json-pointer.ts'
import { nearestWord } from '../../platform/text/nearest-word.ts'
import { excludedBy } from './excluded.ts'
import { cutOff } from './reaches.ts'
import { shortLivedRemark } from './retention.ts'
import type { InfoMartSettings } from './settings.ts'
import { keysOf, mappedRows, mapping } from './user-data.ts'

export async function remarksOn(
  database: Database,
  subjects: Subjects,
  settings: InfoMartSettings,
  now: Date,
): Promise<readonly string[]> {
  const keys = keysOf(subjects)
  const lived = shortLivedRemark(settings.retention, now)
  return [
    ...(keys.size === 0 ? [] : [...cutOffRemark(settings), ...(await unmappedRemarks(database, subjects, settings))]),
    ...(lived === null ? [] : [lived]),
  ]
}

function cutOffRemark({ exclude }: InfoMartSettings): readonly string[] {
  const tables = cutOff(excludedBy(exclude))
  if (tables.length === 0) return []
  return [
    `attached data is not searched as a whole: \`exclude\` names ${tables.map((name) => `\`${name}\``).join(', ')}, which would lead to it`,
  ]
}

/** More names than this help nobody. */
const mostNamed = 5

/** A misspelt key would otherwise look like one that holds nothing. The missing mapping itself is told by the search. */
async function unmappedRemarks(
  database: Database,
  subjects: Subjects,
  { exclude, recordFields = {} }: InfoMartSettings,
): Promise<readonly string[]> {
  const excluded = excludedBy(exclude)
  const isReadable = !excluded.table(mapping) && (await database.describe(mapping)) !== null
  const rows = isReadable ? await mappedRows(database) : []
  const mapped = rows.filter(({ table, column }) => !excluded.column(table, column)).map(({ key }) => key)
  const known = [...new Set([...mapped, ...Object.keys(recordFields)])]
  const folded = new Set(known.map(foldKey))
  const unknown = [...keysOf(subjects)].filter((key) => !folded.has(foldKey(key)))
  return unknown.length === 0 ? [] : [unmappedSentence(unknown, known, subjects)]
}

/** A sender's slip can put a value where a key belongs: only plain words that name nobody of the run are repeated. */
function unmappedSentence(unknown: readonly string[], known: readonly string[], subjects: Subjects): string {
  const values = new Set(subjects.flatMap(({ identifiers }) => identifiers.map(({ value }) => value.toLowerCase())))
  const plain = unknown.filter((key) => isPlainKey(key) && !values.has(key.toLowerCase()))
  const named = plain.slice(0, mostNamed).map((key) => `\`${key}\`${nearest(key, known)}`)
  const names = named.length === 0 ? '' : ` (${named.join(', ')}${named.length < unknown.length ? ', …' : ''})`
  return `${mapping}: nothing is searched for ${unknown.length} key(s) of \`kvlist\` that lead to no column${names}; map them there or in \`recordFields\`, or correct the request`
}

function nearest(key: string, known: readonly string[]): string {
  const near = nearestWord(key, known)
  return near === null ? '' : ` – did you mean \`${near}\`?`
}
