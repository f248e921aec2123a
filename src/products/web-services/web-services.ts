/** Genesys Web Services & Applications: personal favorites and recents of Workspace Web Edition, through its settings API. */

import type { Product, ProductSession, RunContext } from '../../domain/product.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import { needlesOf } from '../../platform/match/needles.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Tools } from '../../platform/tools.ts'
import { settingsApi } from './api.ts'
import { checkSite } from './check.ts'
import { eraseFavorites, foreseeRemoval } from './erase.ts'
import { findFavorites } from './find.ts'
import { kinds } from '../../platform/match/recognise.ts'
import { webServicesSchema } from './settings-schema.ts'
import { problemsOf, siteOf, type WebSite, type WebServicesSettings } from './settings.ts'
import type { Survey } from './survey.ts'
import { leftOver } from './verify.ts'

export const webServices: Product<Tools, WebServicesSettings> = {
  id: 'web-services',
  title: 'Genesys Web Services & Applications',
  placesMove: true,
  settingsSchema: webServicesSchema,
  checkSettings: problemsOf,
  placeOf: ({ baseUrl }) => baseUrl,
  open: async (settings, _tenant, { clock }) => {
    const site = siteOf(settings)
    // The HTTP library is loaded only where a site has this product.
    const { openHttp } = await import('../../platform/http/client.ts')
    return sessionOf(site, openHttp(site.http, clock), clock)
  },
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
