/** Every system of the source (*Genesys Security Deployment Guide*): which product searches it, or how it is declared. */

import {
  advisors,
  automation,
  consumers,
  dueInDays,
  exempt,
  insights,
  kept,
  manual,
  pulse,
  voice,
  voicemail,
  type UsualDisposition,
} from './usual.ts'

export interface SourceSystem {
  /** As the source calls it. */
  readonly system: string
  /** Shorter names of it. */
  readonly also: readonly string[]
  /** Ids of products: any one of them answers for the system in every run. */
  readonly products: readonly string[]
  /** What `product: declared` says of it where the settings name the system alone; null where a site has to say why. */
  readonly usual: UsualDisposition | null
}

export const sourceSystems: readonly SourceSystem[] = [
  { system: 'Genesys Info Mart', also: ['Info Mart', 'GIM'], products: ['info-mart'], usual: null },
  {
    system: 'Info Mart GIDB and staging',
    also: ['GIDB', 'GIDB and staging'],
    products: [],
    usual: kept(
      'facts in GIDB and staging tables are removed by the maintenance job of Info Mart within 30 days',
      'keep `run-maintain` on, and `days-to-keep-gidb-facts` and `days-to-keep-active-facts` so low that no fact grows older than 30 days',
      { owner: 'the administrator of Info Mart' },
    ),
  },
  {
    system: 'Info Mart exported files',
    also: ['Exported files'],
    products: [],
    usual: kept(
      'files of Job_ExportGIM are removed by Info Mart within 30 days (`days-to-keep-output-files`)',
      'whoever has imported them redacts the copies, or keeps them no longer than 30 days',
      { owner: 'whoever imports the files' },
    ),
  },
  { system: 'Outbound Contact', also: ['Outbound', 'OCS'], products: ['outbound'], usual: null },
  { system: 'Log files', also: ['Logs'], products: ['log-files'], usual: null },
  {
    system: 'Universal Contact Server',
    also: ['UCS', 'Contacts'],
    products: [],
    usual: manual(
      'contacts and their interactions are not searched by Lethe',
      'export or delete the contacts with the scripts of Universal Contact Server, after the run is done in Info Mart',
      { ...consumers, dueInDays, owner: 'the administrator of Universal Contact Server' },
    ),
  },
  {
    system: 'Mobile Engagement',
    also: ['GMS', 'Mobile Services', 'Callbacks'],
    products: [],
    usual: manual(
      'callbacks are not searched by Lethe',
      'cancel what is queued, and delete the callbacks of the numbers; only scheduled and completed ones can be deleted',
      { ...consumers, kinds: ['phone'], dueInDays, owner: 'the administrator of Mobile Services' },
    ),
  },
  {
    system: 'Predictive Routing',
    also: ['GPR'],
    products: [],
    usual: manual(
      'agents, customers, datasets and predictors are not searched by Lethe',
      'read and purge the rows of the person through the API of Predictive Routing',
      { dueInDays, owner: 'the administrator of Predictive Routing' },
    ),
  },
  {
    system: 'Interaction Recording and Analytics',
    also: ['GIR', 'Interaction Recording', 'SpeechMiner', 'Recordings'],
    products: [],
    usual: manual(
      'recordings of calls and screens are not searched by Lethe',
      'search for the recordings by their metadata, and export or delete them as a batch; tags against deletion stay',
      { dueInDays, owner: 'the administrator of Interaction Recording' },
    ),
  },
  { system: 'Voice Platform', also: ['GVP', 'Genesys Voice Platform'], products: ['voice-platform'], usual: voice() },
  {
    system: 'SIP Feature Server',
    also: ['Feature Server', 'Voicemail'],
    products: ['feature-server'],
    usual: voicemail(),
  },
  {
    system: 'Intelligent Automation',
    also: ['GAAP', 'Genesys Intelligent Automation'],
    products: ['intelligent-automation'],
    usual: automation(),
  },
  { system: 'CX Insights', also: ['GCXI', 'Genesys CX Insights'], products: ['cx-insights'], usual: insights() },
  { system: 'Pulse', also: ['Genesys Pulse'], products: ['pulse'], usual: pulse() },
  {
    system: 'Pulse Advisors',
    also: ['Advisors', 'Genesys Pulse Advisors'],
    products: ['pulse-advisors'],
    usual: advisors(),
  },
  {
    system: 'Web Services and Applications',
    also: ['GWS', 'Web Services', 'Workspace Web Edition'],
    products: ['web-services'],
    usual: null,
  },
  {
    system: 'Workspace Desktop Edition',
    also: ['WDE', 'Workspace Desktop'],
    products: ['workspace-desktop'],
    usual: null,
  },
  {
    system: 'Workspace recents',
    also: ['Recents'],
    products: [],
    usual: exempt('recent contacts are held less than 30 days', null, consumers),
  },
  {
    system: 'Corporate favorites',
    also: [],
    products: [],
    usual: manual(
      'they are the administrator’s own data and normally name no customer',
      'look through the corporate favorites, and remove whoever is named in the request',
      { ...consumers, kinds: ['phone', 'email'], dueInDays, owner: 'the administrator of Workspace' },
    ),
  },
  {
    system: 'Genesys Administrator',
    also: ['Administrator', 'GA'],
    products: [],
    usual: manual(
      'persons stand in the configuration: those of active employees are needed for their work and are not erased',
      'delete the Person object of an employee who has left; confirm the step as well where an active one keeps it',
      {
        subjects: ['employee'],
        kinds: ['username', 'employeeid'],
        dueInDays,
        owner: 'the configuration administrator',
      },
    ),
  },
  {
    system: 'intelligent Workload Distribution',
    also: ['iWD'],
    products: [],
    usual: exempt(
      'core and extended attributes hold nobody’s data; custom attributes go with their task within 30 days',
      'see that no attribute with personal data is kept longer or used for historical reports',
      { owner: 'whoever configures the tasks' },
    ),
  },
  {
    system: 'Genesys Rules System',
    also: ['Rules', 'GRS'],
    products: [],
    usual: exempt('rules are evaluated without anything being stored', null),
  },
  {
    system: 'Billing Data Server',
    also: ['BDS', 'Billing'],
    products: [],
    usual: kept(
      'activity records are kept for invoices, for legal claims and to serve the contract (GDPR, Art. 17 (3) b and e)',
      'remove them once the period of the law for billing records is over',
      { owner: 'whoever is responsible for billing' },
    ),
  },
]

/** Null for a system that the source does not know. Upper and lower case and blanks are the same. */
export function sourceSystem(name: string): SourceSystem | null {
  const wanted = folded(name)
  return sourceSystems.find(({ system, also }) => [system, ...also].some((one) => folded(one) === wanted)) ?? null
}

const folded = (name: string): string => name.toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** Names, as they are written here and in lower case, of what is declared by its name alone. */
export const namesOfUsual: readonly string[] = [
  ...new Set(
    sourceSystems.flatMap(({ system, also, usual }) =>
      usual === null ? [] : [system, ...also].flatMap((name) => [name, name.toLowerCase()]),
    ),
  ),
]
