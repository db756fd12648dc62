import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('alert_policy')
export class AlertPolicyEntity {
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The policy as the domain knows it. */
  @Column({ type: 'jsonb' })
  definition!: AlertPolicy;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;
}
