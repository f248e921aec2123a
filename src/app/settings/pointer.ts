/** Builds JSON pointers (RFC 6901) and reads loosely shaped settings along them. */

import { appendStep } from '../../platform/text/json-pointer.ts'

export function under(pointer: string, ...steps: readonly (string | number)[]): string {
  return steps.reduce<string>(appendStep, pointer)
}

export type LooseRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is LooseRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member when both it and its holder exist; undefined otherwise. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : []
}
