/** Other people's values that hold a subject's value: never taken for it, on neither side. */

import { beforeAll, describe, expect, it } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { builtKernel, searchers, subject } from './searching.ts'

let kernel: WebAssembly.Module
beforeAll(async () => {
  kernel = await builtKernel()
})

/** The same answer from both scanners. */
function found(text: string, who: Subject): string[] {
  const [plain, compiled] = searchers([who], kernel).map((searcher) => searcher.find(text))
  expect(compiled).toEqual(plain)
  return plain ?? []
}

const american = subject([['phone', '7815550123']])
const local = subject([['phone', '5550123']])
const hongKong = subject([['phone', '+852 5123 4567']], { country: 'HK' })
const dane = subject([['phone', '22334455']], { country: 'DK' })
const german = subject([['phone', '0173 2462512']], { country: 'DE' })
const host = subject([['ipaddr', '2001:db8::1']])

describe('a longer IPv6 address', () => {
  it.each(['2001:db8::1:2', '2001:db8::1:2:12345', '2001:db8::1:2 x', '2001:db8::1:192.0.2.1', '2001:db8::1.2.3.4'])(
    'leaves %j',
    (text) => {
      expect(found(text, host)).toEqual([])
    },
  )

  it.each(['2001:db8::1: x', '2001:db8::1.', '2001:db8::1:50600', '[2001:db8::1]:5060', '2001:db8::1.5060'])(
    'finds the address in %j',
    (text) => {
      expect(found(text, host)).toEqual(['2001:db8::1'])
    },
  )

  it('knows that eight groups are complete', () => {
    expect(found('2001:db8:0:0:0:0:0:1:5060', host)).toEqual(['2001:db8:0:0:0:0:0:1'])
  })
})

