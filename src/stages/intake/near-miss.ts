/** Names that nearly are those of requests: nobody reads such a file, and its sender should know. */

import { nearestWord } from '../../platform/text/nearest-word.ts'

import { isAnswer, isRequestLike } from './file-name.ts'

const actions = ['forget', 'export'] as const

/** What senders write instead; an action with something behind it counts as well. */
const synonyms = new Set(['delete', 'erase', 'erasure', 'remove', 'removal', 'access', 'extract', 'portability'])

/** One letter too many, too few, wrong, or swapped with its neighbour. */
const mostSlips = 1

const packed = /\.(?:gz|tgz|zip|bz2|xz|zst|lz4|br|7z|rar)$/
const encrypted = /\.(?:gpg|pgp|age|p7m|enc)$/
/** Uploads that are under way have such names; what other products answer in the shared folder begins with their own. */
const underWay = /(?:\.(?:part|partial|filepart|tmp|temp|crdownload|upload|uploading|swp)|~)$/
const answers = /-(?:execution-log|archive)\b|-approval\.json\.sig$/
const copies = /^(?:copy-of|kopie-von|copie-de)-/

/** What keeps the name from being a request's, as the end of `the file name …`; null when it is one, or means another thing. */
export function nearMissOf(name: string): string | null {
  if (isRequestLike(name) || isAnswer(name) || name.startsWith('.')) return null
  const even = folded(name)
  const plain = even.replace(copies, '')
  if (answers.test(plain) || underWay.test(plain) || !mentionsRequest(plain)) return null
  if (packed.test(plain)) return 'must end in `.json`, and the file must hold the JSON itself, not packed'
  if (encrypted.test(plain)) return 'must end in `.json`, and the file must hold the JSON itself, not encrypted'
  if (!plain.endsWith('.json')) return 'must end in `.json`'
  if (!actions.some((action) => action === wordIn(even))) return 'must begin with `forget` or `export`'
  return 'must have a plain `-` behind `forget` or `export`, then a date of eight digits, and no blanks around it'
}

/** A word that means one of the actions, with `.json` somewhere, or a date. */
function mentionsRequest(plain: string): boolean {
  const word = wordIn(plain)
  const isMeant =
    synonyms.has(word) ||
    actions.some((action) => word.startsWith(action)) ||
    (word.length > 0 && nearestWord(word, actions, mostSlips) !== null)
  return isMeant && (plain.includes('.json') || /\d{8}|\d{2,4}[-.]\d{2}[-.]\d{2,4}/.test(plain))
}

function wordIn(plain: string): string {
  return /^\p{L}*/u.exec(plain)?.[0] ?? ''
}

/** Dashes of all kinds, blanks, and what was lost on the way from another encoding, as `-`. */
function folded(name: string): string {
  const lower = name.normalize('NFKC').toLowerCase()
  return lower.replaceAll(/[\p{Pd}\p{Z}\p{Cc}\p{Cf}\u2212\uFFFD_+]+/gu, '-').replaceAll(/^-+|-+$/g, '')
}
