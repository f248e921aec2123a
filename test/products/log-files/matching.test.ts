/** What counts as a mention in a log, and what only looks like one. */

import { beforeAll, describe, expect, it } from 'vitest'

import { builtKernel, searchers, subject, type Searcher } from './searching.ts'

let kernel: WebAssembly.Module
beforeAll(async () => {
  kernel = await builtKernel()
})

const american = subject([
  ['phone', '+1 781-555-0123'],
  ['email', 'ann.example@example.com'],
  ['ipaddr', '192.0.2.17'],
  ['ipaddr', '2001:db8::17'],
])

/** The same answer from both scanners. */
function found(text: string | Uint8Array, who = american): string[] {
  const [plain, compiled] = searchers([who], kernel).map((searcher: Searcher) => searcher.find(text))
  expect(compiled).toEqual(plain)
  return plain ?? []
}

describe('phone numbers', () => {
  it.each([
    ['7815550123', '7815550123'],
    ['call 781-555-0123 now', '781-555-0123'],
    ['(781) 555-0123', '781) 555-0123'],
    ["'+17815550123'", '+17815550123'],
    ['+1 (781) 555-0123', '+1 (781) 555-0123'],
    ['1.781.555.0123,x', '1.781.555.0123'],
    ['sip:7815550123@192.0.2.99:5060', '7815550123'],
    ['sip:+17815550123@host', '+17815550123'],
    ['tel:+1-781-555-0123;ext=1', '+1-781-555-0123'],
    ['0111 7815550123'.replace(' ', ''), '01117815550123'],
    ['number=%2B17815550123&x=1', '17815550123'],
    ['q=781%20555%200123', '781%20555%200123'],
    ['q=call+7815550123&', '7815550123'],
    ['2024-11-22 10:15:30 7815550123', '7815550123'],
    ['10:15:30,7815550123,ok', '7815550123'],
    ['attempt 2 781 555 0123 done', '781 555 0123'],
    ['call_7815550123_20241122.wav', '7815550123'],
    ['20241122-7815550123-1.wav', '7815550123'],
    ['ext 781-555-0123x99', '781-555-0123'],
    ['"a\\n7815550123"', '7815550123'],
    ['\u96fb\u8a717815550123\u53f7', '7815550123'],
    ['781\u00a0555\u00a00123', '781\u00a0555\u00a00123'],
    ['781\u2011555\u20110123', '781\u2011555\u20110123'],
    ['**7815550123', '7815550123'],
    ['7815550123***', '7815550123'],
    ['**781-555-0123**', '781-555-0123'],
    ['***+17815550123', '+17815550123'],
    ['+1 781 555 0123****', '+1 781 555 0123'],
    ['<#7815550123#>', '7815550123'],
    ["<# '7815550123' #>", '7815550123'],
    ["<#'+1-781-555-0123'#>", '+1-781-555-0123'],
  ])('finds %j', (text, expected) => {
    expect(found(text)).toEqual([expected])
  })

  it.each([
    '97815550123',
    '78155501234',
    '7815550124',
    '+497815550123',
    '+49 781 555 0123',
    '+7815550123',
    '0049 781 555 0123',
    '44-781-555-0123',
    '781-555-0123-45',
    'a7815550123',
    '7815550123f',
    '0x7815550123',
    '0.7815550123',
    '7815550123.5',
    '78155501-2378-1555-0123-781555012378',
    '008b7815550123be',
  ])('leaves %j', (text) => {
    expect(found(text)).toEqual([])
  })

  it('does not take the middle of a GUID, a time stamp, a date or an address for a number', () => {
    const dane = subject(
      [
        ['phone', '+45 20 24 11 22'],
        ['phone', '5550123'],
      ],
      { country: 'DK' },
    )
    for (const text of [
      '2024-11-22',
      '20241122_101530',
      '20.24.11.22',
      '10:15:30.5550123',
      '781 5550123',
      '0a5550123',
    ]) {
      expect(found(text, dane)).toEqual([])
    }
    expect(found('guid 20241122-4a3b-11ee-be56-0242ac120002', dane)).toEqual([])
    expect(found('tlf. 20 24 11 22!', dane)).toEqual(['20 24 11 22'])
  })

  it.each(['**5551212', '5551212***', '***-5551212', '****555-1212'])(
    'leaves what a log filter may have left of a longer number: %s',
    (text) => {
      expect(found(text, subject([['phone', '5551212']]))).toEqual([])
    },
  )

  it('keeps a short number apart from the end of a longer one', () => {
    const short = subject([['phone', '5551212']])
    expect(found('95551212 781-555-1212 781 555 1212 (781) 555-1212 7815551212', short)).toEqual([])
    expect(found('dial 5551212, 555-1212; 10:15:30 5551212', short)).toEqual(['5551212', '555-1212', '5551212'])
  })
})

