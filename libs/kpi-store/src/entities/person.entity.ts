import type { Side } from '@tandem/domain/metric/definition';
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TeamEntity } from './team.entity.js';

@Entity('person')
@Check('person_side', "side in ('marketing', 'it')")
export class PersonEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  side!: Side;

  @Column({ name: 'team_id', type: 'text', nullable: true })
  teamId!: string | null;

  @ManyToOne(() => TeamEntity)
  @JoinColumn([
    { name: 'workspace', referencedColumnName: 'workspace', foreignKeyConstraintName: 'person_team' },
    { name: 'team_id', referencedColumnName: 'id', foreignKeyConstraintName: 'person_team' },
  ])
  team!: Relation<TeamEntity> | null;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  /** Order of the file that brought the row, so that lists read as they were written. */
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
