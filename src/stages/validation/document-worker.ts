/** The thread that reads large documents: a job in, its reply out. Loaded only as a worker. */

import { parentPort } from 'node:worker_threads'

import { performJob, type DocumentJob } from './document-jobs.ts'

function serve(port: NonNullable<typeof parentPort>): void {
  port.on('message', (job: DocumentJob) => {
    port.postMessage(performJob(job))
  })
}

if (parentPort !== null) serve(parentPort)
