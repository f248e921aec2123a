/** Settings of Workspace Desktop favorites: where they are stored, and which part of a profile is one. */

export interface AnnexSettings {
  readonly database: string
  readonly table: string
  readonly key: readonly string[]
  readonly section: string
  readonly option: string
  readonly value: string
  /** Rows whose section and option bear one of these names hold favorites; null for any name. */
  readonly sections: readonly string[] | null
  readonly options: readonly string[] | null
  readonly tenant: { readonly column: string; readonly value: number | string } | null
}

export const formats = ['auto', 'xml', 'json', 'key-value'] as const
export type ProfileFormat = (typeof formats)[number]

/** What in a profile is a favorite; names are compared regardless of case. `*` among the fields means every field. */
export interface FavoriteNames {
  readonly format: ProfileFormat
  /** XML elements that are a favorite. */
  readonly elements: readonly string[]
  /** JSON names whose items are favorites. */
  readonly lists: readonly string[]
  /** Keys of key-value text: `$Id$` tells favorites apart, `$Field$` is the field's name. */
  readonly keys: readonly string[]
  readonly phones: readonly string[]
  readonly emails: readonly string[]
  /** Elements, names or sections whose content is left alone: recents, corporate favorites. */
  readonly leaveAlone: readonly string[]
}

export interface WorkspaceSettings {
  readonly recordOptionLocallyOnly: boolean
  /** Null: favorites are not kept in a shared folder. */
  readonly recordLocation: string | null
  /** Values of `$Env.X$`. */
  readonly environment: Readonly<Record<string, string | readonly string[]>>
  /** Whether locations may hold no profile, or which values of `environment` those have that may. */
  readonly mayBeEmpty: boolean | readonly string[]
  /** Glob patterns of the profiles' names within an agent's folder. */
  readonly files: readonly string[]
  readonly annex: AnnexSettings | null
  readonly favorites: FavoriteNames
  /** Fewer digits match whole numbers only, never a part of one. */
  readonly leastDigits: number
  /** What a forget does with a favorite whose number only contains the digits. */
  readonly partOfNumber: 'hold' | 'erase'
  readonly repeatDays: number
  /** Null: in Lethe's own state folder. */
  readonly logFolder: string | null
}

/** As it stands in the settings file. */
export type WrittenWorkspaceSettings = Partial<Omit<WorkspaceSettings, 'annex' | 'favorites'>> & {
  readonly annex?: Partial<AnnexSettings> & Pick<AnnexSettings, 'database'>
  readonly favorites?: Partial<FavoriteNames>
}

/** No public text names any of these: they are to be confirmed on site. */
const defaultFavorites: FavoriteNames = {
  format: 'auto',
  elements: ['Favorite', 'PersonalFavorite'],
  lists: ['Favorites', 'PersonalFavorites'],
  keys: ['Favorites.$Id$.$Field$', 'Favorite.$Id$.$Field$'],
  phones: ['Phone', 'PhoneNumber', 'PhoneNumbers', 'Number', 'Mobile', 'Fax', 'Destination'],
  emails: ['Email', 'EmailAddress', 'EmailAddresses', 'Mail'],
  leaveAlone: ['Recent', 'Recents', 'RecentContacts', 'CorporateFavorite', 'CorporateFavorites'],
}

const defaultAnnex = {
  table: 'PERSON_ANNEX',
  key: ['PERSON_DBID', 'SECTION_NAME', 'OPTION_NAME'],
  section: 'SECTION_NAME',
  option: 'OPTION_NAME',
  value: 'OPTION_VALUE',
  sections: ['interaction-workspace'],
  options: ['favorites', 'personal-favorites'],
  tenant: null,
} as const

/** What the schema has accepted, with the defaults filled in. A blank location means the annex, as in Workspace itself. */
export function readSettings(written: WrittenWorkspaceSettings): WorkspaceSettings {
  const { annex, favorites, recordLocation, ...rest } = written
  return {
    recordOptionLocallyOnly: false,
    environment: {},
    mayBeEmpty: false,
    files: ['**'],
    leastDigits: 7,
    partOfNumber: 'hold',
    repeatDays: 30,
    logFolder: null,
    ...rest,
    recordLocation: (recordLocation ?? '').trim() === '' ? null : (recordLocation ?? null),
    annex: annex === undefined ? null : { ...defaultAnnex, ...annex },
    favorites: { ...defaultFavorites, ...favorites },
  }
}

const text = { type: 'string', minLength: 1 } as const
const names = (description: string, fallback: readonly string[]): Readonly<Record<string, unknown>> => ({
  type: 'array',
  minItems: 1,
  items: text,
  description,
  default: fallback,
})
const namesOrAny = { anyOf: [{ type: 'array', minItems: 1, items: text }, { type: 'null' }] } as const

const annexSchema = {
  type: 'object',
  required: ['database'],
  additionalProperties: false,
  properties: {
    database: { type: 'string', description: 'Name in `databases`.' },
    table: { ...text, default: defaultAnnex.table },
    key: names('Columns that are unique together.', defaultAnnex.key),
    section: { ...text, default: defaultAnnex.section },
    option: { ...text, default: defaultAnnex.option },
    value: { ...text, default: defaultAnnex.value },
    sections: { ...namesOrAny, default: defaultAnnex.sections },
    options: { ...namesOrAny, default: defaultAnnex.options },
    tenant: {
      anyOf: [
        {
          type: 'object',
          required: ['column', 'value'],
          additionalProperties: false,
          properties: { column: text, value: { type: ['integer', 'string'] } },
        },
        { type: 'null' },
      ],
    },
  },
} as const

export const workspaceSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    recordOptionLocallyOnly: { type: 'boolean', description: '`options.record-option-locally-only` of Workspace.' },
    recordLocation: { type: 'string', description: '`options.record-location`, as this machine sees the share.' },
    environment: {
      type: 'object',
      additionalProperties: { anyOf: [text, { type: 'array', minItems: 1, items: text }] },
      description: 'Values of `$Env.X$`, on all workstations.',
    },
    mayBeEmpty: {
      anyOf: [{ type: 'boolean' }, { type: 'array', minItems: 1, items: text }],
      default: false,
      description: 'Locations that may hold no profile: all, or those with these values of `environment`.',
    },
    files: names('Glob patterns of profiles within an agent’s folder.', ['**']),
    annex: annexSchema,
    favorites: {
      type: 'object',
      additionalProperties: false,
      properties: {
        format: { enum: formats, default: 'auto' },
        elements: names('XML elements that are a favorite.', defaultFavorites.elements),
        lists: names('JSON names whose items are favorites.', defaultFavorites.lists),
        keys: {
          ...names('Keys of key-value text.', defaultFavorites.keys),
          items: { type: 'string', pattern: '\\$Id\\$.*\\$Field\\$' },
        },
        phones: names('Fields that hold phone numbers; `*` for every field.', defaultFavorites.phones),
        emails: names('Fields that hold e-mail addresses; `*` for every field.', defaultFavorites.emails),
        leaveAlone: names('Whose content is left alone.', defaultFavorites.leaveAlone),
      },
    },
    leastDigits: { type: 'integer', minimum: 7, maximum: 15, default: 7 },
    partOfNumber: {
      enum: ['hold', 'erase'],
      default: 'hold',
      description:
        'A favorite whose number only contains the digits that a forget names may be a stranger’s. hold: it stays, and the identifier is held; erase: it goes, as the documented rule has it.',
    },
    repeatDays: { type: 'integer', minimum: 0, maximum: 365, default: 30 },
    logFolder: { ...text, 'x-path': true },
  },
} as const
