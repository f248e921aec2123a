/** What moves on a screen: the last line with progress and waits, what stands above it, and colours. */

import { join } from 'node:path'
import { Writable } from 'node:stream'

import { describe, expect, test } from 'vitest'

import { seesColours, toned, toneOf } from '../../src/cli/screen/colour.ts'
import { printable } from '../../src/cli/for-eyes.ts'
import { LiveLine } from '../../src/cli/screen/live-line.ts'
import { logText } from '../../src/cli/screen/log-lines.ts'
import { isTerminal, openOutput } from '../../src/cli/output.ts'
import { progressText } from '../../src/cli/screen/progress-text.ts'
import { loadInstallation } from '../../src/app/settings/installation.ts'
import { withServices } from '../../src/app/compose.ts'
import type { PassEvent } from '../../src/app/context.ts'
import { openContext } from '../../src/app/pass/open-context.ts'
import { processPass, scheduledScope } from '../../src/app/pass/scope.ts'
import { ann, sandbox, submit } from './sandbox.ts'
import { lethe } from './in-process.ts'
import { callWith, linesOf } from './support.ts'

const colourOf = { good: '\u001b[32m', bad: '\u001b[31m', plain: '\u001b[39m' }

function outputs(hasColours: boolean) {
  const { call, out } = callWith({}, true)
  return { output: printable({ ...call.io.out, hasColours }), out }
}

describe('colours', () => {
  test('are those of the words, where somebody sees them', async () => {
    for (const [hasColours, text] of [
      [true, `${colourOf.bad}failed${colourOf.plain} and ${colourOf.good}done${colourOf.plain}`],
      [false, 'failed and done'],
    ] as const) {
      const { output, out } = outputs(hasColours)
      await output.write(`${toned('failed', toneOf('failed'))} and ${toned('done', toneOf('done'))}`)
      expect(out()).toBe(text)
    }
  })

  test('a text of others has none, whatever it holds', async () => {
    const { output, out } = outputs(true)
    await output.write(`${toned('\u001b[31mred:\u0000', 'good')}\u001b[31m`)
    expect(out()).toBe(`${colourOf.good}·[31mred:·${colourOf.plain}·[31m`)
  })

  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { TERM: 'dumb' }, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('terminal %s with %o: %s', (terminal, environment, seen) => {
    expect(seesColours(terminal, environment)).toBe(seen)
  })
})

