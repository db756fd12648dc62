import type { GoalStatus, KeyResult } from '../goal/goal.js';
import { targetDirection } from '../goal/progress.js';
import type { StatusReason } from '../goal/status.js';
import { dayOfDateText } from '../metric/period-text.js';
import { changeText, numberText, quantityText } from '../metric/quantity-text.js';
import { shownNumber } from '../metric/shown-value.js';
import { goalPage, listed, type HeadlineSentence, type NamedMetric, type Section } from './section.js';

/** A key result as it stands, with what the rates are reckoned from. */
export interface RiskFacts {
  readonly id: string;
  readonly kind: KeyResult['kind'];
  readonly metric: NamedMetric;
  readonly baseline: string | null;
  readonly target: string | null;
  readonly atLeast: string | null;
  readonly atMost: string | null;
  readonly current: string | null;
  /** Where the agreed path has it by now. */
  readonly expected: string | null;
  /** The same window so many whole weeks earlier; null where there was no value. */
  readonly before: { readonly value: string; readonly weeks: number } | null;
  /** From the end of the current window to the due instant; 0 when that has passed. */
  readonly weeksLeft: number;
  readonly forecast: {
    readonly value: string;
    readonly low80: string;
    readonly high80: string;
    readonly gap: string;
    readonly meetsTarget: boolean;
    readonly probability: number;
  } | null;
  readonly shareInside: number | null;
  readonly requiredShare: number | null;
  readonly status: GoalStatus;
  readonly statusReason: StatusReason;
}

export interface GoalFacts {
  readonly id: string;
  readonly title: string;
  readonly status: GoalStatus;
  readonly statusReason: StatusReason;
  /** A local date. */
  readonly due: string;
  readonly keyResults: readonly RiskFacts[];
}

export interface RiskyKeyResult extends Omit<RiskFacts, 'before'> {
  /** Signed, in the unit of the metric for each week until the due date; null where none is needed or it cannot be told. */
  readonly neededPerWeek: string | null;
  /** Signed: what each of the weeks since brought; null without an earlier value. */
  readonly ranPerWeek: string | null;
  readonly ranWeeks: number | null;
  readonly text: string;
}

export interface GoalAtRisk {
  readonly id: string;
  readonly title: string;
  readonly status: GoalStatus;
  readonly statusReason: StatusReason;
  readonly due: string;
  /** Those that are not on track, the worst first. */
  readonly keyResults: readonly RiskyKeyResult[];
  readonly evidence: string;
}

export interface GoalsAtRiskSection {
  readonly goals: readonly GoalAtRisk[];
  readonly more: number;
  readonly sentence: string;
}

const listedAtMost = 5;
const gravity: readonly GoalStatus[] = ['missed', 'offTrack', 'atRisk', 'noData'];
const well: readonly GoalStatus[] = ['onTrack', 'achieved'];

/**
 * The joint goals that are not on track, the gravest first, each with what it would take: the rate that its key results need until the due date
 * against the rate that they ran at. needed = (target − now) ÷ weeks left; ran = (now − then) ÷ weeks between, both of the same window length.
 * Drafts are no risks yet.
 */
export function goalsAtRisk(goals: readonly GoalFacts[]): Section<GoalsAtRiskSection> {
  const risky = goals
    .filter(({ status }) => gravity.includes(status))
    .sort((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status))
    .map(describe);
  const agreed = goals.filter(({ status }) => status !== 'draft');
  const onTrack = agreed.filter(({ status }) => well.includes(status)).length;
  return {
    content: {
      goals: risky.slice(0, listedAtMost),
      more: Math.max(0, risky.length - listedAtMost),
      sentence: `${onTrack} of ${agreed.length} joint ${agreed.length === 1 ? 'goal' : 'goals'} on track.`,
    },
    sentences: headlineOf(risky),
    counts: [{ code: 'goalsOnTrack', label: 'Goals on track', value: onTrack, of: agreed.length, evidence: '/board' }],
  };
}

function describe(goal: GoalFacts): GoalAtRisk {
  const keyResults = goal.keyResults
    .filter(({ status }) => gravity.includes(status))
    .sort((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status))
    .map((facts) => withRates(facts, goal.due));
  const { id, title, status, statusReason, due } = goal;
  return { id, title, status, statusReason, due, keyResults, evidence: goalPage(id) };
}

function withRates({ before, ...facts }: RiskFacts, due: string): RiskyKeyResult {
  const { current, target, weeksLeft, metric } = facts;
  // A rate is small beside the value: one decimal more keeps it from reading as nothing.
  const shown = (value: number) => shownNumber(value, metric.precision + 1);
  const needed =
    facts.kind === 'reach' && current !== null && target !== null && weeksLeft > 0
      ? shown((Number(target) - Number(current)) / weeksLeft)
      : null;
  const ran =
    current !== null && before !== null ? shown((Number(current) - Number(before.value)) / before.weeks) : null;
  const rates = { neededPerWeek: needed, ranPerWeek: ran, ranWeeks: before?.weeks ?? null };
  return { ...facts, ...rates, text: textOf({ ...facts, ...rates }, due) };
}

