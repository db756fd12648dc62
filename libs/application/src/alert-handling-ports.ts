import type { ActObstacle, AlertAct } from '@tandem/domain/alert/alert-act';
import type { Side } from '@tandem/domain/metric/definition';

/** Who does something about an alert. */
export interface AlertHandler {
  /** As the audit trail names them. */
  readonly actor: string;
  /** As people are named on pages. */
  readonly name: string;
  readonly side: Side | null;
}

export interface NewSilence {
  readonly of: {
    readonly kind: 'guardrail' | 'metric';
    readonly id: string;
    /** Only alerts of this value of a dimension. */
    readonly slice?: { readonly dimension: string; readonly value: string } | undefined;
  };
  readonly reason: string;
  readonly endsAt: Date;
}

/** Each act is one row of the audit trail, in one transaction with what it changes. Ids that nobody has answer null. */
export interface AlertHandling {
  act(id: string, act: AlertAct, by: AlertHandler, now: Date): Promise<'done' | ActObstacle | null>;
  /** Remembers the first opening by somebody of a side; answers whether it was one. */
  see(id: string, by: AlertHandler, now: Date): Promise<boolean | null>;
  /** Answers the id; null when there is no such guardrail or metric. */
  silence(silence: NewSilence, by: AlertHandler, now: Date): Promise<string | null>;
  /** Answers false when it has ended already. */
  endSilence(id: string, by: AlertHandler, now: Date): Promise<boolean | null>;
  /** Puts a test message into the outbox; answers its id, null when there is no such route. */
  testRoute(routeId: string, by: AlertHandler, publicUrl: string | null, now: Date): Promise<string | null>;
}
