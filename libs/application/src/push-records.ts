import { checkPushed, type CheckedPush } from '@tandem/domain/record/check-pushed';
import { isStreamName, streamNames, type CanonicalRecord, type StreamName } from '@tandem/domain/record/streams';
import { InvalidInput, NotFound } from './input-errors.js';
import type { PushCommitted, PushedPage, PushKey, PushStore } from './push-ports.js';
import { pushedCoverage } from './pushed-coverage.js';

export interface PushRecordsDependencies {
  readonly pushes: PushStore;
}

export interface PushedRecords {
  readonly stream: string;
  readonly source: string;
  /** The records; anything but a list is refused. */
  readonly body: unknown;
  /** Why a record could not be read at all, by its place. */
  readonly faults?: ReadonlyMap<number, string>;
  /** Who pushes, as the audit trail names them. */
  readonly actor: string;
  /** null: the sender does not mind sending it twice, for the same records change nothing. */
  readonly key: PushKey | null;
}

export const mostRecordsOfAPush = 10_000;

/**
 * Takes records that a system sends by itself. The answer comes after the commit, which has their guardrails judged; each record has its verdict, and those that do not fit are in
 * quarantine under the position that they were sent in.
 */
export function pushRecords({ pushes }: PushRecordsDependencies) {
  return async ({ stream, source, body, faults = new Map<number, string>(), actor, key }: PushedRecords) => {
    if (!isStreamName(stream)) {
      const reason = `"${stream}" is not a stream. Use one of: ${streamNames.join(', ')}.`;
      throw new InvalidInput([{ field: 'stream', reason }]);
    }
    if (!Array.isArray(body) || body.length === 0 || body.length > mostRecordsOfAPush) {
      const reason = `Send a JSON array of 1 to ${mostRecordsOfAPush} records, or as many lines of NDJSON.`;
      throw new InvalidInput([{ field: 'body', reason }]);
    }
    const verdicts: Verdict[] = [];
    const request = { source, actor, what: stream, records: body.length, key };
    const outcome = await pushes.commit(request, {
      pageOf: (runId) => {
        for (const [index, input] of (body as readonly unknown[]).entries()) {
          const fault = faults.get(index);
          // A record without an address of its own is found again by its place in the push.
          const checked = checkPushed(stream, input, `push ${runId}#${index + 1}`);
          verdicts.push({ input, checked: fault === undefined ? checked : { ok: false, field: '', reason: fault } });
        }
        return pageOf(stream, runId, verdicts);
      },
      coverageOf: pushedCoverage,
      answerOf: (committed) => answerOf(committed, verdicts),
    });
    if (outcome === null) throw new NotFound('source', source);
    return outcome.answer;
  };
}

type Verdict = { readonly input: unknown; readonly checked: CheckedPush };

function pageOf(stream: StreamName, runId: string, verdicts: readonly Verdict[]): PushedPage {
  return {
    records: recordsOf(verdicts),
    ...goneOf(verdicts),
    facts: [],
    rejected: verdicts.flatMap(({ input, checked }, index) =>
      checked.ok
        ? []
        : [
            {
              stream,
              file: `push ${runId}`,
              line: index + 1,
              field: checked.field,
              reason: checked.reason,
              raw: rawOf(input),
            },
          ],
    ),
    notUsed: 0,
  };
}

function recordsOf(verdicts: readonly Verdict[]): readonly CanonicalRecord[] {
  return verdicts.flatMap(({ checked }) => (checked.ok && 'record' in checked ? [checked.record] : []));
}

/** Without versions the order of the push holds: what comes after its own end is there again. */
function goneOf(verdicts: readonly Verdict[]): Required<Pick<PushedPage, 'gone' | 'goneBefore'>> {
  const lastTold = new Map<string, number>();
  for (const [index, { checked }] of verdicts.entries())
    if (checked.ok && 'record' in checked) lastTold.set(checked.record.naturalKey, index);
  const told = verdicts.flatMap(({ checked }, index) =>
    checked.ok && 'gone' in checked ? [{ ...checked, index }] : [],
  );
  const lasting = told.filter(
    ({ gone, index }) => gone.version !== undefined || index > (lastTold.get(gone.key) ?? -1),
  );
  return { gone: lasting.map(({ gone }) => gone), goneBefore: told.length - lasting.length };
}

function answerOf(committed: PushCommitted, verdicts: readonly Verdict[]) {
  const { runId, received, stored, unchanged, quarantined } = committed;
  const leftOut = new Set(committed.leftOut);
  return {
    runId,
    received,
    stored,
    unchanged,
    quarantined,
    verdicts: verdicts.map(({ checked }, index) =>
      !checked.ok
        ? { index, verdict: 'quarantined' as const, reason: checked.reason, field: checked.field }
        : 'record' in checked && leftOut.has(checked.record)
          ? { index, verdict: 'leftOut' as const, reason: 'Its time is not kept any more.' }
          : { index, verdict: 'accepted' as const },
    ),
  };
}

// PostgreSQL text cannot hold NUL; the rest of a rejected record is kept as it came.
function rawOf(input: unknown): string {
  if (input === undefined) return 'undefined';
  return JSON.stringify(input).replaceAll('\\u0000', '').slice(0, 4000);
}
