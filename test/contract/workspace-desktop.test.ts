/** Favorites under the contract: a shared folder with profiles of all kinds, annexes on every engine. */

import { rename } from 'node:fs/promises'
import { join } from 'node:path'

import type { WrittenWorkspaceSettings } from '../../src/products/workspace-desktop/settings.ts'
import { workspaceDesktop } from '../../src/products/workspace-desktop/workspace-desktop.ts'
import type { Database } from '../../src/platform/sql/database.ts'
import { withFolder } from '../support/databases.ts'
import { engines, type Engine } from '../support/engines.ts'
import { toolsFor } from '../support/tools.ts'
import {
  cellsOf,
  expectedIn,
  ownedCells,
  readBelow,
  textOf,
  writeProfiles,
  type OwnerName,
  type WorldProfile,
} from '../products/workspace-desktop/profile-world.ts'
import { emails, phones, strangers, tenant } from './corpus.ts'
import { productContract, type WithWorld } from './suite.ts'

const ada: OwnerName = ['1.consumer-1', phones.ada]
const adaMail: OwnerName = ['1.consumer-1', emails.ada]
const ben: OwnerName = ['1.consumer-2', phones.ben]
const cleo: OwnerName = ['1.consumer-3', phones.cleo]
const cleoMail: OwnerName = ['1.consumer-3', emails.cleo]
const dan: readonly OwnerName[] = [
  ['2.consumer-1', phones.dan],
  ['2.consumer-1', phones.danAgain],
]
const shared: readonly OwnerName[] = [
  ['2.consumer-2', phones.shared],
  ['2.consumer-3', phones.shared],
]

/** This product's rule is the part of a number: a longer number that holds Ben's is his. */
const containsBen = '5555501020'

const agentOne: WorldProfile = {
  name: 'agent.one/settings.xml',
  encoding: 'utf-8-bom',
  pieces: [
    '<?xml version="1.0" encoding="utf-8"?>\r\n<!-- Favorite Phone="2125550104" in a comment -->\r\n<profile>\r\n  <Favorites>\r\n    ',
    { raw: '<Favorite Name="Ada &amp; Co" Phone="(212) 555-0101"/>', owners: [ada] },
    '\r\n\t<Favorite Name="Größe" Phone="+1 212 555 0100"/>\r\n    ',
    {
      raw: '<f:Favorite xmlns:f="urn:x"><f:EmailAddress>Ada &lt;ADA.sample@example.com&gt;</f:EmailAddress><Phone/></f:Favorite>',
      owners: [adaMail],
    },
    '\r\n',
    {
      raw: '<favorite><Numbers><Number>0170 1</Number><Number>+12125550101</Number></Numbers><mail>ada.sample@example.com</mail></favorite>',
      owners: [ada, adaMail],
    },
    '\r\n  </Favorites>\r\n  <Recents><Favorite Phone="2125550104"/></Recents>\r\n  <CorporateFavorites><Favorite Phone="2125550104"/></CorporateFavorites>\r\n',
    { raw: `<Favorite Phone="00${containsBen}"/>`, owners: [ben] },
    ...strangers.phones.filter((phone) => phone !== containsBen).map((phone) => `<Favorite Phone="${phone}"/>\r\n`),
    ...strangers.emails.map((email) => `<Favorite Email="${email}"/>\r\n`),
    { raw: '<Favorite Phone="x"><![CDATA[2125550104]]></Favorite>', owners: dan },
    '</profile>\r\n\r\n',
  ],
}

const agentTwo: WorldProfile = {
  name: 'agent two/sub folder/profil-ü.json',
  pieces: [
    '{ "theme": "büro",\n  "Favorites": [\n    ',
    {
      raw: '{"Name": "Dan", "PhoneNumbers": ["+49 30 1", "1.212.555.0104"]}',
      cut: '{"Name": "Dan", "PhoneNumbers": ["+49 30 1", "1.212.555.0104"]} ,  ',
      owners: dan,
    },
    '{"Name": "Else", "Phone": "92125550101"}',
    { raw: '{"Number": 12125550199}', cut: ',\n    {"Number": 12125550199}', owners: shared },
    // A field that the settings do not name.
    { raw: '{"Name": "2125550104"}', cut: ',{"Name": "2125550104"}', owners: dan },
    {
      raw: '{"Email": "cleo@xn--bcher-kva.example", "x": {"Phone": "02079460103"}}',
      cut: ', {"Email": "cleo@xn--bcher-kva.example", "x": {"Phone": "02079460103"}}',
      owners: [cleoMail],
    },
    '\n  ],\n "Recents": {"Favorites": [{"Phone": "2125550104"}]}, "other": [{"Phone": "2125550104"}] }',
  ],
}

