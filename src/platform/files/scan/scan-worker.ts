/** A worker thread: takes its job first, then parts of files, gives back the hits in them. Loaded only as a worker. */

import { parentPort } from 'node:worker_threads'

import { kernelScanner } from '../../match/kernel/kernel-scanner.ts'
import { NeedleIndex } from '../../match/bytes/index-of-needles.ts'
import { plainScanner } from '../../match/bytes/plain-scanner.ts'
import { scanPart, type FilePart } from './scan-part.ts'
import { replyOf, type ScanJob } from './scan-messages.ts'

function serve(port: NonNullable<typeof parentPort>): void {
  port.once('message', ({ search, kernel }: ScanJob) => {
    const scanner = kernel === null ? plainScanner(search) : kernelScanner(kernel, search)
    const index = new NeedleIndex(search.index)
    port.on('message', (part: FilePart) => {
      const reply = replyOf(() => scanPart(part, scanner, index))
      port.postMessage(reply, 'hits' in reply ? [reply.hits.buffer] : [])
    })
  })
}

if (parentPort !== null) serve(parentPort)
