import { addDays } from '@tandem/domain/metric/periods';
import { agendaOf, type AgendaSection } from '@tandem/domain/review/agenda';
import { headline } from '@tandem/domain/review/headline';
import type { ReviewContent, ReviewSections } from '@tandem/domain/review/review-content';
import type { Section } from '@tandem/domain/review/section';
import { gatherBreaches } from './gather-breaches.js';
import { gatherGoalsAtRisk } from './gather-goals-at-risk.js';
import { gatherActions, gatherCommunicationGaps, gatherDecisions } from './gather-talk.js';
import { gatherInitiatives } from './gather-initiatives.js';
import { gatherTrust } from './gather-trust.js';
import { gatherWhatMoved } from './gather-what-moved.js';
import type { StoredReview } from './review-ports.js';
import { readForReview, type ReviewDependencies, type ReviewReading } from './review-reading.js';

type WrittenSections = {
  readonly [Name in AgendaSection & keyof ReviewSections]: Section<NonNullable<ReviewSections[Name]>>;
};
type Written = Omit<WrittenSections, 'initiatives'> & Partial<Pick<WrittenSections, 'initiatives'>>;

/** A first review looks back this far. */
const firstPeriodDays = 14;

/**
 * All that a review says, as known at a time, or now. The same time gives the same content for ever, as long as the definitions of that time are
 * known; that nothing else can change it is why a held review is kept as bytes.
 */
export function writeReview(dependencies: ReviewDependencies) {
  return async (
    review: Pick<StoredReview, 'number' | 'startsAt' | 'endsAt'>,
    asKnownAt: Date | null,
  ): Promise<ReviewContent> => {
    const asOf = asKnownAt ?? dependencies.clock();
    const previous = await previousOf(dependencies, review.number);
    const organisation = (await dependencies.configuration.load()).organisation;
    const from = previous ? new Date(previous.asKnownAt) : addDays(asOf, -firstPeriodDays, organisation.timeZone);
    const period = { from, to: asOf };
    const reading = await readForReview(dependencies, { number: review.number, period, asKnownAt, asOf, previous });
    return contentOf(review, reading, await writeSections(dependencies, reading));
  };
}

/** A section is one line here: what it is gathered by. Those after it in the agenda come after it in the headline, where they weigh the same. */
async function writeSections(dependencies: ReviewDependencies, reading: ReviewReading): Promise<Written> {
  const [whatMoved, breaches, trust, communicationGaps, initiatives, decisions, actions] = await Promise.all([
    gatherWhatMoved(dependencies, reading),
    gatherBreaches(dependencies, reading),
    gatherTrust(dependencies, reading),
    gatherCommunicationGaps(dependencies, reading),
    gatherInitiatives(dependencies, reading),
    gatherDecisions(dependencies, reading),
    gatherActions(dependencies, reading),
  ]);
  const goalsAtRisk = gatherGoalsAtRisk(reading);
  const talked = { whatMoved, breaches, goalsAtRisk, trust, communicationGaps };
  return { ...talked, ...(initiatives === null ? {} : { initiatives }), decisions, actions };
}

function contentOf(
  { number, startsAt, endsAt }: Pick<StoredReview, 'number' | 'startsAt' | 'endsAt'>,
  { configuration: { organisation }, period, asOf, previous }: ReviewReading,
  written: Written,
): ReviewContent {
  const minutes = Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000);
  return {
    edition: 1,
    number,
    organisation: { name: organisation.name, timeZone: organisation.timeZone },
    meeting: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    period: { from: period.from.toISOString(), to: period.to.toISOString() },
    asKnownAt: asOf.toISOString(),
    previous: previous && { number: previous.number, asKnownAt: previous.asKnownAt },
    agenda: agendaOf(Object.keys(written) as AgendaSection[], minutes),
    sections: {
      headline: headline(Object.values(written), previous?.sections.headline ?? null),
      whatMoved: written.whatMoved.content,
      breaches: written.breaches.content,
      goalsAtRisk: written.goalsAtRisk.content,
      trust: written.trust.content,
      communicationGaps: written.communicationGaps.content,
      ...(written.initiatives === undefined ? {} : { initiatives: written.initiatives.content }),
      decisions: written.decisions.content,
      actions: written.actions.content,
    },
  };
}

/** The latest that was held before it. */
async function previousOf({ reviews }: ReviewDependencies, number: number): Promise<ReviewContent | null> {
  const earlier = (await reviews.list()).find((one) => one.number < number && one.state !== 'draft');
  const text = earlier === undefined ? null : await reviews.content(earlier.number);
  return text === null ? null : (JSON.parse(text) as ReviewContent);
}
