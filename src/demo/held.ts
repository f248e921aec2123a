/** A request that names a number of the company: held, looked at, approved with a signature, and erased. */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { signWithSshKey } from '../platform/crypto/ssh-sign.ts'
import { systemClock } from '../platform/time/clock.ts'
import type { SampleRequest } from './sandbox/requests.ts'
import type { DemoScene } from './scene.ts'

export interface ShownPlan {
  readonly hash: string
  readonly scene: DemoScene
}

/** The plan that stands beside the answer. */
export async function planOf(folder: string, request: SampleRequest): Promise<ShownPlan> {
  const name = named(request, '-plan.json')
  const document: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'))
  const member = (key: string): unknown => Reflect.get(Object(document), key)
  const shown = Object.fromEntries(['plan', 'values', 'held', 'products'].map((key) => [key, member(key)]))
  return { hash: String(member('plan')), scene: { kind: 'text', text: `${name}:\n${JSON.stringify(shown, null, 2)}` } }
}

/** As whoever may decide does it; false where there is no ssh-keygen. */
export async function approve(folder: string, request: SampleRequest, { hash, key }: Approval): Promise<boolean> {
  const name = named(request, '-approval.json')
  const decision = `${JSON.stringify({ plan: hash, decision: 'approve', at: systemClock.now().toISOString() })}\n`
  const signing = await signWithSshKey(decision, { key, namespace: 'approval@lethe' })
  if (signing.kind !== 'signed') return false
  await writeFile(join(folder, `${name}.sig`), signing.signature)
  await writeFile(join(folder, name), decision)
  return true
}

interface Approval {
  readonly hash: string
  readonly key: string
}

function named({ fileName }: SampleRequest, ending: string): string {
  return fileName.replace(/\.json$/, ending)
}
