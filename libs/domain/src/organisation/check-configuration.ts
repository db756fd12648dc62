import { checkAlertPolicy, namedByPolicy, type AlertPolicyReason } from '../alert/check-alert-policy.js';
import { checkGoal, type GoalReason } from '../goal/check-goal.js';
import { checkCutOffs, cutOffsWith, type CutOffReason } from '../goal/status.js';
import type { Goal } from '../goal/goal.js';
import { checkGuardrail, checkGuardrailUse, type GuardrailReason } from '../guardrail/check-guardrail.js';
import { checkDefinition } from '../metric/check-definition.js';
import type { DefinitionReason } from '../metric/definition-issue.js';
import { checkDerived } from '../metric/check-derived.js';
import { clockOf, type MetricDefinition, type MetricFormula, type Side } from '../metric/definition.js';
import type { ProposalObstacle } from '../metric/definition-proposal.js';
import { isTimeZone } from '../metric/local-day.js';
import { checkCalendar, type CalendarReason } from './check-calendar.js';
import { checkGoalLevels, type GoalLevelReason } from './check-goal-levels.js';
import { checkSecrets, type SecretReason } from './check-secrets.js';
import { checkTeams, type TeamReason } from './check-teams.js';
import { listOfKind, type ConfigurationKind, type ConfigurationPart } from './configuration-part.js';
import { mergeConfiguration } from './merge-configuration.js';
import type { Configuration } from './organisation.js';
import { checkInitiatives, type InitiativeConfigurationReason } from './check-initiatives.js';
import type { RetirementReason } from './check-retired.js';
import { checkRetention, type RetentionReason } from './retention.js';

export type ConfigurationReason =
  | DefinitionReason
  | GoalReason
  | GoalLevelReason
  | CutOffReason
  | GuardrailReason
  | CalendarReason
  | RetentionReason
  | RetirementReason
  | SecretReason
  | AlertPolicyReason
  | InitiativeConfigurationReason
  | TeamReason
  | {
      readonly code: 'referenceUnknown';
      /** `owner`: a person or a team. */
      readonly kind: ConfigurationKind | 'owner';
      readonly id: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'ownerOnOtherSide'; readonly id: string; readonly side: Side; readonly expected: Side }
  | { readonly code: 'proposalOpen'; readonly id: string; readonly of: 'metric' | 'goal' }
  | { readonly code: 'changeNotPossible'; readonly obstacle: ProposalObstacle };

export interface ConfigurationIssue {
  /** `change`, `goalChange`: what the file says about a version of a metric or goal. */
  readonly kind: ConfigurationKind | 'change' | 'goalChange';
  readonly id: string;
  /** Place in the list of the file; null for a thing that the file does not name but would make wrong. */
  readonly index: number | null;
  /** Keys that lead to the fault, from the thing. */
  readonly path: readonly (string | number)[];
  readonly reason: ConfigurationReason;
}

interface Located {
  readonly kind: ConfigurationIssue['kind'];
  readonly id: string;
  readonly index: number | null;
}

/**
 * Everything that is wrong with a file, given what is stored: its own things, what they refer to, and what stored things refer to.
 *
 * @param unreadable ids by kind of things in the file that could not be read: a reference to one of them is no fault of its own
 * @returns empty when the file can be applied
 */
export function checkConfiguration(
  current: Configuration,
  part: ConfigurationPart,
  unreadable: Readonly<Partial<Record<ConfigurationKind, readonly string[]>>> = {},
): readonly ConfigurationIssue[] {
  const merged = mergeConfiguration(current, part);
  const references = referencesOf(merged, unreadable);
  return [
    ...organisationIssues(part),
    ...repeatedIds(part),
    ...checkTeams(merged, part),
    ...(part.people ?? []).flatMap(({ id, team }, index) =>
      at({ kind: 'person', id, index }, team === undefined ? [] : references.to('team', ['team'], team)),
    ),
    ...(part.calendars ?? []).flatMap((calendar, index) =>
      at({ kind: 'calendar', id: calendar.id, index }, checkCalendar(calendar)),
    ),
    ...(part.metrics ?? []).flatMap((metric, index) =>
      at({ kind: 'metric', id: metric.key, index }, [
        ...checkDefinition(metric),
        ...checkDerived(metric, merged.metrics, unreadable.metric),
        ...references.owners(metric.owners),
        ...references.each('connection', ['formula', 'connections'], connectionsOf(metric.formula)),
        ...references.calendar(metric.formula),
      ]),
    ),
    ...(part.goals ?? []).flatMap((goal, index) =>
      at({ kind: 'goal', id: goal.id, index }, [
        ...checkGoal(goal),
        ...references.owners(goal.owners),
        ...goal.keyResults.flatMap(({ metric }, place) =>
          references.to('metric', ['keyResults', place, 'metric'], metric),
        ),
        ...goalReferences(goal, references),
      ]),
    ),
    ...checkGoalLevels(merged, part).flatMap(({ id, index, ...fault }) => at({ kind: 'goal', id, index }, [fault])),
    ...(part.guardrails ?? []).flatMap((guardrail, index) =>
      at({ kind: 'guardrail', id: guardrail.id, index }, [
        ...checkGuardrail(guardrail),
        ...checkGuardrailUse(guardrail, named(merged.metrics, guardrail.metric), merged.goals),
        ...references.owners(guardrail.owners),
        ...references.to('metric', ['metric'], guardrail.metric),
        ...(guardrail.kind === 'pace' ? references.to('goal', ['goal'], guardrail.goal) : []),
        ...references.each('route', ['routes'], guardrail.routes),
      ]),
    ),
    ...policyIssues(part, references),
    ...checkInitiatives(merged, part, references),
    ...storedFormulaIssues(current, part, merged.metrics),
    ...storedGuardrailIssues(current, part, merged),
    ...changeIssues(part, references),
    ...checkSecrets(current, part).flatMap(({ kind, id, index, ...fault }) => at({ kind, id, index }, [fault])),
    ...storedOwnerIssues(current, part, references),
  ];
}

