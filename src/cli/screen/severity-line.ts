/** A sentence behind the word that says how it stands, in as many lines as the width asks for. */

import type { Output } from '../process-io.ts'
import { toned, toneOf } from './colour.ts'
import { wrapped } from './text-width.ts'

/** In a pipe a sentence stays one line, so that whoever looks for it finds it. */
export function sentenceWidth({ isTerminal, columns }: Pick<Output, 'isTerminal' | 'columns'>): number {
  return isTerminal ? columns : Infinity
}

const indent = '         '
/** Narrower than this nothing is broken. */
const leastWidth = 40

/** `word` of at most seven letters, e.g. `ok`, `warning`. */
export function severityLine(word: string, sentence: string, width: number): string {
  const lines = wrapped(sentence, Math.max(leastWidth, width - indent.length))
  const head = `${toned(word, toneOf(word))}${indent.slice(word.length)}`
  return lines.map((text, at) => `${at === 0 ? head : indent}${text}\n`).join('')
}
