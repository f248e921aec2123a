/** Settings of a declared system. */

import type { DispositionKind } from '../../domain/disposition.ts'
import { dispositionKinds } from '../../domain/disposition.ts'
import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { SubjectType } from '../../domain/subject.ts'
import { namesOfUsual } from './systems.ts'

export interface DeclaredSettings {
  readonly system: string
  /** Without it what is usual for the system. */
  readonly disposition?: DispositionKind
  readonly reason?: string
  readonly nextStep?: string
  readonly owner?: string
  readonly dueInDays?: number
  readonly blocks?: boolean
  readonly subjects?: readonly SubjectType[]
  readonly kinds?: readonly IdentifierKind[]
}

const sentence = { type: 'string', minLength: 1, maxLength: 500 } as const
const days = { type: 'integer', minimum: 0, maximum: 3650 } as const
const subjects = { type: 'array', minItems: 1, items: { enum: ['consumer', 'employee'] } } as const

export const declaredSchema = {
  type: 'object',
  required: ['system'],
  properties: {
    system: { ...sentence, maxLength: 100, description: 'The system, as people call it.' },
    disposition: {
      enum: [...dispositionKinds],
      description: 'exempt: it holds nobody’s data. retained: kept on purpose. manual: done by hand.',
    },
    reason: { ...sentence, description: 'Why it is not searched, or the basis on which it keeps what it has.' },
    nextStep: { ...sentence, description: 'What is to be done by hand, and where.' },
    owner: { ...sentence, maxLength: 100, description: 'Who does it, or answers for what is kept.' },
    dueInDays: { ...days, description: 'Days from the start of the run until the manual step is due.' },
    blocks: {
      type: 'boolean',
      description: 'A manual step that keeps each request open until it is confirmed. Default: no.',
    },
    subjects: { ...subjects, description: 'Whom it concerns. Default: consumers and employees.' },
    kinds: {
      type: 'array',
      minItems: 1,
      items: { enum: [...identifierKinds] },
      description: 'Kinds of identifiers that it concerns. Default: all.',
    },
  },
  allOf: [
    {
      if: { properties: { system: { enum: [...namesOfUsual] } } },
      then: { dependentRequired: { disposition: ['reason'] } },
      else: { required: ['disposition', 'reason'] },
    },
    {
      if: { required: ['disposition'], properties: { disposition: { const: 'manual' } } },
      then: { required: ['nextStep'] },
    },
    { if: { required: ['blocks'] }, then: { properties: { disposition: { const: 'manual' } } } },
  ],
  additionalProperties: false,
} as const
