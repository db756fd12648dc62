import { namedByPolicy } from '../alert/check-alert-policy.js';
import type { Initiative } from '../initiative/initiative.js';
import { inputsOf } from '../metric/derived-inputs.js';
import { clockOf, type MetricFormula, type Side } from '../metric/definition.js';
import type { ConfigurationKind } from './configuration-part.js';
import type { Configuration } from './organisation.js';

/** A thing of the configuration that names another one. */
export interface Dependent {
  readonly kind: ConfigurationKind;
  readonly id: string;
  readonly title: string;
}

/**
 * Everything that would name nothing any more if a thing were not there, in the order of the configuration.
 *
 * @returns empty when nothing names it; the organisation is named by nothing
 */
export function dependentsOf(kind: ConfigurationKind, id: string, configuration: Configuration): readonly Dependent[] {
  return [...settledOn(kind, id, configuration), ...initiativesNaming(kind, id, configuration)];
}

function initiativesNaming(kind: ConfigurationKind, id: string, { organisation, initiatives }: Configuration) {
  const isNamedBy = ({ owners, goals = [], dependsOn = [], scope, effect }: Initiative): boolean => {
    if (kind === 'goal') return goals.includes(id);
    if (kind === 'initiative') return dependsOn.includes(id);
    if (kind === 'metric') return effect?.metric === id;
    if (kind !== 'team' && kind !== 'person') return false;
    const works = kind === 'team' && (scope?.teams ?? []).some(({ team }) => team === id);
    return works || Object.values(owners).includes(id);
  };
  const hasCapacity = kind === 'team' && (organisation.initiatives?.capacity ?? []).some(({ team }) => team === id);
  return [
    ...(hasCapacity ? [named('organisation', 'organisation', 'Capacity of initiatives')] : []),
    ...initiatives.filter(isNamedBy).map((one) => named('initiative', one.id, one.title)),
  ];
}

/** What names it among metrics, goals, guardrails, people and policies. */
function settledOn(kind: ConfigurationKind, id: string, configuration: Configuration): readonly Dependent[] {
  const { people, metrics, goals, guardrails, alertPolicies } = configuration;
  const isOwned = ({ owners }: { readonly owners: Partial<Record<Side, string>> }) =>
    Object.values(owners).includes(id);
  const owned = () => [
    ...metrics.filter(isOwned).map(ofMetric),
    ...goals.filter(isOwned).map(ofGoal),
    ...guardrails.filter(isOwned).map(ofGuardrail),
  ];
  switch (kind) {
    case 'organisation':
    case 'alertPolicy':
    case 'initiative':
      return [];
    case 'team':
      return [
        ...people.filter(({ team }) => team === id).map((person) => ({ ...named('person', person.id, person.name) })),
        ...owned(),
        ...goals.filter(({ team }) => team === id).map(ofGoal),
      ];
    case 'person':
      return owned();
    case 'calendar':
      return metrics.filter(({ formula }) => clockOf(formula)?.calendar === id).map(ofMetric);
    case 'connection':
      return metrics.filter(({ formula }) => connectionsOf(formula).includes(id)).map(ofMetric);
    case 'route':
      return [
        ...guardrails.filter(({ routes }) => routes.includes(id)).map(ofGuardrail),
        ...alertPolicies
          .filter((policy) => namedByPolicy(policy).some((one) => one.kind === 'route' && one.ids.includes(id)))
          .map((policy) => named('alertPolicy', policy.id, policy.id)),
      ];
    case 'metric':
      return [
        ...metrics.filter(({ formula }) => inputsOf(formula).includes(id)).map(ofMetric),
        ...goals
          .filter(({ keyResults, drivers = [] }) =>
            [...keyResults, ...drivers].some((one) => one.metric === id || ('drives' in one && one.drives === id)),
          )
          .map(ofGoal),
        ...guardrails.filter(({ metric }) => metric === id).map(ofGuardrail),
      ];
    case 'goal':
      return [
        ...goals.filter(({ parent }) => parent === id).map(ofGoal),
        ...guardrails.filter((guardrail) => guardrail.kind === 'pace' && guardrail.goal === id).map(ofGuardrail),
      ];
    case 'guardrail':
      return [
        ...goals.filter(({ counterMetrics = [] }) => counterMetrics.includes(id)).map(ofGoal),
        ...alertPolicies
          .filter((policy) => namedByPolicy(policy).some((one) => one.kind === 'guardrail' && one.ids.includes(id)))
          .map((policy) => named('alertPolicy', policy.id, policy.id)),
      ];
  }
}

const named = (kind: ConfigurationKind, id: string, title: string): Dependent => ({ kind, id, title });
const ofMetric = ({ key, title }: { readonly key: string; readonly title: string }) => named('metric', key, title);
const ofGoal = ({ id, title }: { readonly id: string; readonly title: string }) => named('goal', id, title);
const ofGuardrail = ({ id, title }: { readonly id: string; readonly title: string }) => named('guardrail', id, title);

function connectionsOf(formula: MetricFormula): readonly string[] {
  return formula.kind === 'derived' ? [] : (formula.connections ?? []);
}
