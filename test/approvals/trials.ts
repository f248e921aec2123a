/** Trials that chance makes up: rows that drift, decisions of all kinds, time that runs out, passes that are cut off. */

import { withWorld } from '../support/tenant-context.ts'
import { chanceFrom, type Chance } from '../soak/random.ts'
import { expiresAfterMs, needed, Office, other, signers, type PlanSeen } from './office.ts'

export interface Verdict {
  readonly trials: number
  /** Passes that were cut off. */
  readonly cutOff: number
  readonly erased: number
  readonly faults: readonly string[]
}

/** What a plan may be about, and who has decided what of it: kept without looking at Lethe's own memory. */
interface Known extends PlanSeen {
  readonly rows: ReadonlySet<string>
  readonly settings: string
  readonly words: Map<'rosa' | 'liam', 'approve' | 'reject'>
  isBegun: boolean
}

export async function tryApprovals({
  seed,
  trials,
}: {
  readonly seed: number
  readonly trials: number
}): Promise<Verdict> {
  const faults: string[] = []
  const count = { cutOff: 0, erased: 0 }
  for (let n = 0; n < trials; n += 1) {
    const trial = new Trial(chanceFrom(seed * 1_000_003 + n), count)
    for (const fault of await withWorld((world) => trial.run(new Office(world)))) {
      faults.push(`seed ${seed}, trial ${n}: ${fault}`)
      process.stdout.write(`${faults.at(-1)}\n`)
    }
    if (n % 100 === 99) process.stdout.write(`approvals: ${n + 1} trials, ${faults.length} faults\n`)
  }
  return { trials, ...count, faults }
}

const acts = ['drift', 'drift', 'sign', 'sign', 'sign', 'spoil', 'spoil', 'approve', 'wait', 'settings'] as const

class Trial {
  readonly #chance: Chance
  readonly #count: { cutOff: number; erased: number }
  readonly #plans = new Map<string, Known>()
  /** Every version of every row of the person that was ever there. */
  readonly #everSeen = new Set<string>()
  readonly #faults: string[] = []
  #nextId = 100

  constructor(chance: Chance, count: { cutOff: number; erased: number }) {
    this.#chance = chance
    this.#count = count
  }

  async run(office: Office): Promise<readonly string[]> {
    const others = await office.others()
    await office.ask()
    await this.#pass(office)
    for (let round = 2 + this.#chance.below(5); round > 0; round -= 1) {
      await this.#something(office)
      await this.#pass(office)
      // Whatever comes after the last answer is nobody's promise.
      if (office.plan() === null) break
    }
    await this.#end(office)
    if ((await office.others()).join() !== others.join()) this.#faults.push('somebody else was touched')
    return this.#faults
  }

