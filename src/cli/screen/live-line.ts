/** The last line of a terminal, which changes while something goes on; what else is written there stands above it. */

import type { MultiBar, SingleBar } from 'cli-progress'

import { wrapped } from './text-width.ts'

/** What may stand in the line. */
export type LivePart = 'progress' | 'wait'

/** Asked whenever the line is drawn. */
export type LiveText = () => string

interface Drawn {
  readonly bars: MultiBar
  readonly bar: SingleBar
}

export class LiveLine {
  readonly #screen: NodeJS.WritableStream
  readonly #parts = new Map<LivePart, LiveText>()
  #drawn: Drawn | null = null
  #isOpening = false

  constructor(screen: NodeJS.WritableStream) {
    this.#screen = screen
  }

  /** Null takes the part away; without any part there is no line. */
  set(part: LivePart, text: LiveText | null): void {
    if (text === null) this.#parts.delete(part)
    else this.#parts.set(part, text)
    if (this.#parts.size === 0) this.#close()
    else if (this.#drawn === null && !this.#isOpening) void this.#open()
  }

  /** False where there is no line: the text is to be written as ever. */
  above(text: string): boolean {
    if (this.#drawn === null) return false
    const { bars } = this.#drawn
    bars.log(text.endsWith('\n') ? text : `${text}\n`)
    // Now, so that nobody misses it who ends the process next.
    bars.update()
    return true
  }

  async #open(): Promise<void> {
    this.#isOpening = true
    const { MultiBar } = await import('cli-progress')
    this.#isOpening = false
    // What there was to tell may be over.
    if (this.#parts.size === 0) return
    const bars = new MultiBar({
      stream: this.#screen,
      format: (_options, { maxWidth }) => this.#text(maxWidth),
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      // Cut here, by the columns that letters take.
      linewrap: true,
    })
    this.#drawn = { bars, bar: bars.create(1, 0) }
  }

  #text(width: number): string {
    const all = [...this.#parts.values()].map((text) => text()).join('; ')
    return wrapped(all, width - 1)[0] ?? ''
  }

  #close(): void {
    if (this.#drawn === null) return
    const { bars, bar } = this.#drawn
    this.#drawn = null
    bar.stop()
    bars.stop()
  }
}
