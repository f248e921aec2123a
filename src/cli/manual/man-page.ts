/** The manual page of lethe, for `man`. */

import { exitCodes } from './exit-codes.ts'
import type { DescribedCommand, DescribedOption } from './described.ts'

export function manPage(commands: readonly DescribedCommand[], version: string): string {
  const codes = exitCodes.map(([code, ...meaning]) => `.TP\n.B ${code}\n${roff(meaning.join(' '))}`)
  return `.\\" Made by lethe manual.
.TH LETHE 1 "" "lethe ${version}" "Lethe"
.SH NAME
lethe \\- answers GDPR export and forget requests in contact centers
.SH SYNOPSIS
.B lethe
.I command
[\\fIoptions\\fR] [\\fIoperands\\fR]
.SH DESCRIPTION
Customers drop request files into a tenant's folder. Lethe finds the person in the data of every product, exports or
redacts what it finds, and answers with an execution log and, for an export, an archive.
.PP
A run is named by its id, or by a beginning of it that no other run has. A terminal gets text, a pipe JSON lines.
.SH COMMANDS
${commands.map(commandOf).join('\n')}
.SH EXIT STATUS
${codes.join('\n')}
.SH FILES
.TP
.I lethe.yaml
${roff('the settings; `lethe init` writes the first')}
`
}

function commandOf({ name, operands, summary, options, examples }: DescribedCommand): string {
  const shown = examples.map((example) => `.br\n.B ${roff(example)}`)
  return [
    `.SS ${name} ${roff(operands)}`.trimEnd(),
    `${roff(summary)}.`,
    ...options.map(optionOf),
    ...(shown.length > 0 ? ['.PP', 'Examples:', ...shown] : []),
  ].join('\n')
}

function optionOf({ name, value, summary }: DescribedOption): string {
  return `.TP\n\\fB${roff(name)}\\fR${value === null ? '' : ` \\fI${roff(value)}\\fR`}\n${roff(summary)}`
}

/** No text of ours is taken for a request, and a hyphen stays one when it is copied. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('’', "'")
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped
}
