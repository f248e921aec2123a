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

/** Area codes of the United States: people all over the country, as strangers are, are the work that a search has. */
const areas = `
  201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248
  251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316
  317 318 319 320 321 323 325 330 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409
  410 412 413 414 415 417 419 423 425 432 434 440 443 469 478 479 480 484 501 502 503 504 505 507 508 509
  510 512 513 515 516 517 518 520 530 540 541 551 559 561 562 563 567 570 571 573 574 580 585 586 601 602
  603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 630 631 636 641 646 650 651 660 661
  662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 727 731 732 734 740 754
  757 760 763 765 770 772 773 774 775 781 785 786 801 802 803 804 805 806 808 810 812 813 814 815 816 817
  818 828 830 831 832 843 845 847 848 850 856 857 858 859 860 863 864 865 870 878 901 903 904 906 907 908
  909 910 912 913 914 915 916 917 918 919 920 925 928 931 936 937 940 941 947 949 951 952 954 956 970 971
  972 973 978 979 980 985 989`
  .trim()
  .split(/\s+/)

/** Made-up national numbers; every one different. */
export function phoneNumber(n: number): string {
  return `${areas[n % areas.length] ?? 0}${2_000_000 + ((n * 4_944_271) % 8_000_000)}`
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
