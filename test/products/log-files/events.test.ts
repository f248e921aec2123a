/** What belongs to an event, however its lines are written: and what is somebody else's. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Finding } from '../../../src/domain/finding.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { recorded, runContext, subject } from './searching.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-events-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ada = subject([['phone', '7815550123']])
const keys = ['Address', 'AcctNum', 'CustomerName']

function open(settings: Partial<LogFilesSettings>) {
  return openSession(readSettings({ paths: [join(folder, '*')], threads: 1, assumeClosed: true, keys, ...settings }))
}

/** Masks what stands between guillemets, line ends aside. */
function expectedOf(marked: string): { readonly before: string; readonly after: string } {
  return {
    before: marked.replaceAll(/[«»]/g, ''),
    after: marked.replaceAll(/«([^»]*)»/g, (_, value: string) => value.replaceAll(/[^\r\n]/g, '*')),
  }
}

async function forget(marked: string, settings: Partial<LogFilesSettings>, name = 'a.log'): Promise<void> {
  const { before, after } = expectedOf(marked)
  const packed = name.endsWith('.gz')
  writeFileSync(join(folder, name), packed ? gzipSync(before) : before)
  const session = open(settings)
  const findings = await findingsOf(session.find([ada], runContext()))
  await fatesOf(session.erase(recorded(findings), runContext()))
  expect(await session.verify([ada], recorded(findings), runContext())).toEqual([])
  const now = readFileSync(join(folder, name))
  expect((packed ? gunzipSync(now) : now).toString()).toBe(after)
}

async function exported(text: string, settings: Partial<LogFilesSettings>): Promise<readonly Finding[]> {
  writeFileSync(join(folder, 'a.log'), text)
  return await findingsOf(open(settings).find([ada], runContext('export')))
}

const head = "@09:14:02.1130 [0] 8.1.101.25 distribute_event: message EventRinging\n\tAttributeANI\t'«7815550123»'\n"
const next = "@09:14:03.0000 [0] message EventReleased\n\t'AcctNum'\t'A-7'\n\t'CustomerName'\t'Bob'\n"

