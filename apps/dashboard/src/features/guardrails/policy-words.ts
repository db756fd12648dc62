import { catalogue } from '../../text/catalogue.js';

/** The words of the form's part on how alerts are told again, together and to others. */
export const POLICY_WORDS = catalogue('guardrailPolicy', {
  title: 'How people are told again',
  label: 'Alert policy',
  none: 'none',
  toldOnce: 'Each alert is told once over its routes, and once more when it ends.',
  doesNothing: 'It changes nothing.',
  shared: 'A policy is shared: its times and receivers are changed for all of its guardrails at once.',
  nobody: 'Nobody is told yet, by a policy neither: choose a route.',
  changes: (policies: readonly string[]) =>
    `Keeping this also changes which guardrails ${policies.join(' and ')} ${policies.length === 1 ? 'names' : 'name'}.`,
  add: 'Add a policy',
  open: (policy: string) => `Open ${policy}`,
  hindrances: {
    severity: (policy: string) => `“${policy}” is for alerts of the other severity only.`,
    forAll: (policy: string) =>
      `“${policy}” is asked first and is for every guardrail: let it name guardrails, or choose it here.`,
    forThisOnly: (policy: string) =>
      `“${policy}” is asked first and is for this guardrail only: remove it, or let it name others.`,
  },
});
