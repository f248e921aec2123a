/** The blanks that a column may have added to what was written into it. */

import type { NonEmptyForms } from '../../../match/needles.ts'
import type { ColumnShape } from '../../catalogue.ts'

/** A column that is not filled with blanks itself may have come from one that was, or be filled to a width by hand. */
const widestFilled = 255

/** The forms as they are, with a blank behind them, and filled to the width of their column. */
export function paddedForms([first, ...rest]: NonEmptyForms, { length }: Pick<ColumnShape, 'length'>): NonEmptyForms {
  const width = length === null || length > widestFilled ? 0 : length
  const padded = [first, ...rest].flatMap((form) => [`${form} `, form.padEnd(width)])
  return [first, ...new Set([...rest, ...padded.filter((form) => length === null || form.length <= length)])]
}
