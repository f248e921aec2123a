/** Has the task forget people: one request for many, dropped only after each receipt stands in the record. */

import { failed, held, ownerName, started, type Effect } from '../../domain/effect.ts'
import { textOfContent, type Owner, type RecordedFinding, type Target } from '../../domain/finding.ts'
import type { RunContext } from '../../domain/product.ts'
import { asField, createIdentifierIndex } from '../../platform/match/identifier-index.ts'
import { overnight, reasons } from './reasons.ts'
import { overnightUntil, type AutomationSite } from './site.ts'
import type { AutomationTask } from './task.ts'
import type { Caller } from './callers.ts'

/** What was recorded of an owner in one place. */
interface PlaceToForget {
  readonly owner: Owner
  readonly target: Target
  readonly locators: string[]
  readonly texts: Set<string>
}

/** `personOf`: null for whom nobody can ask for any more. */
export async function* forgetByTask(
  site: AutomationSite,
  task: AutomationTask,
  findings: AsyncIterable<RecordedFinding>,
  { personOf, run }: { readonly personOf: (owner: Owner) => Caller | null; readonly run: RunContext },
): AsyncIterable<Effect> {
  const places = await placesOf(findings, run.signal)
  const until = overnightUntil(site)
  if (until !== null) {
    for (const { owner, target, locators } of places) {
      const fate = { ...held(overnight(until)), until: until.toISOString() }
      yield { owner, target, fate, findings: locators.length }
    }
    return
  }
  const people = peopleIn(places, personOf)
  const waiting = await waitingReceipts(task, people)
  const lacking = people.filter(({ print }) => !waiting.has(print))
  const prepared = await task.prepare(lacking, 'forget', run)
  for (const { owner, target, locators } of places) {
    const receipt = receiptFor(task, personOf(owner))
    if (receipt === null) yield { owner, target, fate: failed(reasons.requestGone), findings: locators.length }
    else yield { owner, target, fate: started(receipt), findings: locators.length, locators }
  }
  // Each receipt stands in the record by now.
  await task.drop([...prepared, ...waiting.values()])
}

/** Each with the spellings in which the number was found: the task compares texts. */
function peopleIn(places: readonly PlaceToForget[], personOf: (owner: Owner) => Caller | null): readonly Caller[] {
  const people = new Map<string, Caller>()
  for (const { owner, texts } of places) {
    const person = personOf(owner)
    if (person === null) continue
    const { identifier, seen } = people.get(person.print) ?? person
    const index = createIdentifierIndex([identifier])
    const isNumber = (text: string): boolean => index.mentions(text, ['phone'], asField).some(({ entire }) => entire)
    people.set(person.print, { ...person, seen: [...new Set([...seen, ...[...texts].filter(isNumber)])] })
  }
  return [...people.values()]
}

/** By print, the request that has not come to its end: whoever was cut off goes on with it. */
async function waitingReceipts(task: AutomationTask, people: readonly Caller[]): Promise<ReadonlyMap<string, string>> {
  const waiting = new Map<string, string>()
  for (const { print } of people) {
    const request = task.latest(print, 'forget')
    if (request === undefined) continue
    const isOver =
      task.latest(print, 'forget', 'verify') !== request || (await task.outcomeOf(request)).kind === 'success'
    if (!isOver) waiting.set(print, request.name)
  }
  return waiting
}

function receiptFor(task: AutomationTask, person: Caller | null): string | null {
  const request = person === null ? undefined : task.latest(person.print, 'forget')
  if (person === null || request === undefined) return null
  return `${request.name}#${request.people.indexOf(person.print)}`
}

/** The name of the request, and the place of the person in it. */
export function partsOfReceipt(receipt: string): { readonly name: string; readonly place: number } {
  const [name = '', place = ''] = receipt.split('#')
  return { name, place: Number(place) }
}

async function placesOf(
  findings: AsyncIterable<RecordedFinding>,
  signal: AbortSignal,
): Promise<readonly PlaceToForget[]> {
  const places = new Map<string, PlaceToForget>()
  for await (const { owner, target, locator, content } of findings) {
    signal.throwIfAborted()
    const name = JSON.stringify([ownerName(owner), target.table, target.column])
    const place = places.get(name) ?? { owner, target, locators: [], texts: new Set() }
    places.set(name, place)
    place.locators.push(locator)
    for (const text of textOfContent(content).split('\n')) place.texts.add(text)
  }
  return [...places.values()]
}
