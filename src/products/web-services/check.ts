/** Whether the site can be searched as the settings say. Changes nothing, so the right to change shows only later. */

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import type { WebSite } from './settings.ts'
import { requireSeen, searchedGroups, type Survey } from './survey.ts'

export async function checkSite(survey: Survey): Promise<readonly Complaint[]> {
  const { api, site, signal } = survey
  const listed = (await api.groups({ kind: 'contact-center' }, signal)) ?? []
  const excluded = listed.map(({ name }) => name).filter((name) => site.exclude.includes(name))
  const warnings = excluded.map((name) => warning(name, 'the group is excluded: what it holds is not searched'))
  return [...(await absence(survey)), ...warnings, ...plainLogin(site)]
}

/** Goes over users only as far as the named groups ask for. */
async function absence(survey: Survey): Promise<readonly Complaint[]> {
  const seen = new Set<string>()
  for await (const { name } of searchedGroups(survey)) {
    seen.add(name)
    if ((survey.site.groups ?? []).every((named) => seen.has(named))) break
  }
  try {
    requireSeen(survey.site, seen)
    return []
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return [{ severity: 'error', place: 'groups', message: error.message, remedy: null }]
  }
}

function plainLogin({ http }: WebSite): readonly Complaint[] {
  if (http.tls.mode !== 'off') return []
  return [warning('tls', 'the connection is not encrypted: anybody on the way can read the login and the data')]
}

function warning(place: string, message: string): Complaint {
  return { severity: 'warning', place, message, remedy: null }
}
