/** Settings of the Outbound product. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import { identifierKinds } from '../../domain/identifier.ts'
import {
  columnKinds,
  fullScanPolicies,
  phoneMatches,
  redactions,
  type ColumnKind,
  type FullScanPolicy,
  type PhoneMatch,
  type Redaction,
} from '../../platform/sql/engine/table-map.ts'

export interface UserField {
  readonly column: string
  readonly identifies?: readonly IdentifierKind[]
  /** Default: `text`, as the source has it. */
  readonly kind?: ColumnKind
  readonly redact?: Redaction
}

export interface ListTable {
  readonly table: string
  readonly key?: readonly string[]
}

export interface CallingList extends ListTable {
  readonly userFields?: readonly (string | UserField)[]
  /** Lists of a format before release 7.0 name it `phone`. */
  readonly contactColumn?: string
  /** The user field that OCS writes into `customer_id` of do-not-call lists. */
  readonly customerId?: string
  readonly redact?: 'mask' | 'delete'
}

export interface DoNotCallList extends ListTable {
  readonly redact?: Redaction
}

export interface OutboundSettings {
  readonly database: string
  readonly callingLists?: readonly CallingList[]
  readonly doNotCall?: readonly DoNotCallList[]
  readonly requestLogs?: readonly ListTable[]
  readonly chain?: 'all' | 'matched'
  readonly longestChain?: number
  readonly doNotCallPolicy?: 'redact' | 'retain'
  readonly tenantDbid?: number
  readonly match?: PhoneMatch
  readonly fullScan?: FullScanPolicy
  readonly fullScanRows?: number
}

const columns = { type: 'array', items: { type: 'string' }, minItems: 1 } as const

const listOf = (
  properties: Readonly<Record<string, unknown>>,
  description: string,
): Readonly<Record<string, unknown>> => ({
  type: 'array',
  description,
  items: {
    type: 'object',
    required: ['table'],
    additionalProperties: false,
    properties: {
      table: { type: 'string' },
      key: {
        ...columns,
        description: 'Columns that are unique together, where the documented or discovered key does not suit.',
      },
      ...properties,
    },
  },
})

export const outboundSchema = {
  type: 'object',
  required: ['database'],
  additionalProperties: false,
  properties: {
    database: { type: 'string', description: 'Name in `databases`.' },
    callingLists: listOf(
      {
        userFields: {
          type: 'array',
          description:
            'User-defined columns with personal data: searched for phones and e-mails, and the person’s whenever the row is.',
          items: {
            anyOf: [
              { type: 'string' },
              {
                type: 'object',
                required: ['column'],
                additionalProperties: false,
                properties: {
                  column: { type: 'string' },
                  identifies: { type: 'array', items: { enum: identifierKinds } },
                  kind: {
                    enum: columnKinds,
                    default: 'text',
                    description:
                      'text: identifiers may stand anywhere in it; address: it is one, or a list of them; uri: SIP URIs.',
                  },
                  redact: { enum: redactions },
                },
              },
            ],
          },
        },
        contactColumn: { type: 'string', default: 'contact_info' },
        customerId: {
          type: 'string',
          description:
            'The user field that OCS writes into `customer_id` of do-not-call lists (its option `customer_id`): entries with the value of a person’s own records are the person’s. Default: a user field of that name.',
        },
        redact: {
          enum: ['mask', 'delete'],
          default: 'mask',
          description: 'delete: records go as a whole, and those of their chain; never one that the dialer holds.',
        },
      },
      'Calling lists of this tenant.',
    ),
    doNotCall: listOf({ redact: { enum: redactions } }, 'Do-not-call lists.'),
    requestLogs: listOf({}, 'GSW request logs.'),
    chain: {
      enum: ['all', 'matched'],
      default: 'all',
      description: 'all: the other records of a matched chain are the person’s too; matched: only the matched record.',
    },
    longestChain: {
      type: 'integer',
      minimum: 1,
      default: 100,
      description: 'More records with one chain_id are hardly one person’s: the product fails rather than take them.',
    },
    doNotCallPolicy: {
      enum: ['redact', 'retain'],
      default: 'redact',
      description: 'retain: the entry stays, so that the person is not called again; it is reported.',
    },
    tenantDbid: { type: 'integer', description: 'tenant_dbid of do-not-call lists that several tenants share.' },
    match: { enum: phoneMatches, default: 'auto', description: 'How phone numbers are compared in all lists.' },
    fullScan: { enum: fullScanPolicies, default: 'warn' },
    fullScanRows: { type: 'integer', minimum: 0, default: 1_000_000 },
  },
} as const
