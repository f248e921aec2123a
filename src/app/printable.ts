/** What the command line needs to print texts of others. */

export { printableCell, printableJson, printableText } from '../platform/text/printable.ts'
