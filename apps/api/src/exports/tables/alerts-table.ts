import type { AlertItem, AlertList } from '@tandem/contracts/alerts';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';

/** Alerts with their verdict, both sentences, and what was done about them, a row each. */
export function alertsTable({ alerts }: AlertList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<AlertItem>(
    'alerts',
    [
      text('id', ({ id }) => id),
      text('guardrail', ({ guardrail }) => guardrail.id),
      text('guardrail_title', ({ guardrail }) => guardrail.title),
      text('kind', ({ guardrail }) => guardrail.kind),
      text('measure', ({ guardrail }) => guardrail.measure),
      { name: 'dimensions', type: 'pairs', cell: ({ dimensions }) => dimensions },
      text('metric', ({ metric }) => metric.key),
      text('unit', ({ metric }) => metric.unit),
      text('severity', ({ severity }) => severity),
      text('state', ({ state }) => state),
      text('since', ({ since }) => since),
      text('fired_at', ({ firedAt }) => firedAt),
      text('resolved_at', ({ resolvedAt }) => resolvedAt),
      text('verdict', ({ verdict }) => verdict?.kind ?? null),
      number('value', ({ verdict }) => verdict?.value ?? null),
      number('limit', ({ verdict }) => verdict?.limit ?? null),
      number('n', ({ verdict }) => verdict?.n ?? null),
      text('period_start', ({ verdict }) => verdict?.start ?? null),
      text('period_end', ({ verdict }) => verdict?.end ?? null),
      number('definition_version', ({ verdict }) => verdict?.version ?? null),
      text('sentence_marketing', ({ explanation }) => explanation?.marketing ?? null),
      text('sentence_it', ({ explanation }) => explanation?.it ?? null),
      text('owner_marketing', ({ owners }) => owners.marketing?.name ?? null),
      text('owner_it', ({ owners }) => owners.it?.name ?? null),
      text('seen_marketing_at', ({ handling }) => handling.seen.marketing?.at ?? null),
      text('seen_it_at', ({ handling }) => handling.seen.it?.at ?? null),
      text('acknowledged_by', ({ handling }) => handling.acknowledged?.by ?? null),
      text('acknowledged_at', ({ handling }) => handling.acknowledged?.at ?? null),
      text('assigned_to', ({ handling }) => handling.assignedTo?.name ?? null),
      text('cause', ({ handling }) => handling.cause?.code ?? null),
      text('cause_note', ({ handling }) => handling.cause?.note ?? null),
      text('learnt_late_at', ({ handling }) => handling.detectedLate?.learntAt ?? null),
      text('answered_at', () => answeredAt),
    ],
    alerts,
  );
}
