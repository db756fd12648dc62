import type { ObservationState } from '../metric/observation.js';
import { parseDecimal } from '../metric/parse-decimal.js';
import type { ExpectedEffect } from './decision.js';

export type Grade = 'hit' | 'partly' | 'missed' | 'cannotTell';

/** Why a grade is what it is; the sentence is written where it is read. */
export type GradeReason =
  /** It moved as far as promised, or further; equal counts as hit. */
  | 'reached'
  /** It moved the promised way, at least half as far. */
  | 'halfWay'
  /** It moved the promised way, less than half as far. */
  | 'tooLittle'
  | 'unmoved'
  | 'otherWay'
  /** There was no value when it was decided. */
  | 'noBaseline'
  /** There is no value on the date, though it was collected, or nothing was collected for too long. */
  | 'noValue'
  /** Another version of the definition answers now: its numbers are not those of the baseline. */
  | 'definitionChanged'
  /** The metric does not exist any more. */
  | 'noMetric';

/** What the metric says on the date of a decision. */
export interface EffectReading {
  /** As shown, in the unit of the metric; null for no value. */
  readonly value: string | null;
  readonly version: number;
  /** ISO instants, half-open. */
  readonly start: string;
  readonly end: string;
  readonly state: ObservationState;
  /** Whether the version that answered counts what that of the baseline counted. */
  readonly sameDefinition: boolean;
}

export interface EffectGrade {
  readonly grade: Grade;
  readonly reason: GradeReason;
  /** The value on the date; null when there is none. */
  readonly value: string | null;
  /** The version of the definition that answered on the date; null for a metric that is gone. */
  readonly version: number | null;
  /** Value − baseline, exact; null when one is absent. */
  readonly moved: string | null;
  /** `moved` along the promised way as a share of the promised amount; below 0 the other way. */
  readonly share: number | null;
}

export type Grading =
  | { readonly state: 'waiting'; readonly because: 'dateToCome' | 'notCollected' | 'provisional' }
  | { readonly state: 'graded'; readonly grade: EffectGrade };

/** From which share of the promised movement on it is partly reached. */
export const partlyFrom = 0.5;
/** Nothing collected for so long after the date: it cannot be told. */
export const waitForDataDays = 45;
const dayMs = 86_400_000;

/**
 * The grade of a promised effect by its metric: value on the date − baseline, along the promised direction, as a share of the promised amount.
 * `hit` from 1 on (equal counts), `partly` from ½ on, `missed` below. Nothing is graded on provisional data, nor before the date: it waits. Numbers of
 * two definitions are not compared: `cannotTell`.
 *
 * @param reading null when the metric does not exist
 * @param due the instant at which the last day of the effect is over
 */
export function gradeEffect(
  effect: ExpectedEffect,
  reading: EffectReading | null,
  { due, now }: { readonly due: Date; readonly now: Date },
): Grading {
  if (now < due) return { state: 'waiting', because: 'dateToCome' };
  if (reading === null) return cannotTell('noMetric', null);
  const { baseline } = effect;
  if (baseline?.value === undefined || baseline.value === null) return cannotTell('noBaseline', reading);
  if (reading.state === 'absent' || reading.state === 'partial') {
    const isLate = now.getTime() - due.getTime() >= waitForDataDays * dayMs;
    return isLate ? cannotTell('noValue', reading) : { state: 'waiting', because: 'notCollected' };
  }
  if (reading.state === 'provisional') return { state: 'waiting', because: 'provisional' };
  if (!reading.sameDefinition) return cannotTell('definitionChanged', reading);
  if (reading.value === null) return cannotTell('noValue', reading);
  const moved = parseDecimal(reading.value).minus(parseDecimal(baseline.value));
  const along = effect.direction === 'up' ? moved : moved.times(-1);
  const promised = parseDecimal(effect.amount);
  const isReached = along.gte(promised);
  const isHalfWay = along.gte(promised.times(partlyFrom));
  const reason = isReached
    ? 'reached'
    : isHalfWay
      ? 'halfWay'
      : along.gt(0)
        ? 'tooLittle'
        : along.eq(0)
          ? 'unmoved'
          : 'otherWay';
  return {
    state: 'graded',
    grade: {
      grade: isReached ? 'hit' : isHalfWay ? 'partly' : 'missed',
      reason,
      value: reading.value,
      version: reading.version,
      moved: moved.toFixed(),
      share: Number(along.div(promised).toFixed(4)),
    },
  };
}

/**
 * The grade to add to those there are; null for none. A grade that is there is only ever followed by another one, and only when the numbers behind it are
 * other ones: a restatement is graded again in everybody's sight. Data that are provisional again change nothing.
 */
export function nextGrade(latest: EffectGrade | null, grading: Grading): EffectGrade | null {
  if (grading.state === 'waiting') return null;
  const { grade } = grading;
  if (latest === null) return grade;
  // The metric's absence after a grade says nothing about what had been reached.
  if (grade.grade === 'cannotTell' && latest.grade !== 'cannotTell') return null;
  const isSame = grade.grade === latest.grade && grade.reason === latest.reason && grade.value === latest.value;
  return isSame ? null : grade;
}

function cannotTell(reason: GradeReason, reading: EffectReading | null): Grading {
  const grade: EffectGrade = {
    grade: 'cannotTell',
    reason,
    value: reading?.value ?? null,
    version: reading?.version ?? null,
    moved: null,
    share: null,
  };
  return { state: 'graded', grade };
}
