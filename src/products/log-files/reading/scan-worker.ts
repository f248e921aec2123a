/** A worker thread: takes its job first, then parts of files, gives back the hits in them. Loaded only as a worker. */

import { parentPort } from 'node:worker_threads'

import { kernelScanner } from '../kernel/kernel-scanner.ts'
import { NeedleIndex } from '../matching/index-of-needles.ts'
import { plainScanner } from '../matching/plain-scanner.ts'
import { scanInTurn, type Part } from './scan-part.ts'
import { codeOf, type ScanJob, type ScanReply } from './scan-messages.ts'

function serve(port: NonNullable<typeof parentPort>): void {
  port.once('message', (job: ScanJob) => {
    const scanner = job.kernel === null ? plainScanner(job.search) : kernelScanner(job.kernel, job.search)
    const scan = scanInTurn(scanner, new NeedleIndex(job.search.index))
    port.on('message', (part: Part) => {
      scan(part).then(
        (hits) => {
          port.postMessage({ hits } satisfies ScanReply, [hits.buffer])
        },
        (error: unknown) => {
          port.postMessage({ code: codeOf(error) } satisfies ScanReply)
        },
      )
    })
  })
}

if (parentPort !== null) serve(parentPort)
