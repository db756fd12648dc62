import type { OpenEpisode } from '@tandem/domain/alert/follow-up';
import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { FollowUp } from '@tandem/domain/alert/follow-up';

/** An alert that goes on firing, and how its guardrail is told. */
export interface FollowedEpisode {
  readonly guardrail: Pick<Guardrail, 'id' | 'severity'>;
  readonly episode: OpenEpisode;
  /** Whether it waits untold: nobody is reminded of what they were not to hear of. */
  readonly isHeldBack: boolean;
}

export interface AlertFollower {
  /**
   * Ends silences whose time has come, and lets out what waited behind a silence or a graver alert that is over: what goes on is told, what does
   * not is muted. Answers how many messages are to be sent.
   */
  release(now: Date): Promise<number>;
  /**
   * Asks `decide` about alerts that go on firing and may be due, and writes what it decides with its messages, each alert in one transaction.
   * Answers how many messages are to be sent.
   */
  follow(now: Date, decide: (followed: FollowedEpisode, policies: readonly AlertPolicy[]) => Decided): Promise<number>;
}

export interface Decided {
  readonly policy: AlertPolicy | null;
  readonly followUp: FollowUp;
}
