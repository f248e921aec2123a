/** The forms in which a column that is compared by equality may hold an identifier. */

import type { Identifier } from '../../domain/identifier.ts'
import { lowerTurkic, upperTurkic } from './fold.ts'

/**
 * As written; a number also behind `tel:` in the spellings of RFC 3966, which have no blanks; a name also in capital and
 * small letters, those of Turkic
 * languages too, with its accents composed and combining.
 */
export function storedForms({ kind, written, digits }: Identifier): readonly string[] {
  switch (kind) {
    case 'phone': {
      const linked = written.filter((form) => digits.includes(form) || /^\+[^ /]+$/.test(form))
      return [...written, ...linked.map((form) => `tel:${form}`)]
    }
    case 'email':
    case 'ipaddr':
      return written
    default: {
      const cases = written.flatMap((form) => [
        form,
        form.toLowerCase(),
        form.toUpperCase(),
        lowerTurkic(form).toLowerCase(),
        upperTurkic(form).toUpperCase(),
      ])
      return [...new Set(cases.flatMap((form) => [form, form.normalize('NFC'), form.normalize('NFD')]))]
    }
  }
}
