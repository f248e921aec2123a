/** Decisions about plans as they are dropped: a file beside the request or the plan, and its signature beside it. */

import { readFile } from 'node:fs/promises'

import { within, type Folder } from '../../platform/files/folder.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import type { Journal } from '../../records/journal/journal.ts'
import { approvalName, openExisting } from '../../stages/delivery/place.ts'
import { openInput } from '../../stages/intake/input-folder.ts'
import { isMeantAsDecision } from '../../stages/validation/decision.ts'
import type { Decisions, DroppedDecision } from '../decisions.ts'
import type { TenantSettings } from '../settings/settings.ts'

/** A decision is a few lines, and so is a signature. */
const mostBytes = 64 * 1024

type DecisionPlace = Pick<TenantSettings, 'name' | 'directory' | 'layout' | 'approval'>

export function decisionsOf(tenant: DecisionPlace, journal: Journal): Decisions {
  return {
    // Whoever cannot be read lets nobody approve: `doctor` and the settings say why.
    approvers: async () => {
      const { approvers } = tenant.approval
      return approvers === null ? '' : await readFile(approvers, 'utf8').catch(() => '')
    },
    dropped: async (fileName) => {
      const found = [await droppedIn(input, tenant, fileName), await droppedIn(output, tenant, fileName)]
      return found.filter((one) => one !== null)
    },
    isDecision: async (name) => {
      const request = name.replace(ending, '.json')
      if (request === name || !(await journal.knowsFile(tenant.name, request))) return false
      const text = await inFolder(input, tenant, (folder) => textOf(folder, name))
      return text !== null && isMeantAsDecision(text)
    },
  }
}

const ending = /-approval\.json$/

type OpenPlace = (tenant: DecisionPlace) => Promise<Folder | null>

const input: OpenPlace = async (tenant) => await openInput(tenant).catch(() => null)
/** Beside the plan, where requests and answers have folders of their own. */
const output: OpenPlace = async ({ directory, layout }) =>
  layout === 'shared' ? null : await openExisting({ directory, layout, mode: 0 })

async function inFolder<T>(
  open: OpenPlace,
  tenant: DecisionPlace,
  work: (folder: Folder) => Promise<T>,
): Promise<T | null> {
  const folder = await open(tenant)
  return folder === null ? null : await within(folder, work)
}

function droppedIn(open: OpenPlace, tenant: DecisionPlace, fileName: string): Promise<DroppedDecision | null> {
  return inFolder(open, tenant, async (folder) => {
    const document = await textOf(folder, approvalName(fileName))
    if (document === null || !isMeantAsDecision(document)) return null
    const signature = await textOf(folder, `${approvalName(fileName)}.sig`)
    // Some shells write two bytes for each letter where they join files; all of it is ASCII.
    return { document, signature: signature?.replaceAll('\0', '') ?? null }
  })
}

/** A byte order mark was signed with the rest. */
const textAsSigned = new TextDecoder('utf-8', { ignoreBOM: true })

async function textOf(folder: Folder, name: string): Promise<string | null> {
  const reading = await readFileOnce(folder.to(name), mostBytes)
  return reading.kind === 'read' ? textAsSigned.decode(reading.bytes) : null
}
