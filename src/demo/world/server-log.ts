/** A T-Server style log of the first tenant: Ada's messages, and between them what only looks like her. */

import { acme, ada, strangers } from './people.ts'

/** Digits of Ada's number where no number is: time stamps, hexadecimal ids, GUIDs. */
const idsLikeAda = `@21:25:55.0142 [0] 8.1.103.92 distribute_event: message EventQueued
	AttributeConnID	00${ada.phone}af4e
	AttributeCallUUID	'1f0c9a3e-77b1-4c0d-9e5a-00${ada.phone}'
	AttributeThisQueue	'7000'`

const firstCall = `@09:14:02.1130 [0] 8.1.103.92 distribute_event: message EventRinging
	AttributeConnID	006b02ef4c2d1a01
	AttributeThisDN	'7042'
	AttributeANI	'«2125550142»'
	AttributeOtherDN	'sip:«+12125550142»@192.0.2.17'
	AttributeDNIS	'${acme.ownNumber}'
	AttributeUserData
		'AcctNum'	'«${ada.account}»'
		'CustomerName'	'«${ada.name}»'
		'Queue'	'billing'`

const secondCall = `@09:41:40.0071 [0] 8.1.103.92 distribute_event: message EventUserEvent
	AttributeThisDN	'7042'
	AttributeThirdPartyDN	'2125550143'
	AttributeUserData
		'Subject'	'call back «212-555-0142», mail «Ada.Sample@example.com»'`

/** One message for each stranger of this tenant. */
const strangersCalls = strangers
  .filter(({ tenant }) => tenant === acme)
  .map(
    ({ name, phone, email, account }, n) => `@09:3${n}:11.4400 [0] 8.1.103.92 distribute_event: message EventRinging
	AttributeANI	'${phone}'
	AttributeUserData
		'AcctNum'	'${account}'
		'CustomerName'	'${name}'
		'EmailAddress'	'${email}'`,
  )

/** With marks around what is Ada's. */
export const markedServerLog = [firstCall, ...strangersCalls, secondCall, idsLikeAda, ''].join('\n')
