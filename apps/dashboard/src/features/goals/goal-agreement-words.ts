import { catalogue } from '../../text/catalogue.js';

/** What waits for signatures on a goal, and what was agreed before. */
export const words = catalogue('goal agreement', {
  whoSigns: 'People who own something sign: an administrator says which person you are.',
  outdated: 'Other terms hold since. Withdraw this one and propose it anew.',
  hasSigned: (side: string) => `${side} has signed.`,
  signFor: (side: string) => `Sign for ${side}`,
  withdraw: 'Withdraw',
  declineReason: 'Reason to decline',
  decline: 'Decline',
  signedBy: (name: string) => `signed by ${name}`,
  somebody: 'somebody',
  notSigned: 'not signed yet',
  waits: 'Agreement that waits',
  waitsForBoth: 'This goal waits for the signatures of both sides',
  proposed: 'Proposed change',
  proposedOf: (version: number) => `Proposed change of version ${version}`,
  file: 'A configuration file',
  proposedOn: (day: string) => `Proposed ${day}.`,
  proposedOnAtOnce: (day: string) =>
    `Proposed ${day}; holds as soon as both have signed. Until then the present terms stand.`,
  proposedOnFrom: (day: string, from: string) =>
    `Proposed ${day}; holds from ${from}. Until then the present terms stand.`,
  history: 'History',
  version: (version: number) => `Version ${version}`,
  from: (day: string) => `from ${day}`,
  holdsNow: 'holds now',
  signatures: (names: string) => `Signed by ${names}`,
  movedAfterMiss: (metric: string, status: string) => `Moved after a miss: ${metric} ${status}`,
  stoodThen: (metric: string, status: string) => `It stood then: ${metric} ${status}`,
  at: (value: string, target: string) => `at ${value} of ${target}`,
  everyStep: 'Every step, as the audit chain has it',
  earlier: 'Earlier steps stand in the audit trail.',
  number: (sequence: number, hash: string) => `no. ${sequence} · ${hash}`,
  actions: {
    create: 'wrote the goal',
    change: 'changed it',
    propose: 'proposed',
    sign: 'signed',
    refuse: 'refused',
    withdraw: 'withdrew',
    accept: 'took effect',
    publish: 'published it',
    'check-in': 'checked in',
    override: 'put another status',
  },
});

/** What somebody did, after their name. */
export function actionText(action: string): string {
  const actions: Readonly<Record<string, string>> = words.actions;
  return actions[action] ?? action;
}
