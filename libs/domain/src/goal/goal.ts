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
  readonly path?: 'linear' | 'steps' | 'lines' | 'curve';
  /** Of `steps` and `lines`. */
  readonly milestones?: readonly Milestone[];
  /** Of `curve`: how much of the way is expected in each of so many equal parts of the time, against each other; at least two. */
  readonly parts?: readonly number[];
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

/** What moves what: the metric drives another one, which is that of a key result or drives on itself. */
export interface DriverLink {
  readonly metric: string;
  readonly drives: string;
}

export interface Goal {
  readonly id: string;
  readonly title: string;
  /** The business outcome that both sides serve. */
  readonly outcome: string;
  /** Whether the business plans growth by it: initiatives that map to such a goal pass the gate. No when left out. */
  readonly growthProjection?: boolean;
  /** Id of the goal above. A joint goal has none, a goal of a department or team has one. */
  readonly parent?: string;
  /** The side whose goal it is, of a goal of a department; left out for a joint goal. */
  readonly department?: Side;
  /** The team whose goal it is. */
  readonly team?: string;
  /** Local dates of the organisation, both inclusive: a goal starts at the start of `start` and is due at the end of `due`. */
  readonly start: string;
  readonly due: string;
  /** Person or team ids; a joint goal without both is a draft. */
  readonly owners: Partial<Record<Side, string>>;
  /** The side that pushes a joint goal; both alike when left out. */
  readonly ledBy?: Side;
  readonly keyResults: readonly KeyResult[];
  /** Ids of guardrails on what must not get worse for the goal, owned by the side that does not push it. */
  readonly counterMetrics?: readonly string[];
  readonly drivers?: readonly DriverLink[];
}

export type GoalStatus = 'onTrack' | 'atRisk' | 'offTrack' | 'achieved' | 'missed' | 'noData' | 'draft';
