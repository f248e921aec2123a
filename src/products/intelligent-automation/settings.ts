/** Settings of Intelligent Automation: where its GDPR task reads and writes, and what no source says of that. */

import type { ResultRules } from '../../platform/files/told-results.ts'
import type { Spellings } from './request.ts'
import { viewNames, type ViewName } from './views/names.ts'

export interface AutomationSettings {
  readonly task: {
    readonly requests: string
    readonly results: string
    readonly answers: string
    readonly resultNames?: string
    readonly success?: string
    readonly failure?: string
    readonly answerNames?: string
    readonly unnamed?: 'empty' | 'error'
    readonly fileMode?: string
    readonly peoplePerRequest?: number
    readonly spellings?: Spellings
  }
  readonly company?: number | string
  readonly overnightJob?: readonly string[]
  readonly historicalAfterDays?: number
  readonly timeZone?: string
  readonly erasedValue?: string
  readonly digitalChannels?: 'manual' | 'none'
  readonly database?: string
  readonly columns?: Readonly<Partial<Record<ViewName, readonly string[]>>>
  readonly numberColumns?: readonly string[]
}

export const defaults = {
  resultNames: '*',
  success: '\\bsuccess',
  failure:
    '\\b(?:un|not\\s+)success|success\\w*["\']?\\s*[:=]\\s*["\']?(?:false|no\\b|0)|\\b(?:0|no)\\s+success|fail|error|exception|abort',
  answerNames: '*{request}*.json',
  unnamed: 'empty',
  fileMode: '0640',
  peoplePerRequest: 100,
  spellings: 'bare',
  overnightJob: ['00:00-02:00'],
  historicalAfterDays: 1,
  erasedValue: '^(?:[^:,]{1,64}:(?:null|\\*+)?(?:,|$))+$|^\\**$',
  digitalChannels: 'manual',
} as const

const folder = { type: 'string', minLength: 1, 'x-path': true } as const
const expression = { type: 'string', minLength: 1 } as const
const names = { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } } as const

const task = {
  type: 'object',
  required: ['requests', 'results', 'answers'],
  additionalProperties: false,
  description: 'Folders of the GDPR task, as this machine sees them, and how it writes into them.',
  properties: {
    requests: { ...folder, description: '`GDPR.ScheduledTask.ImportJsonFilesDirectory`.' },
    results: { ...folder, description: '`GDPR.ScheduledTask.ExecutionResults.Directory`.' },
    answers: { ...folder, description: '`GDPR.ScheduledTask.ExportJsonFilesDirectory`.' },
    resultNames: { type: 'string', minLength: 1, default: defaults.resultNames, description: 'Glob of result files.' },
    success: { ...expression, default: defaults.success, description: 'What a result says of a request that is done.' },
    failure: { ...expression, default: defaults.failure, description: 'What it says of one that is not; comes first.' },
    answerNames: {
      type: 'string',
      pattern: '^[^/]*\\{request\\}[^/]*$',
      default: defaults.answerNames,
      description: 'Glob of what an export writes; `{request}` stands for the name of the request without its ending.',
    },
    unnamed: {
      enum: ['empty', 'error'],
      default: defaults.unnamed,
      description: 'Whether a number that an answer leaves out has nothing, or is an error.',
    },
    fileMode: {
      type: 'string',
      pattern: '^0[0-7]{3}$',
      default: defaults.fileMode,
      description: 'Of what is dropped.',
    },
    peoplePerRequest: { type: 'integer', minimum: 1, maximum: 10_000, default: defaults.peoplePerRequest },
    spellings: {
      enum: ['bare', 'all'],
      default: defaults.spellings,
      description: 'In which spellings a number is asked for: without separators, or with the usual ones as well.',
    },
  },
} as const

export const automationSchema = {
  type: 'object',
  required: ['task'],
  additionalProperties: false,
  // Without its company nothing tells the calls of tenants apart.
  dependentRequired: { database: ['company'], columns: ['database'], numberColumns: ['database'] },
  properties: {
    task,
    company: { type: ['integer', 'string'], description: '`GDPR.CompanyID`: one company is one tenant.' },
    overnightJob: {
      type: 'array',
      items: { type: 'string' },
      default: [...defaults.overnightJob],
      description: 'Parts of the day in which the overnight job (hive off) moves calls: nothing is asked or read then.',
    },
    historicalAfterDays: {
      type: 'integer',
      minimum: 0,
      maximum: 7,
      default: defaults.historicalAfterDays,
      description: 'Days after which the task sees a call.',
    },
    timeZone: { type: 'string', minLength: 1, description: 'Of the servers; default: that of the tenant.' },
    erasedValue: {
      ...expression,
      default: defaults.erasedValue,
      description: 'What a value is after the task has forgotten it: such a value is none.',
    },
    digitalChannels: {
      enum: ['manual', 'none'],
      default: defaults.digitalChannels,
      description: 'Web IVR and chatbots, which the task does not see: told as a step by hand, or not in use.',
    },
    database: {
      type: 'string',
      description: 'Name in `databases`: that with the reporting views. Missing: by the task alone.',
    },
    columns: {
      type: 'object',
      propertyNames: { enum: [...viewNames] },
      additionalProperties: names,
      description: 'By view, the columns whose values are the person’s. Default: those whose names say so.',
    },
    numberColumns: { ...names, description: 'Columns of VW_CALLS with the number. Default: those whose names say so.' },
  },
} as const

export function resultRulesOf({ task }: AutomationSettings): ResultRules {
  const { results: folder, resultNames: names = defaults.resultNames } = task
  const { success = defaults.success, failure = defaults.failure } = task
  return { folder, names, success, failure }
}