describe('an event of a server', () => {
  it.each<[string, string]>([
    [
      'a value with a line end',
      "\t\t'Address'\t'«1 Main Road\nSample Town»'\n\t\t'AcctNum'\t'«A-100142»'\n\tAttributeConnID\t0071\n",
    ],
    [
      'a value of three lines',
      "\t'Address'\t'«1 Main Road\nSample Town\nSome State»'\n\t'CustomerName'\t'«Ada Sample»'\n",
    ],
    [
      'a value whose other lines are indented',
      "\t'Address'\t'«1 Main Road\n\t\t\tSample Town»'\n\t'AcctNum'\t'«A-1»'\n",
    ],
    ['a value with an empty line', "\t'Address'\t'«1 Main Road\n\nSample Town»'\n\t'AcctNum'\t'«A-1»'\n"],
    [
      'a value with the line ends of Windows',
      "\t'Address'\t'«1 Main Road\r\nSample Town»'\r\n\t'AcctNum'\t'«A-1»'\r\n",
    ],
    ['a value in double quotes with a line end', "\t'Address'\t\"«1 Main Road\nSample Town»\"\n\t'AcctNum'\t'«A-1»'\n"],
    ['a tagged value with a line end', "\t'Address'\t<#'«1 Main Road\nSample Town»'#>\n\t'AcctNum'\t<#'«A-1»'#>\n"],
    ['tags with blanks in them', "\t'AcctNum'     <# '«A-1»' #>\n\t'CustomerName'  <#«Ada»#>\n"],
    ['an attribute that is not indented', "'AcctNum'\t'«A-1»'\n\t'CustomerName'\t'«Ada»'\n"],
    ['a key and its value that are not indented', "AcctNum: «A-1»\n\t'CustomerName'\t'«Ada»'\n"],
    ['text that is not indented', "and so on\n\n\t'CustomerName'\t'«Ada»'\n"],
    ['text with a number that is not indented', "call 555-0142 back\n\t'CustomerName'\t'«Ada»'\n"],
    ['an apostrophe that is no quote', "\t'Address'\t«'at the O'Hara's»\n\t'AcctNum'\t'«A-1»'\n"],
    ['values within a line', '\tUserData AcctNum=«A-1», CustomerName=«Ada Sample»; other=1\n'],
    ['a body in JSON', '{"AcctNum": "«A-1»", "other": "kept"}\n'],
  ])('reads on over %s, to the next head', async (_what, rest) => {
    await forget(`first line\n${next}${head}${rest}${next}`, { format: 't-server' })
    await forget(`${head}${rest}`, { format: 't-server' })
    await forget(`${head}${rest}${next}`, { format: 't-server' }, 'b.log.gz')
  })

  it.each([
    '09:14:03.000 Trc 04541 other',
    '2026-01-02T03:04:05.678Z other',
    '2026-01-02 03:04:05,678 INFO other',
    '[qtp-7] [ab12] 2026-01-02 03:04:05 other',
    'INFO | jvm 1 | 2026/01/02 03:04:05 | other',
    'Jan  2 03:04:05 host ocs: other',
    'Mon Jan 02 03:04:05 CET 2026: other',
    '02/Jan/2026:03:04:05 +0100 other',
    '02.01.2026 03:04:05 other',
    '1767322345.678 other',
    '20260102_030405 other',
    '\u001b[32m09:14:03\u001b[0m other',
  ])('ends before %j', async (line) => {
    await forget(`${head}\t'AcctNum'\t'«A-1»'\n${line} of Bob\nCustomerName: Bob\n\t'AcctNum'\t'A-7'\n`, {
      format: 't-server',
    })
  })

  it('ends before the next message where no line has a time', async () => {
    const untimed = (name: string, number: string, account: string): string =>
      `message Event${name}\n\tAttributeANI\t'${number}'\n\t'Address'\t'${account} Main Road\nSample'\n\t'AcctNum'\t'${account}'\n`
    await forget(
      untimed('Ringing', '2125550142', '7') +
        untimed('Ringing', '«7815550123»', '«1»').replace("'«1» Main Road\nSample'", "'«1 Main Road\nSample»'") +
        untimed('Released', '6175550100', '8'),
      { format: 't-server' },
    )
  })

  it.each<[string, string]>([
    ['each with its own number', 'log opened\nfrom «7815550123» AcctNum: «A-1»\nfrom 2125550142 AcctNum: A-2\n'],
    ['of people by their names', "log opened\nAda «7815550123»\n'AcctNum' '«A-1»'\nBob 2125550142\n'AcctNum' 'A-2'\n"],
    ['more than an event has', `log opened\n${'nobody\n'.repeat(99)}«7815550123» AcctNum: «A-1»\nAcctNum: A-2\n`],
  ])('keeps lines apart that follow a time and have none: %s', async (_what, lines) => {
    await forget(lines, { format: 't-server' })
    await forget(`2026-01-02 03:04:05 ${lines}`, { format: 't-server' })
  })

  it('does not go on where a quote is never closed', async () => {
    await forget(`${head}\t'Address'\t'«1 Main Road»\n${next}`.replace("'«1", "«'1"), { format: 't-server' })
  })

  it('is exported as a whole, values with their line ends', async () => {
    const { before } = expectedOf(`${head}\t'Address'\t'1 Main Road\nSample Town'\n\t'CustomerName'\t'Ada'\n`)
    const found = await exported(before + next, { format: 't-server' })
    expect(found.map(({ target, content }) => [target.column, content])).toEqual([
      // What may be somebody's IP address is hidden, the server's version too.
      ['line', before.trimEnd().replace('8.1.101.25', '**********')],
      ['Address', '1 Main Road\nSample Town'],
      ['CustomerName', 'Ada'],
    ])
  })
})

