import type { Goal } from '@tandem/domain/goal/goal';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('goal')
export class GoalEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The goal with its key results, as the domain knows it. */
  @Column({ type: 'jsonb' })
  definition!: Goal;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;

  /** Given by the connection, which sees no other. */
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;
}
