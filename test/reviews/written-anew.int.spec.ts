import { writeReview } from '@tandem/application/review/write-review';
import type { ReviewContent } from '@tandem/contracts/reviews';
import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createReviewStores } from '@tandem/kpi-store/repositories/review-stores';
import { createReviewStore } from '@tandem/kpi-store/repositories/review-store';
import type { TestDatabase } from '@tandem/testing/test-database';
import { adminHeaders } from '../product/admin-access.js';
import { GoalStage, helped } from '../goals/goal-stage.js';
import { reviewKeeping } from './review-keeping.js';

const search = {
  id: 'search',
  title: 'Search',
  agenda: 'businessTechnology',
  goals: ['helped'],
  effect: { metric: 'attainment', direction: 'up', amount: 2, by: '2027-12-31' },
  scope: { teams: [{ team: 'web', weeks: 4 }], durationMonths: 2 },
  start: '2027-01',
  months: [{ month: 1, oneOff: 1_000 }],
  wsjf: { businessValue: 8, timeCriticality: 5, riskReduction: 2, jobSize: 3 },
};

const readers = (database: TestDatabase) => ({
  configuration: createConfigurationStore(database),
  observations: createObservationReader(database),
  alerts: createAlertReader(database),
  evidence: createEvidenceReader(database),
});

describe('a review that was held', () => {
  it('says the same when it is written anew as of its time', async () => {
    const stage = await GoalStage.open();
    const { access } = stage;
    const { database } = access;
    access.now = new Date('2026-11-30T08:00:00Z');
    const quarters = ['2027-Q1', '2027-Q2'];
    const capacity = quarters.map((quarter) => ({ team: 'web', quarter, weeks: 10 }));
    await stage.apply({
      teams: [{ id: 'web', title: 'Web', side: 'it' }],
      organisation: { initiatives: { capacity } },
      goals: [{ ...helped, growthProjection: true }],
    });
    await stage.post('/initiatives', stage.it, search);
    await stage.post('/initiatives', stage.it, { id: 'bare', title: 'Bare', agenda: 'it' });
    access.later(60_000);
    await reviewKeeping(database, () => access.now)();
    await stage.post('/reviews/1/hold', stage.it);
    const { body } = await access.api.inject({ url: '/api/v1/reviews/1/content', headers: adminHeaders });
    const frozen = JSON.parse(body) as ReviewContent;
    expect(frozen.sections.initiatives).toMatchObject({
      waiting: [{ title: 'Bare' }],
      changes: [
        { title: 'Search', text: 'New, and in the plan.' },
        { title: 'Bare', text: 'New.' },
      ],
    });

    // What changes afterwards changes nothing about what was known then: written anew as of that time, it says the same.
    access.later(86_400_000);
    await stage.post('/initiatives/search', stage.it, { ...search, title: 'Another', stage: 'stopped' }, 'PUT');
    await stage.post('/initiatives', stage.it, { id: 'late', title: 'Late', agenda: 'it' });
    const review = await createReviewStore(database).find(1);
    if (review === null) throw new Error('There is no review.');
    const dependencies = { ...createReviewStores(database), ...readers(database), clock: () => access.now };
    expect(canonicalJson(await writeReview(dependencies)(review, review.asKnownAt))).toBe(body);
    await stage.close();
  });
});
