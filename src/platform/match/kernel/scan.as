// The scanner as a WebAssembly kernel (AssemblyScript, SIMD): 64 bytes a step, classes of bytes as bit masks.
// It names the same candidates as plain-scanner.ts, a test compares them. The layout of the memory stands in kernel.ts.

const FILTERS: usize = 1024
const TEXT: usize = 943232
const OUT: usize = 2057472
const OUT_CAPACITY: u32 = 65536

const PHONE_BITS: u32 = 20
const PHONE_AGAIN: usize = FILTERS + 262144
const EMAIL: usize = FILTERS + 524288
const IPV4: usize = FILTERS + 655360
const IPV6: usize = FILTERS + 786432
const WORD_START: usize = FILTERS + 794624
const SHORT_WORD: usize = FILTERS + 802816
const WORD: usize = FILTERS + 811008
const HASH_BITS: u32 = 20
const FARTHEST_DIGIT: i32 = 64
const LONGEST_GAP: usize = 5
const ALONE: i32 = 1000

let written: u32 = 0
/** Where the next call has to go on when the output was full, else the end. */
export let resume: u32 = 0
/** Control bytes that the last call has come across. */
export let controls: u32 = 0
/** Whether the last call has come across bytes outside of ASCII; said wrongly at times, never denied wrongly. */
export let foreign: u32 = 0

@inline
function splat(value: i32): v128 {
  return i8x16.splat(<i8>value)
}

@inline
function digits(v: v128): v128 {
  return i8x16.lt_u(i8x16.sub(v, splat(0x30)), splat(10))
}

@inline
function letters(v: v128): v128 {
  return i8x16.lt_u(i8x16.sub(v128.or(v, splat(0x20)), splat(0x61)), splat(26))
}

// Letters that go on with a word; an x or e may follow a number (781-555-0123x99, 7815550123ext99).
@inline
function barring(v: v128): v128 {
  const lower = v128.or(v, splat(0x20))
  const extends_ = v128.or(i8x16.eq(lower, splat(0x78)), i8x16.eq(lower, splat(0x65)))
  return v128.andnot(i8x16.lt_u(i8x16.sub(lower, splat(0x61)), splat(26)), extends_)
}

// The lower five bits: whatever a written phone number consists of, digits, separators, escapes, anything outside of
// ASCII. The upper three: control bytes that text does not have (0 to 6, 14 to 26, 28 to 31, 127).
@inline
function classes(v: v128): v128 {
  const low = i8x16(103, 102, 102, 102, 102, 103, 102, 70, 71, 79, 68, 5, 68, 69, 101, -11)
  const high = i8x16(40, 64, 1, 2, 0, 16, 0, -128, 4, 4, 4, 4, 4, 4, 4, 4)
  const byLow = i8x16.swizzle(low, v128.and(v, splat(0x0f)))
  const byHigh = i8x16.swizzle(high, i8x16.shr_u(v, 4))
  return v128.and(byLow, byHigh)
}

@inline
function phoneText(classes: v128): v128 {
  return i8x16.ne(v128.and(classes, splat(0x1f)), splat(0))
}

// What an @ or an escape of one begins with: @ % & = \ and the first byte of full-width signs.
@inline
function signText(v: v128): v128 {
  const low = i8x16(1, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 4, 8, 0, 16)
  const high = i8x16(0, 0, 2, 8, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0)
  const byLow = i8x16.swizzle(low, v128.and(v, splat(0x0f)))
  const byHigh = i8x16.swizzle(high, i8x16.shr_u(v, 4))
  return i8x16.ne(v128.and(byLow, byHigh), splat(0))
}

@inline
function controlText(classes: v128): v128 {
  return i8x16.ne(v128.and(classes, splat(0xe0)), splat(0))
}

@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (<u64>(<u32>i8x16.bitmask(a))) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  )
}

@inline
function shifted(mask: u64, before: u64, by: u64): u64 {
  return (mask << by) | (before >> (64 - by))
}

@inline
function emit(kind: u32, place: u32): void {
  store<u32>(OUT + ((<usize>written) << 2), (kind << 29) | place)
  written += 1
}

@inline
function hasBit(table: usize, bit: u32): bool {
  return ((load<u8>(table + (bit >> 3)) >> <u8>(bit & 7)) & 1) != 0
}

