import type { Direction, MetricFormula, Unit } from '../metric/definition.js';
import type { StreamName } from '../record/streams.js';

export type MetricFamily = 'service' | 'conversion' | 'delivery';

/** What an adopted metric is told where the standard leaves something open; always text, as it stands in a configuration file. */
export interface StandardParameter {
  readonly kind: 'text' | 'share' | 'currency' | 'metric';
  readonly description: string;
  readonly standsAt: string;
}

export type ParameterValues = Readonly<Record<string, string>>;

/** What records must bring for the metric to have a value, or the metrics that it is reckoned from. */
export type Need =
  { readonly stream: StreamName; readonly fields: readonly string[] } | { readonly metrics: readonly string[] };

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

/** A need for fields of one stream. */
export function needs(stream: StreamName, ...fields: readonly string[]): Need {
  return { stream, fields };
}
