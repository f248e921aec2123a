/** Systems that Lethe does not search, as the site declares them: exempt, retained, or done by hand. */

import type { Disposition } from '../../domain/disposition.ts'
import type { DeclaredProduct } from '../../domain/product.ts'
import { declaredSchema, type DeclaredSettings } from './settings.ts'

export const declared: DeclaredProduct<DeclaredSettings> = {
  id: 'declared',
  title: 'A system that is not searched',
  settingsSchema: declaredSchema,
  disposition: (settings): Disposition => ({
    system: settings.system,
    disposition: settings.disposition,
    reason: settings.reason,
    nextStep: settings.nextStep ?? null,
    dueInDays: settings.dueInDays ?? null,
    blocks: settings.blocks ?? false,
    subjects: settings.subjects ?? ['consumer', 'employee'],
    kinds: settings.kinds ?? null,
  }),
}
