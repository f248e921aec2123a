/** A plan is made by a login that may only read; what was approved waits for the right to change it, and is not lost. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe } from '../cli/in-process.ts'
import { decisionText, dropDecision, letDecide, newApprover, planHashIn, signedBy } from '../support/approvers.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { atSite, customer, role, tenant, type Site } from '../support/least-privilege.ts'

const stem = 'forget-14032025-ada'

async function pass(folder: string): Promise<string> {
  await lethe(folder, ['run'], { environment: { PW: 'on-loopback-only' } })
  return readExecutionLog(join(folder, 'gdpr', `${stem}-execution-log.json`)).responses.join()
}

async function rowsIn({ dba }: Site): Promise<readonly unknown[]> {
  const { rows } = await dba.knex.raw<{ rows: readonly unknown[] }>(
    'select phone from public.customer union all select phone from public.callback order by 1',
  )
  return rows
}

test('PostgreSQL: planned without the right to change anything, and erased once that is granted', async () => {
  const settings = (entry: string) => `databases: { crm: { ${entry} } }\n${tenant}    approval: {}\n`
  await atSite({ tables: customer('public'), settings }, async (site) => {
    const { folder, dba } = site
    const rosa = newApprover(folder, 'rosa')
    const approval = letDecide(folder, [`rosa ${rosa.publicKey}`], 'mode: always')
    const path = join(folder, 'lethe.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('approval: {}', approval))
    await dba.knex.raw('grant connect on database ?? to ??', [
      (await dba.knex.raw('select current_database() as d')).rows[0].d,
      role,
    ])
    await dba.knex.raw('grant usage on schema public to ??', [role])
    await dba.knex.raw('grant select on public.customer, public.callback to ??', [role])
    const before = await rowsIn(site)
    const request = { consumers: [{ consumer: [{ phone: '2125550142' }] }] }
    writeFileSync(join(folder, 'gdpr', `${stem}.json`), JSON.stringify(request))

    expect(await pass(folder)).toMatch(/^ERROR: held: it reaches 2 row\(s\)/)
    const place = (name: string) => join(folder, 'gdpr', name)
    const text = decisionText({ plan: planHashIn(place, stem) })
    dropDecision(place, stem, { text, signature: signedBy(rosa, text) })
    expect(await pass(folder)).toContain('the login lacks the right UPDATE on `CUSTOMER`')
    expect(await rowsIn(site)).toEqual(before)

    await dba.knex.raw('grant update on public.customer to ??', [role])
    await dba.knex.raw('grant delete on public.callback to ??', [role])
    expect(await pass(folder)).toBe('SUCCESS')
    expect(await rowsIn(site)).toEqual([{ phone: '***' }, { phone: '212-555-0143' }, { phone: '212-555-0143' }])
  })
})
