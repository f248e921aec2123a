/** The laws every product keeps, over the shared corpus of people. */

import { describe, expect, it } from 'vitest'

import type { Effect, Fate } from '../../src/domain/effect.ts'
import { StepFailed } from '../../src/domain/errors.ts'
import { asRecorded, textOfContent, type Finding, type RecordedFinding } from '../../src/domain/finding.ts'
import type { ProductSession, RunContext } from '../../src/domain/product.ts'
import type { Action } from '../../src/domain/request.ts'
import { subjects } from './corpus.ts'
import { fatesOf, findingsOf } from '../support/effects.ts'

export interface ContractWorld {
  readonly session: ProductSession
  /** Every cell, line or setting of the store, by a name of its own. */
  readonly cells: () => Promise<ReadonlyMap<string, string>>
  /** Names of the cells that may change: the subjects' own. */
  readonly owned: ReadonlySet<string>
  /** `subject | identifier | table | column | locator | value` of all that must be found, sorted. */
  readonly expected: readonly string[]
  /** Takes away something a search needs, so that `find` must fail. */
  readonly breakStore: () => Promise<void>
  /** Where erasing begins what goes on elsewhere: what it tells then, and what brings that to its end. */
  readonly begins?: {
    readonly fates: readonly Fate['kind'][]
    readonly end: (effects: readonly Effect[]) => Promise<void>
  }
}

export type WithWorld = (work: (world: ContractWorld) => Promise<void>) => Promise<void>

export function productContract(name: string, withWorld: WithWorld): void {
  describe(`${name} keeps the contract`, () => {
    it('has nothing to complain about', () =>
      withWorld(async ({ session }) => {
        const complaints = [...(await session.check('export')), ...(await session.check('forget'))]
        expect(complaints.filter((complaint) => complaint.severity === 'error')).toEqual([])
      }))

    it('finds all of the subjects’ and none of another’s', () =>
      withWorld(async ({ session, expected }) => {
        expect(withValue(await found(session))).toEqual(expected)
      }))

    it('says of every target that was evaluated without a match, once, that it is empty', () =>
      withWorld(async ({ session }) => {
        const findings = await found(session)
        const empty = findings.filter((finding) => finding.locator === null)
        expect(empty.length).toBeGreaterThan(0)
        expect(new Set(empty.map(placeOf)).size).toBe(empty.length)
        const hit = new Set(findings.filter((finding) => finding.locator !== null).map(placeOf))
        expect(empty.filter((finding) => hit.has(placeOf(finding)))).toEqual([])
      }))

    it('yields every finding once', () =>
      withWorld(async ({ session }) => {
        const lines = (await found(session)).map((finding) => `${placeOf(finding)} ${finding.locator ?? ''}`)
        expect(new Set(lines).size).toBe(lines.length)
      }))

    it('finds nothing after erasing, and verification agrees', () =>
      withWorld(async (world) => {
        const { session, begins } = world
        const findings = await found(session)
        expect(await leftCount(session, findings)).toBeGreaterThan(0)
        expect(await eraseAll(world, findings)).toEqual(begins?.fates ?? ['erased'])
        expect(withValue(await found(session))).toEqual([])
        expect(await leftCount(session, findings)).toBe(0)
      }))

    it('leaves what was not matched as it was, byte for byte, and nothing of what was', () =>
      withWorld(async (world) => {
        const { session, cells, owned } = world
        const before = await cells()
        await eraseAll(world, await found(session))
        const after = await cells()
        const changed = new Set([...before.keys()].filter((name) => before.get(name) !== after.get(name)))
        expect([...after.keys()].filter((name) => !before.has(name))).toEqual([])
        expect([...changed].filter((name) => !owned.has(name))).toEqual([])
        expect([...owned].filter((name) => !changed.has(name))).toEqual([])
      }))

    it('erases twice as once', () =>
      withWorld(async (world) => {
        const { session, cells } = world
        const findings = await found(session)
        await eraseAll(world, findings)
        const once = await cells()
        await eraseAll(world, findings)
        expect(await cells()).toEqual(once)
      }))

    it('fails to find rather than to pass over what is missing', () =>
      withWorld(async ({ session, cells, breakStore }) => {
        const before = await cells()
        await breakStore()
        await expect(found(session)).rejects.toBeInstanceOf(StepFailed)
        expect([...before.keys()].length).toBeGreaterThan(0)
      }))

    it('stops when told to', () =>
      withWorld(async ({ session }) => {
        const stopped = { ...run(), signal: AbortSignal.abort() }
        await expect(findingsOf(session.find(subjects, stopped))).rejects.toThrow()
      }))

    it('closes twice without harm', () =>
      withWorld(async ({ session }) => {
        await session.close()
        await session.close()
      }))
  })
}

/** Erases, and has what was begun come to its end; returns the kinds of what was told. */
async function eraseAll({ session, begins }: ContractWorld, findings: readonly Finding[]): Promise<readonly string[]> {
  const effects = await allOf(session.erase(recordedOf(findings), run()))
  await begins?.end(effects)
  return Object.keys(await fatesOf(eachOf(effects)))
}

async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

async function* eachOf<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}

export function run(action: Action = 'forget'): RunContext {
  return {
    runId: '00000000-0000-4000-8000-000000000001',
    action,
    salt: 'salt',
    again: false,
    signal: new AbortController().signal,
  }
}

export async function* recordedOf(findings: readonly Finding[]): AsyncIterable<RecordedFinding> {
  for (const finding of findings) {
    const recorded = asRecorded(finding)
    if (recorded !== null) yield await Promise.resolve(recorded)
  }
}

export function found(session: ProductSession): Promise<readonly Finding[]> {
  return findingsOf(session.find(subjects, run()))
}

export function withValue(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter((finding) => finding.content !== null)
    .map(lineOf)
    .sort()
}

async function leftCount(session: ProductSession, findings: readonly Finding[]): Promise<number> {
  return sum((await session.verify(subjects, recordedOf(findings), run())).map((left) => left.rows))
}

function lineOf({ owner, target, locator, content: value }: Finding): string {
  return [
    owner.subjectKey,
    owner.consumerId,
    target.table.toUpperCase(),
    target.column.toUpperCase(),
    locator,
    // One engine hands CHAR padding over, another takes it off.
    value === null ? undefined : textOfContent(value).trimEnd(),
  ].join(' | ')
}

function placeOf({ owner, target }: Finding): string {
  return [owner.subjectKey, owner.kind, owner.consumerId, target.table, target.column].join(' | ')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
