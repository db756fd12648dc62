import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('route')
@Check('route_channel', "channel in ('webhook', 'email')")
export class RouteEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  channel!: 'webhook' | 'email';

  /** `url` of a webhook, `to` of an e-mail route; nothing secret. */
  @Column({ type: 'jsonb' })
  settings!: Record<string, unknown>;

  /** Signing secret of a webhook; apart from the settings so that no listing of them carries it. */
  @Column({ type: 'text', nullable: true })
  secret!: string | null;

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
