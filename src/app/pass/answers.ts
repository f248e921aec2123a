/** Puts the answers of one tenant into its folder. */

import type { Fence } from '../../domain/fence.ts'
import type { Clock } from '../../platform/time/clock.ts'
import {
  findAnswer,
  withdrawExportArchive,
  withdrawPlan,
  writeExecutionLog,
  writeExportArchive,
  writePlan,
  writeRejection,
} from '../../stages/delivery/deliver.ts'
import { isPlanAmongRequests } from '../../stages/delivery/read-plan.ts'
import type { SealedPlace } from '../../stages/delivery/place.ts'
import type { Documents } from '../../stages/validation/documents.ts'
import type { Answers } from '../context.ts'

interface AnswerTools {
  readonly clock: Clock
  readonly documents: Documents
  /** What erasing does not reach, a sentence each. */
  readonly outOfScope: readonly string[]
}

export function answersOf(tenant: string, place: SealedPlace, tools: AnswerTools): Answers {
  const { clock, documents, outOfScope } = tools
  return {
    under: ({ holds }: Fence) => answersOf(tenant, { ...place, mayAppear: holds }, tools),
    find: (name, sha256) => findAnswer({ fileName: name, sha256, tenant }, place),
    reject: async (file, action, refusal, runId) => {
      const at = clock.now().toISOString()
      const run = { id: runId, tenant, action, startedAt: at, finishedAt: at }
      const { text, problems } = refusal
      const members = text === null ? [] : await documents.membersOf(text)
      await writeRejection({ fileName: file.name, sha256: file.sha256, members, problems, run }, place)
    },
    archive: async (request, runId, source) => {
      const { fileName, sha256 } = request
      const about = { runId, sha256, fileName, subjectKeys: request.subjects.map(({ key }) => key) }
      return (await writeExportArchive(about, source, place)).unread
    },
    plan: ({ fileName }, plan) => {
      return plan === null ? withdrawPlan(fileName, place) : writePlan(fileName, plan, place)
    },
    isPlan: (name) => isPlanAmongRequests(name, place),
    withdrawArchive: (request) => withdrawExportArchive(request.fileName, place),
    log: async (request, report, outcomes) => {
      await writeExecutionLog({ request, report, outcomes, outOfScope }, place)
    },
  }
}
