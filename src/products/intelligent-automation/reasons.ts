/** Why something is not known, or not done, yet. */

export const reasons = {
  asked: 'the GDPR task of Intelligent Automation was asked, and answers overnight; it is asked again at the next pass',
  trial: 'what Intelligent Automation has is known only after its GDPR task was asked, which a run does',
  today:
    'calls of the day on which it was first looked for become visible overnight; it is looked for again at the next pass',
  failure:
    'the GDPR task says that the request did not succeed; it stays in its folder, and the task tries it again the next night',
  unknown:
    'a result of the GDPR task says neither success nor failure of the request; correct `task.success` or `task.failure`',
  taken:
    'the GDPR task has taken the request from its folder, and no result names it; look into `task.results`, and correct `task.resultNames`',
  noAnswer:
    'the GDPR task says that it succeeded, and has exported nothing under the name of the request; correct `task.answerNames`',
  unreadable: 'an answer of the GDPR task cannot be read; look into `task.answers`',
  unnamed:
    'the answer of the GDPR task leaves the number out, and nothing tells that for sure from nothing found; the task is asked anew the next day',
  verifying: 'the GDPR task says that it succeeded; it was asked to export once more, to see that nothing is left',
  left: 'the GDPR task says that it succeeded, and shows values of the person; it is asked again',
  requestGone:
    'the request file is gone, so that nobody can ask the GDPR task what is left; set `database`, or send it again',
} as const

export function overnight(until: Date): string {
  return `the overnight job of Intelligent Automation runs until ${until.toISOString()}`
}
