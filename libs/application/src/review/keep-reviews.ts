import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import { cadenceWith } from '@tandem/domain/review/review-cadence';
import { addDays } from '@tandem/domain/metric/periods';
import type { JobQueue } from '../ports.js';
import { askForExplanations } from './ask-for-explanations.js';
import { followCadence } from './follow-cadence.js';
import type { ReviewDependencies } from './review-reading.js';
import { writeReview } from './write-review.js';

export interface KeepReviewsDependencies extends ReviewDependencies {
  readonly jobs: JobQueue;
  /** Where people reach this installation, without trailing slash; null leaves links out. */
  readonly publicUrl: string | null;
}

/**
 * What becomes due by time alone: the next draft opens, owners are asked some days before the meeting, and a draft that nobody has held is
 * frozen as of the end of its meeting, also when nobody was there to do so in time.
 */
export function keepReviews(dependencies: KeepReviewsDependencies) {
  const { reviews, configuration } = dependencies;
  const follow = followCadence(dependencies);
  const ask = askForExplanations(dependencies);
  const write = writeReview(dependencies);
  return async (now: Date): Promise<void> => {
    await follow(now);
    const draft = await reviews.draft();
    if (draft === null) return;
    const { organisation } = await configuration.load();
    const { askBeforeDays } = cadenceWith(organisation.reviews);
    const askAt = addDays(draft.startsAt, -askBeforeDays, organisation.timeZone);
    if (draft.askedAt === null && now >= askAt && now < draft.startsAt) await ask(draft, now);
    if (now < draft.endsAt) return;
    const content = canonicalJson(await write(draft, draft.endsAt));
    await reviews.freeze(draft.number, { asKnownAt: draft.endsAt, content }, { actor: 'clock', name: null, now });
    await follow(now);
  };
}
