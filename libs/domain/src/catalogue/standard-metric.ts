import type { Direction, MetricFormula, Unit } from '../metric/definition.js';
import type { StreamName } from '../record/streams.js';

export type MetricFamily = 'service' | 'conversion' | 'delivery';

/** What an adopted metric is told where the standard leaves something open; always text, as it stands in a configuration file. */
export interface StandardParameter {
  readonly kind: 'text' | 'share' | 'currency' | 'metric';
  readonly description: string;
  readonly standsAt: string;
  /** It names a value of this field, so that what arrived there can be chosen. */
  readonly namesValueOf?: { readonly stream: StreamName; readonly field: string };
}

export type ParameterValues = Readonly<Record<string, string>>;

export interface FieldNeed {
  readonly field: string;
  /** Only records with this value count. */
  readonly value?: string;
  /** It is read where it is there; the metric has values without it. */
  readonly optional?: true;
}

/** What records must bring for the metric to have a value, or the metrics that it is reckoned from. */
export type Need =
  { readonly stream: StreamName; readonly fields: readonly FieldNeed[] } | { readonly metrics: readonly string[] };

/** A ready-made metric: everything of a definition but who owns it, and why it is defined just so. */
export interface StandardMetric {
  readonly key: string;
  readonly family: MetricFamily;
  readonly title: string;
  readonly description: string;
  readonly wording: { readonly marketing: string; readonly it: string };
  readonly parameters: Readonly<Record<string, StandardParameter>>;
  readonly formula: (values: ParameterValues) => MetricFormula;
  readonly unit: (values: ParameterValues) => Unit;
  readonly precision: number;
  readonly direction: Direction;
  readonly windowDays: number;
  readonly settlingDays: number;
  readonly needs: (values: ParameterValues) => readonly Need[];
  /** The mistake that other definitions of the same name make, and that this one does not. */
  readonly trap: string;
  /** Who defines it so. */
  readonly source: { readonly name: string; readonly url: string | null };
}

/** The values that the parameters of a standard metric have, with what was given for some of them. */
export function parameterValues({ parameters }: StandardMetric, given: ParameterValues = {}): ParameterValues {
  return Object.fromEntries(Object.entries(parameters).map(([name, { standsAt }]) => [name, given[name] ?? standsAt]));
}

/** A need for fields of one stream: by name where every value will do. */
export function needs(stream: StreamName, ...fields: readonly (string | FieldNeed)[]): Need {
  return { stream, fields: fields.map((field) => (typeof field === 'string' ? { field } : field)) };
}

/** A need for records with one value in a field. */
export function valued(field: string, value: string): FieldNeed {
  return { field, value };
}

/** A field that is read where it is there. */
export function optional(field: string): FieldNeed {
  return { field, optional: true };
}
