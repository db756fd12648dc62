import { cadenceWith, meetingOfSlot, nextMeeting, type Meeting } from '@tandem/domain/review/review-cadence';
import type { ConfigurationStore } from '../ports.js';
import type { ReviewStore, StoredReview } from './review-ports.js';

export interface FollowCadenceDependencies {
  readonly reviews: Pick<ReviewStore, 'list' | 'open' | 'move'>;
  readonly configuration: Pick<ConfigurationStore, 'load'>;
}

/**
 * Keeps one draft for the coming meeting: it opens when the one before was held, and follows its meeting when that is moved. A meeting that
 * is left out gives its draft to the one after it. Any number of processes may do this at once.
 */
export function followCadence({ reviews, configuration }: FollowCadenceDependencies) {
  return async (now: Date): Promise<void> => {
    const { organisation } = await configuration.load();
    const cadence = cadenceWith(organisation.reviews);
    const { timeZone } = organisation;
    const all = await reviews.list();
    const draft = all.find(({ state }) => state === 'draft');
    if (draft === undefined) {
      const last = all[0];
      // A review that was held early has had its meeting: the next one is that after its slot.
      const meeting = meetingAfter(last, (from) => nextMeeting(cadence, timeZone, from), now);
      if (meeting !== null) await reviews.open(meeting, now);
      return;
    }
    const own = meetingOfSlot(cadence, timeZone, draft.slot);
    const meeting = own === null || own.isCancelled ? nextMeeting(cadence, timeZone, now) : own;
    if (meeting !== null && !isSame(draft, meeting)) await reviews.move(draft.number, meeting, now);
  };
}

function meetingAfter(last: StoredReview | undefined, next: (from: Date) => Meeting | null, now: Date): Meeting | null {
  const coming = next(now);
  return last !== undefined && coming?.slot === last.slot ? next(coming.endsAt) : coming;
}

function isSame({ slot, startsAt, endsAt }: StoredReview, meeting: Meeting): boolean {
  return (
    slot === meeting.slot &&
    startsAt.getTime() === meeting.startsAt.getTime() &&
    endsAt.getTime() === meeting.endsAt.getTime()
  );
}
