import type { Observation } from '../metric/observation.js';
import { addDays, startOfDate, type Period } from '../metric/periods.js';
import {
  currentWindow,
  observationsOfSlice,
  underPresentVersion,
  windowBefore,
  type MetricSeries,
} from '../metric/series.js';
import { evaluateBurn } from './evaluate-burn.js';
import { comparableDays, evaluateChange } from './evaluate-change.js';
import { evaluateFreshness } from './evaluate-freshness.js';
import { evaluatePace, type TrackedKeyResult } from './evaluate-pace.js';
import { evaluateSpecialCause } from './evaluate-special-cause.js';
import { evaluateThreshold } from './evaluate-threshold.js';
import { burnWindowsOf } from './guardrail-rule.js';
import type { BurnGuardrail, ChangeGuardrail, Guardrail, SpecialCauseGuardrail, Verdict } from './guardrail.js';
import type { JudgedAlert } from './hold-against.js';

export interface GuardrailMoment {
  /** The metric as it is known at `now`; sliced by the guardrail's dimension where it has one. */
  readonly series: MetricSeries;
  /** A value of the dimension; '' for the whole. */
  readonly slice: string;
  readonly alert: JudgedAlert;
  readonly now: Date;
  /** How the key result of a pace guardrail stands; asked for those alone. null when there is none. */
  readonly track: TrackKeyResult;
}

export type TrackKeyResult = (
  of: { readonly goal: string; readonly keyResult: string },
  series: MetricSeries,
  now: Date,
) => TrackedKeyResult | null;

/** More points than twenty years of half weeks say nothing more about the latest one. */
const mostPoints = 2_000;

/**
 * The verdict of a guardrail of any kind at a moment (semantics §7). Evaluation, rehearsal and pages all ask here, so that they cannot
 * disagree. Pure: the same series and moment give the same verdict. Throws when the guardrail is not one that `checkGuardrail` lets through.
 */
export function evaluateGuardrail(guardrail: Guardrail, moment: GuardrailMoment): Verdict {
  const { series, slice, alert, now } = moment;
  const { freshness } = series;
  const observation = windowOf(guardrail, series, slice);
  switch (guardrail.kind) {
    case 'threshold':
      return evaluateThreshold({ guardrail, observation, freshness, alert });
    case 'pace':
      return evaluatePace({ guardrail, observation, freshness, alert, tracked: moment.track(guardrail, series, now) });
    case 'change': {
      const previous = comparableOf(guardrail, series, slice);
      return evaluateChange({
        guardrail,
        observation,
        previous,
        precision: series.definition.precision,
        freshness,
        alert,
      });
    }
    case 'burn':
      return evaluateBurn({
        guardrail,
        pairs: burnPairsOf(guardrail, series, slice),
        direction: series.definition.direction,
        freshness,
      });
    case 'specialCause':
      return evaluateSpecialCause({
        guardrail,
        points: pointsOf(guardrail, series, slice),
        empty: observation,
        precision: series.definition.precision,
        freshness,
      });
    case 'freshness':
      return evaluateFreshness({ guardrail, observation, freshness, now });
  }
}

/** The window that a guardrail judges, ending with the complete data. */
export function windowOf(
  { windowDays }: Pick<Guardrail, 'windowDays'>,
  series: MetricSeries,
  slice: string,
): Observation {
  return observed(series, slice, currentWindow(series, windowDays));
}

function observed(series: MetricSeries, slice: string, period: Period): Observation {
  const [observation] = observationsOfSlice(series, slice, [period]);
  if (!observation) throw new Error('One period gives one observation.');
  return observation;
}

/** By the present definition, so that a change of the definition is not taken for one of what it measures. */
function comparableOf(guardrail: ChangeGuardrail, series: MetricSeries, slice: string): Observation {
  const { timeZone } = series.calendar;
  const days = guardrail.windowDays ?? series.definition.windowDays;
  const window = currentWindow(series, days);
  const back = comparableDays(guardrail, days);
  const period = {
    start: addDays(window.start, -back, timeZone),
    end: back === days ? windowBefore(window, days, timeZone).end : addDays(window.end, -back, timeZone),
  };
  return observed(underPresentVersion(series), slice, period);
}

function burnPairsOf(guardrail: BurnGuardrail, series: MetricSeries, slice: string) {
  return burnWindowsOf(guardrail).map((windows) => ({
    windows,
    long: observed(series, slice, currentWindow(series, windows.longDays)),
    short: observed(series, slice, currentWindow(series, windows.shortDays)),
  }));
}

function pointsOf(guardrail: SpecialCauseGuardrail, series: MetricSeries, slice: string): Observation[] {
  const { timeZone } = series.calendar;
  const days = guardrail.windowDays ?? Math.max(7, series.definition.windowDays);
  const { end: dataTo } = currentWindow(series, days);
  const periods: Period[] = [];
  let start = startOfDate(guardrail.baselineFrom, timeZone);
  while (periods.length < mostPoints) {
    const end = addDays(start, days, timeZone);
    if (end > dataTo) break;
    periods.push({ start, end });
    start = end;
  }
  return observationsOfSlice(underPresentVersion(series), slice, periods);
}
