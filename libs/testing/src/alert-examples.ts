import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { Observation } from '@tandem/domain/metric/observation';
import type { Person, Route } from '@tandem/domain/organisation/organisation';
import type { Database } from '@tandem/kpi-store/database';
import { routeColumns } from '@tandem/kpi-store/repositories/configuration-rows';

export const exampleMetric: MetricDefinition = {
  key: 'sla-attainment',
  title: 'Service-level attainment',
  description: 'Cycles met of cycles due.',
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['dueAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
    dimensions: [],
  },
  unit: '%',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 1,
  owners: {},
};

export const examplePeople: readonly Person[] = [
  { id: 'head-of-service', name: 'Head of Service Desk', side: 'it', email: 'service@example.org' },
  { id: 'head-of-marketing', name: 'Head of Digital Marketing', side: 'marketing' },
];

export const exampleGuardrail: Guardrail = {
  id: 'sla-floor',
  title: 'Attainment stays at 60 % or more',
  kind: 'threshold',
  metric: 'sla-attainment',
  atLeast: '60',
  minimumEvents: 30,
  forMs: 0,
  keepFiringForMs: 0,
  severity: 'critical',
  onNoData: 'keepLast',
  owners: { it: 'head-of-service', marketing: 'head-of-marketing' },
  routes: ['hook'],
};

export const exampleObservation: Observation = {
  start: '2026-11-08T23:00:00.000Z',
  end: '2026-11-15T23:00:00.000Z',
  dimensions: {},
  value: '58.20',
  numerator: '616',
  denominator: '1058',
  n: 1058,
  state: 'settled',
  version: 1,
};

/** Writes the example metric, people, these guardrails and these routes straight into an empty store. */
export async function seedAlertExamples(
  database: Pick<Database, 'pool' | 'secrets'>,
  given: { readonly guardrails: readonly Guardrail[]; readonly routes: readonly Route[] },
): Promise<void> {
  const { pool, secrets } = database;
  for (const [position, person] of examplePeople.entries()) {
    await pool.query('insert into person (id, name, side, email, position) values ($1, $2, $3, $4, $5)', [
      person.id,
      person.name,
      person.side,
      person.email ?? null,
      position,
    ]);
  }
  await pool.query('insert into metric (key, current_version, position) values ($1, 1, 0)', [exampleMetric.key]);
  await pool.query(
    `insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at) values ($1, 1, now(), $2, 'example', now())`,
    [exampleMetric.key, JSON.stringify(exampleMetric)],
  );
  for (const [position, guardrail] of given.guardrails.entries()) {
    await pool.query('insert into guardrail (id, metric_key, definition, position) values ($1, $2, $3, $4)', [
      guardrail.id,
      guardrail.metric,
      JSON.stringify(guardrail),
      position,
    ]);
  }
  for (const [position, route] of given.routes.entries()) {
    const { channel, settings, secret } = routeColumns(route, secrets);
    await pool.query('insert into route (id, channel, settings, secret, position) values ($1, $2, $3, $4, $5)', [
      route.id,
      channel,
      JSON.stringify(settings),
      secret,
      position,
    ]);
  }
}
