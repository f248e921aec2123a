/** The contract every product adapter keeps; `test/contract` holds each of them to it. */

import type { Disposition } from './disposition.ts'
import type { Effect, Foreseen, Progress, StartedEffect } from './effect.ts'
import type { Evaluation, FoundValue, RecordedFinding } from './finding.ts'
import type { IdentifierKind } from './identifier.ts'
import type { Left } from './outcome.ts'
import type { SettingsProblem } from './errors.ts'
import type { Reading } from './reading.ts'
import type { RowBefore } from './row-before.ts'
import type { Action } from './request.ts'
import type { Subject } from './subject.ts'

export interface Tenant {
  readonly name: string
  /** TENANT_KEY of the Info Mart; also written into the history. */
  readonly tenantKey: number
  /** ISO 3166-1 alpha-2: how national phone numbers in this tenant's data are read. */
  readonly country: string
  /** What its telephone system dials before numbers outside of it, which may be stored with them. */
  readonly dialingPrefixes?: readonly string[] | undefined
  /** The company's own numbers, as globs over digits: nobody's, whoever asks for them. */
  readonly ownNumbers?: readonly string[] | undefined
  /** IANA name. */
  readonly timeZone: string
}

/** Who the run is about, handed to find and verify as a whole: one pass over each target for all of them. */
export type Subjects = readonly Subject[]

/** What `check` found wrong. `error`: the step would fail or lie; `warning`: it works, but the operator should know. */
export interface Complaint {
  readonly severity: 'error' | 'warning'
  /** Table, column, file or right. */
  readonly place: string
  /** The rule and the next step. */
  readonly message: string
  /** A statement or setting the operator can use as it is, e.g. a GRANT; null when there is none. */
  readonly remedy: string | null
  /** The place is a column in which only the usual spellings of these kinds are looked for. */
  readonly usualSpellingsOf?: readonly IdentifierKind[]
  /** An error that keeps nobody from searching: what is found is recorded and can be planned, and not erased. */
  readonly keepsFrom?: 'erasing'
}

export interface RunContext {
  readonly runId: string
  /** When the run began: its first attempt. Missing where there is none. */
  readonly startedAt?: Date
  /** What the run is for: an export may find more of a message than a forget redacts. */
  readonly action: Action
  /** Secret random text of this run (journal): pseudonyms come from it, so that a resumed run writes the same ones. */
  readonly salt: string
  /** An erasing of what is recorded may have begun before: a row of ours that is gone may have been deleted by it. */
  readonly again: boolean
  /** Only shows what a run would do: nothing is erased after it, and nothing is noted anywhere. */
  readonly isTrial?: true
  readonly signal: AbortSignal
  /** Whether a legal hold stands: what goes as a whole, whoever is in it, stays as long as one does. */
  readonly isHoldStanding?: () => boolean
  /** Asked by a long read between two stretches: resolves when it may go on. Missing where there are no quiet hours. */
  readonly rest?: (() => Promise<void>) | undefined
  /** Told by a long read how far it has come; missing where nobody follows it. */
  readonly onRead?: ((reading: Reading) => void) | undefined
  /**
   * What earlier forgets recorded for this entry, in these tables, of whom `isWanted` takes; as long as the record holds
   * it. Missing where nothing is recorded.
   */
  readonly recordedBefore?: (
    tables: readonly string[],
    isWanted: (kind: IdentifierKind, consumerId: string) => boolean,
  ) => AsyncIterable<RowBefore>
}

/** A system that is searched, or one that is declared and reported in every run. */
export type AnyProduct<Tools> = Product<Tools> | DeclaredProduct

/** A system that is not searched, with what is said of it instead. */
export interface DeclaredProduct<Settings = unknown> {
  readonly id: string
  readonly title: string
  readonly settingsSchema: Readonly<Record<string, unknown>>
  /** A method for the same reason as `open`. */
  disposition(settings: Settings): Disposition
}

export interface Product<Tools, Settings = unknown> {
  /** As in `product:` of the settings and in the history, e.g. `info-mart`. */
  readonly id: string
  readonly title: string
  /** JSON Schema (2020-12) of this product's entry in the settings, beyond `product`. */
  readonly settingsSchema: Readonly<Record<string, unknown>>
  /** What the schema cannot say. `isInbox`: whether requests are taken in that folder. */
  checkSettings?(
    settings: Settings,
    databases: readonly string[],
    isInbox?: (path: string) => boolean,
  ): readonly SettingsProblem[]
  /**
   * Only for a product whose data stands elsewhere than in the `database` of its entry: what its locators count from. A
   * run that was recorded there goes on nowhere else. A member `database` in it is a name in `databases`.
   */
  placeOf?(settings: Settings): unknown
  /** Ids of products that have to be done before this one erases: they look up in it whom they search for. */
  readonly after?: readonly string[]
  /**
   * Parts of the system that are not searched, or steps by hand that a search does not do, each under a short name of its
   * own: told in every run as a declared product is.
   */
  declares?(settings: Settings): Readonly<Record<string, Disposition>>
  /** What its locators name moves when others write: no legal hold can be on one of them. */
  readonly placesMove?: true
  /** Its search knows from which day a row is, and tells what is from outside of an identifier's periods. */
  readonly datesRows?: true
  /** It finds places in texts: how many there are says nothing of how many rows somebody's identifier reaches. */
  readonly isText?: true
  /**
   * Opens the product with settings that have passed `settingsSchema`. Must not touch data. A method, so that products
   * with settings of their own stand in one list: the schema has checked what the type then promises.
   */
  open(settings: Settings, tenant: Tenant, tools: Tools): Promise<ProductSession>
}

