/** What a line of a server's log is: the head of an event, or something that belongs to the event before it. */

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
const times = [
  String.raw`\d{1,2}:\d{2}:\d{2}`,
  String.raw`(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])`,
  String.raw`(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-_T ]?\d{6}`,
  String.raw`\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}[ T,]+\d{1,2}:\d{2}`,
  String.raw`\d{1,2}[-/ ](?:${months})[-/ ]\d{2,4}`,
  String.raw`(?:[A-Z][a-z]{2},? )?(?:${months}) +\d{1,2}[ ,]`,
  String.raw`1[5-9]\d{8}(?:\.\d{1,9}|\d{3})?[ ,|:\]]`,
]
const mark = String.raw`(?:\xef\xbb\xbf)?(?:\x1b\[[\d;]{0,10}m)*`
const level = '(?:TRACE|DEBUG|DBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRIT(?:ICAL)?|Std|Int|Trc|Alr|Dbg)'
const before = String.raw`(?:\[[^\]\n]{1,60}\] ?|${level}\b[ |:,-]{1,8}|[\w .]{1,24}\| ?|[@<(\["'*])`

/** A time at its beginning, behind a level or what stands in brackets perhaps. */
const head = new RegExp(`^${mark}(?:${before}){0,6}(?:${times.join('|')})`)
/** `message EventRinging`, `request to 65200(--) message RequestRouteCall`. */
const block = /\bmessage "?(?:Event|Request|[A-Z][a-z]+[A-Z])\w*"?/
/** `'KEY' …`, `AttributeANI …`. */
const attribute = /^[ \t]*(?:'[^'\r\n]{1,256}'|"[^"\r\n]{1,256}"|Attribute\w{1,128})[ \t]+\S/
/** Somebody's number or address: whatever it is, it is told of somebody else perhaps. */
const identifier = /\d(?:[ \-./()+_]{0,3}\d){6}|[\w.+-]@[\w-]/

/**
 * `head`: begins with a time. `block`: names a message whose attributes follow. `indented` and `attribute` belong to the
 * line before them. `named`: none of these, and holds a number or an address. `free`: anything else.
 */
export type LineKind = 'head' | 'block' | 'indented' | 'attribute' | 'named' | 'free'

/** `line`: its beginning is enough. */
export function kindOfLine(line: string): LineKind {
  if (/^[ \t]/.test(line)) return 'indented'
  if (head.test(line)) return 'head'
  if (block.test(line)) return 'block'
  if (attribute.test(line)) return 'attribute'
  return identifier.test(line) ? 'named' : 'free'
}

/** Also where it is indented. */
export function isAttribute(line: string): boolean {
  return attribute.test(line)
}
