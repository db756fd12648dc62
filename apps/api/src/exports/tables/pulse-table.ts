import type { Pulse } from '@tandem/contracts/talk';
import { exportTable, number, text, type AnswerMoment, type ExportColumn, type ExportTable } from '../export-table.js';
import { momentColumns } from './observation-columns.js';

type Round = Pulse['rounds'][number];

/** What a side said: how many answered, and means that are empty below the minimum count. */
function sideColumns(side: 'marketing' | 'it'): ExportColumn<Round>[] {
  return [
    number(`${side}_answers`, ({ sides }) => sides[side].count),
    number(`${side}_score`, ({ sides }) => sides[side].score),
    number(`${side}_same_outcome`, ({ sides }) => sides[side].answers?.sameOutcome ?? null),
    number(`${side}_told_in_time`, ({ sides }) => sides[side].answers?.toldInTime ?? null),
  ];
}

/** The alignment pulse, a row for each round; beside it the metric that was asked for. */
export function pulseTable(pulse: Pulse, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<Round>(
    'alignment-pulse',
    [
      text('round', ({ round }) => round.key),
      text('first_date', ({ round }) => round.firstDate),
      text('last_date', ({ round }) => round.lastDate),
      ...sideColumns('marketing'),
      ...sideColumns('it'),
      number('points_apart', ({ gap }) => gap),
      number('points_allowed', () => pulse.alignmentPoints),
      text('metric', () => pulse.metric?.key ?? null),
      text('metric_title', () => pulse.metric?.title ?? null),
      text('unit', () => pulse.metric?.unit ?? null),
      number('value', ({ value }) => value),
      ...momentColumns<Round>({ timeZone: pulse.timeZone, asKnownAt: answeredAt }),
    ],
    pulse.rounds,
  );
}
