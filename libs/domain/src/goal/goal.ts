import type { Side } from '../metric/definition.js';

/** A dated point of an agreed path that is not a straight line. */
export interface Milestone {
  readonly at: string;
  readonly value: string;
}

interface KeyResultBase {
  readonly id: string;
  readonly metric: string;
  /** Weight in the goal's progress; 1 when left out. */
  readonly weight?: number;
}

/** Move a metric from a baseline to a target by the due date. Values are decimal strings in the metric's unit. */
export interface ReachKeyResult extends KeyResultBase {
  readonly kind: 'reach';
  readonly baseline: string;
  readonly target: string;
  /** `linear` from start to due date when left out. */
  readonly path?: 'linear' | 'steps' | 'lines';
  readonly milestones?: readonly Milestone[];
}

/** Keep a metric inside limits; judged by the share of time inside, never by progress. Equal is inside. */
export interface StayKeyResult extends KeyResultBase {
  readonly kind: 'stay';
  readonly atLeast?: string;
  readonly atMost?: string;
  /** Share of settled weekly points that must be inside, 0 to 1. 1 when left out. */
  readonly share?: number;
}

export type KeyResult = ReachKeyResult | StayKeyResult;

export interface Goal {
  readonly id: string;
  readonly title: string;
  /** The business outcome that both sides serve. */
  readonly outcome: string;
  /** Local dates of the organisation, both inclusive: a goal starts at the start of `start` and is due at the end of `due`. */
  readonly start: string;
  readonly due: string;
  /** Person ids; a goal without both is a draft. */
  readonly owners: Partial<Record<Side, string>>;
  readonly keyResults: readonly KeyResult[];
}

export type GoalStatus = 'onTrack' | 'atRisk' | 'offTrack' | 'achieved' | 'missed' | 'noData' | 'draft';
