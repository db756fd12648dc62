import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('connection')
@Check('connection_expected_every_ms', 'expected_every_ms > 0')
@Check('connection_sync_every_ms', 'sync_every_ms > 0')
export class ConnectionEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  connector!: string;

  /** `json` keeps the order in which the settings were written, so that an export reads like the file. */
  @Column({ type: 'json' })
  settings!: Record<string, unknown>;

  /** Encrypted; in the settings the word `unchanged` stands in their places. */
  @Column({ type: 'text', nullable: true })
  secrets!: string | null;

  /** `bigint` travels as a string. */
  @Column({ name: 'expected_every_ms', type: 'bigint' })
  expectedEveryMs!: string;

  @Column({ name: 'sync_every_ms', type: 'bigint', nullable: true })
  syncEveryMs!: string | null;

  /** When the clock syncs it next; the truth behind the job queue. */
  @Column({ name: 'next_sync_at', type: 'timestamptz', nullable: true })
  nextSyncAt!: Date | null;

  /** Raised by every run that takes the connection; an older worker's number no longer matches. */
  @Column({ name: 'fencing_token', type: 'bigint', default: 0 })
  fencingToken!: string;

  /** Nothing is read while it is set. */
  @Column({ name: 'paused_at', type: 'timestamptz', nullable: true })
  pausedAt!: Date | null;

  /** An actor of the audit trail; `system` for the policy of failing sources. */
  @Column({ name: 'paused_by', type: 'text', nullable: true })
  pausedBy!: string | null;

  @Column({ name: 'pause_reason', type: 'text', nullable: true })
  pauseReason!: string | null;

  /** Failures before it do not count any more. */
  @Column({ name: 'resumed_at', type: 'timestamptz', nullable: true })
  resumedAt!: Date | null;

  /** Since when its owners know that it fails; null when it does not. */
  @Column({ name: 'warned_at', type: 'timestamptz', nullable: true })
  warnedAt!: Date | null;

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
