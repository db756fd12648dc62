import type { KeyResult } from '@tandem/domain/goal/goal';
import { evaluateGuardrail } from '@tandem/domain/guardrail/evaluate-guardrail';
import { explainVerdict } from '@tandem/domain/guardrail/explain-verdict';
import { guardrailProximity } from '@tandem/domain/guardrail/guardrail-proximity';
import { ruleOf } from '@tandem/domain/guardrail/guardrail-rule';
import type { Guardrail, Verdict, VerdictKind } from '@tandem/domain/guardrail/guardrail';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { shownNumber } from '@tandem/domain/metric/shown-value';
import { trackKeyResultOf } from './key-result-evidence.js';
import type { AlertStanding } from './ports.js';
import type { GoalReading } from './track-goals.js';

const urgency = ['breached', 'error', 'near', 'noData', 'tooFew', 'held'];

/** The guardrails on the metric of a series, the one that needs attention first. */
export function describeGuardrails(series: MetricSeries, keyResult: KeyResult | null, reading: GoalReading) {
  const target = keyResult?.kind === 'reach' ? keyResult.target : null;
  return reading.configuration.guardrails
    .filter(({ metric }) => metric === series.definition.key)
    .map((guardrail) => describeGuardrail(guardrail, series, target, reading))
    .sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
}

function describeGuardrail(guardrail: Guardrail, series: MetricSeries, target: string | null, reading: GoalReading) {
  const standings = reading.alerts.get(guardrail.id) ?? [];
  const rule = ruleOf(guardrail);
  const described = {
    id: guardrail.id,
    title: guardrail.title,
    ...rule,
    limit: rule.measure === 'value' ? shownNumber(Number(rule.limit), series.definition.precision) : rule.limit,
    by: guardrail.by ?? null,
  };
  return guardrail.by === undefined
    ? { ...described, ...ofWhole(guardrail, series, target, reading), slices: null }
    : { ...described, ...ofSlices(standings) };
}

/** Judged from the same series as the page beside it, so that both say the same. */
function ofWhole(guardrail: Guardrail, series: MetricSeries, target: string | null, reading: GoalReading) {
  const { alerts, configuration, asKnownAt, now } = reading;
  const stored = alerts.get(guardrail.id)?.find(({ dimensions }) => Object.keys(dimensions).length === 0);
  const verdict = evaluateGuardrail(guardrail, {
    series,
    slice: '',
    alert: { state: stored?.state ?? 'inactive', resumeState: stored?.resumeState ?? null },
    now: asKnownAt ?? now,
    track: trackKeyResultOf(configuration.goals),
  });
  return {
    state: stateOf(guardrail, verdict, target),
    alertId: stored?.alertId ?? null,
    since: stored?.since ?? null,
    explanation: explanationOf(guardrail, series, verdict),
  };
}

function stateOf(guardrail: Guardrail, { kind, value }: Verdict, target: string | null) {
  if (kind !== 'ok') return kind;
  const isNear =
    guardrail.kind === 'threshold' && value !== null && guardrailProximity(guardrail, value, target) === 'near';
  return isNear ? ('near' as const) : ('held' as const);
}

function explanationOf(guardrail: Guardrail, { definition, calendar }: MetricSeries, verdict: Verdict) {
  const { key, title, unit, formula } = definition;
  const stream = formula.kind === 'derived' ? null : formula.stream;
  const { timeZone } = calendar;
  return explainVerdict({
    verdict,
    rule: ruleOf(guardrail),
    metric: { key, title, unit, stream },
    dimensions: {},
    timeZone,
  });
}

/** Slices are judged when data arrives; here stands what came of it, the gravest alert first. */
export function ofSlices(standings: readonly AlertStanding[]) {
  const states = standings.map((standing) => ({ standing, state: judgedState(standing) }));
  const [worst] = [...states].sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
  const ofValues = standings.filter(({ dimensions }) => Object.keys(dimensions).length > 0);
  const breached = states.filter(({ state }) => state === 'breached').length;
  return {
    state: worst?.state ?? ('held' as const),
    alertId: worst?.standing.alertId ?? null,
    since: worst?.standing.since ?? null,
    explanation: null,
    slices: { judged: ofValues.length, breached },
  };
}

function judgedState({ state, resumeState }: AlertStanding): 'held' | Exclude<VerdictKind, 'ok' | 'tooFew'> {
  const judged = state === 'noData' || state === 'error' ? resumeState : state;
  if (judged === 'firing' || judged === 'recovering' || judged === 'pending') return 'breached';
  return state === 'noData' || state === 'error' ? state : 'held';
}
