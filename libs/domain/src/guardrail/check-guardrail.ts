import Big from 'big.js';
import type { Guardrail } from './guardrail.js';

export type GuardrailReason =
  | { readonly code: 'notOneLimit'; readonly given: 'none' | 'both' }
  | {
      readonly code: 'clearLimitLax';
      readonly clearAt: string;
      readonly side: 'floor' | 'ceiling';
      readonly limit: string;
    }
  | { readonly code: 'nameTwice'; readonly name: string };

export interface GuardrailIssue {
  readonly path: readonly (string | number)[];
  readonly reason: GuardrailReason;
}

/** What is wrong with a guardrail taken by itself: it has exactly one limit, and clears at one that is at least as strict. */
export function checkGuardrail({ atLeast, atMost, clearAt, routes }: Guardrail): readonly GuardrailIssue[] {
  const issues: GuardrailIssue[] = routes.flatMap((name, index) =>
    routes.indexOf(name) < index ? [{ path: ['routes', index], reason: { code: 'nameTwice', name } }] : [],
  );
  if ((atLeast === undefined) === (atMost === undefined)) {
    return [
      ...issues,
      {
        path: atMost === undefined ? [] : ['atMost'],
        reason: { code: 'notOneLimit', given: atLeast === undefined ? 'none' : 'both' },
      },
    ];
  }
  const side = atMost === undefined ? 'floor' : 'ceiling';
  const limit = atLeast ?? atMost;
  if (clearAt !== undefined && limit !== undefined) {
    const lax = side === 'floor' ? new Big(clearAt).lt(limit) : new Big(clearAt).gt(limit);
    if (lax) issues.push({ path: ['clearAt'], reason: { code: 'clearLimitLax', clearAt, side, limit } });
  }
  return issues;
}
