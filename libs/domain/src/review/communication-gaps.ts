import type { Side } from '../metric/definition.js';
import { elapsedDays, endOfDate } from '../metric/periods.js';
import type { SideBreach } from './notice-agreement.js';

/** From when on silence is a gap; settings of the organisation. */
export interface GapThresholds {
  /** Days without a check-in of a side on a goal. */
  readonly checkInDays: number;
  /** Days that a proposal has waited for a signature. */
  readonly signatureDays: number;
  /** Time that an alert has fired without an acknowledgement. */
  readonly acknowledgeMs: number;
  /** Days in which the openings of a metric are counted. */
  readonly openingDays: number;
  /** Points between the alignment scores of the sides; more is a gap. */
  readonly alignmentPoints: number;
  /** Answers of a side to the pulse below which nothing is shown of it. */
  readonly pulseMinimum: number;
}

export const usualThresholds: GapThresholds = {
  checkInDays: 14,
  signatureDays: 0,
  acknowledgeMs: 3_600_000,
  openingDays: 30,
  alignmentPoints: 2,
  pulseMinimum: 3,
};

export interface GapFacts {
  readonly now: Date;
  readonly timeZone: string;
  readonly goals: readonly {
    readonly id: string;
    readonly title: string;
    /** The sides that own it, or should: both for a joint goal. */
    readonly owningSides: readonly Side[];
    readonly owners: Partial<Record<Side, string>>;
    readonly published: boolean;
    /** Since when people could check in. */
    readonly startAt: Date;
    readonly dueAt: Date;
    readonly lastCheckIn: Readonly<Record<Side, Date | null>>;
  }[];
  readonly proposals: readonly {
    readonly of: 'goal' | 'definition' | 'decision';
    /** Id of the goal, key of the metric, or id of the decision. */
    readonly subject: string;
    readonly title: string;
    readonly waitsFor: readonly Side[];
    readonly since: Date;
  }[];
  /** Alerts that fire, with the sides that have acknowledged them. */
  readonly alerts: readonly {
    readonly id: string;
    readonly title: string;
    readonly firedAt: Date;
    readonly owningSides: readonly Side[];
    readonly acknowledgedBy: readonly Side[];
  }[];
  readonly sources: readonly {
    readonly id: string;
    readonly name: string;
    readonly stale: boolean;
    readonly lastAt: Date | null;
  }[];
  /** Pages of metrics opened in the counted days, by side. */
  readonly openings: readonly {
    readonly metric: string;
    readonly title: string;
    readonly opens: Readonly<Record<Side, number>>;
  }[];
  readonly decisions: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    /** Local date of its effect, or its last day while it is not decided. */
    readonly date: string | null;
    readonly graded: boolean;
  }[];
  /** The latest distance between the sides; null when a side has too few answers. */
  readonly alignment: {
    readonly round: string;
    readonly marketing: number;
    readonly it: number;
    readonly gap: number;
  } | null;
  readonly notices: readonly SideBreach[];
}

export type GapCode =
  | 'ownerMissing'
  | 'checkInMissing'
  | 'signatureMissing'
  | 'alertUnacknowledged'
  | 'sourceStale'
  | 'openedByOneSide'
  | 'decisionPastDate'
  | 'alignmentApart'
  | 'noticeMissed';

export interface CommunicationGap {
  readonly code: GapCode;
  /** The sides whose move it is. */
  readonly sides: readonly Side[];
  /** What it is about, where the evidence is. */
  readonly subject: {
    readonly kind: 'goal' | 'metric' | 'decision' | 'alert' | 'source' | 'pulse' | 'agreement';
    readonly id: string;
    readonly title: string;
  };
  /** Since when; null where that is not known. */
  readonly since: string | null;
  /** What led to it: counts and points, by name. */
  readonly numbers: Readonly<Record<string, number>>;
}

const bothSides: readonly Side[] = ['marketing', 'it'];
const other = { marketing: 'it', it: 'marketing' } as const satisfies Record<Side, Side>;

/** Where the two sides have stopped talking: each rule of the review with the facts that led to it, in the order of the rules and of the facts. Pure: the same facts give the same gaps. */
export function communicationGaps(
  facts: GapFacts,
  thresholds: GapThresholds = usualThresholds,
): readonly CommunicationGap[] {
  return [
    ...missingOwners(facts),
    ...missingCheckIns(facts, thresholds),
    ...missingSignatures(facts, thresholds),
    ...unacknowledged(facts, thresholds),
    ...staleSources(facts),
    ...openedByOneSide(facts),
    ...pastTheirDate(facts),
    ...apart(facts, thresholds),
    ...missedNotices(facts),
  ];
}

