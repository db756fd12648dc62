import type { StreamName } from '../record/streams.js';
import type { FieldNeed, Need } from './standard-metric.js';

/** Records of one stream that say the same in the fields that standard metrics choose by, such as `tier` or `measure`. */
export interface ArrivedKind {
  readonly values: Readonly<Record<string, string>>;
  /** Every field that at least one of them has. */
  readonly fields: readonly string[];
}

/** What is known to have arrived of one stream. */
export interface ArrivedStream {
  /** The connections that deliver it. */
  readonly sources: readonly { readonly id: string; readonly name: string }[];
  readonly kinds: readonly ArrivedKind[];
}

export interface FieldStanding extends FieldNeed {
  readonly arrived: boolean;
}

export type NeedStanding =
  | {
      readonly stream: StreamName;
      readonly sources: ArrivedStream['sources'];
      readonly fields: readonly FieldStanding[];
      readonly met: boolean;
    }
  | { readonly metrics: readonly { readonly key: string; readonly exists: boolean }[]; readonly met: boolean };

/**
 * How one need of a standard metric stands. It is met when records with all of its values arrived, and these have every field that is not
 * optional; or when all metrics that it names exist. A plain field has arrived when records of these values have it.
 */
export function needStanding(
  need: Need,
  arrived: ReadonlyMap<StreamName, ArrivedStream>,
  metricKeys: ReadonlySet<string>,
): NeedStanding {
  if ('metrics' in need) {
    const metrics = need.metrics.map((key) => ({ key, exists: metricKeys.has(key) }));
    return { metrics, met: metrics.every(({ exists }) => exists) };
  }
  const { sources, kinds } = arrived.get(need.stream) ?? { sources: [], kinds: [] };
  const chosen = kinds.filter(({ values }) => need.fields.every((field) => says(values, field)));
  const fields = need.fields.map((field) => ({
    ...field,
    arrived:
      field.value === undefined
        ? chosen.some((kind) => kind.fields.includes(field.field))
        : kinds.some(({ values }) => says(values, field)),
  }));
  const met = chosen.length > 0 && fields.every((field) => field.optional === true || field.arrived);
  return { stream: need.stream, sources, fields, met };
}

function says(values: ArrivedKind['values'], { field, value }: FieldNeed): boolean {
  return value === undefined || values[field] === value;
}
