import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';

/**
 * Brings metrics and goals into a database by the same door as a configuration file.
 *
 * @param {any} database
 * @param {readonly { key: string, unit: string, formula: object }[]} metrics
 * @param {readonly { id: string }[]} goals
 * @param {{ counted?: boolean }} options whether they are taken for counted, where there is nothing to count yet
 */
export async function applyMetrics(database, metrics, goals = [], { counted = true } = {}) {
  const definitions = metrics.map(({ key, unit, formula }) => ({
    key,
    title: key,
    description: '',
    formula,
    unit,
    precision: 2,
    direction: 'up',
    windowDays: 28,
    settlingDays: 0,
    owners: {},
  }));
  await createConfigurationStore(database).change(
    (current) => ({
      next: { ...current, metrics: definitions, goals },
      changes: [
        ...definitions.map(({ key }) => ({ kind: 'metric', id: key, action: 'create', fields: [] })),
        ...goals.map(({ id }) => ({ kind: 'goal', id, action: 'create', fields: [] })),
      ],
    }),
    { now: new Date(), dryRun: false },
  );
  if (counted) await database.pool.query('update metric_version set counted_at = now()');
}
