/** How far a pass has come, in a line. */

export interface SearchPlace {
  readonly tenant: string
  readonly product: string
  /** From 0. */
  readonly position: number
  readonly of: number
  readonly reading: ReadingSoFar | null
}

/** Rows that are behind a long read of a table. */
export interface ReadingSoFar {
  readonly place: string
  readonly rows: number
  readonly of: number
  /** When the first of them were told, and how many these were; milliseconds. */
  readonly since: number
  readonly before: number
  readonly at: number
}

/** E.g. `acme 2/5 info-mart, IRF: 12.5M of 40M rows, 310K/s, 1:29 left`. `now` in milliseconds, as the reading has them. */
export function progressText({ tenant, product, position, of, reading }: SearchPlace, now: number): string {
  const head = `${tenant} ${position + 1}/${of} ${product}`
  if (reading === null) return head
  const { place, rows, since, before, at } = reading
  const counted = `${head}, ${place}: ${compact(rows)} of ${compact(reading.of)} rows`
  const perSecond = at > since ? ((rows - before) / (at - since)) * 1000 : 0
  if (perSecond <= 0) return counted
  const left = Math.max(0, (reading.of - rows) / perSecond - (now - at) / 1000)
  return `${counted}, ${compact(perSecond)}/s, ${clockText(left)} left`
}

const numbers = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

function compact(count: number): string {
  return numbers.format(count)
}

function clockText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [minutes, rest] = [Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, '0')]
  const hours = Math.floor(whole / 3600)
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}
