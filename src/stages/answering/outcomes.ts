/** What each identifier of a request is answered, over all products. Pure. */

import type { Owner, OwnerTally } from '../../domain/finding.ts'
import type { IdentifierKind } from '../../domain/identifier.ts'
import { standingKinds, type IdentifierOutcome, type Standing, type Unrecordable } from '../../domain/outcome.ts'
import type { IdentifierPlace, Request } from '../../domain/request.ts'
import type { StepState } from '../../domain/step.ts'

/** One product's part of the run, as it bears on identifiers. */
export interface ProductResult extends Pick<StepState, 'product' | 'outcome' | 'reason' | 'searchesBy' | 'evaluated'> {
  readonly owners: readonly OwnerTally[]
  readonly standings: readonly Standing[]
}

/** By the pointer of the identifier's place in the document. What cannot be recorded is an error, whatever was found. */
export function outcomesOf(
  request: Request,
  results: readonly ProductResult[],
  unrecordable: readonly Unrecordable[] = [],
): ReadonlyMap<string, IdentifierOutcome> {
  const keyOf = placeKeys(request)
  const refused = new Map(unrecordable.map(({ owner, reason }) => [keyOf(owner), reason]))
  const searched = results.map((result) => searchedIn(result, keyOf))
  return new Map(
    request.places.map((place) => {
      const key = keyFrom(place.subjectKey, place.kind, place.normal ?? '')
      const reason = place.normal === null ? undefined : refused.get(key)
      return [place.pointer, reason === undefined ? outcomeOf(place, searched) : { kind: 'refused', reason }]
    }),
  )
}

/** What of a run's results concerns one request: in a run of thousands, each looks at its own people alone. */
export function shareOut(results: readonly ProductResult[]): (request: Request) => readonly ProductResult[] {
  const shares = results.map((result) => {
    return { result, owners: bySubject(result.owners), standings: bySubject(result.standings) }
  })
  return ({ places }) => {
    const subjects = [...new Set(places.map(({ subjectKey }) => subjectKey))]
    return shares.map(({ result, owners, standings }) => ({
      ...result,
      owners: subjects.flatMap((key) => owners.get(key) ?? []),
      standings: [everybody, ...subjects].flatMap((key) => standings.get(key) ?? []),
    }))
  }
}

/** Stands for whoever the product searched for. */
const everybody = ''

function bySubject<T extends { readonly owner: Owner | null }>(
  entries: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    const subjectKey = entry.owner?.subjectKey ?? everybody
    const group = groups.get(subjectKey)
    if (group === undefined) groups.set(subjectKey, [entry])
    else group.push(entry)
  }
  return groups
}

interface SearchedProduct {
  readonly result: ProductResult
  readonly found: ReadonlyMap<string, number>
  /** By identifier, and by `everybody`. */
  readonly standings: ReadonlyMap<string, readonly Standing[]>
}

function searchedIn(result: ProductResult, keyOf: (owner: Owner) => string): SearchedProduct {
  const standings = new Map<string, Standing[]>()
  for (const standing of result.standings) {
    const key = standing.owner === null ? everybody : keyOf(standing.owner)
    standings.set(key, [...(standings.get(key) ?? []), standing])
  }
  return { result, found: new Map(result.owners.map(({ owner, found }) => [keyOf(owner), found])), standings }
}

/** The worst of all products wins, with all reasons of that rank in the order of the products. */
function outcomeOf(place: IdentifierPlace, products: readonly SearchedProduct[]): IdentifierOutcome {
  if (place.normal === null) return { kind: 'refused', reason: place.problem ?? 'the identifier cannot be read' }
  const key = keyFrom(place.subjectKey, place.kind, place.normal)
  const concerned = products.filter((product) => concerns(product, place, key))
  const standings = concerned.flatMap((product) => standingsIn(product, key))
  for (const kind of standingKinds) {
    const reasons = standings.filter((standing) => standing.kind === kind).map(({ reason }) => reason)
    if (reasons.length > 0) return { kind, reason: [...new Set(reasons)].join('; ') }
  }
  if (concerned.length === 0) return { kind: 'not-searched' }
  return { kind: concerned.some((product) => foundIn(product, key) > 0) ? 'found' : 'not-found' }
}

/** Without what stood for nothing. */
function foundIn({ found, standings }: SearchedProduct, key: string): number {
  const absent = standings.get(key)?.filter(({ kind }) => kind === 'absent') ?? []
  return (found.get(key) ?? 0) - absent.length
}

function standingsIn({ result, standings }: SearchedProduct, key: string): readonly Omit<Standing, 'owner'>[] {
  const { product, outcome, reason } = result
  if (outcome === 'failed') return [{ kind: 'failed', reason: `${product}: ${reason ?? ''}` }]
  return [...(standings.get(everybody) ?? []), ...(standings.get(key) ?? [])].map((standing) => ({
    kind: standing.kind,
    reason: standing.kind === 'failed' ? `${product}: ${standing.reason}` : standing.reason,
  }))
}

/**
 * Whether the product searched for the identifier, or would have. A product that searched says so itself: it records a
 * row for every target and identifier. Without a single row it had nothing to search in.
 */
function concerns({ result, found, standings }: SearchedProduct, place: IdentifierPlace, key: string): boolean {
  if (found.has(key) || standings.has(key)) return true
  const might = result.searchesBy === null || result.searchesBy.includes(place.kind)
  return might && (result.outcome === 'failed' || result.evaluated === 0 || standings.has(everybody))
}

/** A finding knows the identifier as it was submitted; the same one may stand in the request in several spellings. */
function placeKeys(request: Request): (owner: Owner) => string {
  const normals = new Map<string, string>()
  for (const subject of request.subjects) {
    for (const { kind, value, normal } of subject.identifiers) normals.set(keyFrom(subject.key, kind, value), normal)
  }
  return ({ subjectKey, kind, consumerId }) => {
    const normal = normals.get(keyFrom(subjectKey, kind, consumerId))
    return keyFrom(subjectKey, kind, normal ?? consumerId)
  }
}

function keyFrom(subjectKey: string, kind: IdentifierKind, text: string): string {
  return JSON.stringify([subjectKey, kind, text])
}
