/** Makes a cell inert: a spreadsheet shows it as text instead of running it as a formula. */

/** What a spreadsheet may take for the start of a formula, full-width forms included (they are normalised on opening). */
const formulaStart = /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/
const phoneNumber = /^\+[\d\s().\-/\u00a0]*\d[\d\s().\-/\u00a0]*$/
const signedNumber = /^[+-]\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?$/

/**
 * The cell with a leading apostrophe when it could run as a formula or moves its start there (tab, carriage return,
 * line feed). A plain phone number and a plain signed number stay as they are: they run to a number at most, and a
 * person must get back the number that was stored. (CSV injection: OWASP.)
 */
export function makeInert(cell: string): string {
  if (!mayRun(cell)) return cell
  return phoneNumber.test(cell) || signedNumber.test(cell) ? cell : `'${cell}`
}

/** Whether the cell starts like a formula; quick, since it is asked of every cell. */
export function mayRun(cell: string): boolean {
  const first = cell.charCodeAt(0)
  // Letters and digits start nearly every cell and no formula; the pattern is kept for the rest.
  if (first > 0x40 && first < 0x7f) return false
  if (first > 0x2f && first < 0x3a) return false
  return first === 0x09 || first === 0x0a || first === 0x0d || formulaStart.test(cell)
}
