import { exactly } from './discount.js';
import type { DecidedSettings } from './initiative-settings.js';
import type { PlanTerms } from './plan-initiatives.js';
import type { Scoring } from './score.js';

/** What a plan asks "what if" of; what is left out is as the organisation has decided. */
export interface ScenarioTerms {
  readonly scoring: Scoring;
  /** Per cent of the capacity of every team and quarter; 100 for all of it. */
  readonly capacityPercent: number;
  /** Decimal string; null for the organisation's own. */
  readonly budget: string | null;
}

/** The terms of a plan under a scenario: capacity is rounded down to a hundredth of a week. */
export function planTerms(
  { scoring, capacityPercent, budget }: ScenarioTerms,
  settings: DecidedSettings,
  decimals: number,
): PlanTerms {
  return {
    scoring,
    capacity: settings.capacity.map((one) => ({
      ...one,
      weeks: Number(exactly(`${one.weeks}`).times(capacityPercent).div(100).toFixed(2, 0)),
    })),
    budget: budget ?? settings.budget,
    decimals,
  };
}
