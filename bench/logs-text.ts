/** A fixed-seed generator of T-Server text with mentions of fictional people, and the identifiers to search for. */

import { closeSync, openSync, writeSync } from 'node:fs'

/** mulberry32: the same text on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const areas = [212, 213, 305, 312, 404, 415, 503, 617, 702, 781] as const

/** Made-up national numbers; every one different. */
export function phoneNumber(n: number): string {
  return `${areas[n % areas.length] ?? 0}${2_000_003 + Math.floor(n / areas.length) * 379}`
}

const stranger = (random: () => number): string =>
  `${2 + Math.floor(random() * 8)}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`
const hex = (random: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')

function message(random: () => number, phone: string, second: number): string {
  const time = new Date(1_700_000_000_000 + second * 137).toISOString().slice(11, 23)
  const id = hex(random, 16)
  return `@${time}0 [0] 8.1.101.21 distribute_user_event: message EventRinging
	AttributeEventSequenceNumber	0000000000${hex(random, 6)}
	AttributeTimeinuSecs	${Math.floor(random() * 1e6)}
	AttributeTimeinSecs	${1_700_000_000 + second} (${time.slice(0, 8)})
	AttributeThisQueue	'7001'
	AttributeOtherDNRole	1
	AttributeOtherDN	'${phone}'
	AttributeThisDNRole	2
	AttributeThisDN	'${2000 + Math.floor(random() * 500)}'
	AttributeANI	'${phone}'
	AttributeUserData	[${100 + Math.floor(random() * 300)}] 00 ${hex(random, 2)} 01 00..
		'GSW_CALLING_LIST'	'CL_SALES'
		'RECORD_ID'	${Math.floor(random() * 1e7)}
		'GSW_PHONE'	'+1${phone}'
		'CALL_UUID'	'${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}'
		'EMAIL'	'customer${Math.floor(random() * 1e6)}@example.com'
		'FIRST_NAME'	'Example'
	AttributeCallUUID	'${hex(random, 32).toUpperCase()}'
	AttributeConnID	${id}
	AttributeCallID	${Math.floor(random() * 65_536)}
	AttributeCallType	2
	AttributeCallState	0
${time} Int 04543 Interaction message "EventRinging" generated
${time} Trc 24102 Sending to ServerObject: dbid=${100 + Math.floor(random() * 900)} sip:${phone}@192.0.2.${Math.floor(random() * 250)}:5060
`
}

export interface TextPlan {
  readonly bytes: number
  /** One message in so many mentions one of the people searched for. */
  readonly every: number
  /** How many people there are. */
  readonly people: number
}

/** Writes the text and returns how many messages mention one of the people. */
export function writeText(path: string, plan: TextPlan): number {
  const random = randomFrom(20_241_122)
  const file = openSync(path, 'w')
  let mentions = 0
  try {
    for (let written = 0, count = 0; written < plan.bytes;) {
      const piece: string[] = []
      for (let k = 0; k < 1000; k += 1, count += 1) {
        const mentioned = count % plan.every === plan.every - 1
        const phone = mentioned ? phoneNumber(Math.floor(random() * plan.people)) : stranger(random)
        if (mentioned) mentions += 1
        piece.push(message(random, phone, count))
      }
      written += writeSync(file, piece.join(''))
    }
  } finally {
    closeSync(file)
  }
  return mentions
}
