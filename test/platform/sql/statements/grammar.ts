/** Whether a statement is T-SQL or PL/SQL, by their published grammars. Syntax only: names and types are not known. */

import { CharStreams, CommonTokenStream, type Lexer, type Parser } from 'antlr4ts'
import { PredictionMode } from 'antlr4ts/atn/PredictionMode.js'
import { PlSqlLexer } from 'antlr4ts-sql/dist/src/grammar-output/plsql/PlSqlLexer.js'
import { PlSqlParser } from 'antlr4ts-sql/dist/src/grammar-output/plsql/PlSqlParser.js'
import { TSqlLexer } from 'antlr4ts-sql/dist/src/grammar-output/tsql/TSqlLexer.js'
import { TSqlParser } from 'antlr4ts-sql/dist/src/grammar-output/tsql/TSqlParser.js'
import { CaseChangingStream } from 'antlr4ts-sql/dist/src/models/CaseChangingStream.js'

/** What the grammar has against it; empty when nothing. */
export type Grammar = (sql: string) => readonly string[]

export const tsql: Grammar = (sql) =>
  complaintsOf((mode) => {
    const complaints: string[] = []
    const parser = new TSqlParser(tokensOf(new TSqlLexer(upperCased(sql)), complaints))
    prepare(parser, mode, complaints)
    parser.tsql_file()
    return complaints
  })

/**
 * The PL/SQL grammar is older than JSON_TABLE: each such item is held to the one form that we write, and stands in the
 * parsed statement as a table's name. It takes only names as values of ALTER SESSION, where Oracle wants literals for
 * ours, and wants a semicolon behind DDL, which the driver must not send.
 */
export const plsql: Grammar = (sql) =>
  complaintsOf((mode) => {
    const complaints: string[] = []
    const known = withoutJsonTables(sql, complaints)
      .replace(/^(alter session set \w+ =) '[^']*'$/, '$1 literal')
      .replace(/^(create .*)$/is, '$1;')
    const parser = new PlSqlParser(tokensOf(new PlSqlLexer(upperCased(known)), complaints))
    prepare(parser, mode, complaints)
    parser.sql_script()
    return complaints
  })

/**
 * What the quick way of prediction takes, the full one takes as well, and three times as slowly; what the quick one
 * refuses may still be right.
 */
function complaintsOf(parse: (mode: PredictionMode) => readonly string[]): readonly string[] {
  return parse(PredictionMode.SLL).length === 0 ? [] : parse(PredictionMode.LL)
}

function prepare(parser: Parser, mode: PredictionMode, complaints: string[]): void {
  parser.interpreter.setPredictionMode(mode)
  // Nobody looks at it.
  parser.buildParseTree = false
  listen(parser, complaints)
}

/**
 * To a grammar one quoted name is as good as another, and three parameters in a row as good as five hundred: statements
 * that differ in these alone are parsed once.
 */
export function shapeOf(sql: string): string {
  return sql
    .replaceAll(/\[\w+\]/g, '[name]')
    .replaceAll(/"\w+"/g, '"name"')
    .replaceAll(/(@p|:)\d+/g, '$11')
    .replaceAll(/(?<=((?:@p|:)1), )(\1, )+/g, '')
}

/** Oracle, SQL Language Reference, JSON_TABLE: on-error clauses after the row path and after each column's path. */
const column = /^\w+ (number|varchar2\(\d+\)) path '\$(\.\w+' error|' null) on error$/
const jsonTable = /^json_table\(:\d+, '\$\[\*\]' error on error columns \((.*)\)\)$/

function withoutJsonTables(sql: string, complaints: string[]): string {
  const at = sql.indexOf('json_table(')
  if (at < 0) return sql
  const end = closingOf(sql, at)
  const item = sql.slice(at, end)
  const columns = jsonTable.exec(item)?.[1]?.split(', ') ?? ['']
  if (!columns.every((one) => column.test(one))) complaints.push(`not a JSON_TABLE: ${item}`)
  return `${sql.slice(0, at)}json_rows${withoutJsonTables(sql.slice(end), complaints)}`
}

/** Behind the parenthesis that closes the first one after `from`. */
function closingOf(sql: string, from: number): number {
  let depth = 0
  for (let i = sql.indexOf('(', from); i < sql.length; i++) {
    if (sql[i] === '(') depth += 1
    if (sql[i] === ')') depth -= 1
    if (depth === 0) return i + 1
  }
  return sql.length
}

function upperCased(sql: string): CaseChangingStream {
  return new CaseChangingStream(CharStreams.fromString(sql), true)
}

function tokensOf(lexer: Lexer, complaints: string[]): CommonTokenStream {
  listen(lexer, complaints)
  return new CommonTokenStream(lexer)
}

function listen(recognizer: Lexer | Parser, complaints: string[]): void {
  recognizer.removeErrorListeners()
  const listener = {
    syntaxError: (_: unknown, __: unknown, line: number, column: number, message: string): void => {
      complaints.push(`${line}:${column} ${message.slice(0, 120)}`)
    },
  }
  Reflect.apply(Reflect.get(recognizer, 'addErrorListener'), recognizer, [listener])
}
