/** Every failure of Web Services that the calls themselves do not tell (those are in `platform/http/failure.ts`). */

import { StepFailed } from '../../domain/errors.ts'

const noRetry = { retryable: false } as const

export function unknownThere(what: string): StepFailed {
  const message = `Web Services does not know ${what} (404); check \`baseUrl\` and \`storage\``
  return new StepFailed('missing-table', message, noRetry)
}

export function noSuchGroups(names: readonly string[]): StepFailed {
  const groups = names.map((name) => `\`${name}\``).join(', ')
  return new StepFailed('missing-table', `Web Services has no settings group ${groups}; correct \`groups\``, noRetry)
}

export function noGroupShown(): StepFailed {
  const message = 'Web Services shows no settings group to this user; check its rights and `exclude`'
  return new StepFailed('missing-table', message, noRetry)
}

export function callFailed(server: string): StepFailed {
  const message = `${server} answered that the call failed; look into its log, then it is tried again`
  return new StepFailed('statement', message, noRetry)
}

/** Removing the whole setting would take other people's favorites with it. */
export function noSingleFavorite(group: string): StepFailed {
  const message =
    `a setting of the group \`${group}\` names a subject where no favorite is known to stand: ` +
    'say in `storage.favoriteAt` where single favorites stand, or exclude the group'
  return new StepFailed('cannot-redact', message, noRetry)
}

export function unnameable(group: string, key: string | null): StepFailed {
  const fault = key === null ? 'has no key' : 'shares its key with another'
  const message = `a setting of the group \`${group}\` ${fault} and cannot be changed through the API: change it by hand, or exclude the group`
  return new StepFailed('cannot-redact', message, noRetry)
}

/** A body that gets lost on the way turns the call into one that deletes the group. */
export function tookOthers(group: string): StepFailed {
  const message =
    `removing one setting of the group \`${group}\` took all others away too: nothing more is erased; ` +
    'restore the group, and see `storage.changeBy`'
  return new StepFailed('cannot-redact', message, noRetry)
}

export function keepsChanging(group: string): StepFailed {
  const message = `a setting of the group \`${group}\` is changed by others again and again; it is tried again`
  return new StepFailed('changed', message, { retryable: true })
}

export function foreignFinding(): StepFailed {
  const message = 'a recorded finding is none of this product; was the entry of another product renamed?'
  return new StepFailed('history', message, noRetry)
}
