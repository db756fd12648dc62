import type { Thing } from './flat-thing.js';
import { policyDraft } from './policy-draft.js';
import { POLICY } from './routing-words.js';

/** Which alerts a policy is for, in words. */
export function scopeText(thing: Thing): string {
  const { guardrails, severity } = policyDraft(thing);
  const which = guardrails.length === 0 ? POLICY.everyGuardrail : guardrails.join(', ');
  return severity === '' ? which : POLICY.severityOnly(which, severity);
}

/** What a policy does with them, in words. */
export function effectText(thing: Thing): string {
  const { isGrouped, groupBy, repeatEvery, escalation, inhibitedBy, undeliveredTo, standstillTo } = policyDraft(thing);
  return [
    isGrouped ? POLICY.toldTogether(groupBy) : '',
    repeatEvery === '' ? '' : POLICY.repeated(repeatEvery),
    ...escalation.map(({ after, routes }) => POLICY.then(after, routes.join(', '))),
    inhibitedBy.length === 0 ? '' : POLICY.heldBack(inhibitedBy.join(', ')),
    undeliveredTo.length === 0 ? '' : POLICY.whenUndelivered(undeliveredTo.join(', ')),
    standstillTo.length === 0 ? '' : POLICY.whenStill(standstillTo.join(', ')),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
