/** Settings of the way through the vendor's tasks: where they read and write, and how their results are told. */

import type { SettingsProblem } from '../../../domain/errors.ts'
import { logPatterns, patternProblems, type ResultSettings } from './log/patterns.ts'

export interface FolderSettings {
  readonly requests: string
  readonly logs: string
  readonly recordings: string
  readonly numbers?: 'every' | 'international' | 'digits'
  readonly recordingName?: string
  readonly timeZone?: string
  readonly results?: ResultSettings
}

const path = { type: 'string', minLength: 1, 'x-path': true } as const
const pattern = { type: 'string', minLength: 1, maxLength: 1000 } as const
const logName = { type: 'string', pattern: '^[^/]*<DDMMYYYY>[^/]*$' } as const

export const folderSchema = {
  type: 'object',
  required: ['requests', 'logs', 'recordings'],
  additionalProperties: false,
  description: 'Through the tasks forget-me and export-me of the master Feature Server.',
  properties: {
    requests: {
      ...path,
      description:
        'The folder that `gdpr-directory` of the master names, as this machine sees it; never one in which Lethe takes requests.',
    },
    logs: { ...path, description: 'The folder in which the tasks write their logs.' },
    recordings: { ...path, description: 'The folder in which export-me leaves voicemail as .wav files.' },
    numbers: {
      enum: ['every', 'international', 'digits'],
      default: 'every',
      description: 'How a request writes a number: every form without separators, with +, or without it.',
    },
    recordingName: {
      ...pattern,
      description:
        'Regular expression over the path of a recording, with the group `number`. Default: any number in its names.',
    },
    timeZone: { type: 'string', format: 'time-zone', description: 'Of the logs. Default: that of the tenant.' },
    results: {
      type: 'object',
      additionalProperties: false,
      description: 'How the logs tell results. Patterns are regular expressions, in any case.',
      properties: {
        forgetLog: { ...logName, default: logPatterns.forgetLog },
        exportLog: { ...logName, default: logPatterns.exportLog },
        told: {
          enum: ['request', 'time'],
          default: 'request',
          description:
            'request: a line with the name of a request opens what is told of it. time: whatever is told of a number after it was asked for.',
        },
        request: { ...pattern, default: logPatterns.request, description: 'With the group `file`.' },
        number: { ...pattern, default: logPatterns.number, description: 'With the group `number`.' },
        time: { ...pattern, default: logPatterns.time, description: 'With the groups `day` and `time`.' },
        done: { ...pattern, default: logPatterns.done },
        none: { ...pattern, default: logPatterns.none },
        failed: { ...pattern, default: logPatterns.failed },
      },
    },
  },
} as const

export function folderProblems(
  { requests, results = {}, recordingName }: FolderSettings,
  isInbox: (path: string) => boolean,
): readonly SettingsProblem[] {
  const own = isInbox(requests) ? [{ pointer: '/requests', message: ownInbox }] : []
  return [...own, ...patternProblems(results, recordingName)]
}

const ownInbox =
  'is a folder in which Lethe takes requests, and would take its own: give Feature Server a `gdpr-directory` of its own'
