/** Where in a SIP or TEL URI the person stands: the part before the host, with what belongs to it. */

interface Stretch {
  readonly start: number
  readonly end: number
}

const uri = /^(?<before>\s*<?(?:sips?|tel):(?:\/\/)?)(?<user>[^@<>\s]*@|[^;?<>\s@]*)/i

/** Null for what is no such URI, such as one with a name before it: then the text as a whole is the person's. */
export function userPartOf(text: string): Stretch | null {
  const { before = '', user = '' } = uri.exec(text)?.groups ?? {}
  const length = user.endsWith('@') ? user.length - 1 : user.length
  return length === 0 ? null : { start: before.length, end: before.length + length }
}

/** The same place, without what stands around the user part of the URI in it. */
export function withinUri<Place extends Stretch & { readonly entire: boolean }>(text: string, place: Place): Place {
  const user = userPartOf(text.slice(place.start, place.end))
  if (user === null) return place
  const [start, end] = [place.start + user.start, place.start + user.end]
  return { ...place, start, end, entire: start === 0 && end === text.length }
}