describe('e-mail addresses', () => {
  it.each([
    ['ann.example@example.com', 'ann.example@example.com'],
    ['Ann <ANN.Example@Example.COM>', 'ANN.Example@Example.COM'],
    ['mailto:ann.example@example.com.', 'ann.example@example.com'],
    ["'ann.example@example.com'", 'ann.example@example.com'],
    ['...ann.example@example.com...', 'ann.example@example.com'],
    ['--ann.example@example.com--', 'ann.example@example.com'],
    ['to:.-+ann.example@example.com', 'ann.example@example.com'],
    ['user=ann.example%40example.com&x=1', 'ann.example%40example.com'],
    ['q=%22ann.example%40example.com%22', 'ann.example%40example.com'],
    ['to=x+ann.example%40example.com', 'ann.example%40example.com'],
  ])('finds %j', (text, expected) => {
    expect(found(text)).toEqual([expected])
  })

  it('finds it beside bytes that are no UTF-8', () => {
    const wrapped = Buffer.concat([Buffer.from([0xff]), Buffer.from('ann.example@example.com'), Buffer.from([0xc3])])
    expect(found(wrapped)).toEqual(['ann.example@example.com'])
  })

  it.each([
    'joann.example@example.com',
    'jo.ann.example@example.com',
    'x+ann.example@example.com',
    'x..ann.example@example.com',
    'x--+ann.example@example.com',
    'ann.example@example.co',
    'ann.example@example.com.org',
    'ann.example@sub.example.com',
    "o'ann.example@example.com",
    '**ann.example@example.com',
    '\u00e9ann.example@example.com',
  ])('leaves %j', (text) => {
    expect(found(text)).toEqual([])
  })

  it('knows an international domain in both spellings', () => {
    const who = subject([['email', 'ann@b\u00fccher.example']])
    expect(found('ann@B\u00dcCHER.example ann@xn--bcher-kva.example', who)).toEqual([
      'ann@B\u00dcCHER.example',
      'ann@xn--bcher-kva.example',
    ])
  })
})

describe('IP addresses', () => {
  it.each([
    ['from 192.0.2.17:5060', '192.0.2.17'],
    ['::ffff:192.0.2.17', '192.0.2.17'],
    ['[::ffff:c000:211]', '::ffff:c000:211'],
    ['peer [2001:db8::17]:5060', '2001:db8::17'],
    ['2001:0DB8:0:0:0:0:0:0017', '2001:0DB8:0:0:0:0:0:0017'],
    ['src:2001:db8::17', '2001:db8::17'],
    ['conn_192.0.2.17_5060.log', '192.0.2.17'],
    ['host.192.0.2.17 up', '192.0.2.17'],
    ['...192.0.2.17...', '192.0.2.17'],
    ['IP 192.0.2.17.5060 > 198.51.100.1.80: UDP', '192.0.2.17'],
  ])('finds %j', (text, expected) => {
    expect(found(text)).toEqual([expected])
  })

  it.each([
    '192.0.2.171',
    '1192.0.2.17',
    '192.0.2.17.5',
    '192.0.2.17.5060.1',
    '192.0.2.17.123456',
    '1...192.0.2.17.1',
    '8.192.0.2.17',
    'v192.0.2.17',
    '2001:db8::170',
    '2001:db8::1:17',
    '10:15:17',
  ])('leaves %j', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('words', () => {
  const agent = subject([
    ['username', 'aexample'],
    ['employeeid', 'E-1001'],
    ['name', 'Ann \u00c9xample'],
    ['twid', '@ann_x'],
  ])

  it('finds names and ids as words of their own', () => {
    const text = "login 'aexample' DOM\\aexample; id=E-1001, Ann \u00c9xample; @ann_x"
    expect(found(text, agent)).toEqual(['aexample', 'aexample', 'E-1001', 'Ann \u00c9xample', 'ann_x'])
  })

  it.each([
    '\u201cAnn \u00c9xample\u201d',
    '\u00abAnn \u00c9xample\u00bb',
    'x\u00a0Ann \u00c9xample',
    'x\u2014Ann \u00c9xample',
    '\ufeffAnn \u00c9xample',
    '\u2192Ann \u00c9xample\uff1a',
    '\u540d\u524d\uff1aAnn \u00c9xample',
  ])('finds a name between signs of any script: %s', (text) => {
    expect(found(text, agent)).toEqual(['Ann \u00c9xample'])
  })

  it.each(['\u00e9aexample', '\u540daexample', 'aexample\u540d'])('leaves a longer word of any script: %s', (text) => {
    expect(found(text, agent)).toEqual([])
  })

  it('finds a name with its accents composed or combining, whichever way it was given', () => {
    const composed = 'Ann \u00c9xample'
    const combining = composed.normalize('NFD')
    for (const name of [composed, combining])
      expect(found(`${composed}; ${combining}; Ann Example`, subject([['name', name]]))).toEqual([composed, combining])
    expect(found(`${combining}\u0301 ${combining}s`, agent)).toEqual([])
  })

  it('leaves longer words and addresses alone', () => {
    expect(
      found('aexamples xaexample aexample-b a.aexample aexample@example.com E-10011 ann_xy Ann \u00c9xamples', agent),
    ).toEqual([])
  })
})