describe('a number of another country', () => {
  it.each([
    '011 44 7815550123',
    '(011) 44 7815550123',
    '011-44-781-555-0123',
    '0011-44-7815550123',
    '0011 44 781 555 0123',
    '01144 7815550123',
    '010 44 7815550123',
    '00 44 7815550123',
    '011 353 781 555 0123',
  ])('leaves %j', (text) => {
    expect(found(text, american)).toEqual([])
  })

  it.each([
    ['011 1 781 555 0123', '011 1 781 555 0123'],
    ['attempt 44 7815550123', '7815550123'],
    ['line 011 7815550123', '7815550123'],
  ])('finds the American one in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })
})

describe('a short number and what stands right of it', () => {
  it.each([
    '5123 4567 8901 2346',
    '8901 2346 5123 4567',
    '5123-4567-8901-2346',
    '8901-2346-5123-4567',
    '51234567 8901',
  ])('leaves the card %j', (text) => {
    expect(found(text, hongKong)).toEqual([])
  })

  it.each(['5123%204567%208901%202346', '5123%2D4567%2D8901%2D2346', '5123+4567+8901+2346'])(
    'leaves the card %j of a URL',
    (text) => {
      expect(found(text, hongKong)).toEqual([])
    },
  )

  it.each(['22 33 44 55 66 77', '66 77 22 33 44 55', '2233 4455 6677 8899', '6677 8899 2233 4455'])(
    'leaves %j',
    (text) => {
      expect(found(text, dane)).toEqual([])
    },
  )

  it.each(['555 0123 4567', '5550123 999', '999 5550123'])('leaves %j', (text) => {
    expect(found(text, local)).toEqual([])
  })

  it.each([
    '22334455 2024-11-22',
    '22334455 10:15:30',
    '22334455 1',
    '22334455 20241122',
    '22334455, 66 77',
    '22334455 30ms',
  ])('finds the number in %j', (text) => {
    expect(found(text, dane)).toEqual(['22334455'])
  })
})

describe('a Unix time', () => {
  it.each(['1732462512.123456 INFO', '1732462512.123456789 x', '1732462512.123 x'])('leaves %j', (text) => {
    expect(found(text, german)).toEqual([])
  })

  it('finds the number before another one after a point', () => {
    expect(found('01732462512.5550123', german)).toEqual(['01732462512'])
  })
})

describe('a number that went through a numeric type', () => {
  const berliner = subject([['phone', '030 123456']], { country: 'DE' })
  const other = subject([['phone', '0301234560']], { country: 'DE' })

  it.each(['030123456.0', '030123456.00', '030 123456.0', '030-123456.0', '+4930123456.0', '030123456.000000'])(
    'ends before the fraction of zeros in %j',
    (text) => {
      expect(found(`phone=${text} name=Bob`, berliner)).toEqual([text.replace(/\.0+$/, '')])
      expect(found(`phone=${text}`, other)).toEqual([])
      expect(found(`"${text}"`, other)).toEqual([])
    },
  )

  it('has every digit in front of an exponent', () => {
    for (const text of ['7.815550123E9', '7.815550123e+9', '7.815550123E+09', '7.815550123E09'])
      expect(found(`ani=${text};x`, american)).toEqual([text])
  })

  it.each([
    '7.81555E9',
    '7.815550123E8',
    '7.815550123E10',
    '7.815550123E-9',
    '7.815550123E9.5',
    '17.815550123E9',
    '0.7815550123E10',
  ])('is not made up from %j', (text) => {
    expect(found(`ani=${text}`, american)).toEqual([])
  })

  it.each([
    ['781.555.0123', '781.555.0123'],
    ['7815550123.000', '7815550123'],
    ['781-555-0123.0', '781-555-0123'],
  ])('keeps its groups in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })

  it.each(['781-555.0000', '781.555.0000'])('may end with a group of zeros: %j', (text) => {
    expect(found(text, subject([['phone', '7815550000']]))).toEqual([text])
  })

  it.each(['7815550123.5', '7815550123.05', '0.7815550123', '7815550123.0.1'])('is none in %j', (text) => {
    expect(found(text, american)).toEqual([])
  })
})

describe('a number in the name of a recording', () => {
  it.each([
    'q-8000-7815550123-20260102-101530.wav',
    'out-7815550123-8000-20260102-101530-1767349530.12.wav',
    '8000-7815550123',
    'rec_101-7815550123_x',
  ])('stands for itself in %j', (text) => {
    expect(found(text, american)).toEqual(['7815550123'])
  })

  it.each([
    '44-7815550123',
    '7-7815550123',
    '0044-7815550123',
    '011-44-7815550123',
    '8000-781-555-0123',
    '8000/7815550123',
  ])('does not in %j', (text) => {
    expect(found(text, american)).toEqual([])
  })
})

describe('a number of a SIP address', () => {
  it.each([
    ['sip:7815550123;phone-context=+1@host', '7815550123'],
    ['tel:781-555-0123;phone-context=+1', '781-555-0123'],
    ['sip:7815550123;isub=1;phone-context=+1@host', '7815550123'],
    ['sip:7815550123;phone-context=example.com@host', '7815550123'],
    ['sip:7815550123:secret@host', '7815550123'],
    ['tel:7815550123;ext=99', '7815550123'],
  ])('is the own one in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })

  it.each([
    'sip:7815550123;phone-context=+44@host',
    'tel:7815550123;phone-context=+7',
    'sip:7815550123;a=b;phone-context=+353@host',
  ])('is that of another country in %j', (text) => {
    expect(found(text, american)).toEqual([])
  })
})

describe('brackets', () => {
  it('that close behind a group belong to the next number', () => {
    expect(found('(212) 555-0142/(917) 555-0000', subject([['phone', '5550142917']]))).toEqual([])
    expect(found('(212) 555-0142/(781) 555-0123', american)).toEqual(['781) 555-0123'])
    expect(found('781 555 (0123)', american)).toEqual(['781 555 (0123'])
  })
})

describe('what nobody sees', () => {
  it.each([
    ['781\u200b5550123', '781\u200b5550123'],
    ['\u202a+1 781 555 0123\u202c', '+1 781 555 0123'],
    ['781\u00ad555\u00ad0123', '781\u00ad555\u00ad0123'],
    ['\ufeff7815550123', '7815550123'],
  ])('is no part of the number in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })

  it.each(['9\u200b7815550123', '7815550123\u200b4', 'x\u200d7815550123'])(
    'does not end the longer text in %j',
    (text) => {
      expect(found(text, american)).toEqual([])
    },
  )
})

describe('full-width digits', () => {
  const wide = (text: string): string =>
    text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

  it.each(['7815550123', '781-555-0123', '(781) 555-0123', '+1 781 555 0123', '1.781.555.0123'])(
    'are digits: %s',
    (text) => {
      const written = wide(text)
      const expected = written.replace(/^\uff08/, '')
      expect(found(`電話：${written}。`, american)).toEqual([expected])
      expect(found(`x ${wide('781')}-555-${wide('0123')} y`, american)).toEqual([`${wide('781')}-555-${wide('0123')}`])
    },
  )

  it.each(['97815550123', '78155501234', '+447815550123', 'A7815550123', '2024-11-22'])('are no number: %s', (text) => {
    expect(found(wide(text), american)).toEqual([])
    expect(found(`${wide(text.slice(0, 1))}${text.slice(1)}`, american)).toEqual([])
  })
})

describe('an extension', () => {
  it.each([
    '7815550123x99',
    '7815550123ext99',
    '7815550123extn99',
    '7815550123extension 99',
    '7815550123 ext. 99',
    '7815550123#99',
  ])('does not hide the number in %j', (text) => {
    expect(found(text, american)).toEqual(['7815550123'])
  })
})

describe('an address with accents', () => {
  const joerg = subject([['email', 'j\u00f6rg@b\u00fccher.example']])

  it.each(['j\u00f6rg@b\u00fccher.example', 'J\u00d6RG@B\u00dcCHER.EXAMPLE', 'j\u00f6rg@xn--bcher-kva.example'])(
    'is found in any case, its accents composed or combining: %s',
    (text) => {
      for (const written of [text, text.normalize('NFD'), text.normalize('NFD').toLowerCase()])
        expect(found(`<${written}>`, joerg)).toEqual([written])
    },
  )

  it.each(['jorg@b\u00fccher.example', 'j\u00f6rg@bucher.example', 'xj\u00f6rg@b\u00fccher.example'])(
    'is another one in %s',
    (text) => {
      for (const written of [text, text.normalize('NFD')]) expect(found(written, joerg)).toEqual([])
    },
  )
})

describe('names', () => {
  const anna = subject([
    ['name', 'Ann \u00c9xample'],
    ['username', 'aExample'],
    ['twid', '@Ann_X'],
    ['employeeid', 'E-1001a'],
  ])

  it.each([
    'ANN \u00c9XAMPLE',
    'ann \u00e9xample',
    'Ann E\u0301xample',
    'ANN E\u0301XAMPLE',
    'Ann\u00a0\u00c9xample',
    'AEXAMPLE',
    'aexample',
    'ANN_x',
  ])('are found in any case and with their accents written in either way: %s', (text) => {
    expect(found(`user ${text}, x`, anna)).toEqual([text])
  })

  it.each(['Ann Example', 'Anna \u00c9xample', 'E-1001A', 'e-1001a', 'ANN_XY', 'aExamples'])(
    'are others: %s',
    (text) => {
      expect(found(`user ${text}, x`, anna)).toEqual([])
    },
  )

  it('of other scripts are found in any case', () => {
    const greek = subject([
      ['name', '\u039f\u03b4\u03c5\u03c3\u03c3\u03b5\u03cd\u03c2'],
      ['name', '\u0418\u0432\u0430\u043d'],
    ])
    for (const text of [
      '\u039f\u0394\u03a5\u03a3\u03a3\u0395\u038e\u03a3',
      '\u0418\u0412\u0410\u041d',
      '\u0438\u0432\u0430\u043d',
    ])
      expect(found(`x ${text}.`, greek)).toEqual([text])
  })
})

describe('two numbers side by side', () => {
  it.each([
    ['781-555-0123/212-555-0142', '781-555-0123'],
    ['781-555-0123-212-555-0142', '781-555-0123'],
    ['212-555-0142/781-555-0123', '781-555-0123'],
    ['212-555-0142-781-555-0123', '781-555-0123'],
  ])('finds the one in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })

  it('finds no number across the two', () => {
    const stored = '1 (781) 555-0123/1 (917) 555-0000'
    expect(found(stored, american)).toEqual(['1 (781) 555-0123'])
    const digits = stored.replace(/\D/g, '')
    for (const length of [7, 8, 9, 10, 11, 12]) {
      for (let start = 1; start + length <= digits.length; start += 1) {
        const across = digits.slice(start, start + length)
        if (['7815550123', '9175550000', '19175550000'].includes(across)) continue
        expect(found(stored, subject([['phone', across]])), across).toEqual([])
      }
    }
  })

  it.each(['781-555-0123-45', '781-555-0123/45-67', '45-781-555-0123'])('leaves %j', (text) => {
    expect(found(text, american)).toEqual([])
  })
})
