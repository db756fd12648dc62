import type { BusinessCalendar } from '@tandem/domain/organisation/business-calendar';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('business_calendar')
export class BusinessCalendarEntity {
  @PrimaryColumn({ type: 'text', default: () => "current_setting('tandem.workspace')" })
  workspace!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The calendar as the domain knows it. */
  @Column({ type: 'jsonb' })
  definition!: BusinessCalendar;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', default: () => 'now()' })
  updatedAt!: Date;
}
