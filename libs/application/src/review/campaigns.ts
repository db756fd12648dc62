import type { Side } from '@tandem/domain/metric/definition';
import { localDateOf } from '@tandem/domain/metric/periods';
import type { EvidenceReader } from '../evidence-ports.js';
import type { TalkReader } from './talk-ports.js';

export interface Campaign {
  readonly id: string;
  readonly what: string;
  readonly side: Side;
  readonly from: Date;
  /** null where no end is known. */
  readonly to: Date | null;
}

export interface CampaignDependencies {
  readonly evidence: Pick<EvidenceReader, 'spans'>;
  readonly talk: Pick<TalkReader, 'plannedChanges'>;
}

/** A campaign that was announced begins at most so long before its last day. */
const longestCampaignDays = 92;
const mostCampaigns = 1_000;
const dayMs = 86_400_000;

/**
 * Campaigns that touch [from, to): those that sources deliver, which are marketing's, and those that either side has announced. One that is both
 * counts once, as it took place.
 */
export async function campaignsBetween(
  { evidence, talk }: CampaignDependencies,
  { from, to, asKnownAt, timeZone }: { from: Date; to: Date; asKnownAt: Date | null; timeZone: string },
): Promise<readonly Campaign[]> {
  const [spans, announced] = await Promise.all([
    evidence.spans('campaign', { from, to, services: null, asKnownAt, limit: mostCampaigns }),
    talk.plannedChanges(new Date(from.getTime() - longestCampaignDays * dayMs), to),
  ]);
  const delivered = spans.map(({ title, start, end }): Campaign => {
    const began = new Date(start);
    return {
      id: `${title} ${start}`,
      what: title,
      side: 'marketing',
      from: began,
      to: end === null ? null : new Date(end),
    };
  });
  const nameOf = ({ what, from: began }: Pick<Campaign, 'what' | 'from'>) =>
    `${localDateOf(began, timeZone)} ${what.trim().toLowerCase()}`;
  const known = new Set(delivered.map(nameOf));
  const written = announced
    .filter(({ event, givenAt }) => event === 'campaign' && (asKnownAt === null || givenAt <= asKnownAt))
    .map(({ id, what, side, startsAt, endsAt }): Campaign => ({ id, what, side, from: startsAt, to: endsAt }))
    // Without an end it lasts for the day that it begins on.
    .filter(({ from: began, to: ended }) => (ended ?? new Date(began.getTime() + dayMs)) > from);
  return [...delivered, ...written.filter((one) => !known.has(nameOf(one)))];
}
