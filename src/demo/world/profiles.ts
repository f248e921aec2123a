/** Profiles of two agents in a shared folder: a favorite of Ada in each, next to those of strangers. */

export interface MarkedProfile {
  /** The agent's own folder, by user name. */
  readonly agent: string
  readonly fileName: string
  /** With marks around Ada's favorites. */
  readonly marked: string
}

const xml = `<?xml version="1.0" encoding="utf-8"?>
<Profile>
  <Favorites>
    <Favorite Name="Finn Lookalike" PhoneNumber="+1 212 555 0143" />
    «<Favorite Name="Ada Sample" PhoneNumber="(212) 555-0142" />»
    <Favorite Name="Gil Lookalike" PhoneNumber="555-0142" />
  </Favorites>
</Profile>
`

/** In a list the comma goes too, and the space up to the next one. */
const json = `{
  "Favorites": [
    «{ "Name": "Ada S.", "EmailAddress": "Ada Sample <ada.sample@example.com>" },
    »{ "Name": "Finn Lookalike", "EmailAddress": "xada.sample@example.com" },
    { "Name": "Eve Lookalike", "PhoneNumber": "312-555-0142" }
  ]
}
`

export const markedProfiles: readonly MarkedProfile[] = [
  { agent: 'sue.sample2', fileName: 'favorites.xml', marked: xml },
  { agent: 'tom.sample', fileName: 'favorites.json', marked: json },
]
