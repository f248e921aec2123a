/** What the errors of Oracle and its driver mean. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from './meaning.ts'
import { byCode, onTheWay } from './codes.ts'

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
      12516,
      12518,
      12519,
      12520,
      12528,
      12537,
      12547,
      12571,
      'NJS-040',
    ],
  ],
  ['unknown-host', [12154, 12545]],
  ['closed-port', [12541]],
  ['unreachable', [12543, 12170]],
  ['certificate', ['NJS-506', 'NJS-507', 'NJS-508', 28759, 28860, 29024, 29002]],
  ['no-tls', ['NJS-505', 12660]],
  ['login', [1017, 28000, 28001, 28002]],
  ['no-entry', [1045]],
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
  const way = onTheWay(error)
  if (way !== null) return way
  const isCut = code.startsWith('NJS-5') || Reflect.get(Object(error), 'name') === 'KnexTimeoutError'
  return isCut ? 'connection' : 'statement'
}

function oracleCode(error: unknown): string {
  const number: unknown = Reflect.get(Object(error), 'errorNum')
  return typeof number === 'number' && number > 0 ? String(number) : codeOf(error).replace(/^ORA-0*/, '')
}
