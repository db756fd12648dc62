import type { GoalJournal } from '@tandem/application/goal-ports';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.js';
import { AuditLogEntity } from '../entities/audit-log.entity.js';
import { notifyChange } from './notify-change.js';

export function createGoalJournal({ dataSource }: Pick<Database, 'dataSource'>): GoalJournal {
  const told = async (manager: EntityManager, goal: string, action: string, said: { by: string; at: Date }) => {
    await manager.insert(AuditLogEntity, {
      at: said.at,
      actor: said.by,
      action,
      subjectKind: 'goal',
      subjectId: goal,
      before: null,
      after: said,
    });
    await notifyChange(manager, { kind: 'configuration', keys: [`goal:${goal}`], at: said.at });
  };
  return {
    checkIn: (goal, checkIn) =>
      dataSource.transaction(async (manager) => {
        const { side, confidence, note, by, at } = checkIn;
        await manager.query(
          'insert into goal_check_in (goal_id, side, confidence, note, by_person, at) values ($1, $2, $3, $4, $5, $6)',
          [goal, side, confidence, note, by, at],
        );
        await told(manager, goal, 'check-in', checkIn);
      }),
    override: (goal, override) =>
      dataSource.transaction(async (manager) => {
        const { keyResult, status, reason, side, by, at, settledTo } = override;
        await manager.query(
          `insert into goal_status_override (goal_id, key_result, status, reason, side, by_person, at, settled_to)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [goal, keyResult, status, reason, side, by, at, settledTo],
        );
        await told(manager, goal, 'override', override);
      }),
  };
}
