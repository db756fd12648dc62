import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { MetricEntity } from './metric.entity.js';

@Entity('guardrail')
@Index('guardrail_unjudged', ['metricKey'], { where: 'judged_from is null' })
export class GuardrailEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'metric_key', type: 'text' })
  metricKey!: string;

  @ManyToOne(() => MetricEntity)
  @JoinColumn([
    { name: 'workspace', referencedColumnName: 'workspace', foreignKeyConstraintName: 'guardrail_metric' },
    { name: 'metric_key', referencedColumnName: 'key', foreignKeyConstraintName: 'guardrail_metric' },
  ])
  metric!: Relation<MetricEntity>;

  /** The guardrail as the domain knows it; `metric_key` repeats its metric so that the database can hold the reference. */
  @Column({ type: 'jsonb' })
  definition!: Guardrail;

  @Column({ type: 'integer' })
  position!: number;

  /** End of the data when it was first judged by its present rule; null before. */
  @Column({ name: 'judged_from', type: 'timestamptz', nullable: true })
  judgedFrom!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;

  /** Given by the connection, which sees no other. */
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;
}