function missingOwners({ goals }: GapFacts): CommunicationGap[] {
  return goals.flatMap(({ id, title, owningSides, owners }) => {
    const sides = owningSides.filter((side) => owners[side] === undefined);
    return sides.length ? [gap('ownerMissing', sides, { kind: 'goal', id, title }, null, {})] : [];
  });
}

/** Of goals that run. Silence is counted from the last check-in of the side, or from the start of the goal. */
function missingCheckIns({ goals, now, timeZone }: GapFacts, { checkInDays }: GapThresholds): CommunicationGap[] {
  return goals
    .filter(({ published, startAt, dueAt }) => published && startAt <= now && dueAt > now)
    .flatMap(({ id, title, owningSides, lastCheckIn, startAt }) =>
      owningSides.flatMap((side) => {
        const since = lastCheckIn[side] ?? startAt;
        const days = Math.floor(elapsedDays(since, now, timeZone));
        if (days < checkInDays) return [];
        return [gap('checkInMissing', [side], { kind: 'goal', id, title }, since, { days })];
      }),
    );
}

function missingSignatures(
  { proposals, now, timeZone }: GapFacts,
  { signatureDays }: GapThresholds,
): CommunicationGap[] {
  const kinds = { goal: 'goal', definition: 'metric', decision: 'decision' } as const;
  return proposals.flatMap(({ of, subject, title, waitsFor, since }) => {
    const days = Math.floor(elapsedDays(since, now, timeZone));
    if (waitsFor.length === 0 || days < signatureDays) return [];
    return [gap('signatureMissing', waitsFor, { kind: kinds[of], id: subject, title }, since, { days })];
  });
}

/** An alert that one side has acknowledged still waits for the other one that owns it. */
function unacknowledged({ alerts, now }: GapFacts, { acknowledgeMs }: GapThresholds): CommunicationGap[] {
  return alerts.flatMap(({ id, title, firedAt, owningSides, acknowledgedBy }) => {
    const waiting = now.getTime() - firedAt.getTime();
    const asked = owningSides.length ? owningSides : bothSides;
    const sides = asked.filter((side) => !acknowledgedBy.includes(side));
    if (waiting < acknowledgeMs || sides.length === 0) return [];
    return [
      gap('alertUnacknowledged', sides, { kind: 'alert', id, title }, firedAt, {
        hours: Math.floor(waiting / 3_600_000),
      }),
    ];
  });
}

function staleSources({ sources }: GapFacts): CommunicationGap[] {
  return sources.flatMap(({ id, name, stale, lastAt }) =>
    stale ? [gap('sourceStale', bothSides, { kind: 'source', id, title: name }, lastAt, {})] : [],
  );
}

function openedByOneSide({ openings }: GapFacts): CommunicationGap[] {
  return openings.flatMap(({ metric, title, opens }) => {
    const opening = bothSides.filter((side) => opens[side] > 0);
    const [only] = opening;
    if (only === undefined || opening.length === 2) return [];
    return [gap('openedByOneSide', [other[only]], { kind: 'metric', id: metric, title }, null, { opens: opens[only] })];
  });
}

/** What is not decided by the day that it speaks of, and what was promised by a day that has passed without a grade. */
function pastTheirDate({ decisions, now, timeZone }: GapFacts): CommunicationGap[] {
  return decisions.flatMap(({ id, title, status, date, graded }) => {
    if (date === null || graded || status === 'refused' || status === 'withdrawn') return [];
    const end = endOfDate(date, timeZone);
    if (now < end) return [];
    const days = Math.floor(elapsedDays(end, now, timeZone));
    return [gap('decisionPastDate', bothSides, { kind: 'decision', id, title }, end, { days })];
  });
}

function apart({ alignment }: GapFacts, { alignmentPoints }: GapThresholds): CommunicationGap[] {
  if (alignment === null || alignment.gap <= alignmentPoints) return [];
  const { round, marketing, it, gap: points } = alignment;
  return [
    gap('alignmentApart', bothSides, { kind: 'pulse', id: round, title: round }, null, { marketing, it, points }),
  ];
}

function missedNotices({ notices }: GapFacts): CommunicationGap[] {
  return notices
    .filter(({ missed }) => missed > 0)
    .map(({ agreement, title, side, missed, of }) =>
      gap('noticeMissed', [side], { kind: 'agreement', id: agreement, title }, null, { missed, of }),
    );
}

function gap(
  code: GapCode,
  sides: readonly Side[],
  subject: CommunicationGap['subject'],
  since: Date | null,
  numbers: CommunicationGap['numbers'],
): CommunicationGap {
  return { code, sides, subject, since: since?.toISOString() ?? null, numbers };
}
