import { keepReviews } from '@tandem/application/review/keep-reviews';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createReviewStores } from '@tandem/kpi-store/repositories/review-stores';
import type { TestDatabase } from '@tandem/testing/test-database';

/** What the worker's clock does about reviews, at the time of the test. */
export function reviewKeeping(database: TestDatabase, clock: () => Date) {
  const keep = keepReviews({
    ...createReviewStores(database),
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    alerts: createAlertReader(database),
    evidence: createEvidenceReader(database),
    clock,
    jobs: { enqueue: () => Promise.resolve() },
    publicUrl: 'https://tandem.example.org',
  });
  return () => keep(clock());
}