/** A terminal that shows what a reader would see on it in the end: lines that were drawn over are gone. */
class Screen extends Writable {
  readonly isTTY = true
  readonly columns: number = 80
  written = ''

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += chunk.toString()
    done()
  }

  lines(): readonly string[] {
    const line = (text: string) =>
      (text.split(/\u001b\[1G|\r/).findLast((one) => one.replaceAll(/\u001b\[\??\d*\w/g, '') !== '') ?? '').replaceAll(
        /\u001b\[\??\d*\w/g,
        '',
      )
    return this.written.split('\n').map(line)
  }
}

const drawn = (screen: Screen, text: string) => expect.poll(() => screen.written, { timeout: 5000 }).toContain(text)

describe('the last line', () => {
  test('has progress and waits, is cut to the width, and goes away', async () => {
    const screen = new Screen()
    const live = new LiveLine(screen)
    live.set('progress', () => 'acme 1/2 tables')
    await drawn(screen, 'acme 1/2 tables')
    live.set('wait', () => `waiting for the database \`crm\` ${'x'.repeat(80)} end`)
    await drawn(screen, 'acme 1/2 tables; waiting for the database `crm`')
    expect(screen.written).not.toContain('end')
    live.set('progress', null)
    live.set('wait', null)
    const { length } = screen.written
    expect(screen.written.endsWith('\u001b[0J')).toBe(true)
    expect(live.above('after\n')).toBe(false)
    expect(screen.written).toHaveLength(length)
  })

  test('what is written meanwhile stands above it, whole', async () => {
    const screen = new Screen()
    const live = new LiveLine(screen)
    live.set('progress', () => 'acme 1/2 tables')
    await drawn(screen, 'acme 1/2 tables')
    expect(live.above('a warning\n')).toBe(true)
    expect(live.above('a table\n-------\n')).toBe(true)
    live.set('progress', null)
    expect(screen.lines().slice(0, 3)).toEqual(['a warning', 'a table', '-------'])
  })

  test('is not opened for what is over before it could be', async () => {
    const screen = new Screen()
    const live = new LiveLine(screen)
    live.set('wait', () => 'soon over')
    live.set('wait', null)
    await import('cli-progress')
    expect(screen.written).toBe('')
  })
})

test('an output that is no terminal has neither a line nor colours', () => {
  const stream = process.stdout
  if (isTerminal(stream)) return
  expect(openOutput(stream, { environment: {}, live: new LiveLine(new Screen()) })).toMatchObject({
    live: null,
    hasColours: false,
    isTerminal: false,
    columns: 120,
  })
})

describe('progress', () => {
  const place = { tenant: 'acme', product: 'info-mart', position: 1, of: 5 }
  const reading = { place: 'IRF', rows: 12_500_000, of: 40_000_000, since: 0, before: 0, at: 40_000 }

  test.each([
    [null, 'acme 2/5 info-mart'],
    [{ ...reading, at: 0 }, 'acme 2/5 info-mart, IRF: 12.5M of 40M rows'],
    [reading, 'acme 2/5 info-mart, IRF: 12.5M of 40M rows, 313K/s, 1:28 left'],
    [{ ...reading, rows: 500_000 }, 'acme 2/5 info-mart, IRF: 500K of 40M rows, 12.5K/s, 52:40 left'],
    [{ ...reading, rows: 41_000_000 }, 'acme 2/5 info-mart, IRF: 41M of 40M rows, 1.03M/s, 0:00 left'],
  ])('%o is told as %s', (read, text) => {
    expect(progressText({ ...place, reading: read }, 40_000)).toBe(text)
  })
})

test('a search that somebody follows tells the rows that are behind it, and one that nobody follows does not', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  await withServices(loadInstallation(join(folder, 'lethe.yaml'), {}), { write: () => {} }, async (services) => {
    for (const isFollowed of [true, false]) {
      submit(folder, `export-25052018-${isFollowed}.json`, { phone: ann.phone })
      const [tenant] = services.settings.tenants
      if (tenant === undefined) throw new Error('no tenant')
      const events: PassEvent[] = []
      const notify = (event: PassEvent): void => void events.push(event)
      const context = await openContext(services, tenant, { manner: 'once', only: null, notify, isFollowed })
      await processPass(context, scheduledScope, new AbortController().signal)
      const readings = events.filter(({ kind }) => kind === 'reading')
      if (isFollowed) expect(readings).toContainEqual(expect.objectContaining({ product: 'tables', place: 'CUSTOMER' }))
      else expect(readings).toEqual([])
    }
  })
})

test('what is not searched is counted apart from what is not found', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone }, { phone: '+1 212 555 0199' }, { name: 'Ann Sample' })
  const [file] = linesOf(await lethe(folder, ['run'])).filter(({ event }) => event === 'file')
  expect(file?.['identifiers']).toEqual({ found: 1, notFound: 1, notSearched: 1, errors: 0 })
  submit(folder, 'export-25052018-b.json', { name: 'Ann Sample' })
  const { out } = await lethe(folder, ['run'], { isTerminal: true, columns: 120 })
  expect(out).toMatch(/found +not found +not searched +errors/)
})

test('a line of the log is a sentence for people, and what is none stays as it is', () => {
  const line = JSON.stringify({ level: 'warn', tenant: 'acme', product: 'tables', reason: 'no key', msg: 'skipped' })
  const { output, out } = outputs(false)
  void output.write(logText(line, 80))
  expect(out()).toBe('warning  acme, tables: skipped: no key\n')
  expect(logText('not JSON', 80)).toBe('not JSON')
})
