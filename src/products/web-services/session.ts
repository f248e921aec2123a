/** Opened personal favorites and recents: one HTTP client for the whole session. */

import type { ProductSession, RunContext } from '../../domain/product.ts'
import { openHttp, type HttpClient } from '../../platform/http/client.ts'
import { needlesOf } from '../../platform/match/needles.ts'
import { kinds } from '../../platform/match/recognise.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { settingsApi } from './api.ts'
import { checkSite } from './check.ts'
import { eraseFavorites, foreseeRemoval } from './erase.ts'
import { findFavorites } from './find.ts'
import { siteOf, type WebServicesSettings, type WebSite } from './settings.ts'
import type { Survey } from './survey.ts'
import { leftOver } from './verify.ts'

export function openFavorites(settings: WebServicesSettings, clock: Clock): ProductSession {
  const site = siteOf(settings)
  return sessionOf(site, openHttp(site.http, clock), clock)
}

function sessionOf(site: WebSite, http: HttpClient, clock: Clock): ProductSession {
  const api = settingsApi(http, site)
  const survey = ({ signal }: Pick<RunContext, 'signal'>): Survey => ({ api, site, signal })
  const closing = new AbortController()
  return {
    searchesBy: kinds,
    check: () => checkSite(survey(closing)),
    find: (subjects, run) => findFavorites(survey(run), needlesOf(subjects)),
    foresee: (findings) => foreseeRemoval(findings),
    erase: (findings, run) => eraseFavorites(survey(run), findings, clock),
    verify: (subjects, findings, run) => leftOver(survey(run), needlesOf(subjects), findings),
    close: async () => {
      closing.abort()
      await http.close()
    },
  }
}
