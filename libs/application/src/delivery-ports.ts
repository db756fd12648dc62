import type { NotificationKind } from '@tandem/domain/alert/alert';
import type { Side } from '@tandem/domain/metric/definition';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import type { GuardrailRule } from '@tandem/domain/guardrail/guardrail-rule';
import type { Route } from '@tandem/domain/organisation/organisation';
import type { ChangeVerdict } from '@tandem/domain/metric/special-cause';
import type { StreamName } from '@tandem/domain/record/streams';

/** Why people are told besides the transition itself. */
export type ToldBecause =
  | { readonly code: 'repeat' }
  /** `side`: whose acknowledgement was missing; null for anybody's. */
  | { readonly code: 'escalation'; readonly afterMs: number; readonly side: Side | null }
  | { readonly code: 'silenceEnded' }
  | { readonly code: 'inhibitionEnded' }
  | { readonly code: 'acknowledgementEnded' }
  | { readonly code: 'acknowledged'; readonly by: string; readonly until: string };

/** What a channel needs to write its sentence; plain data, as it was true at the transition. */
export interface NotificationContent {
  readonly alertId: string;
  readonly kind: NotificationKind;
  readonly severity: 'warning' | 'critical';
  readonly guardrail: {
    readonly id: string;
    readonly title: string;
  } & GuardrailRule;
  /** The slice that the alert is about; empty for the whole. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metric: {
    readonly key: string;
    readonly title: string;
    readonly unit: string;
    readonly precision: number;
    /** What kind of events stand behind the value; null when the metric is not known. */
    readonly stream: StreamName | null;
  };
  readonly verdict: Verdict | null;
  /** First breach of the episode; for `noData` and `error` when that began. */
  readonly since: string;
  readonly at: string;
  /** Of what was detected late: the end of its last period. */
  readonly until?: string;
  /** IANA zone in which days are named. */
  readonly timeZone: string;
  readonly owners: { readonly marketing: string | null; readonly it: string | null };
  /** Page of the alert, when the public address is known. */
  readonly url: string | null;
  /** Left out: told for the transition alone. */
  readonly because?: ToldBecause;
}

interface Notice {
  readonly at: string;
  /** IANA zone in which days are named. */
  readonly timeZone: string;
  /** Page that tells more, when the public address is known. */
  readonly url: string | null;
}

export interface DigestAlert {
  readonly title: string;
  readonly severity: 'warning' | 'critical';
  readonly state: 'open' | 'resolved';
  readonly since: string;
  readonly url: string | null;
}

export interface DigestGoal {
  readonly title: string;
  /** Codes of statuses; null before there was one. */
  readonly from: string | null;
  readonly to: string;
  readonly url: string | null;
}

/** A metric that the receiver follows, as it was known at the end of the time. Numbers are rounded already. */
export interface DigestMetric {
  readonly title: string;
  readonly unit: string;
  readonly value: string | null;
  /** The window that the value is of. */
  readonly start: string;
  readonly end: string;
  readonly change: { readonly delta: string; readonly days: number; readonly verdict: ChangeVerdict } | null;
  readonly stale: boolean;
  readonly url: string | null;
}

