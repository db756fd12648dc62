import type { EvidenceRecord, RecordsAnswer } from '@tandem/contracts/metrics';
import { fieldsOf, isStreamName } from '@tandem/domain/record/streams';
import { exportTable, number, text, type AnswerMoment, type ExportColumn, type ExportTable } from '../export-table.js';
import { momentColumns } from './observation-columns.js';

/** The evidence with all its records, in batches that come from the store as they are taken. */
export interface RecordsToExport extends Omit<RecordsAnswer, 'total' | 'next' | 'records'> {
  readonly stream: string;
  readonly batches: AsyncIterable<readonly EvidenceRecord[]>;
}

/** The records behind a value, a row for each, every field of the stream in a column of its own. */
export function recordsTable(answer: RecordsToExport, { answeredAt }: AnswerMoment): ExportTable {
  const { metric, observation } = answer;
  return exportTable<EvidenceRecord>(
    `${metric.key}-records`,
    [
      text('metric', () => metric.key),
      number('definition_version', () => answer.version),
      text('period_start', () => answer.from),
      text('period_end', () => answer.to),
      text('state', () => observation.state),
      text('connection', (record) => record.connection),
      text('stream', (record) => record.stream),
      text('key', (record) => record.naturalKey),
      text('at', (record) => record.at),
      number('numerator', (record) => record.numerator),
      number('denominator', (record) => record.denominator),
      { name: 'dimensions', type: 'pairs', cell: ({ dimensions }) => dimensions },
      ...fieldColumns(answer.stream),
      text('known_at', (record) => record.knownAt),
      text('origin', (record) => record.origin),
      ...momentColumns<EvidenceRecord>({ timeZone: answer.timeZone, asKnownAt: answer.asKnownAt ?? answeredAt }),
    ],
    oneByOne(answer.batches),
  );
}

function fieldColumns(stream: string): ExportColumn<EvidenceRecord>[] {
  if (!isStreamName(stream)) throw new Error(`There is no stream "${stream}".`);
  return Object.entries(fieldsOf(stream)).map(([field, { type }]) => ({
    name: `field_${field}`,
    type: type === 'integer' || type === 'decimal' ? 'number' : 'text',
    cell: ({ fields }) => fields[field] ?? null,
  }));
}

async function* oneByOne(batches: AsyncIterable<readonly EvidenceRecord[]>): AsyncGenerator<EvidenceRecord> {
  for await (const batch of batches) yield* batch;
}