@inline
function hash(value: u32, width: u32): u32 {
  return (value * 0x9e3779b1) >> (32 - width)
}

@inline
function byteAt(place: u32): u32 {
  return load<u8>(TEXT + <usize>place)
}

@inline
function isDigit(byte: u32): bool {
  return byte - 0x30 < 10
}

@inline
function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6
}

@inline
function isPlainWordByte(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 26 || byte == 0x5f
}

@inline
function mayBeNumber(tail: u32, end: u32): bool {
  return hasBit(FILTERS, hash(tail, PHONE_BITS)) && mayBeWithLead(tail, TEXT + <usize>end)
}

function mayBeWithLead(tail: u32, end: usize): bool {
  const lead = leadBefore(end)
  if (lead < 0) return hasBit(PHONE_AGAIN, secondHash(tail))
  const key = tail + (<u32>lead + 1) * 0x9e3779b1
  return hasBit(PHONE_AGAIN, secondHash(key)) && hasBit(PHONE_AGAIN, hash(key, PHONE_BITS))
}

@inline
function secondHash(key: u32): u32 {
  return (key * 0x85ebca6b) >> (32 - PHONE_BITS)
}

// The three digits before the last seven of ten together; ALONE for fewer with nothing before them; -1 when unknown.
function leadBefore(end: usize): i32 {
  const start = end - 10
  let first = end
  while (first > start && isDigit(load<u8>(first - 1))) first -= 1
  if (first > start) return standsAlone(first) ? ALONE : -1
  for (let p = start - 6; p < start; p++) if (beginsEscape(load<u8>(p))) return -1
  return 100 * <i32>load<u8>(start) + 10 * <i32>load<u8>(start + 1) + <i32>load<u8>(start + 2) - 111 * 0x30
}

// What an escape begins with whose digits may stand right before a number: %, u, x, a backslash, a hash.
@inline
function beginsEscape(byte: u32): bool {
  return byte == 0x25 || byte == 0x75 || byte == 0x78 || byte == 0x5c || byte == 0x23
}

function standsAlone(first: usize): bool {
  let place = first - 1
  while (place > first - LONGEST_GAP && separates(load<u8>(place))) place -= 1
  const byte = <u32>load<u8>(place)
  if (byte == 0x0a || byte == 0x0d || byte == 0x22 || byte == 0x27 || byte == 0x2c || byte == 0x7c) return true
  return (byte >= 0x3a && byte <= 0x3e) || byte == 0x5b || byte == 0x5d
}

// What may stand between the digits of a number, in ASCII.
@inline
function separates(byte: u32): bool {
  const signs = byte == 0x20 || (byte >= 0x2d && byte <= 0x2f) || byte == 0x28 || byte == 0x29 || byte == 0x2b
  return signs || byte == 0x09 || byte == 0x5f
}

