/** How systems are usually declared: the reason, the next step, who owns it, when it is due. */

import type { Disposition } from '../../domain/disposition.ts'

export type UsualDisposition = Omit<Disposition, 'system'>

type Step = Partial<Pick<Disposition, 'dueInDays' | 'owner' | 'subjects' | 'kinds' | 'addressesOnly'>>

const everybody = { dueInDays: null, blocks: false, subjects: ['consumer', 'employee'], kinds: null } as const

export function manual(reason: string, nextStep: string, step: Step): UsualDisposition {
  return { ...everybody, disposition: 'manual', reason, nextStep, ...step }
}

export function kept(reason: string, nextStep: string, step: Step): UsualDisposition {
  return { ...everybody, disposition: 'retained', reason, nextStep, ...step }
}

export function exempt(reason: string, nextStep: string | null, step: Step = {}): UsualDisposition {
  return { ...everybody, disposition: 'exempt', reason, nextStep, ...step }
}

/** Employees whose user name is an e-mail address. */
const addresses = { subjects: ['employee'], kinds: ['username', 'email'], addressesOnly: true } as const
export const consumers = { subjects: ['consumer'] } as const
/** The month of the law, with a week for whoever answers the request. */
export const dueInDays = 21

export function voice(): UsualDisposition {
  return manual(
    'call records, events and recordings of the voice platform are not searched by Lethe here',
    'find the sessions of the number in the Reporting Server, and export or delete what hangs on them; what is left goes with its retention settings',
    { ...consumers, kinds: ['phone'], dueInDays, owner: 'the administrator of the voice platform' },
  )
}

export function voicemail(): UsualDisposition {
  return manual(
    'voicemail is not searched by Lethe here',
    'run `exportMe.py` or `forgetMe.py` on the master Feature Server; what is forgotten goes within 21 days',
    { ...consumers, kinds: ['phone'], dueInDays, owner: 'the administrator of Feature Server' },
  )
}

export function automation(): UsualDisposition {
  return manual(
    'calls of Intelligent Automation are not searched by Lethe here',
    'have the GDPR task of Intelligent Automation process the request, and read its result',
    { ...consumers, kinds: ['phone'], dueInDays, owner: 'the administrator of Intelligent Automation' },
  )
}

export function insights(): UsualDisposition {
  return manual(
    'saved reports, report caches and logs are not searched by Lethe here',
    'delete saved reports and cubes that name the person, purge the report cache, and clean the logs and the history list',
    { dueInDays, owner: 'the administrator of CX Insights' },
  )
}

export function pulse(): UsualDisposition {
  return manual(
    'only user names are stored; they name a person where they are e-mail addresses',
    'remove the user in Widget Management with all dashboards and widgets',
    { ...addresses, dueInDays, owner: 'the administrator of Pulse' },
  )
}

export function advisors(): UsualDisposition {
  return manual(
    'e-mail addresses of support staff stand in notification lists and properties files',
    'remove the address on the page Notification Lists and from the properties files, and restart the modules',
    { ...addresses, dueInDays, owner: 'the administrator of Pulse Advisors' },
  )
}
