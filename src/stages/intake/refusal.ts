/** Says why an entry of the input folder is not taken as a request. */

import type { RequestProblem } from '../../domain/request.ts'
import type { RequestFileState, Unreadable } from '../../platform/files/request-file.ts'

export type Refused = Pick<Extract<RequestFileState, { readonly kind: 'refused' }>, 'why' | 'status'>

const reasons: Readonly<Record<Unreadable, string>> = {
  'symbolic-link': 'is a symbolic link, which is never followed. Send the file itself.',
  'hard-link': 'has further names (hard links) and may belong elsewhere. Send a copy of its own.',
  directory: 'is a folder. Send a file.',
  pipe: 'is a pipe. Send a regular file.',
  socket: 'is a socket. Send a regular file.',
  device: 'is a device. Send a regular file.',
  'too-large': 'is larger than `maxRequestBytes` of the settings. Send the request in several files.',
  unreadable: 'cannot be read. Give the service the right to read it.',
}

/**
 * Whether it may be a state of an upload: one that ends with link and unlink has two names for a while, one that ends
 * with a change of rights cannot be read before, and one that goes on growing is another entry at every look.
 */
export function mayPass(why: Unreadable): boolean {
  return why === 'hard-link' || why === 'unreadable' || why === 'too-large'
}

/** Rule `not-a-file`, `too-large` or `unreadable`. */
export function refusalOf(why: Unreadable): RequestProblem {
  const rule = why === 'too-large' || why === 'unreadable' ? why : 'not-a-file'
  return { pointer: '', rule, message: `The entry ${reasons[why]}` }
}
