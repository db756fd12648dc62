import type { StoredDecision } from './decision-ports.js';

const stateAfter = {
  draft: 'draft',
  revise: 'draft',
  propose: 'open',
  sign: 'open',
  refuse: 'refused',
  withdraw: 'withdrawn',
  accept: 'accepted',
} as const;

/** A decision as it stood at a time: what had been done and graded by then, and the words of then; null before it was drafted. */
export function decisionAsOf(decision: StoredDecision, time: Date): StoredDecision | null {
  const steps = decision.steps.filter(({ at }) => at <= time);
  const last = steps.at(-1);
  if (last === undefined) return null;
  const state = stateAfter[last.step];
  return {
    ...decision,
    state,
    steps,
    content: steps.findLast(({ content }) => content !== null)?.content ?? decision.content,
    signatures: decision.signatures.filter(({ at }) => at <= time),
    acceptedAt: state === 'accepted' ? last.at : null,
    grades: decision.grades.filter(({ at }) => at <= time),
  };
}
