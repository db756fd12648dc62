import type { Goal, KeyResult } from '@tandem/domain/goal/goal';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { BusinessCalendar } from '@tandem/domain/organisation/business-calendar';
import type { Retention } from '@tandem/domain/organisation/retention';
import type { Configuration, Connection, Person, Route, Team } from '@tandem/domain/organisation/organisation';
import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type { ReviewCadence } from '@tandem/domain/review/review-cadence';
import fc from 'fast-check';
import { arbitraryFormula } from './arbitrary-formula.js';
import { arbitraryGuardrail } from './arbitrary-guardrail.js';
import { arbitraryInitiatives } from './arbitrary-initiative.js';
import { decimal, id, present, sometimes, text } from './arbitrary-values.js';

/**
 * Any configuration that a file could bring: ids unique, references met, formulas that can be calculated, texts with every kind of letter,
 * optional fields there or not.
 */
export function arbitraryConfiguration(): fc.Arbitrary<Configuration> {
  return fc
    .record({
      organisation: fc
        .record({
          name: text(),
          timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'),
          weekStartsOn: fc.integer({ min: 1, max: 7 }),
          fiscalYearStartsIn: sometimes(fc.integer({ min: 2, max: 12 })),
          keep: sometimes(retention()),
          reviews: sometimes(cadence()),
        })
        .map(present),
      people: listOf(person(), (item) => item.id),
      connections: listOf(connection(), (item) => item.id),
      calendars: listOf(calendar(), (item) => item.id),
      routes: listOf(route(), (item) => item.id),
    })
    .chain((first) => teamsAndMembers(first.people).map((grouped) => ({ ...first, ...grouped })))
    .chain((first) =>
      fc
        .record({ metrics: listOf(metric(first), (item) => item.key) })
        .chain(({ metrics }) =>
          (metrics.length ? listOf(goal(first, metrics), (item) => item.id) : fc.constant<Goal[]>([])).chain((goals) =>
            (metrics.length
              ? listOf(
                  arbitraryGuardrail({ metrics, goals, routes: first.routes, owners: owners(first) }),
                  (item) => item.id,
                )
              : fc.constant<Guardrail[]>([])
            ).map((guardrails) => ({ ...first, metrics, goals, guardrails })),
          ),
        ),
    )
    .chain((whole) =>
      listOf(alertPolicy(whole), (item) => item.id).map((alertPolicies) => ({ ...whole, alertPolicies })),
    )
    .chain((whole) => arbitraryInitiatives(whole).map((initiatives) => ({ ...whole, initiatives })));
}

const alertPolicy = ({
  guardrails,
  routes,
}: Pick<Configuration, 'guardrails' | 'routes'>): fc.Arbitrary<AlertPolicy> => {
  const some = (things: readonly { readonly id: string }[]) =>
    things.length === 0
      ? fc.constant(undefined)
      : sometimes(
          fc.subarray(
            things.map((thing) => thing.id),
            { minLength: 1 },
          ),
        );
  const step = fc.record({ afterMs: fc.constant(900_000), side: fc.constant('it' as const) });
  const to = routes.map((one) => one.id);
  return fc
    .record({
      id: id(),
      guardrails: some(guardrails),
      severity: sometimes(fc.constantFrom('warning' as const, 'critical' as const)),
      groupBy: fc.subarray(['metric', 'severity', 'owners'] as const),
      groupWaitMs: sometimes(fc.constantFrom(0, 30_000)),
      repeatEveryMs: sometimes(fc.constantFrom(3_600_000, 86_400_000)),
      escalation: to.length === 0 ? fc.constant(undefined) : sometimes(step.map((one) => [{ ...one, routes: to }])),
      inhibitedBy: some(guardrails),
      undeliveredTo: some(routes),
      standstillTo: some(routes),
    })
    .map((policy) => present(policy) as AlertPolicy);
};

