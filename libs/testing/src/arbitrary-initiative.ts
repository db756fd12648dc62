import { agendas, type Initiative } from '@tandem/domain/initiative/initiative';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import fc from 'fast-check';
import { id, present, sometimes, text } from './arbitrary-values.js';

type Around = Pick<Configuration, 'goals' | 'metrics' | 'teams'>;

/** Initiatives that name only what is there, each depending on earlier ones at most. */
export function arbitraryInitiatives(around: Around): fc.Arbitrary<Initiative[]> {
  return fc.uniqueArray(initiative(around), { maxLength: 3, selector: (one) => one.id }).map((all) =>
    all.map((one, index) => {
      const before = all[index - 1];
      return index % 2 === 1 && before ? { ...one, dependsOn: [before.id] } : one;
    }),
  );
}

const amount = () => fc.integer({ min: 1, max: 9_999_999 }).map((cents) => String(cents / 100));
const points = () => fc.integer({ min: 1, max: 20 });

function initiative({ goals, metrics, teams }: Around): fc.Arbitrary<Initiative> {
  return fc
    .record({
      id: id(),
      title: text(),
      description: sometimes(text()),
      agenda: fc.constantFrom(...agendas),
      capability: sometimes(text()),
      goals: goals.length ? sometimes(fc.constant(goals.map((goal) => goal.id))) : fc.constant(undefined),
      effect: metrics.length ? sometimes(effectOn(metrics.map(({ key }) => key))) : fc.constant(undefined),
      scope: teams.length ? sometimes(scopeOf(teams.map((team) => team.id))) : fc.constant(undefined),
      start: sometimes(fc.constantFrom('2026-11', '2027-01')),
      months: sometimes(
        fc.record({ cost: amount(), benefit: amount() }).map(({ cost, benefit }) => [
          { month: 1, oneOff: cost },
          { month: 2, through: 24, running: '1.5', benefit: `-${benefit}` },
        ]),
      ),
      owners: fc.constant({}),
      wsjf: sometimes(
        fc.record({ businessValue: points(), timeCriticality: points(), riskReduction: points(), jobSize: points() }),
      ),
      rice: sometimes(
        fc.record({
          reach: fc.integer({ min: 1, max: 1_000_000 }),
          impact: fc.constantFrom(0.25, 0.5, 1, 2, 3),
          confidence: fc.integer({ min: 1, max: 100 }),
          effort: points(),
        }),
      ),
      stage: sometimes(fc.constantFrom('underWay' as const, 'stopped' as const)),
    })
    .map((one) => present(one) as Initiative);
}

function effectOn(keys: readonly string[]) {
  return fc.record({
    metric: fc.constantFrom(...keys),
    direction: fc.constantFrom('up' as const, 'down' as const),
    amount: amount(),
    by: fc.constant('2027-12-31'),
  });
}

function scopeOf(teams: readonly string[]) {
  return fc.record({
    teams: fc.integer({ min: 1, max: 4_000 }).map((parts) => teams.map((team) => ({ team, weeks: parts / 4 }))),
    durationMonths: fc.integer({ min: 1, max: 36 }),
  });
}
