import { canonicalJson } from '../organisation/canonical-json.js';
import { canonicalFormula } from './canonical-formula.js';
import type { MetricDefinition } from './definition.js';

/** How a metric is called, whose it is and whether it is in use: kept up to date in place, in all versions alike. */
export type MetricWording = Pick<
  MetricDefinition,
  'key' | 'title' | 'description' | 'wording' | 'owners' | 'standard' | 'retired'
>;
/** Everything else decides which number is shown, or how it is judged: a change of it is a new version. */
export type GovernedDefinition = Omit<MetricDefinition, keyof MetricWording>;

/** The part of a definition that is governed by both sides. A field that is new to definitions is governed until it is named above. */
export function governedDefinition(definition: GovernedDefinition & Partial<MetricWording>): GovernedDefinition {
  const {
    key: _key,
    title: _title,
    description: _description,
    wording: _wording,
    owners: _owners,
    standard: _standard,
    retired: _retired,
    ...governed
  } = definition;
  return governed;
}

/** Whether two definitions show the same numbers and judge them the same. */
export function isSameGoverned(a: GovernedDefinition, b: GovernedDefinition): boolean {
  return canonicalGoverned(a) === canonicalGoverned(b);
}

/** A definition that counts as one version does and is called as the metric is called now. */
export function withWordingOf(definition: GovernedDefinition, latest: MetricDefinition): MetricDefinition {
  const { key, title, description, wording, owners, standard, retired } = latest;
  return {
    ...governedDefinition(definition),
    key,
    title,
    description,
    owners,
    ...(wording ? { wording } : {}),
    ...(standard ? { standard } : {}),
    ...(retired ? { retired } : {}),
  };
}

function canonicalGoverned(definition: GovernedDefinition): string {
  const { formula, ...rest } = governedDefinition(definition);
  return canonicalJson([canonicalFormula(formula), rest]);
}
