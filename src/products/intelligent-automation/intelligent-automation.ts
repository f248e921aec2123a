/** Genesys Intelligent Automation: what callers said and did, by the vendor's own GDPR task. */

import type { Disposition } from '../../domain/disposition.ts'
import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { AutomationSession } from './session.ts'
import { problemsOf } from './settings-problems.ts'
import { automationSchema, type AutomationSettings } from './settings.ts'
import { siteOf } from './site.ts'

export const intelligentAutomation: Product<Tools, AutomationSettings> = {
  id: 'intelligent-automation',
  title: 'Genesys Intelligent Automation',
  // The place of a value in an answer is another one as soon as somebody calls again.
  placesMove: true,
  settingsSchema: automationSchema,
  checkSettings: (settings, _databases, isInbox = () => false) => problemsOf(settings, isInbox),
  placeOf: ({ task: { requests }, database }) => ({ requests, ...(database === undefined ? {} : { database }) }),
  declares: ({ digitalChannels }) => (digitalChannels === 'none' ? {} : { 'digital-channels': digital }),
  open: async (settings, tenant, tools) => new AutomationSession(await siteOf(settings, tenant, tools)),
}

/** Source: Configuration settings; the task is to take digital channels in with a later release. */
const digital: Disposition = {
  system: 'Intelligent Automation, digital channels',
  disposition: 'manual',
  reason: 'the GDPR task sees calls alone, not Web IVR and chatbots',
  nextStep:
    'see that nothing personal is stored of them: Confidential Mode On for each question that asks for it, Remember Me off, attached data named in CTI.FieldsToStoreInReporting.ExcludePattern',
  owner: 'the administrator of Intelligent Automation',
  dueInDays: null,
  blocks: false,
  subjects: ['consumer'],
  kinds: ['phone'],
}
