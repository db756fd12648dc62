import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import { InvalidInput, NotFound } from '../input-errors.js';
import { followCadence } from './follow-cadence.js';
import { findReview } from './read-reviews.js';
import type { ReviewActor } from './review-ports.js';
import type { ReviewDependencies } from './review-reading.js';
import { writeReview } from './write-review.js';

/** What people do about a review: they explain what moved, hold it, and close it. */
export function leadReview(dependencies: ReviewDependencies) {
  const { reviews, configuration, clock } = dependencies;
  const write = writeReview(dependencies);
  return {
    /** The word of a side about a metric of the draft; said again it stands in the place of the one before, which is kept. */
    explain: async (
      asked: string,
      { metric, text, by }: { readonly metric: string; readonly text: string; readonly by: string },
    ) => {
      const review = await findReview(dependencies, asked);
      requireState(
        review.state === 'draft',
        `Review ${review.number} is frozen: what it says does not change any more.`,
      );
      const { people, metrics } = await configuration.load();
      const person = people.find(({ id }) => id === by);
      if (person === undefined) throw new NotFound('person', by);
      if (!metrics.some(({ key }) => key === metric)) {
        throw new InvalidInput([{ field: 'metric', reason: `There is no metric "${metric}".` }]);
      }
      await reviews.explain(review.number, { metric, text, by, side: person.side }, clock());
      return review.number;
    },

    /** Freezes what is known now. From here on it says the same for ever, and the next draft opens. */
    hold: async (asked: string, by: ReviewActor) => {
      const review = await findReview(dependencies, asked);
      requireState(review.state === 'draft', `Review ${review.number} was held already.`);
      const now = clock();
      const content = canonicalJson(await write(review, now));
      const frozen = await reviews.freeze(review.number, { asKnownAt: now, content }, { ...by, now });
      requireState(frozen, `Review ${review.number} was held already.`);
      await followCadence(dependencies)(now);
      return review.number;
    },

    close: async (asked: string, by: ReviewActor) => {
      const review = await findReview(dependencies, asked);
      const closed = await reviews.close(review.number, { ...by, now: clock() });
      const why = review.state === 'draft' ? 'is not held yet' : 'is closed already';
      requireState(closed, `Review ${review.number} ${why}.`);
      return review.number;
    },
  };
}

/** Nothing is wrong with the request; the review has gone on. */
export class ReviewObstacle extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReviewObstacle';
  }
}

function requireState(holds: boolean, message: string): void {
  if (!holds) throw new ReviewObstacle(message);
}
