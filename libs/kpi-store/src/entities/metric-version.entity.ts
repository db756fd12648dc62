import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, Unique, type Relation } from 'typeorm';
import { MetricEntity } from './metric.entity.js';

/** A definition of a metric; wording, owners and the like are kept up to date in place, a change that moves numbers is a new row. */
@Entity('metric_version')
@Unique('metric_version_key_version', ['workspace', 'metricKey', 'version'])
export class MetricVersionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id!: string;

  @Column({ name: 'metric_key', type: 'text' })
  metricKey!: string;

  @ManyToOne(() => MetricEntity)
  @JoinColumn([
    { name: 'workspace', referencedColumnName: 'workspace', foreignKeyConstraintName: 'metric_version_metric' },
    { name: 'metric_key', referencedColumnName: 'key', foreignKeyConstraintName: 'metric_version_metric' },
  ])
  metric!: Relation<MetricEntity>;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ type: 'jsonb' })
  definition!: MetricDefinition;

  @Column({ name: 'formula_hash', type: 'text' })
  formulaHash!: string;

  /** An earlier version that counts the same and whose counted rows answer for this one; null where it has rows of its own. */
  @Column({ name: 'counted_by', type: 'bigint', nullable: true })
  countedBy!: string | null;

  @ManyToOne(() => MetricVersionEntity)
  @JoinColumn({ name: 'counted_by', foreignKeyConstraintName: 'metric_version_counted_by' })
  countedByVersion!: Relation<MetricVersionEntity> | null;

  /** From when it was known; earlier than it was recorded only for an import of history. */
  @Column({ name: 'known_from', type: 'timestamptz', nullable: true })
  knownFrom!: Date | null;

  /** The proposal that both sides signed; null for a version that needed no signatures. */
  @Column({ name: 'proposal_id', type: 'bigint', nullable: true })
  proposalId!: string | null;

  /** When all records had been counted by this formula; null while that is still to be done. */
  @Column({ name: 'counted_at', type: 'timestamptz', nullable: true })
  countedAt!: Date | null;

  /** When it was counted, records of earlier times had been removed; null where none had. */
  @Column({ name: 'counted_from', type: 'timestamptz', nullable: true })
  countedFrom!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;

  /** Given by the connection, which sees no other. */
  @Column({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;
}