const cadence = (): fc.Arbitrary<Partial<ReviewCadence>> =>
  fc
    .record({
      weekday: fc.integer({ min: 1, max: 7 }),
      weeks: sometimes(fc.subarray([1, 2, 3, 4, 5], { minLength: 1 })),
      at: sometimes(fc.constantFrom('00:00', '09:30', '23:59')),
      minutes: sometimes(fc.integer({ min: 10, max: 480 })),
      askBeforeDays: sometimes(fc.integer({ min: 0, max: 14 })),
      exceptions: sometimes(
        fc.constantFrom(
          [{ on: '2026-12-15', cancelled: true as const }],
          [{ on: '2026-12-15', to: '2026-12-16T14:00' }],
        ),
      ),
    })
    .map(present);

const keptMs = () => fc.integer({ min: 62, max: 9_000 }).map((days) => days * 86_400_000);

const retention = (): fc.Arbitrary<Retention> =>
  fc
    .record({
      uploads: keptMs(),
      records: fc.record({ slaCycle: keptMs() }),
      versions: sometimes(fc.record({ incident: keptMs() })),
    })
    .map(present);

const listOf = <Item>(item: fc.Arbitrary<Item>, selector: (item: Item) => string) =>
  fc.uniqueArray(item, { maxLength: 4, selector });
const durationMs = () => fc.integer({ min: 1, max: 500_000 }).map((minutes) => minutes * 60_000);

const person = (): fc.Arbitrary<Person> =>
  fc
    .record({
      id: id(),
      name: text(),
      side: fc.constantFrom('marketing' as const, 'it' as const),
      email: sometimes(fc.constantFrom('lead@example.org', 'o.k+tag@mail.example.com')),
    })
    .map(present);

/** Teams whose ids no person has, and the people, some of them in a team of their side. */
function teamsAndMembers(people: readonly Person[]): fc.Arbitrary<Pick<Configuration, 'teams' | 'people'>> {
  const team = fc.record({ id: id(), title: text(), side: fc.constantFrom('marketing' as const, 'it' as const) });
  return listOf(team, (item) => item.id)
    .map((teams): readonly Team[] => teams.filter((item) => !people.some((person) => person.id === item.id)))
    .chain((teams) =>
      fc.record({
        teams: fc.constant(teams),
        people: fc.tuple(
          ...people.map((person) => {
            const own = teams.filter(({ side }) => side === person.side).map((item) => item.id);
            return own.length
              ? sometimes(fc.constantFrom(...own)).map((chosen) => present({ ...person, team: chosen }))
              : fc.constant(person);
          }),
        ),
      }),
    );
}

type Owning = Pick<Configuration, 'teams' | 'people'>;

const connection = (): fc.Arbitrary<Connection> =>
  fc
    .record({
      id: id(),
      name: text(),
      connector: fc.constant('file'),
      settings: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.oneof(text(), fc.integer(), fc.boolean(), fc.array(text(), { maxLength: 2 })),
      ),
      expectedEveryMs: durationMs(),
      syncEveryMs: sometimes(durationMs()),
    })
    .map(present);

