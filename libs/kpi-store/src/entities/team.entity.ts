import type { Side } from '@tandem/domain/metric/definition';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('team')
@Check('team_side', "side in ('marketing', 'it')")
export class TeamEntity {
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  side!: Side;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;
}
