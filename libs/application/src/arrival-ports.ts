import type { ArrivedStream } from '@tandem/domain/catalogue/need-standing';
import type { StreamName } from '@tandem/domain/record/streams';

export interface ArrivalReader {
  /**
   * What arrived of each stream: who delivers it, and which fields the newest records and some of each connection have. Records that say the
   * same in the fields under `by` are told together. It looks at a bounded number of records, however many there are.
   */
  arrived(streams: readonly StreamName[], by: readonly string[]): Promise<ReadonlyMap<StreamName, ArrivedStream>>;
}
