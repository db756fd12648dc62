import type { GoalGovernance } from '@tandem/application/goal-ports';
import type { GoalTerms } from '@tandem/domain/goal/goal-terms';
import type { OwnerOfSide } from '@tandem/domain/metric/signing-team';
import type { EntityManager } from 'typeorm';
import { listGoalProposals } from './list-goal-proposals.js';
import { goalOwnersSinceVersion } from './owners-since-version.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly valid_from: Date;
  readonly terms: GoalTerms;
  readonly owning: readonly OwnerOfSide[];
  readonly published: boolean;
}

/** The latest version of each goal, who has owned it since, whether it is published, and the proposal that is open for it. */
export async function goalGovernance(manager: EntityManager): Promise<ReadonlyMap<string, GoalGovernance>> {
  const rows = await manager.query<Row[]>(
    `select g.id, v.version, v.valid_from, v.terms, ${goalOwnersSinceVersion} as owning,
            exists (select 1 from goal_publication p where p.goal_id = g.id) as published
       from goal g join lateral (
              select * from goal_version where goal_id = g.id order by version desc limit 1) v on true`,
  );
  const open = await listGoalProposals(manager, { onlyOpen: true });
  return new Map(
    rows.map(({ id, valid_from: validFrom, ...state }) => [
      id,
      { ...state, validFrom, open: open.find(({ goal }) => goal === id) ?? null },
    ]),
  );
}
