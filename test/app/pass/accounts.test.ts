/** What is asked of another account is refused here by the name of its field, and the tenant's own requests go on. */

import { expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { withWorld, type World } from '../../support/tenant-context.ts'

const own = '30000000001'

function request(accountid: string | null, phone: string) {
  return { type: 'FORGET', ...(accountid === null ? {} : { accountid }), contacts: [{ phone }] }
}

async function responses(
  world: World,
  requests: readonly object[],
  accounts?: readonly string[],
): Promise<readonly unknown[]> {
  const context = await world.open(accounts === undefined ? {} : { accounts })
  await world.drop('forget-20180525_1.json', { requests })
  await processPass(context, scheduledScope, new AbortController().signal)
  const { result } = await world.answer('forget-20180525_1-execution-log.json')
  return Array.isArray(result) ? result.map((one) => Reflect.get(Object(one), 'contacts')[0].response) : []
}

const phones = async (world: World) => (await world.rows('NOTES')).map(({ PHONE }) => PHONE)
const refused = "ERROR: `accountid` names an account that is none of this tenant's; send it to the tenant that has it"

test('a request for another account is not executed, one for an own account is', async () => {
  await withWorld(async (world) => {
    const requests = [request('30000000009', '+1 781 555 0103'), request(own, '+1 781 555 0102')]
    expect(await responses(world, requests, ['30000000000', own])).toEqual([refused, 'SUCCESS'])
    expect(await phones(world)).toEqual(['7815550101', '7815550199', '***', '7815550101', '7815550103'])
  })
})

test('an account is its number as a whole, with or without blanks around it', async () => {
  await withWorld(async (world) => {
    const requests = [`${own}0`, own.slice(1), '', ` ${own}\t`].map((account) => request(account, '+1 781 555 0103'))
    expect(await responses(world, requests, [own])).toEqual([refused, refused, refused, 'SUCCESS'])
  })
})

test('a request without an account is for whoever has the folder', async () => {
  await withWorld(async (world) => {
    expect(await responses(world, [request(null, '+1 781 555 0103')], [own])).toEqual(['SUCCESS'])
  })
})

test('without `accounts` the number is not looked at', async () => {
  await withWorld(async (world) => {
    expect(await responses(world, [request('30000000009', '+1 781 555 0103')])).toEqual(['SUCCESS'])
  })
})
