import type { Thing } from '../settings/flat-thing.js';
import { policyDraft } from '../settings/policy-draft.js';

/** What decides which policy is for a guardrail. */
export interface Told {
  readonly id: string;
  readonly severity: string;
}

/** Why lists of guardrails alone cannot give a guardrail the policy that was chosen. */
export type Hindrance =
  /** The policy is for the other severity only. */
  | { readonly why: 'severity'; readonly policy: string }
  /** This one is asked before, and is for every guardrail. */
  | { readonly why: 'forAll'; readonly policy: string }
  /** This one is asked before and names no other guardrail: without it, it would be for every one. */
  | { readonly why: 'forThisOnly'; readonly policy: string };

export type Choice =
  | { readonly changed: readonly Thing[]; readonly hindrance: null }
  | { readonly changed: null; readonly hindrance: Hindrance };

/** The policies that are for a guardrail; the first of them counts. */
function fitting(policies: readonly Thing[], { id, severity }: Told): readonly Thing[] {
  return policies.filter((policy) => {
    const draft = policyDraft(policy);
    return (
      (draft.guardrails.length === 0 || draft.guardrails.includes(id)) &&
      (draft.severity === '' || draft.severity === severity)
    );
  });
}

/** The id of the policy that counts for a guardrail; empty when none is for it. */
export function policyFor(policies: readonly Thing[], told: Told): string {
  const [first] = fitting(policies, told);
  return first === undefined ? '' : policyDraft(first).id;
}

/**
 * The policies as they have to read so that `chosen` is the one that counts for a guardrail; none for an empty text. A policy names
 * guardrails, and not they it: the one that is chosen takes the guardrail up, and those that are asked before it let it go.
 */
export function choosePolicy(policies: readonly Thing[], told: Told, chosen: string): Choice {
  const place = policies.findIndex((policy) => policyDraft(policy).id === chosen);
  const wanted = policies[place];
  const { guardrails, severity } = policyDraft(wanted ?? {});
  if (severity !== '' && severity !== told.severity) return hindered('severity', chosen);
  const before = fitting(wanted === undefined ? policies : policies.slice(0, place), told);
  for (const policy of before) {
    const { id, guardrails: named } = policyDraft(policy);
    if (named.length < 2) return hindered(named.length === 0 ? 'forAll' : 'forThisOnly', id);
  }
  const letGo = before.map((policy) => ({
    ...policy,
    guardrails: policyDraft(policy).guardrails.filter((id) => id !== told.id),
  }));
  const takesUp = wanted !== undefined && guardrails.length > 0 && !guardrails.includes(told.id);
  const taken = takesUp ? [{ ...wanted, guardrails: [...guardrails, told.id] }] : [];
  return { changed: [...letGo, ...taken], hindrance: null };
}

function hindered(why: Hindrance['why'], policy: string): Choice {
  return { changed: null, hindrance: { why, policy } };
}