type Faults = readonly Pick<ConfigurationIssue, 'path' | 'reason'>[];

function at(located: Located, faults: Faults): ConfigurationIssue[] {
  return faults.map(({ path, reason }) => ({ ...located, path, reason }));
}

function organisationIssues({ organisation }: ConfigurationPart): ConfigurationIssue[] {
  const located = { kind: 'organisation', id: 'organisation', index: null } as const;
  const { timeZone, keep, statusCutOffs } = organisation ?? {};
  return at(located, [
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [{ path: ['timeZone'], reason: { code: 'timeZoneUnknown', timeZone } as const }]),
    ...(keep === undefined ? [] : checkRetention(keep)),
    ...checkCutOffs(cutOffsWith(statusCutOffs)),
  ]);
}

function repeatedIds(part: ConfigurationPart): ConfigurationIssue[] {
  return listKinds.flatMap((kind) => {
    const ids = idsOf(part, kind);
    const key = kind === 'metric' ? 'key' : 'id';
    return ids.flatMap((id, index) =>
      ids.indexOf(id) < index ? at({ kind, id, index }, [{ path: [key], reason: { code: 'idTwice', id } }]) : [],
    );
  });
}

type ListKind = keyof typeof listOfKind;
const listKinds = Object.keys(listOfKind) as ListKind[];

function idsOf(part: ConfigurationPart, kind: ListKind): readonly string[] {
  if (kind === 'metric') return (part.metrics ?? []).map(({ key }) => key);
  return (part[listOfKind[kind]] ?? []).map(({ id }) => id);
}

interface References {
  to(kind: ListKind, path: readonly (string | number)[], id: string): Faults;
  each(kind: ListKind, path: readonly (string | number)[], ids: readonly string[]): Faults;
  owners(owners: Partial<Record<Side, string>>): Faults;
  /** The calendar by which a formula measures time. */
  calendar(formula: MetricFormula): Faults;
  /** Only people sign. */
  signers(signed: Partial<Record<Side, string>>): Faults;
}

function referencesOf(
  configuration: Configuration,
  unreadable: Readonly<Partial<Record<ConfigurationKind, readonly string[]>>>,
): References {
  const sidesOf = (things: readonly { readonly id: string; readonly side: Side }[]) =>
    new Map(things.map(({ id, side }) => [id, side]));
  const peopleSides = sidesOf(configuration.people);
  const ownerSides = sidesOf([...configuration.people, ...configuration.teams]);
  const to: References['to'] = (kind, path, id) => {
    const known = idsOf(configuration, kind);
    if (known.includes(id) || unreadable[kind]?.includes(id)) return [];
    return [{ path, reason: { code: 'referenceUnknown', kind, id, known } }];
  };
  const ofSides = (field: string, named: Partial<Record<Side, string>>, kind: 'person' | 'owner'): Faults =>
    (['marketing', 'it'] as const).flatMap((expected): Faults => {
      const id = named[expected];
      if (id === undefined) return [];
      const path = [field, expected];
      const sides = kind === 'person' ? peopleSides : ownerSides;
      const side = sides.get(id);
      if (side === expected) return [];
      if (side !== undefined) return [{ path, reason: { code: 'ownerOnOtherSide', id, side, expected } }];
      if (unreadable.person?.includes(id) || (kind === 'owner' && unreadable.team?.includes(id))) return [];
      return [{ path, reason: { code: 'referenceUnknown', kind, id, known: [...sides.keys()] } }];
    });
  return {
    to,
    each: (kind, path, ids) => ids.flatMap((id, index) => to(kind, [...path, index], id)),
    calendar: (formula) => {
      const clock = clockOf(formula);
      return clock === undefined ? [] : to('calendar', ['formula', 'clock'], clock.calendar);
    },
    owners: (owners) => ofSides('owners', owners, 'owner'),
    signers: (signed) => ofSides('signed', signed, 'person'),
  };
}

