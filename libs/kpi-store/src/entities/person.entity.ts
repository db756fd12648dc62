import type { Side } from '@tandem/domain/metric/definition';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('person')
@Check('person_side', "side in ('marketing', 'it')")
export class PersonEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  side!: Side;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  /** Order of the file that brought the row, so that lists read as they were written. */
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