const agentThree: WorldProfile = {
  name: 'agent.three/profile',
  pieces: [
    '# Favorites.1.Phone=2125550104\n[Options]\nzoom=2\n',
    {
      raw: 'Favorites.7.Name=Cleo\nFavorites.7.Phone=+44 (20) 7946-0103',
      cut: 'Favorites.7.Name=Cleo\nFavorites.7.Phone=+44 (20) 7946-0103\n',
      owners: [cleo],
    },
    'Favorites.8.Phone = +44 20 7946 0104\n[Recents]\nFavorites.1.Phone=2125550104\n',
  ],
}

const agentFour: WorldProfile = {
  name: 'AGENT.four/settings.xml',
  encoding: 'utf-16le',
  pieces: [
    '<?xml version="1.0" encoding="utf-16"?>\n<profile><Favorites title="😀">',
    { raw: '<Favorite Email="a_b%c@example.com">😀 ü</Favorite>', owners: [['2.consumer-2', emails.wild]] },
    '</Favorites></profile>',
  ],
}

const profiles = [agentOne, agentTwo, agentThree, agentFour]

const inFolder: WithWorld = (work) =>
  withFolder(async (folder) => {
    const root = join(folder, 'share')
    await writeProfiles(root, profiles)
    const settings = { recordLocation: `${root}/$Agent.UserName$`, partOfNumber: 'erase' } as const
    const tools = { ...toolsOf(null), stateDirectory: join(folder, 'state') }
    await work({
      session: await workspaceDesktop.open(settings, tenant, tools),
      cells: () => cellsOf(profiles, readBelow(root)),
      owned: ownedCells(profiles),
      expected: expectedIn(profiles, { table: 'WDE_RECORD_LOCATION', column: 'FAVORITE', unit: 'byte' }),
      breakStore: () => rename(root, join(folder, 'unmounted')),
    })
  })

/** The same profiles as values of rows, and rows that hold no favorites. */
const rows = profiles.map(
  (profile, i) => ({ ...profile, name: `${i + 1}:interaction-workspace:favorites`, encoding: 'utf-8' }) as const,
)

function inAnnexes(engine: Engine): WithWorld {
  return (work) =>
    withFolder((folder) =>
      engine.withDatabase(async (database) => {
        await createAnnexes(database)
        const settings: WrittenWorkspaceSettings = { annex: { database: 'world' }, partOfNumber: 'erase' }
        const tools = { ...toolsOf(database), stateDirectory: join(folder, 'state') }
        await work({
          session: await workspaceDesktop.open(settings, tenant, tools),
          cells: async () =>
            new Map([...(await cellsOf(rows, (row) => valueIn(database, row.name))), ...(await others(database))]),
          owned: ownedCells(rows),
          expected: expectedIn(rows, { table: 'PERSON_ANNEX', column: 'OPTION_VALUE', unit: 'character' }),
          breakStore: async () => {
            await database.knex.raw('alter table person_annex rename to gone')
            database.refresh()
          },
        })
      }),
    )
}

async function createAnnexes(database: Database): Promise<void> {
  await database.knex.raw(
    'create table person_annex (person_dbid int not null, section_name varchar(64) not null, option_name varchar(64) not null, option_value text, primary key (person_dbid, section_name, option_name))',
  )
  const row = (dbid: number, section: string, option: string, value: string | null) => ({
    person_dbid: dbid,
    section_name: section,
    option_name: option,
    option_value: value,
  })
  await database.run((knex) =>
    knex('person_annex').insert([
      ...rows.map((profile, i) => row(i + 1, 'interaction-workspace', 'favorites', textOf(profile))),
      row(9, 'interaction-workspace', 'favorites', null),
      row(9, 'interaction-workspace', 'zoom', '2125550104'),
      row(9, 'other', 'favorites', textOf(agentOne)),
    ]),
  )
}

async function valueIn(database: Database, name: string): Promise<Buffer> {
  const [dbid] = name.split(':')
  const where = { person_dbid: Number(dbid), section_name: 'interaction-workspace', option_name: 'favorites' }
  const [row] = await database.run((knex) => knex('person_annex').where(where).select('option_value'))
  return Buffer.from(row['option_value'])
}

async function others(database: Database): Promise<ReadonlyMap<string, string>> {
  const found = await database.run((knex) =>
    knex('person_annex').where({ person_dbid: 9 }).orderBy(['section_name', 'option_name']).select(),
  )
  return new Map(found.map((row: object, i: number) => [`other row ${i}`, JSON.stringify(row)]))
}

function toolsOf(database: Database | null) {
  const none = () => Promise.reject(new Error('no database'))
  return database === null ? { ...toolsForNobody, database: none } : toolsFor(database)
}

const toolsForNobody = toolsFor(Object.create(null))

productContract('workspace-desktop in a shared folder', inFolder)
for (const engine of engines) productContract(`workspace-desktop in annexes on ${engine.name}`, inAnnexes(engine))
