import type { Goal } from '@tandem/domain/goal/goal';
import { goalDifference } from './configuration-difference.js';
import type { ConfigurationChange, KnownConfiguration } from './ports.js';

type Stored = Readonly<Record<string, unknown>> | null;
type Names = Pick<KnownConfiguration, 'people' | 'teams' | 'metrics' | 'goals'>;

/**
 * What an entry of the audit trail changed of a goal: owners, teams and goals under their names, and all drivers as one field. An entry also has what came into
 * force beside the goal, which is no part of it.
 */
export function changeInWords(before: Stored, after: Stored, names: Names): ConfigurationChange['fields'][number][] {
  if (before === null || after === null) return [];
  const [old, now] = [goalIn(before), goalIn(after)];
  const { drivers: _old, ...oldRest } = old;
  const { drivers: _now, ...nowRest } = now;
  const fields = goalDifference(oldRest, nowRest).map(({ field, from, to }) => ({
    field,
    from: named(field, from, names),
    to: named(field, to, names),
  }));
  const drivers = { field: 'drivers', from: driversInWords(old, names), to: driversInWords(now, names) };
  return drivers.from === drivers.to ? fields : [...fields, drivers];
}

function goalIn(stored: NonNullable<Stored>): Goal {
  const { validFrom: _from, moved: _moved, ...goal } = stored;
  return goal as unknown as Goal;
}

function named(field: string, value: string | null, { people, teams, goals }: Names): string | null {
  if (value === null) return null;
  if (field.startsWith('owners.')) {
    return people.find(({ id }) => id === value)?.name ?? teams.find(({ id }) => id === value)?.title ?? value;
  }
  if (field === 'team') return teams.find(({ id }) => id === value)?.title ?? value;
  return field === 'parent' ? (goals.find(({ id }) => id === value)?.title ?? value) : value;
}

function driversInWords({ drivers = [] }: Goal, { metrics }: Names): string | null {
  const title = (key: string) => metrics.find((metric) => metric.key === key)?.title ?? key;
  return drivers.length === 0
    ? null
    : drivers.map(({ metric, drives }) => `${title(metric)} drives ${title(drives)}`).join('; ');
}
