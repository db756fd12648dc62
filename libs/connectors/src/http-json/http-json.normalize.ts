import type { NormalizedRow } from '@tandem/connector-kit/http/declaration';
import type { Mapping } from '@tandem/connector-kit/mapping/mapping';
import { objectMapper } from '@tandem/connector-kit/mapping/object-mapper';

/** What the mappings make of one row. */
export function rowNormalizer(mappings: readonly Mapping[]): (row: unknown) => NormalizedRow {
  const map = objectMapper(mappings, 'rows');
  return (row) => {
    const { records, rejected, gone } = map([row]);
    return {
      records: records.map(({ stream, naturalKey: key, fields, dimensions, version, knownAt }) => ({
        stream,
        key,
        fields,
        dimensions,
        ...(version === undefined ? {} : { version }),
        ...(knownAt === undefined ? {} : { knownAt }),
      })),
      gone: gone.map(({ stream, key, covers, version }) => ({
        stream,
        key,
        covers,
        ...(version === undefined ? {} : { version }),
      })),
      rejected: rejected.map(({ stream, field, reason }) => ({ stream, field, reason })),
    };
  };
}
