import { checkDependencies, checkInitiative, type InitiativeReason } from '../initiative/check-initiative.js';
import type { Initiative } from '../initiative/initiative.js';
import type { Side } from '../metric/definition.js';
import type { ConfigurationIssue } from './check-configuration.js';
import type { ConfigurationPart } from './configuration-part.js';
import type { Configuration } from './organisation.js';

export type InitiativeConfigurationReason =
  InitiativeReason | { readonly code: 'capacityTwice'; readonly team: string; readonly quarter: string };

type Faults = readonly Pick<ConfigurationIssue, 'path' | 'reason'>[];

/** What finds out whether things that are named are there. */
interface References {
  to(
    kind: 'team' | 'metric' | 'goal' | 'initiative' | 'connection',
    path: readonly (string | number)[],
    id: string,
  ): Faults;
  owners(owners: Partial<Record<Side, string>>): Faults;
}

/** What a file says of initiatives: what is wrong with each by itself, what they name, and whether any wait for each other in a ring. */
export function checkInitiatives(
  merged: Configuration,
  part: ConfigurationPart,
  references: References,
): ConfigurationIssue[] {
  const named = part.initiatives ?? [];
  return [
    ...named.flatMap((initiative, index) =>
      [
        ...checkInitiative(initiative),
        ...references.owners(initiative.owners),
        ...namedFaults(initiative, references),
        ...issueFaults(initiative, merged),
      ].map((fault) => ({ kind: 'initiative' as const, id: initiative.id, index, ...fault })),
    ),
    ...checkDependencies(merged.initiatives).map(({ id, reason }) => {
      const index = named.findIndex((initiative) => initiative.id === id);
      return { kind: 'initiative' as const, id, index: index < 0 ? null : index, path: ['dependsOn'], reason };
    }),
    ...[...capacityFaults(part, references), ...trackerFaults(part, references)].map((fault) => ({
      kind: 'organisation' as const,
      id: 'organisation',
      index: null,
      ...fault,
    })),
  ];
}

function namedFaults({ goals = [], dependsOn = [], scope, effect }: Initiative, references: References): Faults {
  return [
    ...goals.flatMap((id, index) => references.to('goal', ['goals', index], id)),
    ...dependsOn.flatMap((id, index) => references.to('initiative', ['dependsOn', index], id)),
    ...(scope?.teams ?? []).flatMap(({ team }, index) =>
      references.to('team', ['scope', 'teams', index, 'team'], team),
    ),
    ...(effect === undefined ? [] : references.to('metric', ['effect', 'metric'], effect.metric)),
  ];
}

function capacityFaults({ organisation }: ConfigurationPart, references: References): Faults {
  const capacity = organisation?.initiatives?.capacity ?? [];
  return capacity.flatMap(({ team, quarter }, index): Faults => {
    const path = ['initiatives', 'capacity', index, 'team'];
    const isTwice = capacity.findIndex((one) => one.team === team && one.quarter === quarter) < index;
    return [
      ...references.to('team', path, team),
      ...(isTwice ? [{ path, reason: { code: 'capacityTwice' as const, team, quarter } }] : []),
    ];
  });
}

function trackerFaults({ organisation }: ConfigurationPart, references: References): Faults {
  const jira = organisation?.initiatives?.jira;
  return jira === undefined ? [] : references.to('connection', ['initiatives', 'jira', 'connection'], jira.connection);
}

/** An issue is one initiative: a second one would be written by it in turn. */
function issueFaults({ id, issue }: Initiative, { initiatives }: Configuration): Faults {
  const other = issue === undefined ? undefined : initiatives.find((one) => one.issue === issue && one.id !== id);
  return issue === undefined || other === undefined
    ? []
    : [{ path: ['issue'], reason: { code: 'issueTwice', issue, other: other.id } }];
}
