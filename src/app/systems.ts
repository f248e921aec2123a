/** How each system of the source is answered under the settings of a tenant: searched, declared, or not at all. */

import type { DispositionKind } from '../domain/disposition.ts'
import { sourceSystem, sourceSystems } from '../products/declared/systems.ts'
import type { DeclaredEntry } from '../stages/answering/declared.ts'

import type { TenantSettings } from './settings/settings.ts'

export interface SystemAnswer {
  readonly system: string
  /** Null: the settings neither enable nor declare it. */
  readonly answered: 'searched' | DispositionKind | null
  /** Names of the entries that answer for it. */
  readonly by: readonly string[]
}

/** Those of the source in its order, and behind them what else the site declares. */
export function systemAnswers(
  { products }: Pick<TenantSettings, 'products'>,
  declared: readonly DeclaredEntry[],
): readonly SystemAnswer[] {
  const known = sourceSystems.map(({ system, products: ids }): SystemAnswer => {
    const searching = products
      .filter(({ product, name }) => ids.includes(product) && !declared.some((one) => one.name === name))
      .map(({ name }) => name)
    const own = declared.filter(({ disposition }) => sourceSystem(disposition.system)?.system === system)
    const names = own.map(({ name }) => name).filter((name) => !searching.includes(name))
    const declaredAs = own[0]?.disposition.disposition ?? null
    return { system, answered: searching.length > 0 ? 'searched' : declaredAs, by: [...searching, ...names] }
  })
  const others = declared.filter(({ disposition }) => sourceSystem(disposition.system) === null)
  return [...known, ...others.map(answerOf)]
}

function answerOf({ name, disposition: { system, disposition } }: DeclaredEntry): SystemAnswer {
  return { system, answered: disposition, by: [name] }
}

/** Of these a run says nothing. */
export function notAnsweredFor(
  tenant: Pick<TenantSettings, 'products'>,
  declared: readonly DeclaredEntry[],
): readonly string[] {
  return systemAnswers(tenant, declared).flatMap(({ system, answered }) => (answered === null ? [system] : []))
}
