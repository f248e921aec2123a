/** The request files that are dropped into the sandbox. */

import { ada, ben, sue } from '../world/people.ts'

export interface SampleRequest {
  readonly fileName: string
  readonly content: string
  /** What a reader should expect of it. */
  readonly about: string
}

/** `date` is today: both documented forms of a file name carry it. */
export function sampleRequests(date: Date): Readonly<Record<'export' | 'forget' | 'employee' | 'broken', SampleRequest>> {
  const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-')
  return {
    export: {
      fileName: `export-${day}${month}${year}-case-1001.json`,
      content: pretty(onPremises('1001', [[{ name: ada.name }, { phone: ada.phone }, { email: ada.email }]])),
      about: 'one consumer asks what is stored of her',
    },
    forget: {
      fileName: `forget-${year}${month}${day}_1002.json`,
      content: pretty(cloud()),
      about: 'two consumers want to be forgotten; one phone number is not in international form',
    },
    employee: {
      fileName: `forget-${day}${month}${year}-case-1003.json`,
      content: pretty({ caseid: '1003', employees: [{ employee: [{ username: sue.username }] }] }),
      about: 'an employee wants to be forgotten',
    },
    broken: {
      fileName: `forget-${day}${month}${year}-case-1004.json`,
      content: '{ "caseid": "1004", "consumers": [ { "consumer": [ { "phnoe": "2125550199" } ] } ] }\n',
      about: 'a key is misspelt',
    },
  }
}

function onPremises(caseid: string, consumers: readonly (readonly Readonly<Record<string, string>>[])[]) {
  return {
    caseid,
    consumers: consumers.map((consumer) => ({ consumer })),
    'gim-attached-data': { kvlist: ['AcctNum', 'CustomerName'] },
  }
}

function cloud() {
  const request = (requestcase: string, contacts: readonly Readonly<Record<string, string>>[]) => ({
    requestcase,
    shortcodes: [],
    accountid: '30003748347',
    type: 'FORGET',
    contacts,
  })
  return {
    requests: [
      request('1002-1', [{ phone: '+1 212 555 0142' }, { email: ada.email }]),
      request('1002-2', [{ phone: '+1 415 555 0117' }, { phone: '415 555 0117' }, { email: ben.email.toLowerCase() }]),
    ],
  }
}

function pretty(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
