import type { StatusCutOffs } from '@tandem/domain/goal/status';
import type { InitiativeSettings } from '@tandem/domain/initiative/initiative-settings';
import type { Retention } from '@tandem/domain/organisation/retention';
import type { GapThresholds } from '@tandem/domain/review/communication-gaps';
import type { ReviewCadence } from '@tandem/domain/review/review-cadence';
import type { FailingSourcePolicy } from '@tandem/domain/source/decide-on-failing-source';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one organisation of an installation; the migration creates its row. */
@Entity('organisation')
@Check('organisation_single_row', 'id = 1')
@Check('organisation_week_starts_on', 'week_starts_on between 1 and 7')
@Check('organisation_link_within_hours', 'link_within_hours between 1 and 720')
@Check('organisation_fiscal_year_starts_in', 'fiscal_year_starts_in between 1 and 12')
export class OrganisationEntity {
  @PrimaryColumn({ type: 'smallint' })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'time_zone', type: 'text' })
  timeZone!: string;

  @Column({ name: 'week_starts_on', type: 'smallint' })
  weekStartsOn!: number;

  @Column({ name: 'link_within_hours', type: 'smallint', nullable: true })
  linkWithinHours!: number | null;

  @Column({ name: 'fiscal_year_starts_in', type: 'smallint', default: 1 })
  fiscalYearStartsIn!: number;

  @Column({ type: 'jsonb', default: {} })
  keep!: Retention;

  @Column({ name: 'status_cut_offs', type: 'jsonb', default: {} })
  statusCutOffs!: Partial<StatusCutOffs>;

  @Column({ name: 'failing_sources', type: 'jsonb', default: {} })
  failingSources!: Partial<FailingSourcePolicy>;

  @Column({ type: 'jsonb', default: {} })
  reviews!: Partial<ReviewCadence>;

  @Column({ type: 'jsonb', default: {} })
  communication!: Partial<GapThresholds>;

  @Column({ type: 'jsonb', default: {} })
  initiatives!: InitiativeSettings;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;

  /** Given by the connection, which sees no other. */
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;
}
