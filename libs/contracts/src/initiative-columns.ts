import { trackedColumns as columns, type TrackedColumn } from '@tandem/domain/initiative/tracker-mapping';

/** Columns of a list that a tracker may own, without the schemas: the dashboard offers them. */
export const trackedColumns: readonly TrackedColumn[] = columns;
