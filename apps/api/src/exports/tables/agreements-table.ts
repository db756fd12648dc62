import type { AgreementList } from '@tandem/contracts/talk';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { momentColumns } from './observation-columns.js';

type Agreement = AgreementList['agreements'][number];
interface Row {
  readonly agreement: Agreement;
  readonly change: {
    readonly what: string;
    readonly at: string;
    readonly verdict: Agreement['misses'][number]['verdict'] | 'unconfirmed';
    readonly miss: Agreement['misses'][number] | null;
  } | null;
}

/** A row for each change that came too late, unannounced, or is not known to have taken place; one without a change for an agreement that has none. */
function rowsOf(agreement: Agreement): readonly Row[] {
  const { misses, unconfirmed } = agreement;
  const changes = [
    ...misses.map((miss) => ({ what: miss.event.what, at: miss.event.at, verdict: miss.verdict, miss })),
    ...unconfirmed.map(({ what, startsAt }) => ({ what, at: startsAt, verdict: 'unconfirmed' as const, miss: null })),
  ];
  return changes.length === 0 ? [{ agreement, change: null }] : changes.map((change) => ({ agreement, change }));
}

/** Agreements of notice, agreed against actual: what stands for the whole agreement is repeated on each of its rows. */
export function agreementsTable(list: AgreementList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<Row>(
    'agreements',
    [
      text('agreement', ({ agreement }) => agreement.id),
      text('title', ({ agreement }) => agreement.title),
      text('decision', ({ agreement }) => agreement.decision),
      text('event', ({ agreement }) => agreement.event),
      text('side', ({ agreement }) => agreement.side),
      number('notice', ({ agreement }) => agreement.lead.count),
      text('notice_unit', ({ agreement }) => agreement.lead.unit),
      text('services', ({ agreement }) => agreement.services.join('; ') || null),
      text('signed_at', ({ agreement }) => agreement.signedAt),
      text('basis', ({ agreement }) => agreement.basis),
      text('told_to', ({ agreement }) => agreement.toldTo),
      number('over_days', () => list.days),
      number('took_place', ({ agreement }) => agreement.events),
      number('missed', ({ agreement }) => agreement.missed),
      number('median_hours', ({ agreement }) => agreement.medianHours),
      text('change', ({ change }) => change?.what ?? null),
      text('change_at', ({ change }) => change?.at ?? null),
      text('verdict', ({ change }) => change?.verdict ?? null),
      text('latest_at', ({ change }) => change?.miss?.latestAt ?? null),
      text('told_at', ({ change }) => change?.miss?.notice?.givenAt ?? null),
      number('hours', ({ change }) => change?.miss?.hours ?? null),
      ...momentColumns<Row>({ timeZone: list.timeZone, asKnownAt: answeredAt }),
    ],
    list.agreements.flatMap(rowsOf),
  );
}
