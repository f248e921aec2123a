/** The request files that are dropped into the sandbox. */

import { ada, ben, reception, sue } from '../world/people.ts'

export interface SampleRequest {
  readonly fileName: string
  readonly content: string
  /** What a reader should expect of it. */
  readonly about: string
}

export interface SampleRequests {
  readonly export: SampleRequest
  readonly forget: SampleRequest
  readonly cloud: SampleRequest
  readonly broken: SampleRequest
  /** The same question again, when everything is over. */
  readonly again: SampleRequest
  /** Of a number that is no person's. */
  readonly reception: SampleRequest
}

/** `date` is today: both documented forms of a file name carry it. */
export function sampleRequests(date: Date): SampleRequests {
  const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-')
  const today = `${day}${month}${year}`
  return {
    export: {
      fileName: `export-${today}-case-1001.json`,
      content: pretty(onPremises('1001', {})),
      about: 'a consumer asks what is stored of her',
    },
    forget: {
      fileName: `forget-${today}-case-1002.json`,
      content: pretty(onPremises('1002', { employees: [{ employee: [{ username: sue.username }] }] })),
      about: 'the consumer and an employee want to be forgotten',
    },
    cloud: {
      fileName: `forget-${year}${month}${day}_1003.json`,
      content: pretty(cloud()),
      about: 'the cloud form; one phone number is not in international form',
    },
    broken: {
      fileName: `forget-${today}-case-1004.json`,
      content: '{ "caseid": "1004", "consumers": [{ "consumer": [{ "phnoe": "2125550199" }] }] }\n',
      about: 'a key is misspelt',
    },
    again: {
      fileName: `export-${today}-case-1005.json`,
      content: pretty(onPremises('1005', {})),
      about: 'the first question again',
    },
    reception: {
      fileName: `forget-${today}-case-1006.json`,
      content: pretty({ caseid: '1006', consumers: [{ consumer: [{ phone: reception }] }] }),
      about: 'somebody wants a number to be forgotten that is the company’s',
    },
  }
}

function onPremises(caseid: string, more: Readonly<Record<string, unknown>>) {
  return {
    caseid,
    consumers: [{ consumer: [{ name: ada.name }, { phone: ada.phone }, { email: ada.email }] }],
    ...more,
    'gim-attached-data': { kvlist: ['AcctNum', 'CustomerName'] },
  }
}

function cloud() {
  return {
    requests: [
      {
        requestcase: '1003-1',
        shortcodes: [],
        accountid: '30003748347',
        type: 'FORGET',
        contacts: [{ phone: '+1 415 555 0117' }, { phone: '415 555 0117' }, { email: ben.email.toLowerCase() }],
      },
    ],
  }
}

function pretty(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
