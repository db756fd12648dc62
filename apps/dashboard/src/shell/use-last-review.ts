import type { ReviewList } from '@tandem/contracts/reviews';
import { useResource } from '../api/use-resource.js';

/** What the last review that was held knew; null when there was none. */
export function useLastReview(): string | null {
  const times = (useResource<ReviewList>('/reviews').data?.reviews ?? []).flatMap(({ asKnownAt }) => asKnownAt ?? []);
  return times.sort().at(-1) ?? null;
}
