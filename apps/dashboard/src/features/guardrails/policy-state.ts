import type { GuardrailForm } from '@tandem/contracts/guardrails';
import type { GuardrailDraft } from './guardrail-draft.js';
import { choosePolicy, policyFor, type Choice, type Told } from './policy-choice.js';

export interface PolicyState {
  /** Id of the policy that counts, as things stand or as chosen; empty for none. */
  readonly chosen: string;
  /** Whether somebody has chosen it in the form. */
  readonly isChosen: boolean;
  readonly choice: Choice;
}

/** Which policy is for what stands in the form, and what has to change for that. */
export function policyStateOf({ fields }: GuardrailDraft, { policies }: Pick<GuardrailForm, 'policies'>): PolicyState {
  const told: Told = { id: fields['id'] ?? '', severity: fields['severity'] ?? 'warning' };
  const picked = fields['policy'];
  const chosen = picked ?? policyFor(policies, told);
  return { chosen, isChosen: picked !== undefined, choice: choosePolicy(policies, told, chosen) };
}
