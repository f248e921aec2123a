/** One measured run of the compiled product in a process of its own: `logs-child.mjs LOG IDENTIFIERS find|mask`, identifiers as JSON lines. */

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

import { logFiles } from '../dist/products/log-files/log-files.js'

const [, , path, list, mode] = process.argv

function subjectOf(identifier, n) {
  return { key: `1.consumer-${n + 1}`, type: 'consumer', identifiers: [identifier], attachedKeys: [] }
}

async function* recorded(findings) {
  for (const finding of findings) yield finding
}

async function readSubjects() {
  const subjects = []
  for await (const line of createInterface({ input: createReadStream(list) }))
    subjects.push(subjectOf(JSON.parse(line), subjects.length))
  return subjects
}

/** How many places were found; those to be masked are kept. */
async function drain(findings, kept) {
  let found = 0
  for await (const finding of findings) {
    if (finding.locator === null) continue
    found += 1
    if (mode === 'mask') kept.push(finding)
  }
  return found
}

async function measure() {
  const subjects = await readSubjects()
  const session = await logFiles.open(
    { paths: [path] },
    { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'UTC' },
    {},
  )
  const context = { runId: 'bench', action: 'forget', salt: 'bench', signal: new AbortController().signal }
  // What the engine still compiles of the above is not the search's.
  await setTimeout(250)
  const began = performance.now()
  const cpu = process.cpuUsage()
  const kept = []
  const found = await drain(session.find(subjects, context), kept)
  if (mode === 'mask') await session.erase(recorded(kept), context)
  const { user, system } = process.cpuUsage(cpu)
  const maxRssMiB = process.resourceUsage().maxRSS / 1024
  const seconds = (performance.now() - began) / 1000
  process.send({ seconds, cpuSeconds: (user + system) / 1e6, maxRssMiB, found }, () => process.disconnect())
}

await measure()