export interface ProductSession {
  /** The kinds this session searches by, under its settings. */
  readonly searchesBy: readonly IdentifierKind[]
  /** Reachable? Rights, tables, columns, lengths, indexes as expected? `forget` asks for the rights to erase too. */
  check(forAction: Action): Promise<readonly Complaint[]>
  /**
   * What of a request leads nowhere although it is well formed, in sentences for operator and sender: nothing personal.
   * Asked at every attempt, whether something is searched in it or not.
   */
  remarks?(subjects: Subjects): Promise<readonly string[]>
  /**
   * One pass over each target for all subjects, in bounded memory. Yields every finding once, and for every target and
   * identifier searched without a match one finding with locator and content null. Where a row tells people apart, whom
   * it concerns is told with it. What hits one person alone is unevaluated for that person; StepFailed is thrown for what
   * hits everybody: no connection, no table.
   */
  find(subjects: Subjects, run: RunContext): AsyncIterable<Evaluation>
  /** What erasing would do to what was found, as far as it can be told without doing it. */
  foresee?(findings: AsyncIterable<FoundValue>, run: RunContext): AsyncIterable<Foreseen>
  /** The bytes of a finding that is a blob, as they stand in the store. */
  read?(finding: RecordedFinding, run: RunContext): AsyncIterable<Uint8Array>
  /**
   * Redacts or deletes what was recorded, by locator, never by a new search, and tells what became of every finding; what
   * is redacted already counts as erased. What is begun elsewhere names its findings and is lasting before the next effect
   * is asked for; what was cut off in between is asked for again, so an expiry that stands is told and not renewed.
   */
  erase(findings: AsyncIterable<RecordedFinding>, run: RunContext): AsyncIterable<Effect>
  /**
   * Goes on with what erasing started, also after a crash: its receipt was in the record before. A receipt whose job the
   * store does not know is begun under that receipt, never as a second job: `erase` may leave it to this. What it does not
   * tell of goes on.
   */
  poll?(started: readonly StartedEffect[], run: RunContext): AsyncIterable<Progress>
  /**
   * Looks again: for the subjects by a search of its own, and at the recorded locators. Returns what is left, nothing
   * for what is clean. Values that `erase` deferred are left and are counted here too.
   */
  verify(subjects: Subjects, findings: AsyncIterable<RecordedFinding>, run: RunContext): Promise<readonly Left[]>
  /**
   * What the latest search of this session came across and could not judge, or found on a way that its answer must tell,
   * in sentences: nothing personal. Asked when the work on a step ends.
   */
  unjudged?(): readonly string[]
  /**
   * Only for a product whose clients may write back what was erased: yields what came back of earlier forgets, each
   * once and only what holds a value, without being told whom to look for. The scheduled pass has it recorded and
   * erased like any finding. Costs nothing when there is nobody to look for.
   */
  returned?(run: RunContext): AsyncIterable<Evaluation>
  /** Safe twice. */
  close(): Promise<void>
}

/** The verbs of a session as an object of their own, so that a decorator can replace one of them. */
export function verbsOf(session: ProductSession): ProductSession {
  return {
    searchesBy: session.searchesBy,
    check: (forAction) => session.check(forAction),
    find: (subjects, run) => session.find(subjects, run),
    erase: (findings, run) => session.erase(findings, run),
    verify: (subjects, findings, run) => session.verify(subjects, findings, run),
    close: () => session.close(),
    unjudged: () => session.unjudged?.() ?? [],
    remarks: async (subjects) => (await session.remarks?.(subjects)) ?? [],
    foresee: (findings, run) => session.foresee?.(findings, run) ?? nothing(),
    read: (finding, run) => session.read?.(finding, run) ?? nothing(),
    poll: (started, run) => session.poll?.(started, run) ?? nothing(),
    returned: (run) => session.returned?.(run) ?? nothing(),
  }
}

async function* nothing(): AsyncIterable<never> {}
