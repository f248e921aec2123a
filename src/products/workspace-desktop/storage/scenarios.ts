/** The storage scenarios of Workspace: the supported ones, and the others with the way out that its makers give. */

import type { SettingsProblem } from '../../../domain/errors.ts'
import { isGlob } from '../../../platform/files/globs.ts'
import type { WorkspaceSettings } from '../settings.ts'
import { codesIn, environmentName, isAgentCode, isOwnPath, isUniqueCode, valueOf } from './record-location.ts'

// Source: Workspace Desktop Edition Support for GDPR, "GDPR and Personal Favorites".
const localOnly =
  'favorites in the Windows user profiles of the workstations cannot be reached: set ' +
  '`options.record-option-locally-only` to false in Workspace, and have a script delete ' +
  '`%AppData%\\Genesys Telecommunication\\InteractionWorkspace\\UserData\\` on every workstation'

const notPerAgent =
  'the location does not differ from agent to agent: change `options.record-location` to a path with ' +
  '`$Agent.UserName$` or `$Agent.EmployeeId$`; each profile moves there at the next login of its agent'

const nowhere =
  'say where favorites are kept: `recordLocation` when they lie in a shared folder, `annex` when ' +
  '`options.record-location` is blank'

const foreignPath =
  'write the path from the root of this machine, with the share mounted; the codes stay as they are in Workspace'

/** Everything that keeps the profiles from being found in full. */
export function storageProblems(settings: WorkspaceSettings): readonly SettingsProblem[] {
  const { recordLocation, annex } = settings
  const wrongly = patternProblems(settings)
  if (wrongly.length > 0) return wrongly
  if (settings.recordOptionLocallyOnly) return [{ pointer: '/recordOptionLocallyOnly', message: localOnly }]
  if (recordLocation === null) return annex === null ? [{ pointer: '', message: nowhere }] : []
  return locationMessages(recordLocation, settings).map((message) => ({ pointer: '/recordLocation', message }))
}

function patternProblems({ files, mayBeEmpty, environment }: WorkspaceSettings): readonly SettingsProblem[] {
  const malformed = files.flatMap((file, n) => (isGlob(file) ? [] : [`/files/${n}`]))
  const known = Object.values(environment).flat()
  const unknown = typeof mayBeEmpty === 'boolean' ? [] : mayBeEmpty.filter((value) => !known.includes(value))
  return [
    ...malformed.map((pointer) => ({ pointer, message: noPattern })),
    ...unknown.map((value) => ({ pointer: '/mayBeEmpty', message: `\`environment\` has no value \`${value}\`` })),
  ]
}

const noPattern = 'is no pattern; check what stands in its [ ] and { }, and write `**` as a whole part of the path'

/** The source lists first and last names as supported, and says elsewhere that they do not tell agents apart. */
export function sharesProfiles(location: string): boolean {
  return !codesIn(location).some(isUniqueCode)
}

function locationMessages(location: string, settings: WorkspaceSettings): readonly string[] {
  const codes = codesIn(location)
  const messages = codes.flatMap((code) => codeMessage(code, settings))
  if (!isOwnPath(location)) messages.push(foreignPath)
  if (!codes.some(isAgentCode)) messages.push(notPerAgent)
  return messages
}

function codeMessage(code: string, { environment }: WorkspaceSettings): string[] {
  const variable = environmentName(code)
  if (variable !== null) {
    const known = valueOf(environment, variable) !== undefined
    return known ? [] : [`\`$${code}$\` needs its value: add \`${variable}\` to \`environment\``]
  }
  return isAgentCode(code) ? [] : [`Workspace knows no code \`$${code}$\`: correct the location`]
}
