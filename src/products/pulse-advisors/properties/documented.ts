/** Properties that hold addresses of support staff. Source: Using Advisors Support Email Addresses. */

import { basename } from 'node:path'

const byFile: Readonly<Record<string, readonly string[]>> = {
  'NavigationService.properties': ['adminUser'],
  'XMLGen.properties': ['connectionFailureRetryParams.supportEmail'],
  'FrontlineAdvisor.properties': ['__failure_notification_toAddress'],
}

/** None for a file of another name. */
export function documentedProperties(path: string): readonly string[] {
  const name = basename(path)
  return Object.hasOwn(byFile, name) ? (byFile[name] ?? []) : []
}
