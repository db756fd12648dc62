import { decisionInForce, type DecisionContent } from '@tandem/domain/decision/decision';
import { addDays, startOfDay } from '@tandem/domain/metric/periods';
import {
  holdAgreement,
  noticeReachMs,
  type AgreementRecord,
  type NoticeAgreement,
} from '@tandem/domain/review/notice-agreement';
import type { DecisionStore, StoredDecision } from '../decisions/decision-ports.js';
import { shownDecision } from '../decisions/read-decisions.js';
import { InvalidInput } from '../input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration } from '../ports.js';
import { requirePerson } from '../proposing.js';
import { personOf } from '../read-proposals.js';
import type { PlannedChange, TalkReader, TalkWriter } from './talk-ports.js';

export interface NoticeDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly decisions: DecisionStore;
  readonly talk: TalkReader & TalkWriter;
  readonly clock: Clock;
}

/** Agreed is held against actual over so many days. */
const heldDays = 28;
/** How far ahead and back announcements are shown. */
const aheadDays = 60;
const mostMisses = 50;

/** The terms of an agreement of notice, as a decision of both sides holds them. */
export function agreementOf({ agreement, about }: DecisionContent): NoticeAgreement | null {
  // Only what its schema has let in is stored.
  return agreement === undefined || about === null
    ? null
    : ({ ...agreement, id: about.id } as unknown as NoticeAgreement);
}

/** Agreements of notice: those in force with agreed against actual, those that wait for a signature, and what is announced. */
export function readAgreements({ configuration, decisions, talk, clock }: NoticeDependencies) {
  return async () => {
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const { timeZone } = known.organisation;
    const all = await decisions.list({ kind: 'agreement' });
    const held = await holdAll(all, { talk, now, timeZone });
    const announced = await talk.plannedChanges(addDays(now, -heldDays, timeZone), addDays(now, aheadDays, timeZone));
    return {
      agreements: held.map(({ decision, agreement, record }) => ({
        id: agreement.id,
        decision: decision.id,
        title: agreement.title,
        event: agreement.event,
        side: agreement.side,
        lead: agreement.lead,
        services: [...(agreement.services ?? [])],
        signedAt: decision.acceptedAt?.toISOString() ?? null,
        basis: record.basis,
        toldTo: record.toldTo?.toISOString() ?? null,
        events: record.events.length,
        missed: record.missed,
        medianHours: record.medianHours,
        misses: record.events
          .filter(({ verdict }) => verdict !== 'inTime')
          .slice(-mostMisses)
          .reverse()
          .map(shownMiss),
        unconfirmed: record.unconfirmed.map(({ id, what, startsAt }) => ({
          id,
          what,
          startsAt: startsAt.toISOString(),
        })),
      })),
      waiting: all.filter(({ state }) => state === 'open').map((one) => shownDecision(one, known, now)),
      announced: announced.map((one) => shownPlanned(one, known)),
      days: heldDays,
      timeZone,
    };
  };
}

/** Each agreement in force with what became of it over the last weeks. */
export async function holdAll(
  decisions: readonly StoredDecision[],
  { talk, now, timeZone }: { readonly talk: TalkReader; readonly now: Date; readonly timeZone: string },
): Promise<readonly { decision: StoredDecision; agreement: NoticeAgreement; record: AgreementRecord }[]> {
  const ids = [...new Set(decisions.flatMap(({ content }) => content.about?.id ?? []))].sort();
  const inForce = ids.flatMap((id) => {
    const about = { kind: 'agreement', id } as const;
    return decisionInForce(decisions, { kind: 'agreement', about }, now, timeZone) ?? [];
  });
  if (inForce.length === 0) return [];
  const from = startOfDay(addDays(now, -heldDays, timeZone), timeZone);
  const earliest = new Date(from.getTime() - noticeReachMs);
  const [release, campaign, announced] = await Promise.all([
    talk.happened('release', earliest, now),
    talk.happened('campaign', earliest, now),
    talk.plannedChanges(earliest, new Date(now.getTime() + noticeReachMs)),
  ]);
  const delivered = { release, campaign };
  const notices = announced.filter(({ givenAt }) => givenAt <= now);
  return inForce.flatMap((decision) => {
    const agreement = agreementOf(decision.content);
    if (agreement === null) return [];
    // Nothing is held against an agreement that was not signed yet when it happened.
    const since = new Date(Math.max(from.getTime(), (decision.acceptedAt ?? now).getTime()));
    const record = holdAgreement(agreement, notices, delivered[agreement.event], { since, now, timeZone });
    return [{ decision, agreement, record }];
  });
}

/** A side tells the other one of a release or campaign, before it or, too late, after it; answers its id. */
export function announceChange({ configuration, talk, clock }: NoticeDependencies) {
  return async (request: {
    readonly event: 'release' | 'campaign';
    readonly what: string;
    readonly startsAt: string;
    readonly endsAt: string | null;
    readonly note: string;
    readonly by: string;
  }) => {
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const { side } = requirePerson(known, request.by);
    const startsAt = new Date(request.startsAt);
    const endsAt = request.endsAt === null ? null : new Date(request.endsAt);
    if (endsAt !== null && endsAt <= startsAt) {
      throw new InvalidInput([{ field: 'endsAt', reason: 'It ends before it begins: put the later time here.' }]);
    }
    const { event, what, note, by } = request;
    const change = { event, side, what, startsAt, endsAt, note, givenAt: now, by };
    const id = await talk.announce(change);
    return shownPlanned({ ...change, id }, known);
  };
}

function shownPlanned({ startsAt, endsAt, givenAt, by, ...change }: PlannedChange, { people }: KnownConfiguration) {
  return {
    ...change,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    givenAt: givenAt.toISOString(),
    by: personOf(by, people) ?? { id: by, name: by },
  };
}

function shownMiss({ event, latestAt, notice, hours, verdict }: AgreementRecord['events'][number]) {
  return {
    event: { id: event.id, what: event.what, at: event.at.toISOString() },
    latestAt: latestAt.toISOString(),
    notice: notice === null ? null : { id: notice.id, givenAt: notice.givenAt.toISOString() },
    hours,
    verdict: verdict === 'unannounced' ? ('unannounced' as const) : ('tooLate' as const),
  };
}
