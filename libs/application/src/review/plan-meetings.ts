import { cadenceWith, meetingsBetween, type ReviewCadence } from '@tandem/domain/review/review-cadence';
import type { applyConfiguration } from '../apply-configuration.js';
import { hashOfToken, newSecretToken } from '../access/secret-token.js';
import { NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore } from '../ports.js';
import { followCadence } from './follow-cadence.js';
import type { ReviewAccessStore } from './review-access-ports.js';
import type { ReviewStore } from './review-ports.js';

export interface PlanMeetingsDependencies {
  readonly configuration: ConfigurationStore;
  readonly reviews: ReviewStore;
  readonly access: ReviewAccessStore;
  readonly clock: Clock;
  readonly apply: ReturnType<typeof applyConfiguration>;
}

const dayMs = 86_400_000;
const shownMeetings = 8;
/** A calendar shows what was, too. */
const calendarDays = { before: 92, after: 366 };

/** When both sides meet: the rule, the coming meetings, and the calendar of them that people subscribe to. */
export function planMeetings(dependencies: PlanMeetingsDependencies) {
  const { configuration, access, clock, apply } = dependencies;
  const read = async () => {
    const { organisation } = await configuration.load();
    const cadence = cadenceWith(organisation.reviews);
    const now = clock();
    const to = new Date(now.getTime() + calendarDays.after * dayMs);
    const meetings = meetingsBetween(cadence, organisation.timeZone, now, to).slice(0, shownMeetings);
    return { timeZone: organisation.timeZone, cadence: plain(cadence), meetings: meetings.map(described) };
  };
  return {
    read,

    /** Writes the rule as a configuration file would; the open draft follows it at once. */
    write: async (cadence: ReviewCadence, actor: string) => {
      await apply({ organisation: { reviews: cadence } }, { dryRun: false, actor });
      await followCadence(dependencies)(clock());
      return read();
    },

    feeds: async (accountId: string) => ({ feeds: (await access.feeds(accountId)).map(describeFeed) }),

    /** The token is answered once and never again. */
    subscribe: async (accountId: string) => {
      const token = newSecretToken();
      const feed = await access.addFeed({ accountId, tokenHash: hashOfToken(token) }, clock());
      return { feed: describeFeed(feed), token };
    },

    unsubscribe: async (accountId: string, id: string) => {
      if (!(await access.revokeFeed(accountId, id, clock()))) throw new NotFound('calendar feed', id);
    },

    /** The meetings of a year and of the last months, for whoever holds the token of a feed. */
    calendar: async (token: string) => {
      const now = clock();
      if (!(await access.readFeed(hashOfToken(token), now))) throw new NotFound('calendar', 'this address leads to');
      const { organisation } = await configuration.load();
      const [from, to] = [-calendarDays.before, calendarDays.after].map(
        (days) => new Date(now.getTime() + days * dayMs),
      );
      const cadence = cadenceWith(organisation.reviews);
      return {
        organisation: organisation.name,
        now,
        meetings: meetingsBetween(cadence, organisation.timeZone, from ?? now, to ?? now),
      };
    },
  };
}

function plain({ weeks, exceptions, ...cadence }: ReviewCadence) {
  return { ...cadence, weeks: [...weeks], exceptions: exceptions.map((exception) => ({ ...exception })) };
}

function described({ slot, startsAt, endsAt, movedFrom, isCancelled }: ReturnType<typeof meetingsBetween>[number]) {
  return {
    slot,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    movedFrom: movedFrom?.toISOString() ?? null,
    isCancelled,
  };
}

function describeFeed({
  id,
  madeAt,
  readAt,
}: {
  readonly id: string;
  readonly madeAt: Date;
  readonly readAt: Date | null;
}) {
  return { id, madeAt: madeAt.toISOString(), readAt: readAt?.toISOString() ?? null };
}