  /** Whoever looks on calmly in the end, and approves, has everything erased. */
  async #end(office: Office): Promise<void> {
    for (let patience = 4; patience > 0 && office.plan() !== null; patience -= 1) {
      this.#approve(office, office.plan())
      await this.#calmly(office)
    }
    const isRejected = office.responses().some((response) => response.startsWith('ERROR: rejected'))
    if (isRejected) return
    if ((await office.rows()).size > 0) this.#faults.push(`rows are left: ${office.responses().join(' | ')}`)
    if (office.responses().some((response) => !response.startsWith('SUCCESS'))) {
      this.#faults.push(`it does not come to its end: ${office.responses().join(' | ')}`)
    }
  }

  #approve(office: Office, plan: PlanSeen | null): void {
    if (plan === null) return
    const text = office.decision(plan.plan)
    office.drop(text, signers.rosa.signed(text) + signers.liam.signed(text))
    const known = this.#plans.get(plan.plan)
    this.#said = () => known?.words.set('rosa', 'approve').set('liam', 'approve')
  }

  async #something(office: Office): Promise<void> {
    for (let more = 1 + this.#chance.below(3); more > 0; more -= 1) await this.#act(office)
  }

  async #act(office: Office): Promise<void> {
    const what = this.#chance.oneOf(acts)
    switch (what) {
      case 'drift':
        await this.#drift(office)
        return
      case 'sign':
        this.#sign(office)
        return
      case 'spoil':
        this.#spoil(office)
        return
      case 'approve':
        this.#approve(office, office.plan())
        return
      case 'wait':
        office.offsetMs += this.#chance.below(2 * expiresAfterMs)
        return
      case 'settings':
        office.settingsMark = this.#chance.oneOf(['settings', 'others'])
        return
      default:
        what satisfies never
    }
  }

  /** One of the two says something of the plan that stands there, or of an older one. */
  #sign(office: Office): void {
    const [first, ...more] = [...this.#plans.values(), ...this.#current(office)]
    if (first === undefined) return
    const known = this.#chance.oneOf([first, ...more])
    const who = this.#chance.oneOf(['rosa', 'liam'] as const)
    const decision = this.#chance.happens(0.15) ? 'reject' : 'approve'
    const text = office.decision(known.plan, decision)
    office.drop(text, signers[who].signed(text))
    this.#said = () => known.words.set(who, decision)
  }

  /** Counts when a pass sees it: another decision may take its place before. */
  #said: (() => void) | null = null

  #current(office: Office): readonly Known[] {
    const plan = office.plan()
    const known = plan === null ? undefined : this.#plans.get(plan.plan)
    return known === undefined ? [] : [known, known, known]
  }

  /** What must not count. */
  #spoil(office: Office): void {
    const plan = office.plan()?.plan ?? 'a'.repeat(64)
    const text = office.decision(plan)
    const elsewhere = office.decision(office.plan(other)?.plan ?? 'b'.repeat(64))
    const spoilt = this.#chance.oneOf([
      [text, signers.stranger.signed(text) + signers.stranger.signed(text)],
      [text, signers.rosa.signed(text, 'file') + signers.liam.signed(text, 'file')],
      [text, signers.rosa.signed(elsewhere) + signers.liam.signed(elsewhere)],
      [elsewhere, signers.rosa.signed(elsewhere)],
      [text, ''],
      [text.replace('approve', 'reject'), signers.rosa.signed(text)],
    ] as const)
    office.drop(...spoilt)
    this.#said = null
    // One person with two keys is one person.
    if (!this.#chance.happens(0.2)) return
    office.drop(text, signers.rosa.signed(text) + signers.rosasOther.signed(text))
    const known = this.#plans.get(plan)
    this.#said = () => known?.words.set('rosa', 'approve')
  }

  async #drift(office: Office): Promise<void> {
    const id = this.#chance.oneOf([1, 3, 4, this.#nextId++])
    const phone = this.#chance.oneOf(['7815550101', '+17815550101', '781-555-0102', null])
    await office.change(this.#chance.oneOf(['NOTES', 'CALLS']), id, phone)
  }

  async #pass(office: Office): Promise<void> {
    if (!this.#chance.happens(0.3)) {
      await this.#calmly(office)
      return
    }
    const fatal = this.#chance.below(120)
    let point = 0
    const before = await office.rows()
    this.#remember(before)
    const allowed = this.#allowed(office)
    try {
      await office.pass(() => {
        if (point++ >= fatal) throw new Error('cut off')
      })
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'cut off') throw error
      this.#count.cutOff += 1
    }
    await this.#judge(office, before, allowed)
    await this.#calmly(office)
  }

  async #calmly(office: Office): Promise<void> {
    const before = await office.rows()
    this.#remember(before)
    const allowed = this.#allowed(office)
    await office.pass(() => {})
    await this.#judge(office, before, allowed)
    const plan = office.plan()
    if (plan === null || this.#plans.has(plan.plan)) return
    const settings = office.settingsMark
    this.#plans.set(plan.plan, { ...plan, rows: new Set(this.#everSeen), settings, words: new Map(), isBegun: false })
  }

  #remember(rows: ReadonlySet<string>): void {
    for (const row of rows) this.#everSeen.add(row)
  }

  /** What may be erased by now, by plan. */
  #allowed(office: Office): readonly Known[] {
    this.#said?.()
    this.#said = null
    return [...this.#plans.values()].filter(({ words, settings, madeAt, isBegun }) => {
      const approvals = [...words.values()].filter((word) => word === 'approve').length
      const isRejected = !isBegun && [...words.values()].includes('reject')
      const isLate = !isBegun && office.now() >= madeAt + expiresAfterMs
      return approvals >= needed && !isRejected && !isLate && settings === office.settingsMark
    })
  }

  async #judge(office: Office, before: ReadonlySet<string>, allowed: readonly Known[]): Promise<void> {
    const after = await office.rows()
    const gone = [...before].filter((row) => !after.has(row))
    this.#count.erased += gone.length
    for (const row of gone) {
      const by = allowed.filter(({ rows }) => rows.has(row))
      for (const plan of by) plan.isBegun = true
      if (by.length === 0) this.#faults.push(`erased without an approval: ${row}`)
    }
    const isAnyLeft = (phone: string) => [...after].some((row) => row.endsWith(phone.slice(-4)))
    for (const [index, response] of office.responses().entries()) {
      const phone = index === 0 ? '7815550101' : '7815550102'
      if (response.startsWith('SUCCESS') && isAnyLeft(phone)) this.#faults.push(`a false ${response} of ${phone}`)
    }
  }
}
