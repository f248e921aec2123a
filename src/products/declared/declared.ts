/** Systems that Lethe does not search, as the site declares them, or as is usual: exempt, retained, or done by hand. */

import type { Disposition } from '../../domain/disposition.ts'
import type { DeclaredProduct } from '../../domain/product.ts'
import { declaredSchema, type DeclaredSettings } from './settings.ts'
import { sourceSystem } from './systems.ts'
import type { UsualDisposition } from './usual.ts'

export const declared: DeclaredProduct<DeclaredSettings> = {
  id: 'declared',
  title: 'A system that is not searched',
  settingsSchema: declaredSchema,
  disposition: (settings): Disposition => {
    const { system, ...own } = settings
    // Whoever says what becomes of a system says all of it: a step of another disposition would not fit.
    const usual = own.disposition === undefined ? sourceSystem(system)?.usual : undefined
    const said = { ...unsaid, ...usual, ...own }
    return { system, ...said, blocks: said.blocks && said.disposition === 'manual' }
  },
}

/** What the schema does not ask for. */
const unsaid: UsualDisposition = {
  disposition: 'exempt',
  reason: '',
  nextStep: null,
  dueInDays: null,
  blocks: false,
  subjects: ['consumer', 'employee'],
  kinds: null,
}
