import type { TrackerMapping } from './tracker-mapping.js';

/** How much of a team there is in a quarter, in team-weeks. */
export interface TeamCapacity {
  readonly team: string;
  /** `YYYY-Qn`, a quarter of the calendar year. */
  readonly quarter: string;
  readonly weeks: number;
}

/** What a single initiative may be at most. A limit that is left out limits nothing. */
export interface GateLimits {
  /** Month by which the discounted margin has to reach 0; 24 when left out. */
  readonly months?: number;
  /** Team-weeks of all teams together. */
  readonly teamWeeks?: number;
  readonly durationMonths?: number;
  /** All costs of the case, not discounted; a decimal string. */
  readonly cost?: string;
}

/** What the organisation decides for all of its initiatives. */
export interface InitiativeSettings {
  /** ISO 4217; EUR when left out. */
  readonly currency?: string;
  /** Per cent a year, effective; 10 when left out. */
  readonly discountRate?: string;
  readonly gate?: GateLimits;
  readonly capacity?: readonly TeamCapacity[];
  /** What the initiatives of a plan may cost in its quarters together; no limit when left out. */
  readonly budget?: string;
  /** Where ideas are taken in from; nowhere when left out. */
  readonly jira?: TrackerMapping;
}

/** The same with the usual in the place of what is left out. */
export interface DecidedSettings {
  readonly currency: string;
  readonly discountRate: string;
  /** Whether somebody has decided on the rate. */
  readonly isRateStated: boolean;
  readonly gate: GateLimits & { readonly months: number };
  readonly capacity: readonly TeamCapacity[];
  readonly budget: string | null;
}

/** Two years: the rule by which a project is margin-positive or goes back. */
export const usualGateMonths = 24;
export const usualDiscountRate = '10';
export const usualCurrency = 'EUR';

export function settingsWith(settings: InitiativeSettings = {}): DecidedSettings {
  const { currency = usualCurrency, discountRate, gate = {}, capacity = [], budget = null } = settings;
  return {
    currency,
    discountRate: discountRate ?? usualDiscountRate,
    isRateStated: discountRate !== undefined,
    gate: { ...gate, months: gate.months ?? usualGateMonths },
    capacity,
    budget,
  };
}
