import type { ReviewItem, ReviewList } from '@tandem/contracts/reviews';
import { exportTable, number, text, type ExportColumn, type ExportTable } from '../exports/export-table.js';

const columns: readonly ExportColumn<ReviewItem>[] = [
  number('number', (review) => review.number),
  text('state', (review) => review.state),
  text('slot', (review) => review.slot),
  text('startsAt', (review) => review.startsAt),
  text('endsAt', (review) => review.endsAt),
  text('askedAt', (review) => review.askedAt),
  text('heldAt', (review) => review.heldAt),
  text('heldBy', (review) => review.heldBy),
  text('closedAt', (review) => review.closedAt),
  text('closedBy', (review) => review.closedBy),
  text('asKnownAt', (review) => review.asKnownAt),
  text('contentHash', (review) => review.contentHash),
];

export function reviewsTable({ reviews }: ReviewList): ExportTable {
  return exportTable('reviews', columns, reviews);
}