/** Messages that tell of no transition. */
export type NoticeContent =
  | ({ readonly kind: 'test'; readonly route: string; readonly by: string } & Notice)
  | ({
      readonly kind: 'undelivered';
      readonly alert: string;
      readonly route: string;
      readonly error: string;
    } & Notice)
  /** `since`: the last sign of progress; null when there never was one. */
  | ({ readonly kind: 'standstill'; readonly what: 'evaluation' | 'delivery'; readonly since: string | null } & Notice)
  /** A source that goes on failing: its owners are told, it is paused, it works again. */
  | ({
      readonly kind: 'sourceFailing';
      readonly event: 'warned' | 'paused' | 'recovered';
      readonly source: string;
      readonly failedRuns: number;
      /** Of the first failure in a row; of `recovered` when owners were told. */
      readonly since: string;
      /** Empty when it has recovered. */
      readonly error: string;
      readonly hint: string;
      /** Names of the people who are told, by side. */
      readonly owners: { readonly marketing: readonly string[]; readonly it: readonly string[] };
      /** How many metrics it feeds. */
      readonly metrics: number;
    } & Notice)
  /** Somebody is asked to explain what moved before a review. */
  | ({
      readonly kind: 'explanationAsked';
      readonly review: number;
      readonly meetingAt: string;
      readonly metrics: readonly { readonly title: string; readonly text: string }[];
    } & Notice)
  /** An action whose day comes, has come or has passed. */
  | ({
      readonly kind: 'actionReminder';
      readonly reminder: 'dueSoon' | 'due' | 'overdue';
      readonly action: string;
      /** Local date. */
      readonly due: string;
      readonly owner: string;
    } & Notice)
  /** The change budget of a joint goal is spent: both sides are asked to hold. */
  | ({
      readonly kind: 'budgetSpent';
      readonly goal: string;
      readonly metric: string;
      /** Share that must be met, in per cent. */
      readonly objective: string;
      readonly allowed: string;
      readonly consumed: string;
      readonly releases: string;
      readonly campaigns: string;
      /** Local date of the last day of the period. */
      readonly until: string;
    } & Notice)
  /** An initiative that the gate had let through and does not any more: its waiver has ended, or its benefits do not come. */
  | ({ readonly kind: 'initiativeReturned'; readonly initiative: string; readonly why: 'waiver' | 'benefits' } & Notice)
  | ({
      readonly kind: 'digest';
      readonly cadence: 'daily' | 'weekly';
      readonly side: Side | null;
      readonly from: string;
      readonly to: string;
      readonly alerts: readonly DigestAlert[];
      readonly goals: readonly DigestGoal[];
      /** Left out by digests that were written before anything could be followed. */
      readonly followed?: readonly DigestMetric[];
      /** Alerts and goals beyond those that are listed. */
      readonly more: number;
    } & Notice);

const noticeKinds: readonly string[] = [
  'test',
  'undelivered',
  'standstill',
  'sourceFailing',
  'explanationAsked',
  'actionReminder',
  'budgetSpent',
  'initiativeReturned',
  'digest',
] satisfies readonly NoticeContent['kind'][];

export function isNotice(content: NotificationContent | NoticeContent): content is NoticeContent {
  return noticeKinds.includes(content.kind);
}

export interface ClaimedNotification {
  readonly id: string;
  readonly route: Route;
  /** Attempts begun, this one included. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** An earlier attempt ended without anyone knowing whether it arrived; a sink without idempotency must say so. */
  readonly possibleRepeat: boolean;
  readonly content: NotificationContent | NoticeContent;
  /** Alerts of the same group that go in the same message. */
  readonly grouped?: readonly NotificationContent[];
}

export interface Outbox {
  /**
   * Claims due rows with SKIP LOCKED and a lease, so that a dead deliverer's rows come back. Of one alert and route the oldest
   * comes first and the next one only when it has ended; a route that is being sent to waits its turn.
   */
  claim(limit: number, now: Date, leaseMs: number): Promise<readonly ClaimedNotification[]>;
  delivered(claim: Pick<ClaimedNotification, 'id'>, now: Date): Promise<void>;
  /** Writes nothing when the row was claimed again since: the later attempt reports for itself. */
  failed(claim: Pick<ClaimedNotification, 'id' | 'attempts'>, failure: FailedAttempt, now: Date): Promise<void>;
}

export interface FailedAttempt {
  readonly error: string;
  /** null gives up: the row is failed, visible and audited. */
  readonly nextAttemptAt: Date | null;
  /** The message may have arrived although nobody said so. */
  readonly outcomeUnknown: boolean;
}

/** Sends one notification; throws a `DeliveryFailure` that says whether to try again. */
export interface Channel {
  send(notification: ClaimedNotification, signal: AbortSignal): Promise<void>;
}

export class DeliveryFailure extends Error {
  constructor(
    message: string,
    readonly retry: boolean,
    readonly retryAfterMs: number | null = null,
    /** The message may have arrived although nobody said so. */
    readonly outcomeUnknown: boolean = false,
  ) {
    super(message);
    this.name = 'DeliveryFailure';
  }
}
