import type { DigestCadence } from '@tandem/domain/alert/digest-slot';
import type { Side } from '@tandem/domain/metric/definition';
import type { DigestAlert, NoticeContent } from './delivery-ports.js';

export interface DigestSubscription {
  readonly accountId: string;
  readonly email: string;
  readonly side: Side | null;
  readonly cadence: DigestCadence;
  readonly hour: number;
  /** The slot up to which everything was told. */
  readonly toldTo: Date;
  /** Keys of the metrics that they follow, the one followed longest first. */
  readonly follows: readonly string[];
}

export interface DigestStore {
  /** Of everybody who can sign in. */
  subscriptions(): Promise<readonly DigestSubscription[]>;
  /** Alerts of a side (both for null) that fired in the time or are open at its end; what nobody owns is of both. */
  alerts(
    side: Side | null,
    from: Date,
    to: Date,
  ): Promise<readonly (Omit<DigestAlert, 'url'> & { readonly id: string })[]>;
  /**
   * Writes one digest and moves the subscription on, in one transaction: another process that was as fast finds it moved. Answers whether it was
   * written.
   */
  send(subscription: DigestSubscription, to: Date, content: NoticeContent, now: Date): Promise<boolean>;
  /** Moves a subscription without a digest, after a clock was set back. */
  restart(subscription: DigestSubscription, at: Date): Promise<void>;
}
