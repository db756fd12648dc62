import type { GateFaultCode, Waiver } from '@tandem/domain/initiative/judge-gate';
import { decisionStatus, type DecisionStatus } from '@tandem/domain/decision/decision';
import type { Side } from '@tandem/domain/metric/definition';
import { endOfDate } from '@tandem/domain/metric/periods';
import type { DecisionStore, StoredDecision } from '../decisions/decision-ports.js';
import type { InitiativeJournal, StoredVerdict } from './initiative-ports.js';

/** A decision to let an initiative through in spite of its faults. */
export interface InitiativeWaiver extends Waiver {
  readonly initiative: string;
  readonly title: string;
  readonly status: DecisionStatus;
  /** Sides that have not signed what waits for them. */
  readonly waitsFor: readonly Side[];
  readonly acceptedAt: Date | null;
}

/**
 * Waivers of initiatives, newest first, each with the faults that the gate had told when the last signature came: what both sides have signed
 * is what they could read. One without an end is none, for a waiver of an initiative expires.
 */
export async function readWaivers(
  { decisions, journal }: { readonly decisions: Pick<DecisionStore, 'list'>; readonly journal: InitiativeJournal },
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): Promise<readonly InitiativeWaiver[]> {
  const all = (await decisions.list({ kind: 'waiver' })).filter(({ content }) => content.about?.kind === 'initiative');
  const verdicts = new Map<string, readonly StoredVerdict[]>();
  for (const { content } of all) {
    const id = content.about?.id ?? '';
    if (!verdicts.has(id)) verdicts.set(id, await journal.verdicts(id));
  }
  return all.flatMap((decision) => waiverOf(decision, verdicts, timeZone, now));
}

function waiverOf(
  decision: StoredDecision,
  verdicts: ReadonlyMap<string, readonly StoredVerdict[]>,
  timeZone: string,
  now: Date,
): InitiativeWaiver[] {
  const { id, content, signatures, acceptedAt } = decision;
  if (content.expiresOn === null || content.about === null) return [];
  const initiative = content.about.id;
  return [
    {
      id,
      initiative,
      title: content.title,
      status: decisionStatus(decision, now, timeZone),
      waitsFor: decision.state === 'open' ? sides.filter((side) => !signatures.some((one) => one.side === side)) : [],
      covers: toldAt(verdicts.get(initiative) ?? [], acceptedAt ?? now),
      signed: decision.state === 'accepted' ? signatures.map(({ side }) => side) : [],
      acceptedAt,
      expiresAt: endOfDate(content.expiresOn, timeZone),
    },
  ];
}

const sides = ['marketing', 'it'] as const;

function toldAt(newestFirst: readonly StoredVerdict[], at: Date): readonly GateFaultCode[] {
  return newestFirst.find((verdict) => verdict.at <= at)?.judgement.faults.map(({ code }) => code) ?? [];
}
