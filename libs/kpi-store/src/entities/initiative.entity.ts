import type { Initiative } from '@tandem/domain/initiative/initiative';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('initiative')
export class InitiativeEntity {
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The initiative as the domain knows it. */
  @Column({ type: 'jsonb' })
  definition!: Initiative;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;
}
