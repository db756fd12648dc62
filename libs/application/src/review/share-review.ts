import { hashOfToken, newSecretToken } from '../access/secret-token.js';
import { NotFound } from '../input-errors.js';
import type { Clock } from '../ports.js';
import { describeReview, findReview, readReviews } from './read-reviews.js';
import type { ReviewAccessStore, ReviewLink } from './review-access-ports.js';
import type { ReviewActor } from './review-ports.js';
import type { ReviewDependencies } from './review-reading.js';

const dayMs = 86_400_000;

/** Links to one review for those invited, who need no account: they read it, and nothing else. */
export function shareReview(
  dependencies: ReviewDependencies & { readonly access: ReviewAccessStore; readonly clock: Clock },
) {
  const { access, clock } = dependencies;
  const read = readReviews(dependencies);
  return {
    links: async (asked: string) => {
      const { number } = await findReview(dependencies, asked);
      return { links: (await access.links(number)).map(describeLink) };
    },

    /** The token is answered once and never again. */
    make: async (asked: string, days: number, by: ReviewActor) => {
      const { number } = await findReview(dependencies, asked);
      const token = newSecretToken();
      const now = clock();
      const expiresAt = new Date(now.getTime() + days * dayMs);
      const link = await access.addLink({ review: number, tokenHash: hashOfToken(token), expiresAt }, { ...by, now });
      return { link: describeLink(link), token };
    },

    revoke: async (asked: string, id: string, by: ReviewActor) => {
      const { number } = await findReview(dependencies, asked);
      const done = await access.revokeLink(number, id, { ...by, now: clock() });
      if (!done) throw new NotFound('link', id);
    },

    /** What the holder of a token reads. Every token that does not lead anywhere gets the same answer, whatever is wrong with it. */
    open: async (token: string) => {
      const number = await access.openLink(hashOfToken(token), clock());
      if (number === null) throw new NotFound('review', 'this link leads to');
      const asked = String(number);
      const review = await findReview(dependencies, asked);
      const content: unknown = JSON.parse(await read.content(asked));
      return { review: describeReview(review), content };
    },
  };
}

export function describeLink({ madeAt, expiresAt, revokedAt, openedAt, ...link }: ReviewLink) {
  return {
    ...link,
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    openedAt: openedAt?.toISOString() ?? null,
  };
}
