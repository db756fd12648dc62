import type { Side } from '../metric/definition.js';
import type { WrittenAgreement } from '../review/notice-agreement.js';
import type { Configuration, Organisation } from './organisation.js';

/** What a file names. What it leaves out stays as it is; a thing that it names is as the file says, field by field. */
export type ConfigurationPart = Partial<Omit<Configuration, 'organisation'>> & {
  readonly organisation?: Partial<Organisation>;
  /**
   * A local date or an instant: what the file brings that is new counts as known since then, because the file imports history.
   */
  readonly knownSince?: string;
  /** What the file says about the versions of metrics that it makes. */
  readonly changes?: readonly MetricChange[];
  /** The same of goals. */
  readonly goalChanges?: readonly GoalChange[];
  /** Agreements of notice: decisions of both sides, which are no part of the configuration that is stored. */
  readonly agreements?: readonly WrittenAgreement[];
};

/**
 * Why a version of a metric is made, and who has signed it. It speaks for that version alone, so that a signature that was left in a file
 * does not sign the next change.
 */
export interface MetricChange extends SignedChange {
  readonly metric: string;
}

/** The same of the terms of a goal. */
export interface GoalChange extends SignedChange {
  readonly goal: string;
}

export interface SignedChange {
  readonly version: number;
  readonly reason: string;
  /** A local date or an instant; as soon as it is signed when left out, and never earlier than that. */
  readonly effectiveFrom?: string;
  /** Ids of people who have signed for their side. */
  readonly signed?: Partial<Record<Side, string>>;
}

/** Stands for the stored secret of a route: what an export prints, and what an apply reads as "leave it". */
export const unchangedSecret = 'unchanged';

export type ConfigurationKind =
  | 'organisation'
  | 'team'
  | 'person'
  | 'connection'
  | 'calendar'
  | 'metric'
  | 'goal'
  | 'guardrail'
  | 'route'
  | 'alertPolicy'
  | 'initiative';

/** Where the things of a kind stand in a configuration. The organisation is one, not a list. */
export const listOfKind = {
  team: 'teams',
  person: 'people',
  connection: 'connections',
  calendar: 'calendars',
  metric: 'metrics',
  goal: 'goals',
  guardrail: 'guardrails',
  route: 'routes',
  alertPolicy: 'alertPolicies',
  initiative: 'initiatives',
} as const satisfies Record<Exclude<ConfigurationKind, 'organisation'>, keyof Configuration>;
