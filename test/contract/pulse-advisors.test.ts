/** Pulse Advisors under the contract: the notification list on every engine, and the properties files beside it. */

import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { pulseAdvisors } from '../../src/products/pulse-advisors/pulse-advisors.ts'
import { textOfContent } from '../../src/domain/finding.ts'
import { withFolder } from '../support/databases.ts'
import { engines } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'
import { emails, strangers, tenant } from './corpus.ts'
import { productContract } from './suite.ts'
import { cellsOf, createTables, ownedCells, type WorldTable } from './table-world.ts'

const [ada, cleo, wild] = ['1.consumer-1', '1.consumer-3', '2.consumer-2'] as const

const recipient = (id: number, address: string) => ({ USER_ID: id, LIST_ID: 1, EMAIL_ADDRESS: address })

/** A row goes as a whole. */
const owned = (subject: string, address: string) =>
  ['USER_ID', 'LIST_ID', 'EMAIL_ADDRESS', 'KEY_0'].map((column) => ({ column, owners: [[subject, address]] as const }))

const list: WorldTable = {
  name: 'DCC_NOTIFICATION_LIST_USERS',
  key: ['USER_ID'],
  columns: { USER_ID: 'int not null primary key', LIST_ID: 'int', EMAIL_ADDRESS: 'varchar(255)' },
  rows: [
    { values: recipient(1, 'ada.sample@example.com'), owned: owned(ada, emails.ada) },
    { values: recipient(2, 'Cleo@xn--bcher-kva.example'), owned: owned(cleo, emails.cleo) },
    ...strangers.emails.map((address, n) => ({ values: recipient(10 + n, address), owned: [] })),
  ],
}

const head = '# Advisors\r\nport=8080\r\n'
const texts = {
  'NavigationService.properties': `${head}adminUser = a_b%c@example.com\r\nname=Ada.Sample@Example.com\r\n`,
  'XMLGen.properties': `${head}connectionFailureRetryParams.supportEmail=${strangers.emails[0]}, ADA.SAMPLE@example.com;${strangers.emails[1]}\n`,
  'FrontlineAdvisor.properties': `__failure_notification_toAddress: ${strangers.emails[2]}\n`,
} as const

/** Items of the documented properties by file, each with what stands around it. */
const items = (text: string): readonly string[] => text.split(/(?<=[=:,;]|\r?\n)/)

for (const engine of engines) {
  productContract(`pulse-advisors on ${engine.name}`, (work) =>
    withFolder((folder) =>
      engine.withDatabase(async (database) => {
        await createTables(database, [list])
        for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
        const path = (name: string): string => join(folder, name)
        const properties = Object.keys(texts).map((name) => ({ path: path(name) }))
        const filesNow = (): readonly (readonly [string, string])[] =>
          Object.entries(texts).flatMap(([name, before]) => {
            const now = readFileSync(path(name), 'utf8')
            return items(before).map((item) => [`${name} ${item}`, now.includes(item.trim()) ? item : ''] as const)
          })
        const at = (name: keyof typeof texts, item: string): string => `${name}#${texts[name].indexOf(item)}`
        const shape = await database.describe(list.name)
        const whole = (row: Record<string, unknown>): string => {
          const fields = [...(shape?.columns.values() ?? [])].map(({ name }): readonly [string, string] => {
            // SQLite's own number of the row is the key.
            return [name, String(row[name.toUpperCase()] ?? row['USER_ID'])]
          })
          return textOfContent({ kind: 'document', fields: Object.fromEntries(fields) })
        }
        const [first, second] = list.rows
        const rows = [
          [ada, emails.ada, first],
          [cleo, emails.cleo, second],
        ] as const
        await work({
          session: await pulseAdvisors.open({ database: 'platform', properties }, tenant, toolsFor(database)),
          cells: async () => new Map([...(await cellsOf(database, [list])), ...filesNow()]),
          owned: new Set([
            ...ownedCells([list]),
            'NavigationService.properties  a_b%c@example.com\r\n',
            'XMLGen.properties  ADA.SAMPLE@example.com;',
            // With the separator that it needed.
            `XMLGen.properties ${strangers.emails[0]},`,
          ]),
          expected: [
            ...rows.flatMap(([subject, address, row]) => [
              [
                subject,
                address,
                list.name,
                'EMAIL_ADDRESS',
                String(row?.values['USER_ID']),
                String(row?.values['EMAIL_ADDRESS']),
              ],
              [subject, address, list.name, '*', String(row?.values['USER_ID']), whole({ ...row?.values })],
            ]),
            [
              wild,
              emails.wild,
              'NAVIGATIONSERVICE.PROPERTIES',
              'ADMINUSER',
              at('NavigationService.properties', 'a_b%c'),
              'a_b%c@example.com',
            ],
            [
              ada,
              emails.ada,
              'XMLGEN.PROPERTIES',
              'CONNECTIONFAILURERETRYPARAMS.SUPPORTEMAIL',
              at('XMLGen.properties', 'ADA'),
              'ADA.SAMPLE@example.com',
            ],
          ]
            .map((parts) => parts.join(' | '))
            .sort(),
          breakStore: async () => {
            unlinkSync(path('XMLGen.properties'))
          },
        })
      }),
    ),
  )
}
