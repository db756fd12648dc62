import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import { NotFound } from '../input-errors.js';
import type { StoredReview } from './review-ports.js';
import type { ReviewDependencies } from './review-reading.js';
import { writeReview } from './write-review.js';

/** Reviews as people read them; the number `next` is the draft of the coming meeting. */
export function readReviews(dependencies: ReviewDependencies) {
  const { reviews, configuration } = dependencies;
  const write = writeReview(dependencies);
  const timeZone = async () => (await configuration.load()).organisation.timeZone;
  return {
    list: async () => ({ timeZone: await timeZone(), reviews: (await reviews.list()).map(describeReview) }),

    one: async (asked: string) => {
      const review = await findReview(dependencies, asked);
      const numbers = (await reviews.list()).map(({ number }) => number).sort((a, b) => a - b);
      const place = numbers.indexOf(review.number);
      const requests = await reviews.requests(review.number);
      return {
        ...describeReview(review),
        timeZone: await timeZone(),
        previous: numbers[place - 1] ?? null,
        next: numbers[place + 1] ?? null,
        asked: requests.map(({ askedAt, ...request }) => ({ ...request, askedAt: askedAt.toISOString() })),
      };
    },

    /** The canonical JSON: of a held review the bytes that were frozen, of a draft what it says now. */
    content: async (asked: string): Promise<string> => {
      const review = await findReview(dependencies, asked);
      return (await reviews.content(review.number)) ?? canonicalJson(await write(review, null));
    },
  };
}

/** Throws `NotFound` for a number that no review has, and for `next` while none is open. */
export async function findReview(
  { reviews }: Pick<ReviewDependencies, 'reviews'>,
  asked: string,
): Promise<StoredReview> {
  const found = asked === 'next' ? await reviews.draft() : await reviews.find(Number(asked));
  if (found === null) throw new NotFound('review', asked);
  return found;
}

export function describeReview(review: StoredReview) {
  const { startsAt, endsAt, askedAt, heldAt, closedAt, asKnownAt, ...rest } = review;
  const text = (instant: Date | null) => instant?.toISOString() ?? null;
  return {
    ...rest,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    askedAt: text(askedAt),
    heldAt: text(heldAt),
    closedAt: text(closedAt),
    asKnownAt: text(asKnownAt),
  };
}
