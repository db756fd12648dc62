import type { KnownGoalState } from '@tandem/application/goal-ports';
import type { KnownConfiguration } from '@tandem/application/ports';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalVersionAt, type GoalVersion } from '@tandem/domain/goal/goal-proposal';
import { withTerms } from '@tandem/domain/goal/goal-terms';
import type { MovedAim } from '@tandem/domain/goal/moved-after-miss';
import type { StatusOverride } from '@tandem/domain/goal/status-override';

type Written<Thing, Times extends keyof Thing> = Omit<Thing, Times> & { readonly [Time in Times]: string | null };

export interface GoalStateRows {
  readonly versions: readonly (Omit<GoalVersion, 'validFrom'> & {
    readonly goal: string;
    readonly validFrom: string;
    readonly moved: readonly MovedAim[];
  })[];
  readonly published: readonly string[];
  readonly awaiting: readonly string[];
  readonly overrides: readonly (Written<Omit<StatusOverride, 'at'>, 'settledTo'> & {
    readonly goal: string;
    readonly at: string;
  })[];
}

/** How all goals stand, as one JSON: now, or as it was known at the time that the parameter `asKnownAt` names. */
export function goalStatesStatement(asKnownAt: '$1' | null): string {
  const until = (column: string) => (asKnownAt === null ? 'true' : `${column} <= ${asKnownAt}`);
  return `
  (select json_build_object(
    'versions', (select coalesce(json_agg(json_build_object('goal', goal_id, 'version', version, 'validFrom', valid_from,
                    'terms', terms, 'moved', moved) order by goal_id, version), '[]') from goal_version where ${until('known_from')}),
    'published', (select coalesce(json_agg(goal_id), '[]') from goal_publication where ${until('known_from')}),
    'awaiting', (select coalesce(json_agg(distinct goal_id), '[]') from goal_proposal
                  where kind = 'adopt' and ${until('proposed_at')}),
    'overrides', (select coalesce(json_agg(json_build_object('goal', goal_id, 'keyResult', key_result, 'status', status,
                     'reason', reason, 'by', by_person, 'side', side, 'at', at, 'settledTo', settled_to) order by id), '[]')
                    from (select distinct on (goal_id, key_result) * from goal_status_override where ${until('at')}
                           order by goal_id, key_result, id desc) latest)))`;
}

/** Goals on the terms in force at an instant, and how each stands. */
export function onTermsInForce(
  goals: readonly Goal[],
  rows: GoalStateRows,
  instant: Date,
): Required<Pick<KnownConfiguration, 'goals' | 'goalStates'>> {
  const versions = new Map<string, (GoalVersion & { readonly moved: readonly MovedAim[] })[]>();
  for (const { goal, validFrom, ...version } of rows.versions) {
    const own = versions.get(goal) ?? [];
    versions.set(goal, [...own, { ...version, validFrom: new Date(validFrom) }]);
  }
  const [published, awaiting] = [new Set(rows.published), new Set(rows.awaiting)];
  const states = goals.map((goal): [Goal, KnownGoalState] => {
    const own = versions.get(goal.id) ?? [{ version: 1, validFrom: instant, terms: goal, moved: [] }];
    const inForce = goalVersionAt(own, instant);
    const moved = own.filter(({ version }) => version <= inForce.version).flatMap((version) => version.moved);
    return [
      withTerms(goal, inForce.terms),
      {
        version: inForce.version,
        published: published.has(goal.id),
        awaitsSignatures: awaiting.has(goal.id) && !published.has(goal.id),
        overrides: rows.overrides.filter((one) => one.goal === goal.id).map(toOverride),
        movedAfterMiss: moved.filter(({ missed }) => missed).map(({ keyResult }) => keyResult),
      },
    ];
  });
  return {
    goals: states.map(([goal]) => goal),
    goalStates: new Map(states.map(([goal, state]) => [goal.id, state])),
  };
}

function toOverride({ goal: _goal, at, settledTo, ...override }: GoalStateRows['overrides'][number]): StatusOverride {
  return { ...override, at: new Date(at), settledTo: settledTo === null ? null : new Date(settledTo) };
}
