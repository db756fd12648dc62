import { policyOf } from '@tandem/domain/alert/alert-policy';
import { followUpOf } from '@tandem/domain/alert/follow-up';
import type { AlertFollower } from './follow-ports.js';
import type { JobQueue, Log } from './ports.js';

export interface FollowAlertsDependencies {
  readonly follower: AlertFollower;
  readonly jobs: JobQueue;
  readonly log: Log;
}

/**
 * What becomes due by time alone: silences end, what they held back comes out, alerts that nobody acknowledged are told again and to others. All
 * of it stands in the tables, so that it can be asked at any time, by several at once, and after any standstill.
 */
export function followAlerts({ follower, jobs, log }: FollowAlertsDependencies) {
  return async (now: Date): Promise<void> => {
    const released = await follower.release(now);
    const followed = await follower.follow(now, ({ guardrail, episode, isHeldBack }, policies) => {
      const policy = policyOf(policies, guardrail);
      const followUp = followUpOf(episode, policy, now);
      if (!isHeldBack) return { policy, followUp };
      // Steps that fell due behind a silence are taken when it ends: nothing is passed over unheard.
      return { policy, followUp: { ...followUp, escalate: [], escalatedSteps: episode.escalatedSteps, remind: null } };
    });
    if (released + followed === 0) return;
    try {
      await jobs.enqueue('outbox.deliver', {});
    } catch (error) {
      log.warn('The delivery of notifications could not be woken; the next sweep delivers them.', { error });
    }
  };
}