function textOf(keyResult: Omit<RiskyKeyResult, 'text'>, due: string): string {
  const { status, statusReason, kind, metric, current, target } = keyResult;
  if (statusReason === 'metricAbsent') return 'There is no data to judge it by.';
  if (statusReason === 'metricStale') return 'Its data is stale: pace and forecast are withheld.';
  if (kind === 'stay') return stayText(keyResult);
  if (status === 'missed' && current !== null && target !== null) {
    return `Missed on ${dayOfDateText(due)}: ${quantityText(current, metric.unit)} of ${quantityText(target, metric.unit)}.`;
  }
  return [ratesText(keyResult), forecastText(keyResult)].filter((part) => part !== '').join(' ');
}

function ratesText({ neededPerWeek, ranPerWeek, ranWeeks, metric, target, baseline }: Omit<RiskyKeyResult, 'text'>) {
  if (neededPerWeek === null) return '';
  const needs = `Needs ${changeText(neededPerWeek, metric.unit)} a week`;
  if (ranPerWeek === null || ranWeeks === null) return `${needs}; how it ran before is not known.`;
  const up = target !== null && baseline !== null && targetDirection(baseline, target, 'up') === 'up';
  const wrongWay = Number(ranPerWeek) !== 0 && Number(ranPerWeek) > 0 !== up;
  return `${needs}. Ran ${changeText(ranPerWeek, metric.unit)} a week over the last ${ranWeeks}${wrongWay ? ', away from the target' : ''}.`;
}

function forecastText({ forecast, metric, target }: Omit<RiskyKeyResult, 'text'>): string {
  if (forecast === null || target === null) return '';
  const odds = `${Math.round(forecast.probability * 100)}% likely to be met`;
  if (forecast.meetsTarget) return `Forecast to reach ${quantityText(target, metric.unit)}; ${odds}.`;
  const gap = changeText(forecast.gap, metric.unit).replace(/^[+±]/, '');
  return `Forecast to miss ${quantityText(target, metric.unit)} by ${gap}; ${odds}.`;
}

function stayText({ shareInside, requiredShare, current, metric, atLeast, atMost }: Omit<RiskyKeyResult, 'text'>) {
  const now = current === null ? '' : ` Now ${quantityText(current, metric.unit)}.`;
  const value = (text: string) => quantityText(text, metric.unit);
  const limits = [
    atLeast === null ? '' : `at least ${value(atLeast)}`,
    atMost === null ? '' : `at most ${value(atMost)}`,
  ];
  const kept = `To be kept ${limits.filter((limit) => limit !== '').join(' and ')}`;
  if (shareInside === null || requiredShare === null) return `${kept}.${now}`;
  const percent = (share: number) => `${numberText(shownNumber(share * 100, 0))}%`;
  return `${kept} in ${percent(requiredShare)} of weeks; it was in ${percent(shareInside)}.${now}`;
}

function headlineOf(risky: readonly GoalAtRisk[]): readonly HeadlineSentence[] {
  const behind = risky.filter(({ status }) => status === 'offTrack' || status === 'atRisk');
  const missed = risky.filter(({ status }) => status === 'missed');
  const unknown = risky.filter(({ status }) => status === 'noData');
  const [only] = behind;
  const say = (code: string, weight: number, goals: readonly GoalAtRisk[], words: readonly [string, string]) =>
    goals.length === 0
      ? []
      : [
          {
            code,
            weight,
            text: `${namesOf(goals)} ${goals.length === 1 ? words[0] : words[1]}.`,
            evidence: goals.length === 1 && goals[0] ? goals[0].evidence : '#goalsAtRisk',
          },
        ];
  const forecast = only?.keyResults[0]?.forecast;
  if (behind.length === 1 && only && forecast && !forecast.meetsTarget) {
    const unit = only.keyResults[0]?.metric.unit ?? '';
    const gap = changeText(forecast.gap, unit).replace(/^[+±]/, '');
    const text = `${namesOf([only])} is forecast to miss by ${gap}.`;
    return [
      { code: 'goalForecastToMiss', weight: 70, text, evidence: only.evidence },
      ...say('goalsMissed', 75, missed, ['was missed', 'were missed']),
      ...say('goalsUnknown', 30, unknown, ['cannot be judged', 'cannot be judged']),
    ];
  }
  return [
    ...say('goalsMissed', 75, missed, ['was missed', 'were missed']),
    ...say('goalsBehind', 70, behind, ['is not on track', 'are not on track']),
    ...say('goalsUnknown', 30, unknown, ['cannot be judged', 'cannot be judged']),
  ];
}

function namesOf(goals: readonly GoalAtRisk[]): string {
  // Titles of goals are sentences of their own.
  const titles = goals.slice(0, 2).map(({ title }) => `“${title}”`);
  return listed(goals.length > 2 ? [...titles, `${goals.length - 2} more`] : titles);
}
