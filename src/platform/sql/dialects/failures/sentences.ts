/** What operator and sender are told of a database's failure: the rule and the next step, and nothing that a driver said. */

import { seeDoctor, type StepFailureCode } from '../../../../domain/errors.ts'
import type { SqlFailure } from './meaning.ts'

interface Meaning {
  readonly code: StepFailureCode
  /** A passing reason. */
  readonly retryable?: true
  /** The rule and the next step. */
  readonly sentence: string
}

export const meanings: Readonly<Record<SqlFailure, Meaning>> = {
  lock: {
    code: 'lock',
    retryable: true,
    sentence: 'a lock was not granted in time, or the statement was chosen as deadlock victim; it is tried again',
  },
  interrupted: {
    code: 'changed',
    retryable: true,
    sentence: 'the database gave up reading, since the data changed too much meanwhile; it is tried again',
  },
  connection: {
    code: 'connection',
    retryable: true,
    sentence: 'the connection failed or was cut; check that the server is reachable, then it is tried again',
  },
  'unknown-host': {
    code: 'connection',
    retryable: true,
    sentence: 'no address is known for `host`; correct it, or have the name resolved where Lethe runs',
  },
  'closed-port': {
    code: 'connection',
    retryable: true,
    sentence: 'nothing listens at `host` and `port`; start the server, or correct the two',
  },
  unreachable: {
    code: 'connection',
    retryable: true,
    sentence: '`host` does not answer; correct `host` and `port`, or have the network let the connection through',
  },
  full: {
    code: 'connection',
    retryable: true,
    sentence: 'the server takes no more connections; have its limit raised, or others ended',
  },
  starting: { code: 'connection', retryable: true, sentence: 'the server is starting or stopping; it is tried again' },
  certificate: {
    code: 'connection',
    sentence:
      'the certificate of the server is not trusted, is over, or carries another name; check `caFile` and `serverName` of `tls`',
  },
  'no-tls': {
    code: 'connection',
    sentence: 'server and settings do not agree on TLS; switch it on at the server, or correct `tls`',
  },
  login: { code: 'missing-right', sentence: 'the server refused the login; check `user` and `password`' },
  'not-admitted': {
    code: 'missing-right',
    sentence:
      'the rules of the server admit no such connection; let it in there (`pg_hba.conf`) for this user, database, host, and with or without TLS as `tls` says',
  },
  'no-entry': {
    code: 'missing-right',
    sentence: 'the login may not connect to the database; let the DBA grant it the right to',
  },
  'no-file': {
    code: 'connection',
    sentence:
      'the file cannot be opened; see to it that `filename` names a file which the user Lethe runs as may use, in a folder which it may write to',
  },
  'no-database-file': {
    code: 'statement',
    sentence: 'the file is no SQLite database; correct `filename`',
  },
  damaged: { code: 'statement', sentence: 'the database file is damaged; put back its copy' },
  'disk-full': { code: 'statement', retryable: true, sentence: 'the disk is full; make room on it' },
  'no-database': {
    code: 'connection',
    // A server that is starting says so too.
    retryable: true,
    sentence: 'the server has no such database, or the login may not open it; check `database`',
  },
  'missing-table': { code: 'missing-table', sentence: `a table or column is missing${seeDoctor}` },
  'missing-right': {
    code: 'missing-right',
    sentence: `the login lacks a right${seeDoctor}`,
  },
  'hidden-rows': {
    code: 'missing-right',
    sentence: `a row security policy hides rows from the login, so nobody could tell what is not there from what is not shown${seeDoctor}`,
  },
  'read-only': {
    code: 'missing-right',
    sentence: 'the database takes no changes (a standby, or read-only); name the one that does',
  },
  constraint: {
    code: 'cannot-redact',
    sentence: 'a constraint (CHECK, foreign key) refuses what a redaction writes; set another `redact`, or change it',
  },
  duplicate: {
    code: 'cannot-redact',
    sentence: 'a unique index refuses a second placeholder; set `redact: delete` or `null`',
  },
  null: { code: 'cannot-redact', sentence: 'the column does not accept NULL; set another `redact`' },
  computed: {
    code: 'cannot-redact',
    sentence: 'the database computes the value itself, or the view cannot be changed; name the column that holds it',
  },
  trigger: {
    code: 'cannot-redact',
    sentence: 'a trigger or function of the database refused the statement; ask its DBA',
  },
  'too-long': {
    code: 'statement',
    sentence: 'a text is longer than the database takes there; shorten it, or leave the column out',
  },
  characters: {
    code: 'statement',
    sentence: 'the character set of the database lacks a character of the statement; leave the column or the text out',
  },
  type: {
    code: 'statement',
    sentence: 'the type or collation of the column does not take the comparison; leave it out, or name another column',
  },
  'time-limit': {
    code: 'statement',
    sentence: 'a time limit of the database ended the statement; lift it for the login',
  },
  'too-old': { code: 'statement', sentence: 'the server is too old, or its compatibility level too low' },
  statement: { code: 'statement', sentence: 'the database refused a statement; its own log says more' },
}
