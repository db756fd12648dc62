import type { Connector } from '@tandem/connector-kit/connector';
import type { Connection } from '@tandem/domain/organisation/organisation';
import { checkPushed } from '@tandem/domain/record/check-pushed';
import { InvalidInput, NotFound } from '../input-errors.js';
import type { Clock, JobQueue } from '../ports.js';
import { editedRow } from './edited-row.js';
import type { QuarantineSelection, QuarantineStore, ReadAgain, RefusedRow, RowEdit } from './quarantine-ports.js';

export interface MendQuarantineDependencies {
  readonly quarantineStore: QuarantineStore;
  readonly connectors: readonly Connector[];
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

/**
 * Reads rows of quarantine again, as they are (after the mapping was put right) or as somebody has mended them, and commits what fits. One row that
 * does not fit is refused with field and reason; of many the answer says which stay.
 */
export function mendQuarantine({ quarantineStore, connectors, jobs, clock }: MendQuarantineDependencies) {
  return async ({
    id,
    selection,
    edit,
    actor,
  }: {
    readonly id: string;
    readonly selection: QuarantineSelection;
    readonly edit: RowEdit | null;
    readonly actor: string;
  }) => {
    const isOne = 'ids' in selection && selection.ids.length === 1;
    if (edit && 'raw' in edit && !isOne)
      throw new InvalidInput([{ field: 'edit.raw', reason: 'Only one row can be written anew: name its id alone.' }]);
    const mended = await quarantineStore.mend(id, selection, { actor, now: clock(), edit }, (connection, rows) =>
      readRowsAgain(connectors, connection, rows, edit),
    );
    if (mended === null) throw new NotFound('source', id);
    const [refused] = mended.refused;
    if (isOne && refused) throw new InvalidInput([{ field: refused.field ?? 'row', reason: refused.reason }]);
    if (isOne && mended.mended === 0) throw new NotFound('open row', selection.ids[0] ?? '');
    if (mended.touchedMetrics.length) await jobs.enqueue('guardrails.evaluate', { metricKeys: mended.touchedMetrics });
    const { touchedMetrics: _, refused: stay, ...counts } = mended;
    return { ...counts, refused: stay.slice(0, refusedShown), stillRefused: stay.length };
  };
}

const refusedShown = 20;

/** Takes rows out of quarantine that are wrong for good, with the reason. */
export function dismissQuarantine({ quarantineStore, clock }: MendQuarantineDependencies) {
  return async ({
    id,
    selection,
    reason,
    actor,
  }: {
    readonly id: string;
    readonly selection: QuarantineSelection;
    readonly reason: string;
    readonly actor: string;
  }): Promise<{ readonly dismissed: number }> => {
    const dismissed = await quarantineStore.dismiss(id, selection, { actor, now: clock(), reason });
    if (dismissed === null) throw new NotFound('source', id);
    return dismissed;
  };
}

async function readRowsAgain(
  connectors: readonly Connector[],
  connection: Connection,
  rows: readonly RefusedRow[],
  edit: RowEdit | null,
): Promise<readonly ReadAgain[]> {
  const connector = connectors.find(({ id }) => id === connection.connector);
  const settings = connector?.settings.safeParse(connection.settings);
  const answers: ReadAgain[] = [];
  for (const row of rows) {
    const edited = editedRow(row, edit);
    if ('problem' in edited) answers.push({ row, field: edited.field, reason: edited.problem });
    else if (row.pushed) answers.push(readPushed(row, edited.raw));
    else if (!connector?.readRow || !settings?.success)
      answers.push({ row, field: null, reason: 'This source cannot read a row by itself: mend it there, and sync.' });
    else answers.push({ row, ...(await connector.readRow(settings.data, edited)) });
  }
  return answers;
}

function readPushed(row: RefusedRow, raw: string): ReadAgain {
  let input: unknown;
  try {
    input = JSON.parse(raw);
  } catch {
    return { row, field: null, reason: 'This is not a JSON object: write the record as it should have been sent.' };
  }
  const checked = checkPushed(row.stream, input, `${row.file}#${row.line}`);
  if (!checked.ok) return { row, field: checked.field || null, reason: checked.reason };
  return 'gone' in checked ? { row, records: [], gone: [checked.gone] } : { row, records: [checked.record] };
}
