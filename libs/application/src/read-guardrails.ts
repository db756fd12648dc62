import { ruleOf } from '@tandem/domain/guardrail/guardrail-rule';
import { ofSlices } from './describe-guardrails.js';
import { documentOf, thingDocument } from './export-configuration.js';
import { NotFound } from './input-errors.js';
import { ownersOf } from './metric-summary.js';
import type { AlertReader, Clock, ConfigurationStore } from './ports.js';

export interface ReadGuardrailsDependencies {
  readonly configuration: ConfigurationStore;
  readonly alerts: AlertReader;
  readonly clock: Clock;
}

/** All guardrails, each with where its alerts stand. */
export function readGuardrails({ configuration, alerts, clock }: ReadGuardrailsDependencies) {
  return async () => {
    const [known, standings] = await Promise.all([
      configuration.known({ now: clock(), asKnownAt: null }),
      alerts.states(null),
    ]);
    const metrics = new Map(known.metrics.map((metric) => [metric.key, metric]));
    return known.guardrails.map((guardrail) => {
      const { key, title, unit, precision } = metrics.get(guardrail.metric) ?? unknownMetric(guardrail.metric);
      const { explanation: _explanation, slices, ...standing } = ofSlices(standings.get(guardrail.id) ?? []);
      return {
        id: guardrail.id,
        title: guardrail.title,
        ...ruleOf(guardrail),
        by: guardrail.by ?? null,
        metric: { key, title, unit, precision },
        severity: guardrail.severity,
        ...standing,
        slices: guardrail.by === undefined ? null : slices,
        owners: ownersOf(guardrail.owners, known),
      };
    });
  };
}

function unknownMetric(key: string) {
  return { key, title: key, unit: '', precision: 0 };
}

/** What a form needs to write a guardrail: as a file writes it, and what it can name. */
export function readGuardrailForm({
  configuration,
  clock,
}: Pick<ReadGuardrailsDependencies, 'configuration' | 'clock'>) {
  return async ({ id }: { readonly id?: string | undefined }) => {
    const known = await configuration.known({ now: clock(), asKnownAt: null });
    const guardrail = known.guardrails.find((one) => one.id === id);
    if (id !== undefined && guardrail === undefined) throw new NotFound('guardrail', id);
    const written = documentOf({ ...known, guardrails: guardrail ? [guardrail] : [] })['guardrails'];
    const [document = null] = (written ?? []) as Record<string, unknown>[];
    return {
      document,
      metrics: known.metrics.map(({ key, title, unit, windowDays, formula }) => ({
        ...{ key, title, unit, windowDays, kind: formula.kind },
        dimensions: [...formula.dimensions],
      })),
      keyResults: known.goals.flatMap((goal) =>
        goal.keyResults
          .filter(({ kind }) => kind === 'reach')
          .map(({ id: keyResult, metric }) => ({ goal: goal.id, goalTitle: goal.title, keyResult, metric })),
      ),
      owners: [
        ...known.people.map(({ id: person, name, side }) => ({ id: person, name, side })),
        ...known.teams.map(({ id: team, title, side }) => ({ id: team, name: title, side })),
      ],
      routes: known.routes.map((route) => route.id),
      guardrails: known.guardrails.map((one) => one.id),
      policies: known.alertPolicies.map(thingDocument.alertPolicy),
    };
  };
}
