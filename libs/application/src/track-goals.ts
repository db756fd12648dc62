import { expectedValue } from '@tandem/domain/goal/expected-path';
import type { Goal, KeyResult } from '@tandem/domain/goal/goal';
import { goalGaps } from '@tandem/domain/goal/goal-gaps';
import { goalLevel, sideOfGoal } from '@tandem/domain/goal/goal-level';
import { goalSpan, type GoalSpan } from '@tandem/domain/goal/goal-span';
import { cutOffsWith, draftReason } from '@tandem/domain/goal/status';
import { settledTo, trackGoal, type KeyResultTracking } from '@tandem/domain/goal/track-goal';
import type { Observation } from '@tandem/domain/metric/observation';
import { addDays } from '@tandem/domain/metric/periods';
import {
  currentWindow,
  observationOf,
  observationsOf,
  steppedWindows,
  trailingWindows,
  underPresentVersion,
  windowBefore,
  type MetricSeries,
} from '@tandem/domain/metric/series';
import { shownDifference, shownNumber } from '@tandem/domain/metric/shown-value';
import { changeVerdict, type ChangeVerdict } from '@tandem/domain/metric/special-cause';
import { describeGuardrails } from './describe-guardrails.js';
import { evidenceOf, type DescribedEvidence } from './key-result-evidence.js';
import { metricSummary, ownersOf, shownFreshness } from './metric-summary.js';
import type { AlertReader, KnownConfiguration, ObservationReader } from './ports.js';

export interface GoalReading {
  readonly configuration: KnownConfiguration;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly alerts: Awaited<ReturnType<AlertReader['states']>>;
  readonly now: Date;
  readonly asKnownAt: Date | null;
}

const trendDays = 91;

/** Goals as board, goal page and metric page show them: one computation, so that they print the same digits. */
export async function trackGoals(goals: readonly Goal[], reading: GoalReading) {
  const keys = goals.flatMap((goal) => goal.keyResults.map((keyResult) => keyResult.metric));
  const series = await readSeriesOf(keys, reading);
  return goals.map((goal) => describeGoal(goal, series, reading));
}

export type TrackedGoal = Awaited<ReturnType<typeof trackGoals>>[number];

/** The series of metrics by key, read together; a key without a metric has none. */
export async function readSeriesOf(
  keys: readonly string[],
  reading: GoalReading,
): Promise<ReadonlyMap<string, MetricSeries>> {
  const { configuration, observations, now, asKnownAt } = reading;
  const wanted = new Set(keys);
  const metrics = [...configuration.versions].filter(([key]) => wanted.has(key)).map(([, versions]) => versions);
  const { versions, organisation } = configuration;
  const series = await observations.seriesOfEach(metrics, { metrics: versions, organisation, asKnownAt, now });
  return new Map(series.map((one) => [one.definition.key, one]));
}

function describeGoal(goal: Goal, series: ReadonlyMap<string, MetricSeries>, reading: GoalReading) {
  const { configuration, now, asKnownAt } = reading;
  const { timeZone, statusCutOffs } = configuration.organisation;
  const state = configuration.goalStates?.get(goal.id);
  const gaps = goalGaps(goal, configuration);
  const draft = draftReason(gaps, { published: state?.published ?? false, signed: !state?.awaitsSignatures });
  const asOf = asKnownAt ?? now;
  const span = goalSpan(goal, timeZone);
  const known = goal.keyResults.flatMap((keyResult) => {
    const own = series.get(keyResult.metric);
    return own ? [{ keyResult, series: own, evidence: evidenceOf(keyResult, own, span, asOf) }] : [];
  });
  const tracking = trackGoal(
    goal,
    known.map(({ evidence }) => evidence),
    { now: asOf, timeZone, draft, overrides: state?.overrides ?? [], cutOffs: cutOffsWith(statusCutOffs) },
  );
  return {
    id: goal.id,
    title: goal.title,
    outcome: goal.outcome,
    growthProjection: goal.growthProjection ?? false,
    level: goalLevel(goal),
    parent: goal.parent ?? null,
    side: sideOfGoal(goal, configuration.teams),
    team: configuration.teams.find(({ id }) => id === goal.team)?.title ?? goal.team ?? null,
    ledBy: goal.ledBy ?? null,
    version: state?.version ?? 1,
    published: draft === null,
    gaps: [...gaps],
    start: goal.start,
    due: goal.due,
    status: tracking.status,
    statusReason: tracking.statusReason,
    owners: ownersOf(goal.owners, configuration),
    progress: tracking.progress,
    onTrackCount: tracking.onTrackCount,
    keyResultCount: tracking.keyResultCount,
    measuredCount: tracking.measuredCount,
    keyResults: known.flatMap(({ keyResult, series: own, evidence }, index) => {
      const tracked = tracking.keyResults[index];
      if (!tracked) return [];
      const movedAfterMiss = state?.movedAfterMiss.includes(keyResult.id) ?? false;
      return [{ ...describeKeyResult(keyResult, own, evidence, tracked, span, reading), movedAfterMiss }];
    }),
  };
}

