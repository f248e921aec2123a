/** What each identifier of a request is answered, over all products. Pure. */

import type { Owner, OwnerTally } from '../../domain/finding.ts'
import type { IdentifierKind } from '../../domain/identifier.ts'
import type { Deferred, IdentifierOutcome, Unrecordable } from '../../domain/outcome.ts'
import type { ProductOutcome } from '../../domain/report.ts'
import type { IdentifierPlace, Request } from '../../domain/request.ts'

/** One product's part of the run, as it bears on identifiers. */
export interface ProductResult {
  readonly product: string
  readonly outcome: ProductOutcome
  readonly reason: string | null
  /** Null when the product never opened: it may search by any kind. */
  readonly searchesBy: readonly IdentifierKind[] | null
  readonly evaluated: number
  readonly owners: readonly OwnerTally[]
  readonly deferred: readonly Deferred[]
}

/** By the pointer of the identifier's place in the document. What cannot be recorded is an error, whatever was found. */
export function outcomesOf(
  request: Request,
  results: readonly ProductResult[],
  unrecordable: readonly Unrecordable[] = [],
): ReadonlyMap<string, IdentifierOutcome> {
  const keyOf = placeKeys(request)
  const refused = new Map(unrecordable.map(({ owner, reason }) => [keyOf(owner), reason]))
  const searched = results.map((result) => ({
    result,
    found: new Map(result.owners.map(({ owner, found }) => [keyOf(owner), found])),
    deferred: new Map(result.deferred.map(({ owner, reason }) => [keyOf(owner), reason])),
  }))
  return new Map(
    request.places.map((place) => {
      const key = keyFrom(place.subjectKey, place.kind, place.normal ?? '')
      const reason = place.normal === null ? undefined : refused.get(key)
      return [place.pointer, reason === undefined ? outcomeOf(place, searched) : { kind: 'error', reason }]
    }),
  )
}

/** What of a run's results concerns one request: in a run of thousands, each looks at its own people alone. */
export function shareOut(results: readonly ProductResult[]): (request: Request) => readonly ProductResult[] {
  const shares = results.map((result) => {
    return { result, owners: bySubject(result.owners), deferred: bySubject(result.deferred) }
  })
  return ({ places }) => {
    const subjects = [...new Set(places.map(({ subjectKey }) => subjectKey))]
    return shares.map(({ result, owners, deferred }) => ({
      ...result,
      owners: subjects.flatMap((key) => owners.get(key) ?? []),
      deferred: subjects.flatMap((key) => deferred.get(key) ?? []),
    }))
  }
}

function bySubject<T extends { readonly owner: Owner }>(entries: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    const { subjectKey } = entry.owner
    const group = groups.get(subjectKey)
    if (group === undefined) groups.set(subjectKey, [entry])
    else group.push(entry)
  }
  return groups
}

interface Searched {
  readonly result: ProductResult
  readonly found: ReadonlyMap<string, number>
  readonly deferred: ReadonlyMap<string, string>
}

function outcomeOf(place: IdentifierPlace, products: readonly Searched[]): IdentifierOutcome {
  if (place.normal === null) return { kind: 'error', reason: place.problem ?? 'the identifier cannot be read' }
  const key = keyFrom(place.subjectKey, place.kind, place.normal)
  const concerned = products.filter((product) => concerns(product, place, key))
  const failed = concerned.find(({ result }) => result.outcome === 'failed')
  if (failed !== undefined) return { kind: 'error', reason: `${failed.result.product}: ${failed.result.reason ?? ''}` }
  const deferred = concerned.flatMap((product) => product.deferred.get(key) ?? [])
  if (deferred.length > 0) return { kind: 'deferred', reason: [...new Set(deferred)].join('; ') }
  if (concerned.length === 0) return { kind: 'not-searched' }
  return { kind: concerned.some(({ found }) => (found.get(key) ?? 0) > 0) ? 'found' : 'not-found' }
}

/**
 * Whether the product searched for the identifier, or would have. A product that searched says so itself: it records a
 * row for every target and identifier. Without a single row it had nothing to search in.
 */
function concerns({ result, found }: Searched, place: IdentifierPlace, key: string): boolean {
  if (found.has(key)) return true
  const might = result.searchesBy === null || result.searchesBy.includes(place.kind)
  return might && (result.outcome === 'failed' || result.evaluated === 0)
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
