/** What the errors of Oracle and its driver mean. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from '../../dialect.ts'
import { byCode } from './codes.ts'

const oracleCodes = byCode([
  // Deadlock, NOWAIT, the wait of `for update wait`, a serializable transaction, a distributed lock, a library lock.
  ['lock', [60, 54, 30006, 8177, 2049, 4021]],
  // Snapshot too old; the object or the row was moved or truncated while it was read.
  ['interrupted', [1555, 8103, 1410]],
  // Server unreachable, starting, stopping or gone; session killed; no process or session to be had.
  [
    'connection',
    [
      18,
      20,
      28,
      1012,
      1033,
      1034,
      1089,
      1090,
      1092,
      3113,
      3114,
      3135,
      3136,
      12154,
      12170,
      12516,
      12518,
      12519,
      12520,
      12528,
      12537,
      12541,
      12543,
      12545,
      12547,
      12571,
      'NJS-040',
    ],
  ],
  ['certificate', ['NJS-506', 'NJS-507', 'NJS-508', 28759, 28860, 29024, 29002]],
  ['no-tls', ['NJS-505', 12660]],
  ['login', [1017, 1045, 28000, 28001, 28002]],
  ['no-database', [12514, 12505, 'NJS-518', 'NJS-519']],
  ['missing-table', [942, 904]],
  ['missing-right', [1031, 41900]],
  ['read-only', [16000, 1552, 12081]],
  ['constraint', [2290, 2291, 2292, 1402]],
  ['duplicate', [1]],
  ['null', [1407, 1400]],
  // A virtual column; a view that cannot be updated.
  ['computed', [54013, 54017, 1732, 1733, 1779]],
  ['trigger', [4088, 4091, 4098, 6512]],
  ['too-long', [12899, 22835, 1489, 40478]],
  ['characters', [12713, 29275]],
  ['type', [932, 1722, 1858, 1861, 1830, 43853]],
])

export function oracleFailure(error: unknown): SqlFailure {
  const code = oracleCode(error)
  const known = oracleCodes.get(code)
  if (known !== undefined) return known
  const number = Number(/^\d+$/.exec(code)?.[0] ?? 0)
  // `raise_application_error` of a trigger.
  if (number >= 20_000 && number <= 20_999) return 'trigger'
  const isCut = code.startsWith('NJS-5') || Reflect.get(Object(error), 'name') === 'KnexTimeoutError'
  return isCut ? 'connection' : 'statement'
}

function oracleCode(error: unknown): string {
  const number: unknown = Reflect.get(Object(error), 'errorNum')
  return typeof number === 'number' && number > 0 ? String(number) : codeOf(error).replace(/^ORA-0*/, '')
}
