import type { Initiative } from './initiative.js';

export type Scoring = 'wsjf' | 'rice';

/**
 * `score` orders ideas: cost of delay by job size (WSJF: Reinertsen; SAFe), reach × impact × confidence by effort (RICE: Intercom). It is a
 * ratio and does not add up; `value`, the same without its size, does, and is what a plan makes as large as it can. Both are exact: `value`
 * of RICE is in hundredths of a hundredth, so that it is whole.
 */
export interface Score {
  readonly score: number;
  /** Whole, above 0. */
  readonly value: number;
}

/** How much of `value` is one, as people read it. */
export const valueUnit: Readonly<Record<Scoring, number>> = { wsjf: 1, rice: 10_000 };

/** The score of an idea; null where its inputs are not given, which is not a score of 0. */
export function scoreOf({ wsjf, rice }: Pick<Initiative, 'wsjf' | 'rice'>, scoring: Scoring): Score | null {
  if (scoring === 'wsjf') {
    if (wsjf === undefined) return null;
    const value = wsjf.businessValue + wsjf.timeCriticality + wsjf.riskReduction;
    return { value, score: value / wsjf.jobSize };
  }
  if (rice === undefined) return null;
  const value = rice.reach * Math.round(rice.impact * 100) * rice.confidence;
  return { value, score: value / valueUnit.rice / rice.effort };
}