function describeKeyResult(
  keyResult: KeyResult,
  series: MetricSeries,
  evidence: DescribedEvidence,
  tracked: KeyResultTracking,
  span: GoalSpan,
  reading: GoalReading,
) {
  const { definition, freshness } = series;
  const shown = (text: string | undefined) =>
    text === undefined ? null : shownNumber(Number(text), definition.precision);
  const isReach = keyResult.kind === 'reach';
  return {
    id: keyResult.id,
    kind: keyResult.kind,
    metric: metricSummary(definition, freshness),
    baseline: shown(isReach ? keyResult.baseline : undefined),
    target: shown(isReach ? keyResult.target : undefined),
    atLeast: shown(isReach ? undefined : keyResult.atLeast),
    atMost: shown(isReach ? undefined : keyResult.atMost),
    requiredShare: isReach ? null : (keyResult.share ?? 1),
    weight: keyResult.weight ?? 1,
    current: evidence.current,
    change: describeChange(series, evidence.current),
    expected: tracked.expected,
    paceGap: tracked.paceGap,
    paceSide: tracked.paceSide,
    pace: tracked.pace,
    progress: tracked.progress,
    shareInside: tracked.shareInside,
    forecast: tracked.forecast,
    status: tracked.status,
    statusReason: tracked.statusReason,
    override: describeOverride(tracked.override, reading),
    settledTo: settledTo(evidence)?.toISOString() ?? null,
    guardrail: describeGuardrails(series, keyResult, reading)[0] ?? null,
    freshness: shownFreshness(freshness),
    trend: trendOf(keyResult, series, span),
  };
}

/** What was said in the place of the reckoned status; a person who is not known any more keeps the id as the name. */
function describeOverride(override: KeyResultTracking['override'], { configuration }: GoalReading) {
  if (override === null) return null;
  const { reason, by, side, at, reckoned } = override;
  const name = configuration.people.find(({ id }) => id === by)?.name ?? by;
  return { reason, by: { id: by, name }, side, at: at.toISOString(), reckoned };
}

/** Against the equal window right before, both by the present definition; called better or worse only when a rule for special causes says so. */
export function describeChange(series: MetricSeries, current: Observation) {
  const { definition, calendar } = series;
  const days = definition.windowDays;
  const previous = observationOf(
    underPresentVersion(series),
    windowBefore(currentWindow(series), days, calendar.timeZone),
  );
  if (previous.state === 'partial') return null;
  const delta = shownDifference(current.value, previous.value, definition.precision);
  if (delta === null) return null;
  return { delta, days, verdict: verdictOn(delta, changeVerdict(settledSteps(series), definition.direction), series) };
}

/**
 * The rules look at where the latest point stands, the change at where it came from: a value that comes back from far beyond a limit is
 * still beyond it. Only when both point the same way is the change called better or worse.
 */
function verdictOn(delta: string, verdict: ChangeVerdict, { definition }: MetricSeries): ChangeVerdict {
  if (verdict !== 'better' && verdict !== 'worse') return verdict;
  const improved = Number(delta) !== 0 && Number(delta) > 0 === (definition.direction === 'up');
  return improved === (verdict === 'better') && Number(delta) !== 0 ? verdict : 'noise';
}

/** Settled values of windows that do not overlap, oldest first: what the rules for special causes are made for. */
export function settledSteps(series: MetricSeries): number[] {
  return behaviourPoints(series).map(({ value }) => Number(value));
}

/** All by the present definition, so that no rule takes a change of the definition for one of what it measures. */
export function behaviourPoints(series: MetricSeries): Observation[] {
  const days = Math.max(7, series.definition.windowDays);
  const windows = steppedWindows(series, days, days, 26);
  return observationsOf(underPresentVersion(series), windows).filter(
    ({ state, value }) => state === 'settled' && value !== null,
  );
}

function trendOf(keyResult: KeyResult, series: MetricSeries, span: GoalSpan) {
  const { definition, calendar } = series;
  const end = currentWindow(series).end;
  const windows = trailingWindows(series, addDays(end, -trendDays, calendar.timeZone), end, definition.windowDays);
  // What an older version counted in another unit has no place on the same line.
  const sameUnit = new Set(
    series.versions.filter(({ definition: { unit } }) => unit === definition.unit).map(({ version }) => version),
  );
  return observationsOf(series, windows).map(({ end: at, value, state, version }) => {
    const expected =
      keyResult.kind === 'reach' ? expectedValue(keyResult, span, new Date(at), calendar.timeZone) : null;
    return {
      end: at,
      value: state === 'partial' || !sameUnit.has(version) ? null : value,
      expected: expected === null ? null : shownNumber(expected, definition.precision),
    };
  });
}
