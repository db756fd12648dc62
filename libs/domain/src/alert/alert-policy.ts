import type { Guardrail } from '../guardrail/guardrail.js';
import type { Side } from '../metric/definition.js';

/** What alerts of a group have in common, so that they go in one message. */
export type GroupField = 'metric' | 'severity' | 'owners';

export interface EscalationStep {
  /** From the firing on, while nobody has acknowledged it. */
  readonly afterMs: number;
  /** Whose acknowledgement is waited for; anybody's when left out. */
  readonly side?: Side;
  /** Ids of the routes that hear then. */
  readonly routes: readonly string[];
}

/** How alerts of some guardrails are told: together, again, to others, or behind a graver one. */
export interface AlertPolicy {
  readonly id: string;
  /** Ids of the guardrails that it is for; left out: every one. */
  readonly guardrails?: readonly string[];
  /** Only guardrails of this severity. */
  readonly severity?: Guardrail['severity'];
  /** Left out: each alert is told alone. Empty: all of the policy are told together. */
  readonly groupBy?: readonly GroupField[];
  /** How long a message waits for others of its group. */
  readonly groupWaitMs?: number;
  /** How often people are reminded while it fires and nobody has acknowledged it. */
  readonly repeatEveryMs?: number;
  readonly escalation?: readonly EscalationStep[];
  /** Ids of guardrails: while one of them fires, alerts of this policy wait untold. */
  readonly inhibitedBy?: readonly string[];
  /** Ids of the routes that hear when a message is given up; left out: the other routes of the guardrail. */
  readonly undeliveredTo?: readonly string[];
  /** Ids of the routes that hear when evaluation or delivery stands still. */
  readonly standstillTo?: readonly string[];
}

/** The first policy that is for this guardrail; null when none is. */
export function policyOf(
  policies: readonly AlertPolicy[],
  guardrail: Pick<Guardrail, 'id' | 'severity'>,
): AlertPolicy | null {
  return (
    policies.find(
      ({ guardrails, severity }) =>
        (guardrails === undefined || guardrails.includes(guardrail.id)) &&
        (severity === undefined || severity === guardrail.severity),
    ) ?? null
  );
}

/** Names the group that an alert is told with; null when it is told alone. */
export function groupKeyOf(
  policy: AlertPolicy | null,
  guardrail: Pick<Guardrail, 'metric' | 'severity' | 'owners'>,
): string | null {
  if (policy?.groupBy === undefined) return null;
  const parts: Readonly<Record<GroupField, string>> = {
    metric: guardrail.metric,
    severity: guardrail.severity,
    owners: `${guardrail.owners.marketing ?? ''}+${guardrail.owners.it ?? ''}`,
  };
  return [policy.id, ...policy.groupBy.map((field) => parts[field])].join(' ');
}

/** The guardrails that hold this one back; never itself. */
export function inhibitorsOf(policy: AlertPolicy | null, guardrailId: string): readonly string[] {
  return (policy?.inhibitedBy ?? []).filter((id) => id !== guardrailId);
}

/** Who hears when a message to `routeId` is given up. */
export function fallbackRoutes(
  policy: AlertPolicy | null,
  guardrail: Pick<Guardrail, 'routes'>,
  routeId: string,
): readonly string[] {
  return (policy?.undeliveredTo ?? guardrail.routes).filter((id) => id !== routeId);
}
