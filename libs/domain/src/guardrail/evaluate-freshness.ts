import type { MetricFreshness } from '../metric/freshness.js';
import type { Observation } from '../metric/observation.js';
import type { FreshnessGuardrail, Verdict, VerdictKind, VerdictReason } from './guardrail.js';
import { hoursOf } from './guardrail-rule.js';
import { observedVerdict } from './observed-verdict.js';

export interface FreshnessInput {
  readonly guardrail: FreshnessGuardrail;
  readonly observation: Observation;
  readonly freshness: Pick<MetricFreshness, 'collectedTo' | 'expectedEveryMs' | 'backfillRunning'>;
  readonly now: Date;
}

/**
 * Judges whether records arrive within the time in which they are expected (semantics §7): the time since the end of what every source has
 * delivered, in hours. Exactly the expected time is inside. Here missing data is the breach itself, and never `noData`, except while a first
 * import is running or where nothing has ever been collected.
 */
export function evaluateFreshness({ guardrail, observation, freshness, now }: FreshnessInput): Verdict {
  const withinMs = guardrail.withinMs ?? freshness.expectedEveryMs;
  const { collectedTo } = freshness;
  const silentMs = collectedTo === null ? null : Math.max(0, now.getTime() - collectedTo.getTime());
  const answer = (kind: VerdictKind, reason: VerdictReason): Verdict => ({
    ...observedVerdict(observation, kind, reason, hoursOf(withinMs)),
    measured: {
      of: 'hoursWithoutData',
      value: hoursOf(silentMs ?? 0),
      lastAt: collectedTo?.toISOString() ?? null,
    },
  });
  if (freshness.backfillRunning) return answer('noData', 'backfillRunning');
  if (silentMs === null) return answer('noData', 'periodAbsent');
  return silentMs > withinMs ? answer('breached', 'silent') : answer('ok', 'recordsArrive');
}
