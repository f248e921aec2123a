/** Drops a request as a customer would, waits for its answer, and shows it. */

import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { listZip, readZipText } from '../platform/archive/read-zip.ts'
import type { Clock } from '../platform/time/clock.ts'
import type { SampleRequest } from './sandbox/requests.ts'
import { tableOf, type DemoScene } from './scene.ts'

/** Longer than any sample takes on a slow machine. */
const patienceMs = 60_000
const lookEveryMs = 50

export async function drop(folder: string, request: SampleRequest): Promise<void> {
  await writeFile(join(folder, request.fileName), request.content, { flag: 'wx' })
}

/** The execution log once it is there; it appears whole. */
export async function answerOf(folder: string, request: SampleRequest, clock: Clock, signal: AbortSignal): Promise<string> {
  const file = join(folder, request.fileName.replace(/\.json$/, '-execution-log.json'))
  for (let waited = 0; waited < patienceMs; waited += lookEveryMs) {
    if (await isThere(file)) return readFile(file, 'utf8')
    await clock.sleep(lookEveryMs, signal)
  }
  throw new Error('a sample request was not answered in time')
}

/** What Lethe added to the submitted document: a response per identifier and what each product did, or the problems. */
export function answerScenes(request: SampleRequest, log: string): readonly DemoScene[] {
  const document: unknown = JSON.parse(log)
  const objects = [...objectsIn(document)]
  const problems = objects.filter((object) => 'pointer' in object)
  const responses = objects.filter((object) => 'response' in object).map(identifierRow)
  const products = objects.filter((object) => 'product' in object && 'evaluated' in object)
  const title = `${request.fileName} (${request.about})`
  if (problems.length > 0) return [tableOf(`${title}: refused`, problems)]
  return [
    { kind: 'table', title: `${title}: responses`, columns: ['identifier', 'value', 'response'], rows: responses },
    tableOf('what the products did', products.map(withoutWarnings)),
  ]
}

type AnswerPart = Readonly<Record<string, unknown>>

function* objectsIn(value: unknown): Iterable<AnswerPart> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield Object.fromEntries(Object.entries(value))
  for (const member of Object.values(value)) yield* objectsIn(member)
}

function identifierRow({ response, ...identifier }: AnswerPart): readonly string[] {
  const [[kind, value] = ['', '']] = Object.entries(identifier)
  return [kind, String(value), String(response)]
}

function withoutWarnings({ warnings: _, ...product }: AnswerPart): AnswerPart {
  return product
}

export async function archiveScenes(folder: string, request: SampleRequest): Promise<readonly DemoScene[]> {
  const name = request.fileName.replace(/\.json$/, '-archive.zip')
  const file = join(folder, name)
  const entries = await listZip(file)
  const listing: DemoScene = {
    kind: 'table',
    title: `${name}: one folder per person`,
    columns: ['entry', 'bytes'],
    rows: entries.map(({ path, bytes }) => [path, String(bytes)]),
  }
  const samples = firstOfEachProduct(entries.map(({ path }) => path).filter((path) => path.endsWith('.csv')))
  return [listing, ...(await Promise.all(samples.map((path) => sampleScene(file, path))))]
}

/** `consumer-1/outbound/cl_acme.csv` is of the second folder's product. */
function firstOfEachProduct(paths: readonly string[]): readonly string[] {
  const productOf = (path: string): string => path.split('/')[1] ?? ''
  return paths.filter((path, n) => paths.findIndex((other) => productOf(other) === productOf(path)) === n)
}

async function sampleScene(archive: string, path: string): Promise<DemoScene> {
  const csv = (await readZipText(archive, path)) ?? ''
  return { kind: 'text', text: [`${path}:`, ...csv.split('\r\n').slice(0, 4)].join('\n').trimEnd() }
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
