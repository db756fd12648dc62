import { applyConfiguration } from '@tandem/application/apply-configuration';
import { leadReview } from '@tandem/application/review/lead-review';
import { planMeetings } from '@tandem/application/review/plan-meetings';
import { readAsked } from '@tandem/application/review/read-asked';
import { readReviews } from '@tandem/application/review/read-reviews';
import type { ReviewDependencies } from '@tandem/application/review/review-reading';
import { shareReview } from '@tandem/application/review/share-review';
import { createReviewAccessStore } from '@tandem/kpi-store/repositories/review-access-store';
import { createReviewStores } from '@tandem/kpi-store/repositories/review-stores';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import type { ApiDependencies } from '../dependencies.js';

/** Reviews over the real store. */
export function reviewUseCases(
  reading: Pick<ReviewDependencies, 'configuration' | 'observations' | 'alerts' | 'evidence' | 'clock'>,
  { database, jobs, connectors }: Pick<ApiDependencies, 'database' | 'jobs' | 'connectors'>,
) {
  const dependencies: ReviewDependencies = { ...reading, ...createReviewStores(database) };
  const sharing = { ...dependencies, access: createReviewAccessStore(database) };
  const apply = applyConfiguration({ ...reading, runs: createRunStore(database), jobs, connectors });
  return {
    readReviews: readReviews(dependencies),
    readAsked: readAsked(dependencies),
    leadReview: leadReview(dependencies),
    shareReview: shareReview(sharing),
    planMeetings: planMeetings({ ...sharing, apply }),
  };
}
