import type { AlertPolicy } from './alert-policy.js';

export type AlertPolicyReason =
  | { readonly code: 'policyDoesNothing' }
  | { readonly code: 'groupWaitWithoutGroup' }
  /** Steps come in the order of their times. */
  | { readonly code: 'escalationOutOfOrder' };

export interface AlertPolicyIssue {
  readonly path: readonly (string | number)[];
  readonly reason: AlertPolicyReason;
}

/** What is wrong with a policy by itself; what it refers to is checked elsewhere. Empty when nothing is. */
export function checkAlertPolicy(policy: AlertPolicy): readonly AlertPolicyIssue[] {
  const { escalation = [], groupBy, groupWaitMs } = policy;
  const effects = [groupBy, policy.repeatEveryMs, policy.escalation, policy.inhibitedBy, policy.undeliveredTo];
  const doesNothing = [...effects, policy.standstillTo].every((effect) => effect === undefined);
  return [
    ...(doesNothing ? [{ path: [], reason: { code: 'policyDoesNothing' } as const }] : []),
    ...(groupWaitMs !== undefined && groupBy === undefined
      ? [{ path: ['groupWait'], reason: { code: 'groupWaitWithoutGroup' } as const }]
      : []),
    ...escalation.flatMap(({ afterMs }, index) => {
      const before = escalation[index - 1];
      return before !== undefined && before.afterMs > afterMs
        ? [{ path: ['escalation', index, 'after'], reason: { code: 'escalationOutOfOrder' } as const }]
        : [];
    }),
  ];
}

interface Named {
  readonly kind: 'guardrail' | 'route';
  readonly path: readonly (string | number)[];
  readonly ids: readonly string[];
}

/** What a policy refers to, and where in it. */
export function namedByPolicy(policy: AlertPolicy): readonly Named[] {
  return [
    { kind: 'guardrail', path: ['guardrails'], ids: policy.guardrails ?? [] },
    { kind: 'guardrail', path: ['inhibitedBy'], ids: policy.inhibitedBy ?? [] },
    { kind: 'route', path: ['undeliveredTo'], ids: policy.undeliveredTo ?? [] },
    { kind: 'route', path: ['standstillTo'], ids: policy.standstillTo ?? [] },
    ...(policy.escalation ?? []).map(({ routes }, place): Named => ({
      kind: 'route',
      path: ['escalation', place, 'routes'],
      ids: routes,
    })),
  ];
}
