import type { Route } from '@tandem/domain/organisation/organisation';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('route')
@Check('route_channel', "channel in ('webhook', 'email', 'slack', 'teams', 'pagerduty')")
export class RouteEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  channel!: Route['channel'];

  /** What the channel needs beside its secret, such as `url` of a webhook or `to` of an e-mail route. */
  @Column({ type: 'jsonb' })
  settings!: Record<string, unknown>;

  /** Signing secret, token, key, or an address that is itself a secret; apart from the settings so that no listing of them carries it. */
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
