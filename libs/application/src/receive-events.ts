import type { RecordFact } from '@tandem/domain/record/fold-facts';
import type { StreamName } from '@tandem/domain/record/streams';
import { NotFound } from './input-errors.js';
import type { Clock } from './ports.js';
import type { PushCommitted, PushKey, PushStore, PushTally } from './push-ports.js';
import { pushedCoverage } from './pushed-coverage.js';

export interface ReceiveEventsDependencies {
  readonly pushes: PushStore;
  readonly clock: Clock;
}

/** One event, read: what it says, or why it says nothing. */
export interface ReceivedEvent {
  readonly facts: readonly RecordFact[];
  /** Its kind, where nothing of it is used. */
  readonly notUsed: string | null;
  readonly fault: { readonly stream: StreamName; readonly field: string; readonly reason: string } | null;
  /** As it came, for whoever looks at what was refused. */
  readonly raw: string;
}

export interface ReceivedEvents {
  readonly source: string;
  readonly actor: string;
  /** The kind of sender, as the audit trail names it. */
  readonly what: string;
  readonly events: readonly ReceivedEvent[];
  readonly key: PushKey | null;
}

export interface EventVerdict {
  readonly index: number;
  readonly verdict: 'stored' | 'unchanged' | 'quarantined' | 'leftOut' | 'notUsed';
  readonly reason?: string;
}

export interface EventsAnswer {
  /** null when there was nothing to write. */
  readonly runId: string | null;
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly notUsed: number;
  readonly verdicts: EventVerdict[];
}

/**
 * Takes events of another system: each once, in any order. What says nothing about any stream is counted and otherwise left alone; what was
 * known before changes nothing and leaves no trace but a count.
 */
export function receiveEvents({ pushes, clock }: ReceiveEventsDependencies) {
  return async ({ source, actor, what, events, key }: ReceivedEvents): Promise<EventsAnswer> => {
    const kinds = events.flatMap(({ notUsed }) => (notUsed === null ? [] : [notUsed]));
    const facts = events.flatMap((event) => event.facts);
    const faulty = events.filter(({ fault }) => fault !== null);
    const known = faulty.length > 0 || facts.length > 1_000 ? null : await pushes.known(source, idsOf(facts));
    if (key === null && known && facts.every(({ eventId }) => known.has(eventId))) {
      const repeated = events.filter((event) => event.facts.length > 0).length;
      const tallies: PushTally[] = repeated ? [{ kind: 'repeated', reason: what, count: repeated }] : [];
      await pushes.count(source, [...tallies, ...talliesOf(kinds)], clock());
      return answerOf(null, events);
    }
    const request = { source, actor, what, records: events.length, key };
    const outcome = await pushes.commit(request, {
      pageOf: (runId) => ({
        records: [],
        facts,
        rejected: events.flatMap(({ fault, raw }, index) =>
          fault === null ? [] : [{ ...fault, file: `push ${runId}`, line: index + 1, raw: raw.slice(0, 4000) }],
        ),
        notUsed: kinds.length,
      }),
      coverageOf: pushedCoverage,
      answerOf: (committed) => answerOf(committed, events),
    });
    if (outcome === null) throw new NotFound('source', source);
    if (!outcome.isRepeat) await pushes.count(source, talliesOf(kinds), clock());
    return outcome.answer;
  };
}

const idsOf = (facts: readonly RecordFact[]) => [...new Set(facts.map(({ eventId }) => eventId))];

function talliesOf(kinds: readonly string[]): PushTally[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ kind: 'notUsed', reason, count }));
}

/** @param committed null when every event was known before */
function answerOf(committed: PushCommitted | null, events: readonly ReceivedEvent[]): EventsAnswer {
  const verdicts = events.map((event, index) => ({ index, ...verdictOf(event, committed) }));
  const count = (verdict: EventVerdict['verdict']) => verdicts.filter((one) => one.verdict === verdict).length;
  const [stored, unchanged, quarantined] = [count('stored'), count('unchanged'), count('quarantined')];
  return {
    runId: committed?.runId ?? null,
    received: stored + unchanged + quarantined,
    stored,
    unchanged,
    quarantined,
    notUsed: count('notUsed'),
    verdicts,
  };
}

function verdictOf(
  { facts, fault, notUsed }: ReceivedEvent,
  committed: PushCommitted | null,
): Omit<EventVerdict, 'index'> {
  if (notUsed !== null) return { verdict: 'notUsed', reason: notUsed };
  if (fault !== null) return { verdict: 'quarantined', reason: fault.reason };
  if (committed === null) return { verdict: 'unchanged' };
  const waits = facts.map((fact) => committed.waiting.get(fact)).find((reason) => reason !== undefined);
  if (waits !== undefined) return { verdict: 'quarantined', reason: waits };
  if (facts.every((fact) => committed.late.has(fact)))
    return { verdict: 'leftOut', reason: 'Its time is not kept any more.' };
  return { verdict: facts.every((fact) => committed.repeated.has(fact)) ? 'unchanged' : 'stored' };
}
