/** The index: every product Lethe knows, one line each. */

import type { AnyProduct } from '../domain/product.ts'
import type { Tools } from '../platform/tools.ts'
import { cxInsights } from './cx-insights/cx-insights.ts'
import { declared } from './declared/declared.ts'
import { featureServer } from './feature-server/feature-server.ts'
import { infoMart } from './info-mart/info-mart.ts'
import { intelligentAutomation } from './intelligent-automation/intelligent-automation.ts'
import { logFiles } from './log-files/log-files.ts'
import { outbound } from './outbound/outbound.ts'
import { pulseAdvisors } from './pulse-advisors/pulse-advisors.ts'
import { pulse } from './pulse/pulse.ts'
import { tables } from './tables/tables.ts'
import { voicePlatform } from './voice-platform/voice-platform.ts'
import { webServices } from './web-services/web-services.ts'
import { workspaceDesktop } from './workspace-desktop/workspace-desktop.ts'

export const products: Readonly<Record<string, AnyProduct<Tools>>> = {
  'cx-insights': cxInsights,
  declared: declared,
  'feature-server': featureServer,
  'info-mart': infoMart,
  'intelligent-automation': intelligentAutomation,
  'log-files': logFiles,
  outbound: outbound,
  pulse: pulse,
  'pulse-advisors': pulseAdvisors,
  tables: tables,
  'voice-platform': voicePlatform,
  'web-services': webServices,
  'workspace-desktop': workspaceDesktop,
}
