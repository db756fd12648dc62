import { decisionInForce } from '@tandem/domain/decision/decision';
import { changeBudget, holdOnChanges, type BudgetChange, type BudgetDay } from '@tandem/domain/goal/change-budget';
import { serviceLevelOf, type ServiceLevel } from '@tandem/domain/goal/service-level';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalLevel } from '@tandem/domain/goal/goal-level';
import { addDays, localDateOf, periodContaining, periodsBetween, type Period } from '@tandem/domain/metric/periods';
import { observationsOf, type MetricSeries } from '@tandem/domain/metric/series';
import type { DecisionStore, StoredDecision } from '../decisions/decision-ports.js';
import { NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration, ObservationReader } from '../ports.js';
import { readSeriesOf } from '../track-goals.js';
import { campaignsBetween, type Campaign, type CampaignDependencies } from './campaigns.js';
import type { TalkReader } from './talk-ports.js';

export interface BudgetDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly decisions: Pick<DecisionStore, 'list'>;
  readonly talk: Pick<TalkReader, 'failedReleases' | 'plannedChanges'>;
  readonly evidence: CampaignDependencies['evidence'];
  readonly clock: Clock;
}

/** The change budgets of joint goals in the present calendar month: what releases and campaigns have drawn from it, and whether both sides are asked to hold. */
export function readChangeBudgets(dependencies: BudgetDependencies) {
  const all = async (wanted: (goal: Goal) => boolean) => {
    const now = dependencies.clock();
    const known = await dependencies.configuration.known({ now, asKnownAt: null });
    return budgetsOf(known.goals.filter(wanted), known, dependencies, now);
  };
  return {
    list: async () => ({ budgets: await all(() => true) }),
    ofGoal: async (id: string) => {
      const now = dependencies.clock();
      const known = await dependencies.configuration.known({ now, asKnownAt: null });
      if (!known.goals.some((goal) => goal.id === id)) throw new NotFound('goal', id);
      const [budget] = await all((goal) => goal.id === id);
      return { budget: budget ?? null };
    },
  };
}

export type ShownBudget = Awaited<ReturnType<typeof budgetsOf>>[number];

async function budgetsOf(
  goals: readonly Goal[],
  known: KnownConfiguration,
  { observations, decisions, talk, evidence }: BudgetDependencies,
  now: Date,
) {
  const levels = goals.flatMap((goal) => {
    const level = goalLevel(goal) === 'joint' ? serviceLevelOf(goal, known) : null;
    return level === null ? [] : [{ goal, level }];
  });
  if (levels.length === 0) return [];
  const { timeZone } = known.organisation;
  const period = periodContaining(now, 'month', known.organisation);
  const reading = { configuration: known, observations, alerts: new Map(), now, asKnownAt: null };
  const [series, releases, campaigns, signed] = await Promise.all([
    readSeriesOf(
      levels.map(({ level }) => level.metric),
      reading,
    ),
    talk.failedReleases(period.start, now),
    campaignsBetween({ evidence, talk }, { from: period.start, to: now, asKnownAt: null, timeZone }),
    decisions.list({ kind: 'budgetRelease' }),
  ]);
  const changes = [...releases, ...campaigns.map((one) => campaignOf(one, timeZone))];
  return levels.flatMap(({ goal, level }) => {
    const own = series.get(level.metric);
    return own ? [shownBudget(goal, level, own, { period, changes, signed, now })] : [];
  });
}

/** A campaign without an end lasts for the day that it begins on. */
function campaignOf({ id, what, from, to }: Campaign, timeZone: string): BudgetChange {
  return { kind: 'campaign', id, what, from, to: to ?? addDays(from, 1, timeZone) };
}

function shownBudget(
  goal: Goal,
  level: ServiceLevel,
  series: MetricSeries,
  context: {
    readonly period: Period;
    readonly changes: readonly BudgetChange[];
    readonly signed: readonly StoredDecision[];
    readonly now: Date;
  },
) {
  const { period, changes, signed, now } = context;
  const { calendar, definition, freshness } = series;
  const { timeZone } = calendar;
  const budget = changeBudget(level.objective, daysOf(series, period), changes);
  const about = { kind: 'goal', id: goal.id } as const;
  const release = decisionInForce(signed, { kind: 'budgetRelease', about }, now, timeZone);
  const named = new Map(changes.map((change) => [`${change.kind}:${change.id}`, change]));
  return {
    goal: { id: goal.id, title: goal.title },
    metric: { key: definition.key, title: definition.title },
    basis: level.basis,
    objective: level.objective,
    from: period.start.toISOString(),
    to: period.end.toISOString(),
    firstDate: localDateOf(period.start, timeZone),
    lastDate: localDateOf(new Date(period.end.getTime() - 1), timeZone),
    dataTo: freshness.dataTo?.toISOString() ?? null,
    valid: budget.valid,
    allowed: tenths(budget.allowed),
    consumed: budget.consumed,
    left: tenths(budget.left),
    by: budget.by,
    state: budget.state,
    hold: holdOnChanges(budget, release, period),
    release: release === null ? null : { id: release.id, title: release.content.title },
    days: budget.days
      .filter(({ bad }) => bad > 0)
      .map(({ start, valid, bad, releases, campaigns, unattributed, changes: there }) => ({
        date: localDateOf(new Date(start), timeZone),
        valid,
        bad,
        releases,
        campaigns,
        unattributed,
        changes: there.flatMap((id) => {
          const change = named.get(id);
          return change ? [{ kind: change.kind, id: change.id, what: change.what, at: change.from.toISOString() }] : [];
        }),
      })),
  };
}

/** The collected days of the period; what failed is what is valid and did not meet the level. */
function daysOf(series: MetricSeries, period: Period): BudgetDay[] {
  const { dataTo } = series.freshness;
  const end = dataTo !== null && dataTo < period.end ? dataTo : period.end;
  const days = periodsBetween(period.start, end, 'day', series.calendar);
  return observationsOf(series, days).flatMap(({ start, end: until, numerator, denominator, state }) => {
    if (state === 'absent' || numerator === null || denominator === null) return [];
    const valid = Number(denominator);
    return [{ start, end: until, valid, bad: Math.max(0, valid - Number(numerator)) }];
  });
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
