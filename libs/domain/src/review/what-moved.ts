import type { Direction, Side } from '../metric/definition.js';
import { lastDayText } from '../metric/period-text.js';
import { changeText, quantityText } from '../metric/quantity-text.js';
import { shownDifference, shownNumber } from '../metric/shown-value.js';
import { specialCauses, type SpecialCauseRule, type SpecialCauses } from '../metric/special-cause.js';
import type { MatchedEffect } from './matched-baseline.js';
import { listed, metricPage, type HeadlineSentence, type NamedMetric, type Section } from './section.js';

/** What was deployed or run near a signal, on whichever side. It stands beside the signal, never as its cause. */
export interface NearbyEvent {
  readonly kind: 'deployment' | 'campaign' | 'freeze' | 'other';
  readonly side: Side;
  readonly title: string;
  readonly at: string;
  readonly effect: MatchedEffect;
}

export interface Explanation {
  readonly side: Side;
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

export interface MovementPoint {
  /** Half-open; points of one metric do not overlap. */
  readonly start: string;
  readonly end: string;
  readonly value: string;
}

/** What is known of one metric. */
export interface MovementFacts {
  readonly metric: NamedMetric & { readonly direction: Direction };
  readonly owners: Readonly<Record<Side, { readonly id: string; readonly name: string } | null>>;
  readonly stale: boolean;
  /** Settled values by the present definition, oldest first. */
  readonly points: readonly MovementPoint[];
  /** Of this review, the latest of each side. */
  readonly explanations: readonly Explanation[];
  /** The possible values: a limit beyond them is shown at the bound. */
  readonly bounds: { readonly lower: number | null; readonly upper: number | null };
}

/** Why a metric does not stand among those that moved. */
export type StillReason = 'noise' | 'tooFewPoints' | 'notSettled' | 'stale';

/** `returning`: the point is beyond what is usual, but on its way back. */
export type MovedVerdict = 'better' | 'worse' | 'returning';

export interface MovedMetric {
  readonly metric: NamedMetric;
  readonly rule: SpecialCauseRule;
  readonly verdict: MovedVerdict;
  readonly before: MovementPoint | null;
  readonly now: MovementPoint;
  readonly delta: string | null;
  /** The usual range of the metric: mean and natural process limits. */
  readonly mean: string;
  readonly lower: string;
  readonly upper: string;
  /** Values of the points, oldest first, for a small line. */
  readonly trend: readonly string[];
  /** The whole of it in a sentence, and by which rule alone. */
  readonly text: string;
  readonly reason: string;
  readonly explanations: readonly Explanation[];
  /** Owners who were asked and have not explained it yet. */
  readonly unexplained: readonly { readonly side: Side; readonly owner: string }[];
  readonly events: readonly NearbyEvent[];
}

export interface WhatMovedSection {
  readonly moved: readonly MovedMetric[];
  /** Signals beyond those that are listed. */
  readonly more: number;
  readonly still: Readonly<Record<StillReason, number>>;
  readonly sentence: string;
}

const listedAtMost = 6;
const sides: readonly Side[] = ['marketing', 'it'];

/** A metric that has moved, and how far from its mean, in sigmas; what it lacks is told with it later. */
export interface Movement {
  readonly facts: MovementFacts;
  readonly causes: SpecialCauses;
  readonly index: number;
  readonly sigmas: number;
}

/**
 * The metrics with a signal among the settled points that end in the period, the farthest from their mean first; the latest signal of each.
 * Nothing else is news: a point inside the limits that completes no rule is noise, however large the step looks.
 */
export function movements(
  facts: readonly MovementFacts[],
  period: { readonly from: Date; readonly to: Date },
): { readonly moved: readonly Movement[]; readonly still: Readonly<Record<StillReason, number>> } {
  const still = { noise: 0, tooFewPoints: 0, notSettled: 0, stale: 0 };
  const moved: Movement[] = [];
  for (const known of facts) {
    const movement = movementOf(known, period);
    if (typeof movement === 'string') still[movement] += 1;
    else moved.push(movement);
  }
  return { moved: moved.sort((a, b) => b.sigmas - a.sigmas || order(a, b)), still };
}

function movementOf(facts: MovementFacts, { from, to }: { readonly from: Date; readonly to: Date }) {
  if (facts.stale) return 'stale';
  const causes = specialCauses(facts.points.map(({ value }) => Number(value)));
  if (causes === null) return 'tooFewPoints';
  const ends = facts.points.map(({ end }) => Date.parse(end));
  const inPeriod = (end: number) => end > from.getTime() && end <= to.getTime();
  if (!ends.some(inPeriod)) return 'notSettled';
  const index = causes.signals.findLastIndex((signal, at) => signal !== null && inPeriod(ends[at] ?? 0));
  if (index < 0) return 'noise';
  const sigma = (causes.upper - causes.mean) / 3;
  const distance = Math.abs(Number(facts.points[index]?.value) - causes.mean);
  return { facts, causes, index, sigmas: sigma > 0 ? distance / sigma : Number.MAX_VALUE };
}

/** The section of what moved; `eventsOf` answers what happened near a signal. */
export function whatMoved(
  { moved, still }: ReturnType<typeof movements>,
  {
    from,
    timeZone,
    events,
  }: {
    readonly from: Date;
    readonly timeZone: string;
    /** By key of the metric. */
    readonly events: ReadonlyMap<string, readonly NearbyEvent[]>;
  },
): Section<WhatMovedSection> {
  const told = moved.flatMap((movement) => {
    const described = describe(movement, from, timeZone);
    return described === null ? [] : [{ ...described, events: events.get(described.metric.key) ?? [] }];
  });
  const content = {
    moved: told.slice(0, listedAtMost),
    more: Math.max(0, told.length - listedAtMost),
    still,
    sentence: countsSentence(told.length, still),
  };
  return { content, sentences: headlineOf(told), counts: [] };
}

function describe(movement: Movement, from: Date, timeZone: string): Omit<MovedMetric, 'events'> | null {
  const { facts, causes, index } = movement;
  const { metric, points } = facts;
  const now = points[index];
  const signal = causes.signals[index];
  if (now === undefined || !signal) return null;
  const before = points.findLast(({ end }) => Date.parse(end) <= from.getTime()) ?? null;
  const delta = shownDifference(now.value, before?.value ?? null, metric.precision);
  const { key, title, unit, precision } = metric;
  const bounded = (value: number) =>
    shownNumber(
      Math.min(facts.bounds.upper ?? Infinity, Math.max(facts.bounds.lower ?? -Infinity, value)),
      metric.precision,
    );
  const range = { mean: bounded(causes.mean), lower: bounded(causes.lower), upper: bounded(causes.upper) };
  const verdict = verdictOf(signal.side, metric.direction, delta);
  const described = {
    metric: { key, title, unit, precision },
    rule: signal.rule,
    verdict,
    before,
    now,
    delta,
    ...range,
    trend: points.map(({ value }) => value),
    explanations: facts.explanations,
    unexplained: sides.flatMap((side) => {
      const owner = facts.owners[side];
      const explained = facts.explanations.some((one) => one.side === side);
      return owner === null || explained ? [] : [{ side, owner: owner.name }];
    }),
  };
  const reason = ruleWords(signal.rule, signal.side, described);
  return { ...described, reason, text: `${valuesText(described, timeZone)} ${reason}` };
}

/** The rule says on which side of the usual the point stands, the change where it came from; only together they are better or worse. */
function verdictOf(side: 'above' | 'below', direction: Direction, delta: string | null): MovedVerdict {
  const better = (side === 'above') === (direction === 'up');
  const towards = side === 'above' ? 1 : -1;
  if (delta !== null && Number(delta) * towards < 0) return 'returning';
  return better ? 'better' : 'worse';
}

type Described = Pick<
  MovedMetric,
  'metric' | 'rule' | 'verdict' | 'before' | 'now' | 'delta' | 'mean' | 'lower' | 'upper'
>;

function valuesText({ metric, now, before, delta, verdict }: Described, timeZone: string): string {
  const value = (text: string) => quantityText(text, metric.unit);
  const to = `${value(now.value)} in the time to ${lastDayText(now.end, timeZone)}`;
  const was =
    before === null || delta === null
      ? ''
      : `, ${changeText(delta, metric.unit)} against ${value(before.value)} to ${lastDayText(before.end, timeZone)}`;
  const words = { better: 'Better for real', worse: 'Worse for real', returning: 'On its way back' }[verdict];
  return `${words}: ${to}${was}.`;
}

function ruleWords(rule: SpecialCauseRule, side: 'above' | 'below', moved: Described): string {
  const { metric, lower, upper, mean } = moved;
  const limit = quantityText(side === 'above' ? upper : lower, metric.unit);
  switch (rule) {
    case 'beyondLimits':
      return `It is ${side} the ${side === 'above' ? 'upper' : 'lower'} limit of its usual variation, ${limit}.`;
    case 'twoOfThree':
      return `Two of the last three points are beyond two sigma ${side} its mean of ${quantityText(mean, metric.unit)}.`;
    case 'eightOnOneSide':
      return `Eight points in a row or more are ${side} its mean of ${quantityText(mean, metric.unit)}.`;
  }
}

const few = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'];

function countsSentence(signals: number, still: Readonly<Record<StillReason, number>>): string {
  const word = (count: number) => few[count] ?? String(count);
  const metrics = (count: number) => (count === 1 ? 'metric' : 'metrics');
  const listing =
    signals > listedAtMost ? `The ${word(listedAtMost).toLowerCase()} largest of ${signals} signals.` : '';
  const parts = [
    listing || `${word(signals)} ${signals === 1 ? 'signal' : 'signals'}.`,
    still.noise > 0
      ? `${word(still.noise)} ${metrics(still.noise)} ${still.noise === 1 ? 'is' : 'are'} within ordinary variation.`
      : '',
    still.notSettled > 0
      ? `Of ${word(still.notSettled).toLowerCase()} ${still.notSettled === 1 ? 'no period has' : 'no periods have'} settled since.`
      : '',
    still.tooFewPoints > 0
      ? `${word(still.tooFewPoints)} ${still.tooFewPoints === 1 ? 'has' : 'have'} too few points to tell.`
      : '',
    still.stale > 0 ? `${word(still.stale)} ${still.stale === 1 ? 'is' : 'are'} stale.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function headlineOf(moved: readonly Pick<MovedMetric, 'metric' | 'verdict'>[]): readonly HeadlineSentence[] {
  const worse = moved.filter(({ verdict }) => verdict === 'worse');
  const better = moved.filter(({ verdict }) => verdict === 'better');
  const named = (list: typeof moved) => {
    const titles = list.slice(0, 2).map(({ metric }) => metric.title);
    return listed(list.length > 2 ? [...titles, `${list.length - 2} more`] : titles);
  };
  const evidence = (list: typeof moved) =>
    list.length === 1 && list[0] ? metricPage(list[0].metric.key) : '#whatMoved';
  return [
    ...(worse.length
      ? [
          {
            code: 'movedWorse',
            weight: 60,
            text: `${named(worse)} became worse for real.`,
            evidence: evidence(worse),
          },
        ]
      : []),
    ...(better.length
      ? [
          {
            code: 'movedBetter',
            weight: 20,
            text: `${named(better)} became better for real.`,
            evidence: evidence(better),
          },
        ]
      : []),
  ];
}

function order(a: Movement, b: Movement): number {
  return a.facts.metric.key < b.facts.metric.key ? -1 : 1;
}