describe('a key and its value in a line', () => {
  it.each([
    '12:00:01 phone «7815550123» AcctNum: «123456789»',
    '12:00:01 AcctNum: «123456789» phone «7815550123» rest',
    'AcctNum: «A-1»; CustomerName: «Ada Sample», called «7815550123»: yes'.replace(', called', ' called:'),
    'acctnum = «A-1» | CUSTOMERNAME=«Ada» | «7815550123»',
    'Acct Num: «A-1»  «7815550123»',
    '{"AcctNum":"«A-1»","CustomerName":"«Ada \\"the\\" Sample»","n":"«7815550123»"}',
    '{\\"AcctNum\\":\\"«A-1»\\",\\"n\\":\\"«7815550123»\\"}',
    "AcctNum='«A-1»' CustomerName='«Ada Sample»' ani='«7815550123»'",
    'GET /cb?AcctNum=«A-1»&CustomerName=«Ada»&ani=«7815550123»',
    '(AcctNum: «A-1») and CustomerName=[«Ada Sample»] for «7815550123»',
    'CustomerName: <#«Ada Sample»#> ani=<#«7815550123»#>',
    'AcctNum: «781-555-0188» of «7815550123»',
    'INIT_URL=http://x/?a=1| AcctNum=«A-1»| «7815550123»',
    'AcctNum:«A-1»\tOTHER_AcctNum: kept\tuser.AcctNum=kept\tAcctNumber: kept\t«7815550123»',
    'AcctNum: *** «7815550123»'.replace('*** ', '***  '),
  ])('is masked in %s', async (line) => {
    await forget(`AcctNum: A-7 of 2125550142\n${line}\nAcctNum: A-8\n`, { format: 'text' })
  })

  it('may be called with the sign behind it, and in another case', async () => {
    for (const key of ['AcctNum:', 'acct num', 'ACCTNUM ='])
      await forget('«7815550123» AcctNum: «A-1»\n', { format: 'text', keys: [key] })
  })

  it('may be named by the request alone', async () => {
    writeFileSync(join(folder, 'a.log'), '7815550123 SocialSecurityNumber: 123456789 ok\n')
    const asked = subject([['phone', '7815550123']], { attachedKeys: ['SocialSecurityNumber'] })
    const session = open({ keys: [] })
    const findings = await findingsOf(session.find([asked], runContext()))
    await fatesOf(session.erase(recorded(findings), runContext()))
    expect(readFileSync(join(folder, 'a.log'), 'utf8')).toBe('********** SocialSecurityNumber: ********* ok\n')
  })
})

describe('a row of a delimited log', () => {
  const delimited = { format: 'delimited', delimiter: ',' } as const
  const first = 'PHONE,Address,AcctNum\n'

  it.each([
    '«7815550123»,"«1 Main Road\nSample Town»",«A-1»\n',
    '«7815550123»,"«1 Main Road, Apt 5\nSample Town\n\nSome State»",«A-1»\n',
    '«7815550123»,"«1 Main Road ""5""\r\nSample, Town»",«A-1»\r\n',
    '«7815550123»,«1 Main Road»,"«A-1\nA-2»"\n',
    '«7815550123»,"«1\n2»","«3\n4»"\n',
  ])('goes on over line ends in quotes: %j', async (row) => {
    const others = '2125550142,"2 Main Road\nOther Town",A-7\n6175550100,3 Main Road,A-8\n'
    await forget(first + others + row + others, delimited)
    await forget(first + row, delimited)
    await forget(first + others + row + others, delimited, 'b.log.gz')
  })

  it('is found by what stands in its second line', async () => {
    await forget(`${first}x,"«1 Main Road\nSample Town 7815550123»",«A-1»\nx,y,A-7\n`, delimited)
  })

  it('is one line where a quote is never closed', async () => {
    await forget(`${first}«7815550123»,«"1 Main Road»,«A-1»\n2125550142,2 Main Road,A-7\n`, delimited)
  })
})
