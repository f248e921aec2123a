/** The answers, the history and what else lies about: one answer per file, rows for everybody, and nothing left behind. */

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

import { readExecutionLog, type ExecutionLog } from '../support/execution-log.ts'
import { readZip } from '../support/read-zip.ts'
import { rowsOf } from '../support/sqlite-site.ts'
import { portraitsOf } from '../support/untouched.ts'
import type { Outline } from './checker.ts'
import { folders } from './installation.ts'
import { customerTokens, employeeTokens, tokensIn, type Person } from './people.ts'
import type { Drop } from './requests.ts'

const logName = ({ stem }: Drop): string => `${stem}-execution-log.json`
const archiveName = ({ stem }: Drop): string => `${stem}-archive.zip`
const hasArchive = ({ action, kind }: Drop): boolean => action === 'export' && kind === 'valid'

export async function answerFaults(folder: string, outline: Outline): Promise<readonly string[]> {
  const { drops } = outline
  const results = join(folder, folders.results)
  const expected = drops.flatMap((drop) => [logName(drop), ...(hasArchive(drop) ? [archiveName(drop)] : [])])
  const faults = [...differences('results', readdirSync(results), expected)]
  const isSure = certaintyIn(outline)
  for (const drop of drops) {
    const found = readOrNull(join(results, logName(drop)))
    if (typeof found === 'string') faults.push(`${drop.stem}: ${found}`)
    else faults.push(...logFaults(drop, found, isSure).map((fault) => `${drop.stem}: ${fault}`))
    if (hasArchive(drop)) faults.push(...(await archiveFaults(join(results, archiveName(drop)), drop, isSure)))
  }
  return faults
}

function readOrNull(path: string): ExecutionLog | string {
  try {
    return readExecutionLog(path)
  } catch (error) {
    return String(error)
  }
}

type Certainty = (person: Person) => boolean

/** Whoever stands in the tables and is named by one file that is not refused is found, whenever that file comes. */
function certaintyIn({ people, drops }: Outline): Certainty {
  const named = drops.filter(({ kind }) => kind === 'valid').flatMap((drop) => drop.people)
  const times = new Map<Person, number>()
  for (const person of named) times.set(person, (times.get(person) ?? 0) + 1)
  const planted = new Set(people.filter(({ number }) => number % 20 !== 19).map(({ person }) => person))
  return (person) => planted.has(person) && times.get(person) === 1
}

function logFaults(drop: Drop, { run, responses, problems }: ExecutionLog, isSure: Certainty): readonly string[] {
  const sha256 = createHash('sha256').update(drop.content).digest('hex')
  const about = run.sha256 === sha256 ? [] : ['it speaks of another content']
  // A file is done when its own people are; its run may wait for others.
  const outcomes = drop.kind === 'valid' ? ['done', 'deferred'] : ['rejected']
  if (!outcomes.includes(run.outcome)) return [...about, `${run.outcome} instead of ${outcomes.join(' or ')}`]
  if (drop.kind !== 'valid') return problems.length > 0 ? about : [...about, 'refused without a problem']
  const patterns = responsesTo(drop, isSure)
  const isWell = responses.length === patterns.length && responses.every((text, n) => patterns[n]?.test(text) === true)
  return isWell ? about : [...about, `the responses are ${responses.join(', ')}`]
}

const found = /^SUCCESS$/
const foundOrNot = /^SUCCESS(: not found)?$/

function responsesTo(drop: Drop, isSure: Certainty): readonly RegExp[] {
  const consumers = drop.people.flatMap((person, n) => {
    const pattern = isSure(person) ? found : foundOrNot
    return [pattern, pattern, ...(n < drop.malformed ? [/^ERROR: incorrect device format$/] : [])]
  })
  return [...consumers, ...drop.employees.map(() => foundOrNot)]
}

/** Everything of the person, nothing of anybody else. */
async function archiveFaults(path: string, drop: Drop, isSure: Certainty): Promise<readonly string[]> {
  const files = await readZip(path).catch((error: unknown) => String(error))
  if (typeof files === 'string') return [`${drop.stem}: ${files}`]
  const seen = new Set([...files.values()].flatMap((content) => tokensIn(content.toString())))
  const own = new Set([...drop.people.flatMap(customerTokens), ...drop.employees.flatMap(employeeTokens)])
  const foreign = [...seen].filter((token) => !own.has(token))
  const missing = drop.people
    .filter(isSure)
    .flatMap(customerTokens)
    .filter((token) => !seen.has(token))
  return [
    ...foreign.map((token) => `${drop.stem}: the archive holds ${token} of somebody else`),
    ...missing.map((token) => `${drop.stem}: the archive lacks ${token}`),
  ]
}

export function historyFaults(folder: string, outline: Outline): readonly string[] {
  const path = join(folder, 'records.db')
  const isSure = certaintyIn(outline)
  const twice = rowsOf(
    path,
    `select count(*) as n, min(TABLE_NAME) as example from (select TABLE_NAME from CTL_GDPR_HISTORY
     group by RUN_ID, PRODUCT, SUBJECT_KEY, KIND, CONSUMER_ID, TABLE_NAME, COLUMN_NAME, FACT_ID having count(*) > 1)`,
  )
  const rows = rowsOf(path, 'select distinct FORGET, CONSUMER_ID, KEY_VALUE from CTL_GDPR_HISTORY')
  const evaluated = new Set(rows.map((row) => `${row['FORGET']} ${row['CONSUMER_ID']}`))
  const recorded = new Set(rows.map((row) => `${row['FORGET']} ${row['KEY_VALUE']}`))
  const missing = outline.drops.flatMap(({ stem, kind, action, people }) => {
    if (kind !== 'valid') return []
    const flag = action === 'forget' ? 1 : 0
    return people.flatMap((person) => {
      const named = [person.phone, person.email]
      const inVain = named.filter((value) => !evaluated.has(`${flag} ${value}`))
      const lost = isSure(person) ? named.filter((value) => !recorded.has(`${flag} ${value}`)) : []
      return [...inVain, ...lost].map((value) => `${stem}: no row of the history tells of ${value}`)
    })
  })
  const [{ n = 0, example = '' } = {}] = twice
  return n === 0 ? missing : [...missing, `${n} rows of the history stand there twice, for instance of ${example}`]
}

/** Inputs as they came, and no file that is half written. */
export async function leftoverFaults(
  folder: string,
  { drops }: Outline,
  portraits: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const now = await portraitsOf(join(folder, folders.inbox))
  const touched = [...portraits].filter(([name, portrait]) => now.get(name) !== portrait)
  const temporary = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^\.lethe-|\.tmp$/.test(basename(path)),
  )
  return [
    ...differences(
      'inputs',
      [...now.keys()],
      drops.map(({ stem }) => `${stem}.json`),
    ),
    ...touched.map(([name]) => `the input ${name} was touched`),
    ...temporary.map((path) => `${path} was left behind`),
  ]
}

function differences(what: string, names: readonly string[], expected: readonly string[]): readonly string[] {
  const [there, wanted] = [new Set(names), new Set(expected)]
  const missing = expected.filter((name) => !there.has(name)).map((name) => `${what}: ${name} is missing`)
  const odd = names.filter((name) => !wanted.has(name)).map((name) => `${what}: nobody expects ${name}`)
  return [...missing, ...odd]
}