const calendar = (): fc.Arbitrary<BusinessCalendar> =>
  fc.record({
    id: id(),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia'),
    hours: fc.constantFrom(
      [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' }],
      [
        { days: [6, 7], from: '22:00', to: '24:00' },
        { days: [7, 1], from: '00:00', to: '06:00' },
      ],
    ),
    holidays: fc.subarray(['2026-01-01', '2026-12-25']),
  });

const route = (): fc.Arbitrary<Route> =>
  fc.oneof(
    fc.record({
      id: id(),
      channel: fc.constant('webhook' as const),
      url: fc.webUrl(),
      secret: fc.stringMatching(/^whsec_[A-Za-z0-9+/]{40}$/),
    }),
    fc.record({ id: id(), channel: fc.constant('email' as const), to: fc.constant(['leads@example.org']) }),
    fc.record({
      id: id(),
      channel: fc.constant('slack' as const),
      secret: fc.stringMatching(/^xoxb-[A-Za-z0-9]{20}$/),
      to: fc.constantFrom('C0123456789', '#alerts'),
    }),
    fc.record({
      id: id(),
      channel: fc.constant('teams' as const),
      secret: fc.stringMatching(/^https:\/\/example\.org\/[a-z]{20}$/),
    }),
    fc.record(
      {
        id: id(),
        channel: fc.constant('pagerduty' as const),
        secret: fc.stringMatching(/^[a-f0-9]{32}$/),
        region: fc.constant('eu' as const),
      },
      { requiredKeys: ['id', 'channel', 'secret'] },
    ),
  );

function owners({ people, teams }: Owning) {
  const ofSide = (side: Person['side']) => {
    const ids = [...people, ...teams].filter((candidate) => candidate.side === side).map((candidate) => candidate.id);
    return ids.length ? sometimes(fc.constantFrom(...ids)) : fc.constant(undefined);
  };
  return fc.record({ marketing: ofSide('marketing'), it: ofSide('it') }).map(present);
}

const metric = ({
  connections,
  calendars,
  ...owning
}: Owning & Pick<Configuration, 'connections' | 'calendars'>): fc.Arbitrary<MetricDefinition> =>
  fc
    .tuple(
      arbitraryFormula(connections, calendars),
      fc.record({
        key: id(),
        title: text(),
        description: text(),
        wording: sometimes(fc.record({ marketing: text(), it: text() })),
        precision: fc.integer({ min: 0, max: 6 }),
        direction: fc.constantFrom('up' as const, 'down' as const),
        windowDays: fc.integer({ min: 1, max: 366 }),
        settlingDays: fc.integer({ min: 0, max: 366 }),
        owners: owners(owning),
      }),
    )
    .map(([counted, rest]) => present({ ...rest, ...counted }));

function keyResult(keys: readonly string[]): fc.Arbitrary<KeyResult> {
  const base = { id: id(), metric: fc.constantFrom(...keys), weight: sometimes(fc.integer({ min: 1, max: 9 })) };
  return fc.oneof(
    fc
      .record({
        ...base,
        kind: fc.constant('reach' as const),
        baseline: decimal(),
        target: decimal(),
        path: fc.constantFrom('lines' as const, 'curve' as const, null),
      })
      .filter(({ baseline, target }) => Number(baseline) !== Number(target))
      .map(({ path, ...reach }) =>
        present({
          ...reach,
          ...(path === null ? {} : { path }),
          ...(path === 'lines' ? { milestones: [{ at: '2026-02-14', value: '7.25' }] } : {}),
          ...(path === 'curve' ? { parts: [0, 2, 0.5] } : {}),
        }),
      ),
    fc
      .record({
        ...base,
        kind: fc.constant('stay' as const),
        atLeast: decimal(),
        share: sometimes(fc.constantFrom(0, 0.5, 1)),
      })
      .map(present),
  );
}

const goal = (owning: Owning, metrics: readonly MetricDefinition[]): fc.Arbitrary<Goal> =>
  fc
    .record({
      id: id(),
      title: text(),
      outcome: text(),
      growthProjection: sometimes(fc.constant(true)),
      start: fc.constantFrom('2026-01-01', '2025-12-31'),
      due: fc.constantFrom('2026-03-31', '2026-12-31'),
      owners: owners(owning),
      ledBy: sometimes(fc.constantFrom('marketing' as const, 'it' as const)),
      keyResults: fc.uniqueArray(keyResult(metrics.map(({ key }) => key)), {
        minLength: 1,
        maxLength: 3,
        selector: (item) => item.id,
      }),
    })
    .map(present)
    .chain((made) => drivers(made, metrics).map((links) => present({ ...made, drivers: links })));

/** Metrics that no key result is about, each moving one that is. */
function drivers({ keyResults }: Goal, metrics: readonly MetricDefinition[]): fc.Arbitrary<Goal['drivers']> {
  const moved = keyResults.map(({ metric: key }) => key);
  const others = metrics.map(({ key }) => key).filter((key) => !moved.includes(key));
  if (others.length === 0) return fc.constant(undefined);
  const link = fc.record({ metric: fc.constantFrom(...others), drives: fc.constantFrom(...moved) });
  return sometimes(
    fc.uniqueArray(link, { minLength: 1, maxLength: 3, selector: (item) => `${item.metric} ${item.drives}` }),
  );
}