// The last seven digits as a number, eight bytes at once; the first of them is not part of the seven.
@inline
function sevenDigits(word: u64): u32 {
  let value = (word & 0x0f0f0f0f0f0f0f00)
  value = value * 10 + (value >> 8)
  return <u32>((((value & 0x000000ff000000ff) * 0x000f424000000064) + (((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32)
}

// Seven digits without separators before `end`.
@inline
function plainPhoneAt(end: u32): void {
  const start = TEXT + <usize>end
  const word = load<u64>(start - 8)
  if ((word & 0xff) == 0x25 || hasPercent(load<u32>(start - 12))) {
    separatedPhoneAt(end)
  } else {
    const tail = sevenDigits(word)
    if (mayBeNumber(tail, end)) emit(0, end)
  }
}

@inline
function hasPercent(word: u32): bool {
  const zeros = word ^ 0x25252525
  return ((zeros - 0x01010101) & ~zeros & 0x80808080) != 0
}

function separatedPhoneAt(end: u32): void {
  // The hour of a time (10:15) is not the end of a number before it.
  const twoTogether = isDigit(byteAt(end - 2)) && isDigit(byteAt(end - 3))
  if (byteAt(end) == 0x3a && isDigit(byteAt(end + 1)) && !twoTogether) return
  let tail: u32 = 0
  let scale: u32 = 1
  let count: u32 = 0
  let place = <i32>end - 1
  while (count < 7) {
    if (place < 0 || <i32>end - place > FARTHEST_DIGIT) return
    const byte = byteAt(place)
    if (isHex(byte) && load<u8>(TEXT + <usize>place - 2) == 0x25) {
      place -= 2
    } else if (isHex(byte) && isPercentAgain(TEXT + <usize>place)) {
      place -= 4
    } else if (isDigit(byte)) {
      tail += (byte - 0x30) * scale
      scale *= 10
      count += 1
    } else if (byte < 0x80) {
      if (!separates(byte)) return
    }
    place -= 1
  }
  if (mayBeNumber(tail, end)) emit(0, end)
}

// %2520: a blank that was encoded twice, seen from its last digit.
@inline
function isPercentAgain(place: usize): bool {
  return load<u8>(place - 4) == 0x25 && load<u8>(place - 3) == 0x32 && load<u8>(place - 2) == 0x35
}

@inline
function mayBeQuad(address: u32, octet: u32): bool {
  return octet <= 255 && hasBit(IPV4, hash(address | (octet << 24), HASH_BITS))
}

// The first of the three digits, or the first two, may be those of an escape: %201.2.3.4.
function mayBeFirstOctet(place: usize, address: u32, value: u32, scale: u32): bool {
  if (mayBeQuad(address, value)) return true
  if (scale < 1000) return false
  for (let p = place - 5; p <= place; p++)
    if (beginsEscape(load<u8>(p))) return mayBeQuad(address, value % 100) || mayBeQuad(address, value % 10)
  return false
}

function ipv4At(end: u32): void {
  let address: u32 = 0
  let place = TEXT + <usize>end - 1
  for (let octet: u32 = 0; octet < 4; octet++) {
    let value: u32 = 0
    let scale: u32 = 1
    while (isDigit(load<u8>(place)) && scale <= 100) {
      value += (<u32>load<u8>(place) - 0x30) * scale
      scale *= 10
      place -= 1
    }
    if (octet == 3) {
      if (scale > 1 && mayBeFirstOctet(place, address, value, scale)) emit(3, end)
      return
    }
    if (scale == 1 || value > 255 || load<u8>(place) != 0x2e) return
    place -= 1
    address |= value << (8 * octet)
  }
}

function ipv6At(place: u32): void {
  const next = byteAt(place + 1)
  if (isHex(next)) return
  if (byteAt(place) == 0x3a) {
    if (load<u8>(TEXT + <usize>place - 1) == 0x3a && next != 0x3a && hasBit(IPV6, 0)) emit(4, place + 1)
    return
  }
  let value: u32 = 0
  let scale: u32 = 0
  let p = TEXT + <usize>place
  while (isHex(load<u8>(p)) && scale < 16) {
    const byte = <u32>load<u8>(p)
    value |= (isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x57) << scale
    scale += 4
    p -= 1
  }
  if (scale > 0 && load<u8>(p) == 0x3a && hasBit(IPV6, value)) emit(4, place + 1)
}

@inline
function isPlain(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 26 || byte == 0x2e || byte == 0x5f || byte == 0x2b || byte == 0x2d
}

@inline
function lowered(byte: u32): u32 {
  return byte - 0x41 < 26 ? byte | 0x20 : byte
}

// How many bytes the @ has that begins here, as it is or as an escape; 0 when none does.
function signLength(sign: u32): u32 {
  const byte = byteAt(sign)
  if (byte == 0x40) return 1
  if (byte == 0x25) {
    let place = sign + 1
    for (let n = 1; n < 4 && isPair(place, 0x32, 0x35); n++) place += 2
    return isPair(place, 0x34, 0x30) ? place + 2 - sign : 0
  }
  if (byte == 0x3d) return isPair(sign + 1, 0x34, 0x30) ? 3 : 0
  if (byte == 0xef) return isPair(sign + 1, 0xbc, 0xa0) ? 3 : 0
  if (byte == 0x5c) {
    if (byteAt(sign + 1) == 0x78) return isPair(sign + 2, 0x34, 0x30) ? 4 : 0
    return byteAt(sign + 1) == 0x75 && isPair(sign + 2, 0x30, 0x30) && isPair(sign + 4, 0x34, 0x30) ? 6 : 0
  }
  return byte == 0x26 ? entityLength(sign) : 0
}

// &#64; &#064; &#x40; &#x040; &commat;
function entityLength(sign: u32): u32 {
  if (load<u64>(TEXT + <usize>sign) == 0x3b74616d6d6f6326) return 8
  if (byteAt(sign + 1) != 0x23) return 0
  let place = sign + 2
  const hexadecimal = byteAt(place) == 0x78
  if (hexadecimal) place += 1
  if (byteAt(place) == 0x30) place += 1
  const isSign = hexadecimal ? isPair(place, 0x34, 0x30) : isPair(place, 0x36, 0x34)
  return isSign && byteAt(place + 2) == 0x3b ? place + 3 - sign : 0
}

@inline
function isPair(place: u32, first: u32, second: u32): bool {
  return byteAt(place) == first && byteAt(place + 1) == second
}

function emailAt(sign: u32): void {
  const encoded = byteAt(sign) == 0x25
  const length = signLength(sign)
  if (length == 0) return
  const start = TEXT + <usize>sign
  // A % in the last ten bytes, a backslash in nine, a hash in seven or a bracket in sixteen may be an escape the address
  // stands behind.
  const near = v128.load(start - 16)
  const percents = <u32>i8x16.bitmask(i8x16.eq(near, splat(0x25))) & 0xffc0
  const backslashes = <u32>i8x16.bitmask(i8x16.eq(near, splat(0x5c))) & 0xff80
  const hashes = <u32>i8x16.bitmask(i8x16.eq(near, splat(0x23))) & 0xfe00
  const brackets = <u32>i8x16.bitmask(i8x16.eq(near, splat(0x5b)))
  if ((percents | backslashes | hashes | brackets) == 0) {
    let local: u32 = 0
    for (let k: u32 = 0; k < 4; k++) {
      const byte = <u32>load<u8>(start - 1 - k)
      if (!isPlain(byte) || (encoded && byte == 0x2b)) break
      local |= lowered(byte) << (8 * k)
    }
    let domain: u32 = 0
    const after = start + <usize>length
    for (let k: u32 = 0; k < 4; k++) {
      const byte = <u32>load<u8>(after + k)
      if (!isPlain(byte)) break
      domain |= lowered(byte) << (8 * k)
    }
    if (!hasBit(EMAIL, hash(local ^ (domain * 0x85ebca6b), HASH_BITS))) return
  }
  emit(encoded ? 2 : 1, sign)
}

// At the first byte of a word, and behind the escape that it may begin with.
function wordAt(start: u32): void {
  wordBehind(start)
  const before = <u32>load<u8>(TEXT + <usize>start - 1)
  const first = byteAt(start)
  if (before == 0x25) {
    wordBehindEscape(start + 2)
    if (isPair(start, 0x32, 0x35)) {
      wordBehindEscape(start + 4)
      wordBehindEscape(start + 6)
    }
  } else if (before == 0x23) wordBehindEscape(start + 3)
  else if (before == 0x5c) wordBehindEscape(start + (first == 0x75 ? 5 : first == 0x78 || isDigit(first) ? 3 : 1))
  else if (before == 0x5b || before == 0x3b) {
    let place = start
    while (place < start + 3 && isDigit(byteAt(place))) place += 1
    if ((byteAt(place) | 0x20) - 0x61 < 26) wordBehindEscape(place + 1)
  }
}

@inline
function wordBehindEscape(place: u32): void {
  if (isPlainWordByte(byteAt(place - 1))) wordBehind(place)
}

@inline
function wordBehind(start: u32): void {
  const key = load<u32>(TEXT + <usize>start)
  const begin = key & 0xffff
  if (!hasBit(WORD_START, begin)) return
  if (hasBit(SHORT_WORD, begin) || hasBit(WORD, hash(key, HASH_BITS))) emit(5, start)
}

// What is known of one to three numbers: how many ends they have, the four digits of each, and what of them is looked up by
// a digit: a bit for each end whose last digit it is, and for each whose last but one it is not. No ends: all are looked at.
let ends: u32 = 0
let end0: u32 = 0
let end1: u32 = 0
let end2: u32 = 0
const LAST_BITS: usize = 960
const OTHER_BITS: usize = 976

/** The last four digits of each number as four bytes, the last of them first in the word's upper end. */
export function setEnds(count: u32, first: u32, second: u32, third: u32): void {
  ends = count
  end0 = first
  end1 = second
  end2 = third
  for (let digit: u32 = 0; digit < 10; digit++) {
    store<u8>(LAST_BITS + <usize>digit, bitsOf(digit, 24))
    store<u8>(OTHER_BITS + <usize>digit, ~bitsOf(digit, 16) & 7)
  }
}

function bitsOf(digit: u32, shift: u32): u32 {
  let found: u32 = ends > 0 && ((end0 >> shift) & 0x0f) == digit ? 1 : 0
  if (ends > 1 && ((end1 >> shift) & 0x0f) == digit) found |= 2
  if (ends > 2 && ((end2 >> shift) & 0x0f) == digit) found |= 4
  return found
}

/** Writes the candidates between the two places to OUT, and says how many. */
export function scan(length: u32, from: u32, to: u32, kinds: u32): u32 {
  written = 0
  controls = 0
  foreign = 0
  const isFew = (kinds & ~3) == 0 && (ends != 0 || (kinds & 1) == 0)
  if (isFew) scanFew(from, to, kinds)
  else scanAll(from, to, kinds)
  return written
}

// The ends whose last digit stands here, whose last but one is not another digit than the one before, with none behind.
@inline
function endsAt(text: usize, v: v128, last: v128, other: v128): v128 {
  const zero = splat(0x30)
  const here = i8x16.swizzle(last, i8x16.sub(v, zero))
  const before = i8x16.swizzle(other, i8x16.sub(v128.load(text - 1), zero))
  return v128.andnot(v128.andnot(here, before), digits(v128.load(text + 1)))
}

// An @, or what begins an escape of one and goes on like one.
@inline
function signsAt(text: usize, v: v128): v128 {
  const n = v128.load(text + 1)
  const low = i8x16(0, 0, 2, 1, 2, 16, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0)
  const high = i8x16(0, 0, 1, 2, 0, 0, 8, 16, 0, 0, 0, 4, 0, 0, 0, 0)
  const goesOn = v128.and(i8x16.swizzle(low, v128.and(n, splat(0x0f))), i8x16.swizzle(high, i8x16.shr_u(n, 4)))
  const goesOnC = v128.or(i8x16.ne(goesOn, splat(0)), i8x16.eq(n, splat(0x63)))
  return v128.or(i8x16.eq(v, splat(0x40)), v128.and(signText(v), goesOnC))
}

// Whether the last four digits up to here are those of one of the ends, with nothing between them but what stands between
// the digits of a number. Escapes are not looked for: where there is one, the text is scanned in full.
function mayBeEnd(place: u32): bool {
  let left: u32 = 7
  let shift: u32 = 24
  const first = <i32>place - FARTHEST_DIGIT
  for (let p = <i32>place; p >= 0 && p > first; p--) {
    const byte = byteAt(p)
    if (isDigit(byte)) {
      if (((end0 >> shift) & 0xff) != byte) left &= ~1
      if (((end1 >> shift) & 0xff) != byte) left &= ~2
      if (((end2 >> shift) & 0xff) != byte) left &= ~4
      if (left == 0) return false
      if (shift == 0) return true
      shift -= 8
    } else if (byte < 0x80 && !separates(byte)) return false
  }
  return false
}

// Most of a text holds no end of the few numbers: it is passed over a step at a time, and what remains is scanned in full.
function scanFew(from: u32, to: u32, kinds: u32): void {
  const wantsPhones = (kinds & 1) != 0
  const wantsEmail = (kinds & 2) != 0
  const last = v128.load(LAST_BITS)
  const other = v128.load(OTHER_BITS)
  const percent = splat(0x25)
  const seven = splat(7)
  const none = splat(0)
  // An escape may stand right before the first step.
  let start: u32 = from
  let pending = true
  let among = splat(0)
  for (let base = from & ~63; base < to; base += 64) {
    const text = TEXT + <usize>base
    const a = v128.load(text)
    const b = v128.load(text, 16)
    const c = v128.load(text, 32)
    const d = v128.load(text, 48)
    // Escapes end with digits of their own; control bytes may be those of something that is no text.
    const few = i8x16.lt_u(i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d)), seven)
    among = v128.or(among, v128.or(v128.or(a, b), v128.or(c, d)))
    const signs = v128.or(v128.or(i8x16.eq(a, percent), i8x16.eq(b, percent)), v128.or(i8x16.eq(c, percent), i8x16.eq(d, percent)))
    let rare = v128.or(few, signs)
    if (wantsEmail) {
      const ab = v128.or(signsAt(text, a), signsAt(text + 16, b))
      const cd = v128.or(signsAt(text + 32, c), signsAt(text + 48, d))
      rare = v128.or(rare, v128.or(ab, cd))
    }
    let hit = v128.any_true(rare)
    if (wantsPhones && !hit) {
      const ea = endsAt(text, a, last, other)
      const eb = endsAt(text + 16, b, last, other)
      const ec = endsAt(text + 32, c, last, other)
      const ed = endsAt(text + 48, d, last, other)
      if (v128.any_true(v128.or(v128.or(ea, eb), v128.or(ec, ed)))) {
        let places = bits(i8x16.ne(ea, none), i8x16.ne(eb, none), i8x16.ne(ec, none), i8x16.ne(ed, none))
        while (places != 0 && !hit) {
          hit = mayBeEnd(base + <u32>ctz(places))
          places &= places - 1
        }
      }
    }
    if (hit) {
      if (!pending) start = max(base, from)
      pending = true
    } else if (pending) {
      // What stands behind a percent sign may reach into the next step.
      pending = false
      if (!scanStretch(start, min(base + 64, to), kinds)) {
        noteForeign(among)
        return
      }
    }
  }
  noteForeign(among)
  if (pending) scanStretch(start, to, kinds)
  else resume = to
}

@inline
function noteForeign(among: v128): void {
  if (i8x16.bitmask(among) != 0) foreign = 1
}

// Says whether there was room for all that was found.
function scanStretch(from: u32, to: u32, kinds: u32): bool {
  scanAll(from, to, kinds)
  return resume >= to
}

function scanAll(from: u32, to: u32, kinds: u32): void {
  const wantsNumbers = (kinds & 5) != 0
  const wantsPhones = (kinds & 1) != 0
  const wantsEmail = (kinds & 2) != 0
  const wantsIpv4 = (kinds & 4) != 0
  const wantsIpv6 = (kinds & 8) != 0
  const wantsWords = (kinds & 16) != 0
  let base: u32 = from < 64 ? 0 : (from - 64) & ~63
  let percentBefore: u64 = 0
  let phoneBefore: u64 = 0
  let pairsBefore: u64 = 0
  let foursBefore: u64 = 0
  let digitBefore: u64 = 0
  let digitPairsBefore: u64 = 0
  let digitFoursBefore: u64 = 0
  let colonBefore: u64 = 0
  let wordBefore: u64 = 0
  let seen = splat(0)
  while (base < to) {
    if (written + 256 > OUT_CAPACITY) {
      resume = max(base, from)
      if (v128.any_true(v128.and(seen, splat(4)))) foreign = 1
      return
    }
    const text = TEXT + <usize>base
    const a = v128.load(text)
    const b = v128.load(text, 16)
    const c = v128.load(text, 32)
    const d = v128.load(text, 48)
    const ca = classes(a)
    const cb = classes(b)
    const cc = classes(c)
    const cd = classes(d)
    const together = v128.or(v128.or(ca, cb), v128.or(cc, cd))
    seen = v128.or(seen, together)
    if (v128.any_true(v128.and(together, splat(0xe0)))) {
      let among = bits(controlText(ca), controlText(cb), controlText(cc), controlText(cd))
      if (to - base < 64) among &= ~(~<u64>0 << <u64>(to - base))
      controls += <u32>popcnt(among)
    }
    let numbers: u64 = 0
    let quads: u64 = 0
    let signs: u64 = 0
    let colons: u64 = 0
    let words: u64 = 0
    const digitMask = bits(digits(a), digits(b), digits(c), digits(d))
    const percent = splat(0x25)
    const percents = bits(i8x16.eq(a, percent), i8x16.eq(b, percent), i8x16.eq(c, percent), i8x16.eq(d, percent))
    if (wantsNumbers) {
      const unescaped = bits(phoneText(ca), phoneText(cb), phoneText(cc), phoneText(cd))
      // The letters of an escape (781%2D555, 781%252D555, 781%C2%A0555) belong to the number as its digits do.
      const phone = unescaped | shifted(percents, percentBefore, 1) | shifted(percents, percentBefore, 2) | shifted(percents, percentBefore, 4)
      percentBefore = percents
      const pairs = phone & shifted(phone, phoneBefore, 1)
      const fours = pairs & shifted(pairs, pairsBefore, 2)
      const sevens = fours & shifted(fours, foursBefore, 3)
      phoneBefore = phone
      pairsBefore = pairs
      foursBefore = fours
      const digitPairs = digitMask & shifted(digitMask, digitBefore, 1)
      const digitFours = digitPairs & shifted(digitPairs, digitPairsBefore, 2)
      const plain = digitFours & shifted(digitFours, digitFoursBefore, 3)
      digitBefore = digitMask
      digitPairsBefore = digitPairs
      digitFoursBefore = digitFours
      const ends = digitMask & sevens
      if (ends != 0) {
        const bars = digitMask | bits(barring(a), barring(b), barring(c), barring(d))
        const next = byteAt(base + 64)
        const lower = next | 0x20
        const nextBars = isDigit(next) || (lower - 0x61 < 26 && lower != 0x78 && lower != 0x65)
        numbers = ends & ~((bars >> 1) | (<u64>nextBars << 63))
        if (base < from) numbers &= from - base >= 64 ? 0 : ~<u64>0 << <u64>(from - base)
        if (to - base < 64) numbers &= ~(~<u64>0 << <u64>(to - base))
        if (wantsIpv4) quads = numbers
        if (wantsPhones) {
          let unbroken = numbers & plain
          while (unbroken != 0) {
            plainPhoneAt(base + <u32>ctz(unbroken) + 1)
            unbroken &= unbroken - 1
          }
          let separated = numbers & ~plain
          while (separated != 0) {
            const upTo = separated ^ (separated - 1)
            const gaps = ~phone & upTo
            // Fewer than seven digits since the last byte that no number has: seen without looking at them one by one.
            const run = gaps == 0 ? ~<u64>0 : upTo & ~(~<u64>0 >> clz(gaps))
            if (gaps == 0 || popcnt(digitMask & run) >= 7) separatedPhoneAt(base + <u32>ctz(separated) + 1)
            separated &= separated - 1
          }
        }
      }
    }
    if (wantsEmail) {
      signs = bits(signText(a), signText(b), signText(c), signText(d))
    }
    if (wantsIpv6) {
      const colon = splat(0x3a)
      const colonMask = bits(i8x16.eq(a, colon), i8x16.eq(b, colon), i8x16.eq(c, colon), i8x16.eq(d, colon))
      const near = shifted(colonMask, colonBefore, 1) | shifted(colonMask, colonBefore, 2)
      colons = near | shifted(colonMask, colonBefore, 3) | shifted(colonMask, colonBefore, 4)
      colonBefore = colonMask
    }
    if (wantsWords) {
      const under = splat(0x5f)
      const foreign = bits(a, b, c, d)
      const lettersMask = bits(letters(a), letters(b), letters(c), letters(d))
      const underMask = bits(i8x16.eq(a, under), i8x16.eq(b, under), i8x16.eq(c, under), i8x16.eq(d, under))
      // Signs outside of ASCII may stand right before a word, so they do not count as a part of one there.
      const plain = digitMask | lettersMask | underMask
      words = (plain | foreign) & ~shifted(plain, wordBefore, 1)
      wordBefore = plain
    }
    let all = quads | signs | colons | words
    if (base < from) all &= from - base >= 64 ? 0 : ~<u64>0 << <u64>(from - base)
    if (to - base < 64) all &= ~(~<u64>0 << <u64>(to - base))
    while (all != 0) {
      const bit: u64 = all & (0 - all)
      const place = base + <u32>ctz(all)
      if ((words & bit) != 0) wordAt(place)
      if ((quads & bit) != 0) ipv4At(place + 1)
      if ((colons & bit) != 0) ipv6At(place)
      if ((signs & bit) != 0) emailAt(place)
      all &= all - 1
    }
    base += 64
  }
  if (v128.any_true(v128.and(seen, splat(4)))) foreign = 1
  resume = to
}
