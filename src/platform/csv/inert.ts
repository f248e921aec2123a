/** Makes a cell inert: a spreadsheet shows it as text instead of running it as a formula. */

/** What a spreadsheet may take for the start of a formula, full-width forms included (they are normalised on opening). */
const formulaStart = /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/
const plus = 0x2b
/** No number is longer; on a long text the pattern would take the square of its length. */
const longestPhone = 40
const phoneNumber = /^\+[\d\s().\-/\u00a0]*\d[\d\s().\-/\u00a0]*$/
const signedNumber = /^[+-]\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?$/

/**
 * The cell with a leading apostrophe when it could run as a formula or moves its start there (tab, carriage return,
 * line feed). A plain phone number and a plain signed number stay as they are: they run to a number at most, and a
 * person must get back the number that was stored. (CSV injection: OWASP.)
 */
export function makeInert(cell: string): string {
  const first = cell.charCodeAt(0)
  // Letters, digits and an empty cell: nearly every cell, and never a formula.
  if (!(first <= 0x2f || (first > 0x39 && first <= 0x40) || first >= 0x7f)) return cell
  return mayRun(cell, first) && !isPlain(cell, first) ? `'${cell}` : cell
}

function mayRun(cell: string, first: number): boolean {
  return first === plus || first === 0x09 || first === 0x0a || first === 0x0d || formulaStart.test(cell)
}

function isPlain(cell: string, first: number): boolean {
  if (first === plus && cell.length <= longestPhone && phoneNumber.test(cell)) return true
  return signedNumber.test(cell)
}
