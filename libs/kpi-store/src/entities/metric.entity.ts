import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('metric')
export class MetricEntity {
  @PrimaryColumn({ type: 'text' })
  key!: string;

  /** The latest version: what a file is compared with. Which one answers a period is decided by its `valid_from`. */
  @Column({ name: 'current_version', type: 'integer' })
  currentVersion!: number;

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