function goalReferences(goal: Goal, references: References): Faults {
  const { parent, team, counterMetrics = [], drivers = [] } = goal;
  return [
    ...(parent === undefined ? [] : references.to('goal', ['parent'], parent)),
    ...(team === undefined ? [] : references.to('team', ['team'], team)),
    ...references.each('guardrail', ['counterMetrics'], counterMetrics),
    ...drivers.flatMap(({ metric }, index) => references.to('metric', ['drivers', index, 'metric'], metric)),
  ];
}

function policyIssues({ alertPolicies = [] }: ConfigurationPart, references: References): ConfigurationIssue[] {
  return alertPolicies.flatMap((policy, index) =>
    at({ kind: 'alertPolicy', id: policy.id, index }, [
      ...checkAlertPolicy(policy),
      ...namedByPolicy(policy).flatMap(({ kind, path, ids }) => references.each(kind, path, ids)),
    ]),
  );
}

function changeIssues(part: ConfigurationPart, references: References): ConfigurationIssue[] {
  const ofMetrics = (part.changes ?? []).map((change) => ({ ...change, id: change.metric, of: 'metric' as const }));
  const ofGoals = (part.goalChanges ?? []).map((change) => ({ ...change, id: change.goal, of: 'goal' as const }));
  return [ofMetrics, ofGoals].flatMap((changes) =>
    changes.flatMap(({ id, of, version, signed = {} }, index) => {
      const isRepeated = changes.findIndex((one) => one.id === id && one.version === version) < index;
      return at({ kind: of === 'metric' ? 'change' : 'goalChange', id, index }, [
        ...references.to(of, [of], id),
        ...references.signers(signed),
        ...(isRepeated ? [{ path: ['version'], reason: { code: 'idTwice' as const, id: `${id} ${version}` } }] : []),
      ]);
    }),
  );
}

function connectionsOf(formula: MetricFormula): readonly string[] {
  return formula.kind === 'derived' ? [] : (formula.connections ?? []);
}

/** An input that lost a dimension, or became reckoned from what is reckoned from it, makes a stored formula over metrics wrong. */
function storedFormulaIssues(
  current: Configuration,
  part: ConfigurationPart,
  metrics: readonly MetricDefinition[],
): ConfigurationIssue[] {
  const named = new Set((part.metrics ?? []).map(({ key }) => key));
  return current.metrics
    .filter(({ key }) => !named.has(key))
    .flatMap((metric) => at({ kind: 'metric', id: metric.key, index: null }, checkDerived(metric, metrics)));
}

/** A metric that lost a dimension or its kind, and a goal that lost a key result, make stored guardrails on them wrong. */
function storedGuardrailIssues(
  current: Configuration,
  part: ConfigurationPart,
  { metrics, goals }: Configuration,
): ConfigurationIssue[] {
  const own = idsOf(part, 'guardrail');
  return current.guardrails
    .filter(({ id }) => !own.includes(id))
    .flatMap((guardrail) =>
      at(
        { kind: 'guardrail', id: guardrail.id, index: null },
        checkGuardrailUse(guardrail, named(metrics, guardrail.metric), goals),
      ),
    );
}

function named(metrics: readonly MetricDefinition[], key: string): MetricDefinition | undefined {
  return metrics.find((metric) => metric.key === key);
}

/** A person or a team that changes sides can no longer be the owner that a stored thing names for the old side. */
function storedOwnerIssues(
  current: Configuration,
  part: ConfigurationPart,
  references: References,
): ConfigurationIssue[] {
  const stored = [
    ...current.metrics.map(({ key, owners }) => ({ kind: 'metric' as const, id: key, owners })),
    ...current.goals.map(({ id, owners }) => ({ kind: 'goal' as const, id, owners })),
    ...current.guardrails.map(({ id, owners }) => ({ kind: 'guardrail' as const, id, owners })),
    ...current.initiatives.map(({ id, owners }) => ({ kind: 'initiative' as const, id, owners })),
  ];
  return stored
    .filter(({ kind, id }) => !idsOf(part, kind).includes(id))
    .flatMap(({ kind, id, owners }) => at({ kind, id, index: null }, references.owners(owners)));
}
